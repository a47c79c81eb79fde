-- name: ended_calls
-- a conversation that a nurse led begins when the patient picks up: the robot takes no step in it
SELECT c.id AS call_id, c.attempt_id, s.started_at, k.patient_id, k.questionnaire_version_id, k.appointment_at,
       k.thresholds
FROM calls c
JOIN attempts a ON a.id = c.attempt_id
JOIN contacts k ON k.id = a.contact_id
JOIN questionnaire_versions v ON v.id = k.questionnaire_version_id
JOIN questionnaires q ON q.id = v.questionnaire_id
JOIN organizations o ON o.id = c.organization_id
CROSS JOIN LATERAL (
    SELECT coalesce(c.started_at, CASE WHEN a.agent_id IS NOT NULL THEN a.answered_at END) AS started_at) s
WHERE o.code = :organization AND c.status IN ('ended', 'failed')
  AND s.started_at >= :since AND (:until::timestamptz IS NULL OR s.started_at < :until)
  AND (:questionnaire::text IS NULL OR q.code = :questionnaire)
ORDER BY s.started_at, c.id

-- name: definition
SELECT definition FROM questionnaire_versions WHERE id = :id

-- name: knows_questionnaire
SELECT q.id FROM questionnaires q JOIN organizations o ON o.id = q.organization_id
WHERE o.code = :organization AND q.code = :code
