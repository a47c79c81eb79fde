-- name: workers
SELECT w.id, w.host, w.state, w.capacity, w.started_at, w.heartbeat_at,
       count(a.id) AS calls, count(a.id) FILTER (WHERE a.state = 'answered') AS talking,
       min(a.lease_expires_at) AS held_until
FROM workers w
LEFT JOIN attempts a ON a.organization_id = w.organization_id AND a.worker = w.id
     AND a.state IN ('claimed', 'dialing', 'ringing', 'answered')
WHERE w.organization_id = :organization_id AND (w.state <> 'gone' OR w.heartbeat_at > :since OR a.id IS NOT NULL)
GROUP BY w.organization_id, w.id ORDER BY w.id

-- name: campaigns
-- three walks through indexes alone, since the rows of a long list are many and wide; the closed ones are those listed
-- since a moment, since a care plan's campaign never ends
SELECT g.name, g.state, g.concurrency, g.waits_for, g.waits_until,
       free.contacts + held.open AS open, free.due, closed.completed, closed.given_up, held.under_way,
       free.next_due_at
FROM campaigns g
CROSS JOIN LATERAL (
    SELECT count(*) AS contacts, count(*) FILTER (WHERE k.due_at <= :at) AS due, min(k.due_at) AS next_due_at
    FROM contacts k WHERE k.campaign_id = g.id AND k.status = 'open' AND k.open_attempt_id IS NULL) free
CROSS JOIN LATERAL (
    SELECT count(*) AS under_way, count(*) FILTER (WHERE k.status = 'open') AS open
    FROM contacts k WHERE k.campaign_id = g.id AND k.open_attempt_id IS NOT NULL) held
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE k.status = 'completed') AS completed,
           count(*) FILTER (WHERE k.status <> 'completed') AS given_up
    FROM contacts k
    WHERE k.campaign_id = g.id AND k.status IN ('completed', 'exhausted', 'suppressed')
      AND k.created_at > :listed_since) closed
WHERE g.organization_id = :organization_id AND g.state IN ('running', 'paused')
ORDER BY g.priority DESC, g.started_at, g.id

-- name: rates
SELECT count(*) FILTER (WHERE a.dialing_at IS NOT NULL) AS dialed,
       count(a.answered_at) AS answered,
       count(*) FILTER (WHERE a.disposition = 'completed') AS completed,
       count(*) FILTER (WHERE a.state = 'ended' AND a.dialing_at IS NULL AND a.direction = 'outbound') AS given_back,
       count(*) FILTER (WHERE a.state IN ('claimed', 'dialing', 'ringing')) AS ringing,
       count(*) FILTER (WHERE a.state = 'answered') AS talking
FROM attempts a
WHERE a.organization_id = :organization_id
  AND (a.claimed_at > :since OR a.state IN ('claimed', 'dialing', 'ringing', 'answered'))

-- name: dispositions
SELECT disposition, count(*) AS attempts FROM attempts
WHERE organization_id = :organization_id AND ended_at > :since
  AND claimed_at > :since::timestamptz - interval '1 day'
GROUP BY disposition ORDER BY attempts DESC, 1

-- name: suppressions
SELECT reason, count(DISTINCT contact_id) AS contacts FROM suppressions
WHERE organization_id = :organization_id AND at > :since GROUP BY reason ORDER BY contacts DESC, 1

-- name: waiting
SELECT (SELECT count(*) FROM attempts_to_settle WHERE organization_id = :organization_id) AS unsettled,
       (SELECT count(*) FROM attempts_to_settle WHERE organization_id = :organization_id AND ended_at > :at) AS put_aside,
       (SELECT min(ended_at) FROM attempts_to_settle WHERE organization_id = :organization_id) AS unsettled_since,
       (SELECT count(*) FROM work_items WHERE organization_id = :organization_id AND state IN ('open', 'taken'))
           AS work_items,
       (SELECT count(*) FROM outbox WHERE organization_id = :organization_id AND state = 'pending') AS undelivered,
       (SELECT count(*) FROM outbox WHERE organization_id = :organization_id AND state = 'dead') AS dead_letters

-- name: measured
SELECT avg(extract(epoch FROM ended_at - answered_at)) FILTER (WHERE disposition = 'completed') AS talk_seconds,
       avg(extract(epoch FROM coalesce(answered_at, ended_at) - dialing_at)) AS ring_seconds,
       count(answered_at)::double precision / nullif(count(*), 0) AS answer_share,
       count(*) FILTER (WHERE disposition = 'completed')::double precision / nullif(count(answered_at), 0)
           AS completed_share,
       count(*) AS attempts
FROM attempts
WHERE organization_id = :organization_id AND dialing_at > :since AND state = 'ended'
