-- name: lock_by_external_id
SELECT id FROM patients
WHERE organization_id = :organization_id AND external_id = :external_id
FOR UPDATE

-- name: insert
INSERT INTO patients (id, organization_id, external_id, name_encrypted, phone_encrypted, phone_index,
                      id_tail_digest, birth_md_digest, minor_until_encrypted)
VALUES (:id, :organization_id, :external_id, :name_encrypted, :phone_encrypted, :phone_index,
        :id_tail_digest, :birth_md_digest, :minor_until_encrypted)

-- name: update
UPDATE patients
SET name_encrypted = :name_encrypted, phone_encrypted = :phone_encrypted, phone_index = :phone_index,
    id_tail_digest = :id_tail_digest, birth_md_digest = :birth_md_digest,
    minor_until_encrypted = coalesce(:minor_until_encrypted, minor_until_encrypted), updated_at = now()
WHERE id = :id

-- name: set_second_phone
UPDATE patients SET second_phone_encrypted = :phone_encrypted, second_phone_index = :phone_index WHERE id = :id

-- name: find_by_phone
SELECT id FROM patients
WHERE organization_id = :organization_id AND phone_index = ANY (:phone_indexes::bytea[])
ORDER BY id

-- name: ensure_encounter
INSERT INTO encounters (id, organization_id, patient_id, external_id, discharged_on)
VALUES (:id, :organization_id, :patient_id, :external_id, :discharged_on)
ON CONFLICT (organization_id, external_id) DO UPDATE
    SET discharged_on = coalesce(excluded.discharged_on, encounters.discharged_on)
    WHERE encounters.patient_id = excluded.patient_id
RETURNING id

-- name: answers_before
SELECT n.link_id, n.value
FROM answers n
JOIN calls c ON c.id = n.call_id
JOIN attempts a ON a.id = c.attempt_id
JOIN contacts k ON k.id = a.contact_id
WHERE k.patient_id = :patient_id AND a.id <> :attempt_id
  AND (:before::timestamptz IS NULL OR n.answered_at < :before)
  AND n.superseded_at IS NULL AND n.status IN ('accepted', 'confirmed') AND n.free_text_encrypted IS NULL
ORDER BY n.answered_at, n.id
