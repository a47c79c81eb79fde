-- name: insert
INSERT INTO patient_messages (id, organization_id, call_id, patient_id, template, requested_at)
VALUES (:id, :organization_id, :call_id, :patient_id, :template, :at)
ON CONFLICT (call_id, template) DO NOTHING

-- name: add_to_outbox
INSERT INTO outbox (id, organization_id, endpoint, kind, attempt_id, call_id, message_id, idempotency_key, due_at)
VALUES (:id, :organization_id, :endpoint, 'message.requested', :attempt_id, :call_id, :message_id, :idempotency_key, :at)

-- name: promised
SELECT m.id, m.template, m.requested_at, p.external_id AS patient_external_id,
       k.external_id AS task_id, q.code AS questionnaire, o.name AS hospital, o.time_zone, k.appointment_at, x.state,
       (SELECT n.detail FROM actions n
        WHERE n.call_id = m.call_id AND n.action IN ('reschedule_writeback', 'cancel_writeback')
        ORDER BY n.requested_at DESC, n.id DESC LIMIT 1) AS moved_to,
       coalesce((SELECT n.action = 'cancel_writeback' FROM actions n
                 WHERE n.call_id = m.call_id AND n.action IN ('reschedule_writeback', 'cancel_writeback')
                 ORDER BY n.requested_at DESC, n.id DESC LIMIT 1), false) AS is_cancelled
FROM patient_messages m
JOIN organizations o ON o.id = m.organization_id
JOIN patients p ON p.id = m.patient_id
JOIN calls c ON c.id = m.call_id
JOIN attempts a ON a.id = c.attempt_id
JOIN contacts k ON k.id = a.contact_id
JOIN questionnaire_versions v ON v.id = k.questionnaire_version_id
JOIN questionnaires q ON q.id = v.questionnaire_id
JOIN outbox x ON x.message_id = m.id
WHERE m.organization_id = :organization_id AND m.requested_at >= :since AND m.requested_at < :until
ORDER BY m.requested_at, m.id
