-- name: trunks
SELECT id, code, dial, concurrency, calls_per_second, breaker, cause_mapping,
       breaker ->> 'state' = 'half_open' AND EXISTS (
           SELECT FROM attempts a WHERE a.trunk_id = trunks.id AND a.state IN ('ringing', 'answered')
             AND a.claimed_at > (breaker -> 'failures' -> -1 ->> 'at')::timestamptz) AS carries
FROM trunks
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

-- name: put_trunk
INSERT INTO trunks (id, organization_id, code, dial, concurrency, calls_per_second, priority, enabled, cause_mapping)
VALUES (:id, :organization_id, :code, :dial, :concurrency, :calls_per_second, :priority, :enabled,
        coalesce(:cause_mapping::jsonb, '{}'))
ON CONFLICT (organization_id, code) DO UPDATE
SET dial = excluded.dial, concurrency = excluded.concurrency, calls_per_second = excluded.calls_per_second,
    priority = excluded.priority, enabled = excluded.enabled,
    cause_mapping = coalesce(:cause_mapping::jsonb, trunks.cause_mapping)

-- name: put_caller_id
INSERT INTO caller_ids (id, organization_id, number, trunk_id, area, daily_limit, enabled)
VALUES (:id, :organization_id, :number,
        (SELECT id FROM trunks WHERE organization_id = :organization_id AND code = :trunk), :area, :daily_limit,
        :enabled)
ON CONFLICT (organization_id, number) DO UPDATE
SET trunk_id = excluded.trunk_id, area = excluded.area, daily_limit = excluded.daily_limit,
    enabled = excluded.enabled

-- name: trunk_codes
SELECT code FROM trunks WHERE organization_id = :organization_id

-- name: shown
SELECT t.code, t.dial, t.concurrency, t.calls_per_second, t.priority, t.enabled, t.breaker,
       count(a.id) FILTER (WHERE a.state IN ('claimed', 'dialing', 'ringing', 'answered')) AS under_way
FROM trunks t LEFT JOIN attempts a ON a.trunk_id = t.id AND a.state IN ('claimed', 'dialing', 'ringing', 'answered')
WHERE t.organization_id = :organization_id GROUP BY t.id ORDER BY t.priority DESC, t.code

-- name: shown_caller_ids
SELECT c.number, t.code AS trunk, c.area, c.daily_limit, c.enabled, c.health,
       CASE WHEN c.used_on = :today::date THEN c.used_count ELSE 0 END AS used_today
FROM caller_ids c LEFT JOIN trunks t ON t.id = c.trunk_id
WHERE c.organization_id = :organization_id ORDER BY c.number
