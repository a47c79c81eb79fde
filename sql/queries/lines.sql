-- name: trunks
SELECT id, code, dial, concurrency, calls_per_second, breaker FROM trunks
WHERE organization_id = :organization_id AND enabled
ORDER BY priority DESC, code
FOR UPDATE

-- name: trunk
SELECT id, breaker FROM trunks WHERE id = :id FOR UPDATE

-- name: set_breaker
UPDATE trunks SET breaker = :breaker WHERE id = :id

-- name: caller_ids
SELECT id, number, trunk_id, area, daily_limit, enabled, health, last_used_at,
       CASE WHEN used_on = :today::date THEN used_count ELSE 0 END AS used_today
FROM caller_ids WHERE organization_id = :organization_id

-- name: use_caller_id
UPDATE caller_ids
SET used_count = CASE WHEN used_on = :today::date THEN used_count + 1 ELSE 1 END, used_on = :today::date, last_used_at = :at
WHERE id = :id
