-- How much of the medicine each patient took, call by call (percent), and the change since the call before.
SELECT p.external_id AS patient_id, k.external_id AS task_id, q.code AS questionnaire_id, k.plan_day,
       n.value::text::double precision AS adherence_percent, n.answered_at,
       n.value::text::double precision - lag(n.value::text::double precision)
           OVER (PARTITION BY p.id ORDER BY n.answered_at) AS change_percent
FROM answers n
JOIN calls c ON c.id = n.call_id
JOIN attempts a ON a.id = c.attempt_id
JOIN contacts k ON k.id = a.contact_id
JOIN patients p ON p.id = k.patient_id
JOIN questionnaire_versions v ON v.id = k.questionnaire_version_id
JOIN questionnaires q ON q.id = v.questionnaire_id
WHERE n.link_id = 'med_adherence' AND n.unit = '%' AND jsonb_typeof(n.value) = 'number'
  AND n.superseded_at IS NULL AND n.status IN ('accepted', 'confirmed')
ORDER BY p.external_id, n.answered_at
