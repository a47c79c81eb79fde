-- name: raise_or_upgrade
INSERT INTO alerts (id, organization_id, call_id, patient_id, code, priority, sla_minutes, link_id,
                    reason_encrypted, raised_at, due_at)
VALUES (:id, :organization_id, :call_id, :patient_id, :code, :priority, :sla_minutes, :link_id,
        :reason_encrypted, :raised_at, :due_at)
ON CONFLICT (call_id, code) DO UPDATE
    SET priority = excluded.priority, sla_minutes = excluded.sla_minutes,
        due_at = least(alerts.due_at, excluded.due_at),
        link_id = excluded.link_id, reason_encrypted = excluded.reason_encrypted,
        state = 'raised', notified_at = NULL, acknowledged_at = NULL, acknowledged_by = NULL,
        resolved_at = NULL, resolved_by = NULL
    WHERE excluded.priority < alerts.priority
RETURNING id

-- name: raised_before
SELECT id, state, acknowledged_by, resolved_by FROM alerts WHERE call_id = :call_id AND code = :code FOR UPDATE

-- name: mark_notified
UPDATE alerts SET state = 'notified', notified_at = :at WHERE id = :id AND state = 'raised'

-- name: acknowledge
UPDATE alerts SET state = 'acknowledged', acknowledged_at = :at, acknowledged_by = :actor
WHERE id = :id AND state IN ('raised', 'notified')

-- name: resolve
UPDATE alerts SET state = 'resolved', resolved_at = :at, resolved_by = :actor
WHERE id = :id AND state = 'acknowledged'

-- name: overdue
SELECT id, call_id, code, priority, due_at FROM alerts
WHERE organization_id = :organization_id AND state IN ('raised', 'notified') AND due_at <= :at
ORDER BY due_at
