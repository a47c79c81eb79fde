-- How each patient takes the medicine, call by call: the share taken (percent) or the doses missed in a week, whether that
-- is as ordered (80 percent and more, or none missed), and the change since the same question was answered before.
SELECT p.external_id AS patient_id, k.external_id AS task_id, q.code AS questionnaire_id, k.plan_day, n.link_id,
       t.taken AS adherence_percent, t.missed AS missed_per_week,
       coalesce(t.taken >= 80, t.missed = 0) AS follows_orders, n.answered_at,
       t.taken - lag(t.taken) OVER same_question AS change_percent,
       t.missed - lag(t.missed) OVER same_question AS change_missed
FROM answers n
CROSS JOIN LATERAL (
    SELECT CASE WHEN n.link_id = 'med_adherence' THEN n.value::text::double precision END AS taken,
           CASE WHEN n.link_id = 'missed_doses' THEN n.value::text::double precision END AS missed) t
JOIN calls c ON c.id = n.call_id
JOIN attempts a ON a.id = c.attempt_id
JOIN contacts k ON k.id = a.contact_id
JOIN patients p ON p.id = k.patient_id
JOIN questionnaire_versions v ON v.id = k.questionnaire_version_id
JOIN questionnaires q ON q.id = v.questionnaire_id
WHERE (n.link_id, n.unit) IN (('med_adherence', '%'), ('missed_doses', '/wk')) AND jsonb_typeof(n.value) = 'number'
  AND n.superseded_at IS NULL AND n.status IN ('accepted', 'confirmed')
WINDOW same_question AS (PARTITION BY p.id, n.link_id ORDER BY n.answered_at)
ORDER BY p.external_id, n.answered_at
