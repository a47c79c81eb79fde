-- One row per current answer, with its evidence. Answers in the patient's own words show value as null.
SELECT k.external_id AS task_id, p.external_id AS patient_id, q.code AS questionnaire_id,
       v.version AS questionnaire_version, n.link_id, n.value, n.unit, n.status, n.confidence,
       n.input_source, CASE WHEN n.input_source = 'person' THEN 'human' ELSE 'ai' END AS filled_by, n.recorded_by,
       n.times_asked, n.span_start_ms, n.span_end_ms, c.recording_path,
       n.parser_version, n.answered_at
FROM answers n
JOIN calls c ON c.id = n.call_id
JOIN attempts a ON a.id = c.attempt_id
JOIN contacts k ON k.id = a.contact_id
JOIN patients p ON p.id = k.patient_id
JOIN questionnaire_versions v ON v.id = k.questionnaire_version_id
JOIN questionnaires q ON q.id = v.questionnaire_id
WHERE n.superseded_at IS NULL
ORDER BY n.answered_at DESC
