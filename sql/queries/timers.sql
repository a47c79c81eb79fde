-- name: clear
DELETE FROM timers WHERE call_id = :call_id

-- name: clear_for_attempt
DELETE FROM timers USING calls WHERE calls.id = timers.call_id AND calls.attempt_id = :attempt_id

-- name: insert
INSERT INTO timers (id, organization_id, call_id, turn, kind, due_at)
VALUES (:id, :organization_id, :call_id, :turn, :kind, :due_at)

-- name: read
SELECT t.kind, t.turn, t.due_at FROM timers t JOIN calls c ON c.id = t.call_id
WHERE t.call_id = :call_id AND t.turn = c.turn
ORDER BY t.due_at
