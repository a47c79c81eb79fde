-- name: lock_known
-- rows that refer to these patients, of a claim or of an ended call, need not wait: their keys stay
SELECT id, external_id, array_remove(ARRAY[
           CASE WHEN id_tail_digest IS NOT NULL THEN 'id_tail' END,
           CASE WHEN birth_md_digest IS NOT NULL THEN 'birth_md' END,
           CASE WHEN birth_year IS NOT NULL THEN 'birth_year' END,
           CASE WHEN minor_until_encrypted IS NOT NULL THEN 'minor_until' END,
           CASE WHEN language IS NOT NULL THEN 'language' END,
           CASE WHEN second_phone_encrypted IS NOT NULL THEN 'second_phone' END], NULL) AS filled
FROM patients
WHERE organization_id = :organization_id AND external_id = ANY (:external_ids::text[])
ORDER BY id FOR NO KEY UPDATE

-- name: insert_many
INSERT INTO patients (id, organization_id, external_id, name_encrypted, phone_encrypted, phone_index, phone_area,
                      second_phone_encrypted, second_phone_index, id_tail_digest, birth_md_digest,
                      minor_until_encrypted, birth_year, language)
SELECT n.id, :organization_id, n.external_id, n.name, n.phone, n.phone_index, n.area, n.second_phone,
       n.second_index, n.id_tail, n.birth_md, n.minor_until, n.birth_year, n.language
FROM unnest(:ids::uuid[], :external_ids::text[], :names::bytea[], :phones::bytea[], :phone_indexes::bytea[],
            :areas::text[], :second_phones::bytea[], :second_indexes::bytea[], :id_tails::bytea[],
            :birth_mds::bytea[], :minor_untils::bytea[], :birth_years::smallint[], :languages::text[],
            :emptied::text[])
     AS n (id, external_id, name, phone, phone_index, area, second_phone, second_index, id_tail, birth_md,
           minor_until, birth_year, language, emptied)
ON CONFLICT (organization_id, external_id) DO NOTHING

-- name: update_many
UPDATE patients p
SET name_encrypted = n.name, phone_encrypted = n.phone, phone_index = n.phone_index, phone_area = n.area,
    second_phone_encrypted = CASE WHEN 'second_phone' = ANY (n.emptied) THEN n.second_phone
                                  ELSE coalesce(n.second_phone, p.second_phone_encrypted) END,
    second_phone_index = CASE WHEN 'second_phone' = ANY (n.emptied) THEN n.second_index
                              ELSE coalesce(n.second_index, p.second_phone_index) END,
    id_tail_digest = CASE WHEN 'id_tail' = ANY (n.emptied) THEN n.id_tail
                          ELSE coalesce(n.id_tail, p.id_tail_digest) END,
    birth_md_digest = CASE WHEN 'birth_md' = ANY (n.emptied) THEN n.birth_md
                           ELSE coalesce(n.birth_md, p.birth_md_digest) END,
    minor_until_encrypted = CASE WHEN 'minor_until' = ANY (n.emptied) THEN n.minor_until
                                 ELSE coalesce(n.minor_until, p.minor_until_encrypted) END,
    birth_year = CASE WHEN 'birth_year' = ANY (n.emptied) THEN n.birth_year
                      ELSE coalesce(n.birth_year, p.birth_year) END,
    language = CASE WHEN 'language' = ANY (n.emptied) THEN n.language ELSE coalesce(n.language, p.language) END,
    updated_at = now()
FROM (SELECT id, name, phone, phone_index, area, second_phone, second_index, id_tail, birth_md, minor_until,
             birth_year, language, string_to_array(emptied, ',') AS emptied
      FROM unnest(:ids::uuid[], :external_ids::text[], :names::bytea[], :phones::bytea[], :phone_indexes::bytea[],
                  :areas::text[], :second_phones::bytea[], :second_indexes::bytea[], :id_tails::bytea[],
                  :birth_mds::bytea[], :minor_untils::bytea[], :birth_years::smallint[], :languages::text[],
                  :emptied::text[])
           AS m (id, external_id, name, phone, phone_index, area, second_phone, second_index, id_tail, birth_md,
                 minor_until, birth_year, language, emptied)) n
WHERE p.id = n.id AND p.organization_id = :organization_id

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
