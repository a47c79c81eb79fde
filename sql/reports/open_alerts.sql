-- What somebody still has to take on or close, the most pressing first.
SELECT l.code, l.priority, l.state, l.raised_at, l.due_at, l.due_at < now() AS is_overdue,
       p.external_id AS patient_id, k.external_id AS task_id, l.link_id, l.acknowledged_by
FROM alerts l
JOIN calls c ON c.id = l.call_id
JOIN attempts a ON a.id = c.attempt_id
JOIN contacts k ON k.id = a.contact_id
JOIN patients p ON p.id = l.patient_id
WHERE l.state <> 'resolved'
ORDER BY l.priority, l.due_at
