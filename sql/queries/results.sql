-- name: read_call
SELECT c.id AS call_id, c.organization_id, c.attempt_id, c.status, c.stage, c.turn,
       coalesce(a.disposition, c.disposition)::text AS disposition,
       c.recording_path, c.recording_started_at, c.recording_destroyed_at,
       c.started_at, c.ended_at, c.engine_version, c.rules_version,
       c.prompts_version, c.wording_variant, c.order_variant, c.item_order,
       a.number, a.state AS attempt_state, a.hangup_cause, a.tech_cause, a.answered_at,
       k.external_id AS contact_external_id, k.plan_day,
       p.external_id AS patient_external_id, e.external_id AS encounter_external_id,
       q.code AS questionnaire_code, v.version AS questionnaire_version
FROM calls c
JOIN attempts a ON a.id = c.attempt_id
JOIN contacts k ON k.id = a.contact_id
JOIN patients p ON p.id = k.patient_id
LEFT JOIN encounters e ON e.id = k.encounter_id
JOIN questionnaire_versions v ON v.id = k.questionnaire_version_id
JOIN questionnaires q ON q.id = v.questionnaire_id
WHERE c.id = :call_id

-- name: turns
SELECT id, turn, position, speaker, code, command_id, text_encrypted, raw_text_encrypted, confidence,
       input_source, intent, flags, span_start_ms, span_end_ms, heard_ms, was_completed, latency_ms, said_at
FROM turns WHERE call_id = :call_id ORDER BY turn, position

-- name: answers
SELECT id, link_id, value, free_text_encrypted, unit, status, confidence, utterance_encrypted, input_source,
       span_start_ms, span_end_ms, times_asked, parser_version, answered_at
FROM answers WHERE call_id = :call_id AND superseded_at IS NULL ORDER BY answered_at, id

-- name: earlier_answers
WITH RECURSIVE chain AS (
    SELECT resumes AS id, 1 AS depth FROM calls WHERE id = :call_id AND resumes IS NOT NULL
    UNION ALL
    SELECT c.resumes, chain.depth + 1 FROM chain JOIN calls c ON c.id = chain.id
    WHERE c.resumes IS NOT NULL AND chain.depth < 50
), latest AS (
    SELECT DISTINCT ON (n.link_id) n.* FROM chain JOIN answers n ON n.call_id = chain.id
    WHERE n.superseded_at IS NULL AND NOT EXISTS (
        SELECT FROM answers own WHERE own.call_id = :call_id AND own.link_id = n.link_id AND own.superseded_at IS NULL)
    ORDER BY n.link_id, chain.depth
)
SELECT id, link_id, value, free_text_encrypted, unit, status, confidence, utterance_encrypted, input_source,
       NULL::integer AS span_start_ms, NULL::integer AS span_end_ms, times_asked, parser_version, answered_at
FROM latest ORDER BY answered_at, id

-- name: missing
SELECT link_id, reason, times_asked FROM missing_answers
WHERE call_id = :call_id AND superseded_at IS NULL ORDER BY recorded_at, id

-- name: scores
SELECT code, value, band FROM scores WHERE call_id = :call_id ORDER BY code

-- name: alerts
SELECT id, code, priority, sla_minutes, link_id, reason_encrypted, state, raised_at, due_at
FROM alerts WHERE call_id = :call_id ORDER BY priority, raised_at, id

-- name: consents
SELECT id, kind, granted, text_version, utterance_encrypted, input_source, span_start_ms, span_end_ms,
       audio_ref, given_at, taken_back_at
FROM consents WHERE call_id = :call_id ORDER BY given_at, id

-- name: identity_checks
SELECT factor, matched, span_start_ms, span_end_ms, checked_at
FROM identity_checks WHERE call_id = :call_id ORDER BY checked_at, id

-- name: actions
SELECT id, action, detail, detail_encrypted, requested_at
FROM actions WHERE call_id = :call_id ORDER BY requested_at, id

-- name: note
SELECT id, style, sentences_encrypted, key_findings_encrypted, next_action_encrypted, risk_level, written_at
FROM notes WHERE call_id = :call_id AND superseded_at IS NULL ORDER BY written_at DESC, style = 'soap' DESC LIMIT 1
