-- name: zone
SELECT time_zone FROM organizations WHERE id = :organization_id

-- name: put
INSERT INTO line_test_schedules (trunk_id, organization_id, number_encrypted, expected, caller_id, times,
                                 within_minutes, next_at)
VALUES (:trunk_id, :organization_id, :number_encrypted, :expected, :caller_id, :times, :within_minutes, :next_at)
ON CONFLICT (trunk_id) DO UPDATE
SET number_encrypted = excluded.number_encrypted, expected = excluded.expected, caller_id = excluded.caller_id,
    times = excluded.times, within_minutes = excluded.within_minutes, next_at = excluded.next_at,
    trouble = NULL, trouble_at = NULL

-- name: drop
DELETE FROM line_test_schedules s USING trunks t
WHERE t.id = s.trunk_id AND t.organization_id = :organization_id AND t.code = :code

-- name: lock_due
SELECT s.trunk_id, t.code, s.number_encrypted, s.expected, s.caller_id, s.times, s.within_minutes, s.next_at,
       o.time_zone
FROM line_test_schedules s
JOIN trunks t ON t.id = s.trunk_id
JOIN organizations o ON o.id = s.organization_id
WHERE s.organization_id = :organization_id AND s.next_at <= :at
ORDER BY s.next_at, s.trunk_id FOR UPDATE OF s SKIP LOCKED

-- name: plan
UPDATE line_test_schedules
SET next_at = :next_at, begun_at = coalesce(:begun_at::timestamptz, begun_at), trouble = :trouble,
    trouble_at = :trouble_at
WHERE trunk_id = :trunk_id

-- name: note_trouble
UPDATE line_test_schedules SET trouble = :trouble, trouble_at = :at WHERE trunk_id = :trunk_id
