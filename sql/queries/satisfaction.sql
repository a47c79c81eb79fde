-- name: answers
SELECT coalesce(e.department, '') AS department, n.id, n.call_id, n.link_id, n.value, n.free_text_encrypted,
       p.id AS patient_id, p.name_encrypted
FROM attempts a JOIN calls c ON c.attempt_id = a.id JOIN answers n ON n.call_id = c.id
JOIN contacts k ON k.id = a.contact_id JOIN patients p ON p.id = k.patient_id
LEFT JOIN encounters e ON e.id = k.encounter_id
JOIN questionnaire_versions v ON v.id = k.questionnaire_version_id JOIN questionnaires q ON q.id = v.questionnaire_id
WHERE a.organization_id = :organization_id AND a.claimed_at > :since::timestamptz - interval '1 day'
  AND n.answered_at > :since AND n.answered_at <= :until AND q.code = :questionnaire
  AND n.superseded_at IS NULL AND n.status IN ('accepted', 'confirmed')
ORDER BY n.answered_at DESC, n.id

-- name: complaints
SELECT coalesce(e.department, '') AS department, count(DISTINCT c.id) AS calls
FROM attempts a JOIN calls c ON c.attempt_id = a.id JOIN actions x ON x.call_id = c.id
JOIN contacts k ON k.id = a.contact_id LEFT JOIN encounters e ON e.id = k.encounter_id
WHERE a.organization_id = :organization_id AND a.claimed_at > :since::timestamptz - interval '1 day'
  AND x.requested_at > :since AND x.requested_at <= :until AND x.action = 'complaint_ticket'
GROUP BY 1 ORDER BY 1
