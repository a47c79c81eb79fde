-- name: put
INSERT INTO agents (id, organization_id, name, endpoint, since)
VALUES (:id, :organization_id, :name, :endpoint, :at)
ON CONFLICT (organization_id, name) DO UPDATE SET endpoint = excluded.endpoint

-- name: set_state
UPDATE agents SET state = :state, since = :at
WHERE organization_id = :organization_id AND name = :name AND state = ANY (:from_states::text[])
RETURNING id

-- name: by_name
SELECT id, name, endpoint, state FROM agents WHERE organization_id = :organization_id AND name = :name

-- name: lock_by_name
SELECT id, name, state FROM agents WHERE organization_id = :organization_id AND name = :name FOR UPDATE

-- name: shown
SELECT a.name, a.endpoint, a.state, a.since, a.missed, t.state AS call_state
FROM agents a LEFT JOIN attempts t ON t.id = a.attempt_id
WHERE a.organization_id = :organization_id ORDER BY a.name

-- name: lock_ready
SELECT g.id FROM agents g WHERE g.organization_id = :organization_id AND g.state = 'ready'
  AND NOT EXISTS (SELECT FROM previews p WHERE p.agent_id = g.id AND p.state IN ('shown', 'confirmed'))
ORDER BY g.since, g.id FOR UPDATE SKIP LOCKED

-- name: of_attempt
SELECT g.id, g.name, g.endpoint, t.mode
FROM attempts t JOIN agents g ON g.id = t.agent_id
WHERE t.id = :attempt_id

-- name: missed
UPDATE agents SET state = 'away', attempt_id = NULL, since = :at, missed = missed + 1
WHERE attempt_id = :attempt_id
