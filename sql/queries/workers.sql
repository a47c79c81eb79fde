-- name: register
INSERT INTO workers (organization_id, id, host, capacity, started_at, heartbeat_at)
VALUES (:organization_id, :id, :host, :capacity, :at, :at)
ON CONFLICT (organization_id, id) DO UPDATE
SET host = excluded.host, capacity = excluded.capacity, started_at = excluded.started_at,
    heartbeat_at = excluded.heartbeat_at, epoch = workers.epoch + 1, state = 'active'
RETURNING epoch

-- name: beat
UPDATE workers SET heartbeat_at = greatest(heartbeat_at, :at), state = :state
WHERE organization_id = :organization_id AND id = :id AND epoch = :epoch

-- name: read
SELECT capacity, state, now() AS database_time FROM workers
WHERE organization_id = :organization_id AND id = :id AND epoch = :epoch

-- name: living
SELECT id, epoch, heartbeat_at FROM workers
WHERE organization_id = :organization_id AND state <> 'gone'

-- name: mark_gone
UPDATE workers SET state = 'gone'
WHERE organization_id = :organization_id AND id = :id AND epoch = :epoch AND heartbeat_at = :heartbeat_at
