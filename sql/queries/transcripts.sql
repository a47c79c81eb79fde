-- name: ended_calls
SELECT c.id AS call_id, c.attempt_id, c.started_at, k.patient_id, k.questionnaire_version_id
FROM calls c
JOIN attempts a ON a.id = c.attempt_id
JOIN contacts k ON k.id = a.contact_id
JOIN questionnaire_versions v ON v.id = k.questionnaire_version_id
JOIN questionnaires q ON q.id = v.questionnaire_id
JOIN organizations o ON o.id = c.organization_id
WHERE o.code = :organization AND c.status IN ('ended', 'failed')
  AND c.started_at >= :since AND (:until::timestamptz IS NULL OR c.started_at < :until)
  AND (:questionnaire::text IS NULL OR q.code = :questionnaire)
ORDER BY c.started_at, c.id

-- name: definition
SELECT definition FROM questionnaire_versions WHERE id = :id

-- name: knows_questionnaire
SELECT q.id FROM questionnaires q JOIN organizations o ON o.id = q.organization_id
WHERE o.code = :organization AND q.code = :code

-- name: guesses
SELECT n.id, n.link_id, n.value, n.free_text_encrypted, n.unit, n.status, n.confidence, n.utterance_encrypted,
       n.input_source, n.span_start_ms, n.span_end_ms, n.times_asked, n.parser_version, n.answered_at
FROM answers n
JOIN missing_answers m ON m.call_id = n.call_id AND m.link_id = n.link_id AND m.turn = n.turn
WHERE n.call_id = :call_id AND n.status = 'for_review' AND n.superseded_at IS NOT NULL AND m.superseded_at IS NULL
ORDER BY n.answered_at, n.id
