-- name: trunks
SELECT id, code, dial, concurrency, calls_per_second, breaker, cause_mapping,
       breaker ->> 'state' = 'half_open' AND EXISTS (
           SELECT FROM attempts a WHERE a.trunk_id = trunks.id AND a.state IN ('ringing', 'answered')
             AND a.claimed_at > (breaker -> 'failures' -> -1 ->> 'at')::timestamptz) AS carries
FROM trunks
WHERE organization_id = :organization_id AND enabled
ORDER BY priority DESC, code
FOR UPDATE

-- name: breakers
-- in the order of a claim, which locks them all: neither waits for the other in a circle
SELECT id, breaker FROM trunks WHERE id = ANY (:ids::uuid[])
ORDER BY priority DESC, code
FOR UPDATE

-- name: set_breaker
UPDATE trunks SET breaker = :breaker WHERE id = :id

-- name: caller_ids
SELECT id, number, trunk_id, area, daily_limit, enabled, mark, rests_until, last_used_at,
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
       (SELECT count(*) FROM attempts a
        WHERE a.trunk_id = t.id AND a.state IN ('claimed', 'dialing', 'ringing', 'answered')) AS under_way,
       l.began_at AS tested_at, l.faults AS test_faults, s.next_at AS next_test_at,
       coalesce(s.trouble_at, s.begun_at) AS test_trouble_at,
       coalesce(s.trouble, CASE WHEN s.begun_at > coalesce(l.began_at, '-infinity')
                                     AND s.begun_at < :at::timestamptz - interval '10 minutes'
                                THEN 'no_result' END) AS test_trouble
FROM trunks t
LEFT JOIN line_test_schedules s ON s.trunk_id = t.id
LEFT JOIN LATERAL (
    SELECT began_at, faults FROM line_tests WHERE trunk_id = t.id ORDER BY began_at DESC, id DESC LIMIT 1) l ON true
WHERE t.organization_id = :organization_id ORDER BY t.priority DESC, t.code

-- name: shown_caller_ids
SELECT c.number, t.code AS trunk, c.area, c.daily_limit, c.enabled, c.health, c.mark, c.judged_calls, c.rests_until,
       CASE WHEN c.used_on = :today::date THEN c.used_count ELSE 0 END AS used_today
FROM caller_ids c LEFT JOIN trunks t ON t.id = c.trunk_id
WHERE c.organization_id = :organization_id ORDER BY c.number

-- name: seen
SELECT c.id, c.number, c.health, c.mark, c.judged_calls, c.judged_from, c.rests_until,
       s.calls, s.answered, s.rejected, s.barred
FROM caller_ids c CROSS JOIN LATERAL (
    SELECT count(*) AS calls, count(*) FILTER (WHERE is_answered) AS answered,
           count(*) FILTER (WHERE disposition = 'rejected') AS rejected,
           count(*) FILTER (WHERE disposition = 'barred') AS barred
    FROM (SELECT a.disposition,
                 a.answered_at IS NOT NULL AND a.disposition NOT IN ('voicemail', 'call_assistant') AS is_answered
          FROM attempts a
          WHERE a.organization_id = c.organization_id AND a.caller_id = c.number
            AND a.state = 'ended' AND a.dialing_at IS NOT NULL
            AND a.ended_at > greatest(c.judged_from, :since::timestamptz)
            AND (a.answered_at IS NOT NULL OR a.disposition IN ('no_answer', 'busy', 'rejected', 'barred'))
          ORDER BY a.ended_at DESC LIMIT :last) judged) s
WHERE c.organization_id = :organization_id AND (c.rests_until IS NULL OR c.rests_until <= :at)
ORDER BY c.id
FOR UPDATE OF c SKIP LOCKED

-- name: judge_caller_id
UPDATE caller_ids
SET health = :health, mark = :mark, judged_calls = :judged_calls, judged_from = :judged_from, rests_until = :rests_until
WHERE id = :id

-- name: clear_caller_id
UPDATE caller_ids
SET health = 1, mark = NULL, judged_calls = 0, judged_from = :at, rests_until = NULL
WHERE organization_id = :organization_id AND number = :number
