-- name: patients_of_number
SELECT id, deceased_at IS NOT NULL AS is_deceased FROM patients
WHERE organization_id = :organization_id
  AND (phone_index = ANY (:phone_indexes::bytea[]) OR second_phone_index = ANY (:phone_indexes::bytea[]))

-- name: add_touch
INSERT INTO touches (organization_id, patient_id, phone_index, kind, contact_id, at, reference)
VALUES (:organization_id, :patient_id, :phone_index, :kind, NULL, :at, :reference)
ON CONFLICT (patient_id, reference) WHERE reference IS NOT NULL DO NOTHING

-- name: is_talking
SELECT EXISTS (SELECT FROM attempts a JOIN contacts k ON k.id = a.contact_id
               WHERE a.organization_id = :organization_id AND a.state IN ('claimed', 'dialing', 'ringing', 'answered')
                 AND (a.phone_index = ANY (:phone_indexes::bytea[]) OR k.patient_id = ANY (:patient_ids::uuid[])))
    AS is_talking
