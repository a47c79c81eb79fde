-- name: find
SELECT id FROM organizations WHERE code = :code

-- name: ensure
INSERT INTO organizations (id, code, name, time_zone)
VALUES (:id, :code, :name, :time_zone)
ON CONFLICT (code) DO UPDATE SET name = excluded.name, time_zone = excluded.time_zone
RETURNING id
