-- name: clear
DELETE FROM timers WHERE call_id = :call_id

-- name: clear_for_attempt
DELETE FROM timers USING calls WHERE calls.id = timers.call_id AND calls.attempt_id = :attempt_id

-- name: insert
INSERT INTO timers (id, organization_id, call_id, turn, kind, due_at)
VALUES (:id, :organization_id, :call_id, :turn, :kind, :due_at)
