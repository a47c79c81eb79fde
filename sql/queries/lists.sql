-- name: add
INSERT INTO number_list_entries (id, organization_id, kind, phone_index, patient_id, attempt_id, reason, source, added_at)
VALUES (:id, :organization_id, :kind, :phone_index, :patient_id, :attempt_id, :reason, :source, :at)
ON CONFLICT (organization_id, phone_index, kind) WHERE removed_at IS NULL DO NOTHING

-- name: remove
UPDATE number_list_entries SET removed_at = :at, removed_by = :removed_by
WHERE organization_id = :organization_id AND kind = :kind AND phone_index = ANY (:phone_indexes::bytea[])
  AND removed_at IS NULL

-- name: of_number
SELECT kind, reason, source, added_at FROM number_list_entries
WHERE organization_id = :organization_id AND phone_index = ANY (:phone_indexes::bytea[]) AND removed_at IS NULL
ORDER BY added_at, id

-- name: bars
SELECT n.kind AS why FROM number_list_entries n LEFT JOIN patients p ON p.id = n.patient_id
WHERE n.organization_id = :organization_id AND n.removed_at IS NULL AND n.kind = ANY (:kinds::text[])
  AND (n.phone_index = ANY (:phone_indexes::bytea[]) OR p.external_id = :patient)
UNION ALL
SELECT 'deceased' FROM patients
WHERE organization_id = :organization_id AND external_id = :patient AND deceased_at IS NOT NULL
LIMIT 1

-- name: dialed
SELECT phone_index, contact_id FROM attempts WHERE id = :attempt_id

-- name: cancel_of_number
UPDATE contacts SET status = 'canceled'
WHERE organization_id = :organization_id AND status = 'open'
  AND (:except_attempt::uuid IS NULL OR open_attempt_id IS DISTINCT FROM :except_attempt) AND patient_id IN (
    SELECT id FROM patients WHERE organization_id = :organization_id AND phone_index = ANY (:phone_indexes::bytea[])
    UNION
    SELECT id FROM patients
    WHERE organization_id = :organization_id AND second_phone_index = ANY (:phone_indexes::bytea[]))

-- name: cancel_of_patient
UPDATE contacts SET status = 'canceled'
WHERE organization_id = :organization_id AND patient_id = :patient_id AND status = 'open'
  AND (:except_attempt::uuid IS NULL OR open_attempt_id IS DISTINCT FROM :except_attempt)

-- name: add_touch
INSERT INTO touches (organization_id, patient_id, phone_index, kind, contact_id, at)
VALUES (:organization_id, :patient_id, :phone_index, :kind, :contact_id, :at)
