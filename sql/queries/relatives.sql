-- name: drop_others
DELETE FROM relatives
WHERE patient_id = :patient_id AND role = :role AND relation <> ALL (:relations::text[])

-- name: drop_relation
DELETE FROM relatives WHERE patient_id = :patient_id AND role = :role AND relation = :relation

-- name: insert
INSERT INTO relatives (id, organization_id, patient_id, role, relation, name_encrypted, phone_encrypted, phone_index)
VALUES (:id, :organization_id, :patient_id, :role, :relation, :name_encrypted, :phone_encrypted, :phone_index)

-- name: insert_unnamed
INSERT INTO relatives (id, organization_id, patient_id, role, relation)
SELECT :id, :organization_id, :patient_id::uuid, :role::text, :relation::text
WHERE NOT EXISTS (
    SELECT FROM relatives WHERE patient_id = :patient_id AND role = :role AND relation = :relation)

-- name: of_patient
SELECT role, relation FROM relatives
WHERE patient_id = :patient_id ORDER BY id
