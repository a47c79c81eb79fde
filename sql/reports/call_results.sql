-- One row per attempt: who was called for what, how it ended, how urgent it was.
SELECT k.external_id AS task_id, p.external_id AS patient_id, e.external_id AS encounter_id,
       q.code AS questionnaire_id, v.version AS questionnaire_version, k.plan_day,
       a.number AS attempt_number, a.state, a.disposition, r.disposition AS person_disposition, a.hangup_cause, a.tech_cause,
       a.dialing_at, a.answered_at, a.ended_at,
       extract(epoch FROM a.ended_at - a.answered_at)::integer AS talk_seconds,
       coalesce((SELECT min(priority) FROM alerts WHERE call_id = c.id), 'none') AS risk_level,
       (SELECT count(*) FROM answers
         WHERE call_id = c.id AND superseded_at IS NULL AND status <> 'for_review') AS answer_count,
       (SELECT count(*) FROM missing_answers WHERE call_id = c.id AND superseded_at IS NULL) AS missing_count,
       c.prompts_version, c.wording_variant, c.order_variant, c.item_order, c.recording_path
FROM attempts a
JOIN contacts k ON k.id = a.contact_id
JOIN patients p ON p.id = k.patient_id
LEFT JOIN encounters e ON e.id = k.encounter_id
JOIN questionnaire_versions v ON v.id = k.questionnaire_version_id
JOIN questionnaires q ON q.id = v.questionnaire_id
LEFT JOIN calls c ON c.attempt_id = a.id
LEFT JOIN person_results r ON r.attempt_id = a.id AND r.superseded_at IS NULL
ORDER BY a.created_at DESC
