-- name: add
INSERT INTO call_command (id, organization_id, call_id, actor, verb, args, created_at)
VALUES (:id, :organization_id, :call_id, :actor, :verb, :args, :created_at)

-- name: waiting
SELECT id, actor, verb, args FROM call_command
WHERE call_id = :call_id AND done_at IS NULL ORDER BY position

-- name: finish
UPDATE call_command SET done_at = :at, result = :result WHERE id = :id AND done_at IS NULL
