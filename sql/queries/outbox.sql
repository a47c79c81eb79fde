-- name: add
INSERT INTO outbox (id, organization_id, endpoint, kind, attempt_id, call_id, alert_id, idempotency_key, due_at)
VALUES (:id, :organization_id, :endpoint, :kind, :attempt_id, :call_id, :alert_id, :idempotency_key, :due_at)
ON CONFLICT (organization_id, endpoint, idempotency_key) DO NOTHING

-- name: tell
-- a campaign with a receiver of its own tells that one alone, and only what it wants to know
INSERT INTO outbox (id, organization_id, endpoint, kind, attempt_id, call_id, alert_id, idempotency_key, due_at)
SELECT :id, :organization_id, coalesce(g.endpoint, :endpoint), :kind, a.id, :call_id, :alert_id, :idempotency_key,
       :due_at
FROM attempts a
JOIN contacts k ON k.id = a.contact_id
LEFT JOIN campaigns g ON g.id = k.campaign_id
LEFT JOIN webhook_endpoints w ON w.organization_id = g.organization_id AND w.name = g.endpoint
WHERE a.id = :attempt_id AND (w.id IS NULL OR :kind = ANY (w.events))
  AND (:kind <> 'questionnaire.submitted'
       OR EXISTS (SELECT FROM answers WHERE call_id = :call_id)
       OR EXISTS (SELECT FROM missing_answers WHERE call_id = :call_id))
ON CONFLICT (organization_id, endpoint, idempotency_key) DO NOTHING

-- name: claim
UPDATE outbox SET claimed_until = :claimed_until, tries = tries + 1
WHERE id IN (
    SELECT o.id FROM outbox o
    WHERE o.state = 'pending' AND o.due_at <= :at AND (o.claimed_until IS NULL OR o.claimed_until < :at)
      AND NOT EXISTS (
          SELECT FROM outbox earlier
          WHERE earlier.organization_id = o.organization_id AND earlier.endpoint = o.endpoint
            AND earlier.state = 'pending' AND earlier.position < o.position)
    ORDER BY o.position LIMIT :at_most
    FOR UPDATE SKIP LOCKED)
RETURNING id, organization_id, endpoint, kind, attempt_id, call_id, alert_id, message_id, idempotency_key, tries

-- name: mark_delivered
UPDATE outbox SET state = 'delivered', delivered_at = :at, claimed_until = NULL, last_error = NULL
WHERE id = :id AND state = 'pending'

-- name: put_off
UPDATE outbox SET due_at = :due_at, claimed_until = NULL, last_error = :error WHERE id = :id AND state = 'pending'

-- name: bury
UPDATE outbox SET state = 'dead', dead_at = :at, claimed_until = NULL, last_error = :error
WHERE id = :id AND state = 'pending'
