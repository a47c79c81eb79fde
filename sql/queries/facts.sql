-- name: insert_turn
INSERT INTO turns (id, organization_id, call_id, turn, position, speaker, code, command_id, text_encrypted,
                   raw_text_encrypted, confidence, input_source, intent, flags, span_start_ms, span_end_ms,
                   said_at)
VALUES (:id, :organization_id, :call_id, :turn, :position, :speaker, :code, :command_id, :text_encrypted,
        :raw_text_encrypted, :confidence, :input_source, :intent, :flags, :span_start_ms, :span_end_ms, :said_at)
ON CONFLICT (call_id, command_id) DO NOTHING

-- name: mark_prompt_heard
UPDATE turns
SET heard_ms = :heard_ms, was_completed = :was_completed,
    span_start_ms = coalesce(:span_start_ms, span_start_ms), span_end_ms = coalesce(:span_end_ms, span_end_ms)
WHERE call_id = :call_id AND command_id = :command_id

-- name: set_latency
UPDATE turns SET latency_ms = :latency_ms WHERE call_id = :call_id AND command_id = :command_id

-- name: supersede_answer
UPDATE answers SET superseded_at = :at
WHERE call_id = :call_id AND link_id = :link_id AND superseded_at IS NULL

-- name: supersede_counted_answer
UPDATE answers SET superseded_at = :at
WHERE call_id = :call_id AND link_id = :link_id AND superseded_at IS NULL AND status <> 'for_review'

-- name: supersede_missing
UPDATE missing_answers SET superseded_at = :at
WHERE call_id = :call_id AND link_id = :link_id AND superseded_at IS NULL

-- name: insert_answer
INSERT INTO answers (id, organization_id, call_id, turn, link_id, value, free_text_encrypted, unit, status,
                     confidence, utterance_encrypted, input_source, span_start_ms, span_end_ms, times_asked,
                     parser_version, answered_at)
VALUES (:id, :organization_id, :call_id, :turn, :link_id, :value, :free_text_encrypted, :unit, :status,
        :confidence, :utterance_encrypted, :input_source, :span_start_ms, :span_end_ms, :times_asked,
        (SELECT engine_version FROM calls WHERE id = :call_id), :answered_at)

-- name: insert_missing
INSERT INTO missing_answers (id, organization_id, call_id, turn, link_id, reason, times_asked, recorded_at)
VALUES (:id, :organization_id, :call_id, :turn, :link_id, :reason, :times_asked, :recorded_at)

-- name: put_score
INSERT INTO scores (id, organization_id, call_id, code, value, band, computed_at)
VALUES (:id, :organization_id, :call_id, :code, :value, :band, :computed_at)
ON CONFLICT (call_id, code) DO UPDATE
    SET value = excluded.value, band = excluded.band, computed_at = excluded.computed_at

-- name: insert_consent
INSERT INTO consents (id, organization_id, call_id, patient_id, kind, granted, text_version,
                      utterance_encrypted, input_source, span_start_ms, span_end_ms, given_at)
VALUES (:id, :organization_id, :call_id, :patient_id, :kind, :granted, :text_version,
        :utterance_encrypted, :input_source, :span_start_ms, :span_end_ms, :given_at)

-- name: take_consent_back
UPDATE consents SET taken_back_at = :at
WHERE call_id = :call_id AND kind = :kind AND granted AND taken_back_at IS NULL

-- name: insert_identity_check
INSERT INTO identity_checks (id, organization_id, call_id, factor, matched, span_start_ms, span_end_ms, checked_at)
VALUES (:id, :organization_id, :call_id, :factor, :matched, :span_start_ms, :span_end_ms, :checked_at)

-- name: insert_action
INSERT INTO actions (id, organization_id, call_id, action, detail, detail_encrypted, requested_at)
VALUES (:id, :organization_id, :call_id, :action, :detail, :detail_encrypted, :requested_at)

-- name: supersede_note
UPDATE notes SET superseded_at = :at WHERE call_id = :call_id AND style = :style AND superseded_at IS NULL

-- name: insert_note
INSERT INTO notes (id, organization_id, call_id, style, sentences_encrypted, key_findings_encrypted,
                   next_action_encrypted, risk_level, written_at)
VALUES (:id, :organization_id, :call_id, :style, :sentences_encrypted, :key_findings_encrypted,
        :next_action_encrypted, :risk_level, :written_at)

-- name: insert_event
INSERT INTO call_event (organization_id, call_id, turn, kind, details, at)
VALUES (:organization_id, :call_id, :turn, :kind, :details, :at)
