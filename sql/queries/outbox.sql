-- name: add
INSERT INTO outbox (id, organization_id, endpoint, kind, attempt_id, call_id, alert_id, idempotency_key, due_at)
VALUES (:id, :organization_id, :endpoint, :kind, :attempt_id, :call_id, :alert_id, :idempotency_key, :due_at)
ON CONFLICT (organization_id, endpoint, idempotency_key) DO NOTHING

-- name: add_submission
INSERT INTO outbox (id, organization_id, endpoint, kind, attempt_id, call_id, idempotency_key, due_at)
SELECT :id, :organization_id, :endpoint, 'questionnaire.submitted', :attempt_id, :call_id, :idempotency_key, :due_at
WHERE EXISTS (SELECT FROM answers WHERE call_id = :call_id)
   OR EXISTS (SELECT FROM missing_answers WHERE call_id = :call_id)
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
