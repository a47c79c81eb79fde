-- name: lock
-- a plan that was kept from when the tables were small would read all of them for each batch of a long list
SELECT pg_advisory_xact_lock(hashtextextended('intake ' || :organization_id::uuid::text, 0)),
       set_config('plan_cache_mode', 'force_custom_plan', true)

-- name: known_patients
SELECT id, external_id FROM patients
WHERE organization_id = :organization_id AND external_id = ANY (:external_ids::text[])
ORDER BY id FOR UPDATE

-- name: known_encounters
SELECT e.external_id, p.external_id AS patient_external_id
FROM encounters e JOIN patients p ON p.id = e.patient_id
WHERE e.organization_id = :organization_id AND e.external_id = ANY (:external_ids::text[])

-- name: put_patients
INSERT INTO patients (id, organization_id, external_id, name_encrypted, phone_encrypted, phone_index,
                      second_phone_encrypted, second_phone_index, phone_area, id_tail_digest, birth_md_digest,
                      minor_until_encrypted, birth_year, language)
SELECT n.id, :organization_id, n.external_id, n.name, n.phone, n.phone_index, n.second_phone, n.second_index,
       n.area, n.id_tail, n.birth_md, n.minor_until, n.birth_year, n.language
FROM unnest(:ids::uuid[], :external_ids::text[], :names::bytea[], :phones::bytea[], :phone_indexes::bytea[],
            :second_phones::bytea[], :second_indexes::bytea[], :areas::text[], :id_tails::bytea[],
            :birth_mds::bytea[], :minor_untils::bytea[], :birth_years::smallint[], :languages::text[])
     AS n (id, external_id, name, phone, phone_index, second_phone, second_index, area, id_tail, birth_md,
           minor_until, birth_year, language)
ON CONFLICT (organization_id, external_id) DO UPDATE
SET name_encrypted = excluded.name_encrypted, phone_encrypted = excluded.phone_encrypted,
    phone_index = excluded.phone_index, phone_area = excluded.phone_area,
    second_phone_encrypted = coalesce(excluded.second_phone_encrypted, patients.second_phone_encrypted),
    second_phone_index = coalesce(excluded.second_phone_index, patients.second_phone_index),
    id_tail_digest = coalesce(excluded.id_tail_digest, patients.id_tail_digest),
    birth_md_digest = coalesce(excluded.birth_md_digest, patients.birth_md_digest),
    minor_until_encrypted = coalesce(excluded.minor_until_encrypted, patients.minor_until_encrypted),
    birth_year = coalesce(excluded.birth_year, patients.birth_year),
    language = coalesce(excluded.language, patients.language), updated_at = now()
    WHERE patients.id = excluded.id

-- name: put_encounters
INSERT INTO encounters (id, organization_id, patient_id, external_id, department, diagnosis_codes,
                        procedure_codes, discharged_at, discharged_on)
SELECT n.id, :organization_id, n.patient_id, n.external_id, n.department,
       coalesce(string_to_array(n.diagnoses, ','), '{}'), coalesce(string_to_array(n.procedures, ','), '{}'),
       n.discharged_at, n.discharged_on
FROM unnest(:ids::uuid[], :patient_ids::uuid[], :external_ids::text[], :departments::text[], :diagnoses::text[],
            :procedures::text[], :discharged_ats::timestamptz[], :discharged_ons::date[])
     AS n (id, patient_id, external_id, department, diagnoses, procedures, discharged_at, discharged_on)
ON CONFLICT (organization_id, external_id) DO UPDATE
SET department = coalesce(excluded.department, encounters.department),
    diagnosis_codes = CASE WHEN excluded.diagnosis_codes = '{}' THEN encounters.diagnosis_codes
                           ELSE excluded.diagnosis_codes END,
    procedure_codes = CASE WHEN excluded.procedure_codes = '{}' THEN encounters.procedure_codes
                           ELSE excluded.procedure_codes END,
    discharged_at = coalesce(excluded.discharged_at, encounters.discharged_at),
    discharged_on = coalesce(excluded.discharged_on, encounters.discharged_on)
    WHERE encounters.patient_id = excluded.patient_id
RETURNING id, external_id

-- name: open_elsewhere
SELECT DISTINCT ON (k.patient_id) k.patient_id, g.name
FROM contacts k JOIN campaigns g ON g.id = k.campaign_id
JOIN questionnaire_versions v ON v.id = k.questionnaire_version_id
WHERE k.organization_id = :organization_id AND k.patient_id = ANY (:patient_ids::uuid[]) AND k.status = 'open'
  AND k.campaign_id <> :campaign_id AND v.questionnaire_id = :questionnaire_id
ORDER BY k.patient_id, k.id

-- name: put_contacts
INSERT INTO contacts (id, organization_id, campaign_id, external_id, patient_id, encounter_id,
                      questionnaire_version_id, plan_day, group_name, priority, windows, due_at, not_after)
SELECT n.id, :organization_id, :campaign_id, n.external_id, n.patient_id, n.encounter_id,
       :questionnaire_version_id, n.plan_day, n.group_name, n.priority, n.windows, n.due_at, n.not_after
FROM unnest(:ids::uuid[], :external_ids::text[], :patient_ids::uuid[], :encounter_ids::uuid[], :plan_days::text[],
            :group_names::text[], :priorities::smallint[], :windows::text[], :due_ats::timestamptz[],
            :not_afters::timestamptz[])
     AS n (id, external_id, patient_id, encounter_id, plan_day, group_name, priority, windows, due_at, not_after)
ON CONFLICT (organization_id, external_id) DO UPDATE
SET group_name = excluded.group_name, priority = excluded.priority, windows = excluded.windows,
    not_after = excluded.not_after
    WHERE contacts.campaign_id = excluded.campaign_id AND contacts.status = 'open'
      AND (contacts.group_name, contacts.priority, contacts.windows, contacts.not_after)
          IS DISTINCT FROM (excluded.group_name, excluded.priority, excluded.windows, excluded.not_after)
RETURNING external_id, (xmax = 0) AS is_new

-- name: adopt_version
UPDATE contacts SET questionnaire_version_id = :questionnaire_version_id
WHERE campaign_id = :campaign_id AND status = 'open' AND questionnaire_version_id <> :questionnaire_version_id
  AND NOT EXISTS (SELECT FROM attempts WHERE contact_id = contacts.id)

-- name: freeze_version
UPDATE campaigns SET questionnaire_version_id = :questionnaire_version_id, script_version = :script_version
WHERE id = :campaign_id AND started_at IS NULL

-- name: find_campaign
SELECT g.id, g.name, g.state, g.mode, g.priority, g.concurrency, g.calls_per_second, g.max_attempts,
       g.retry_hours, g.windows, g.time_zone, g.caller_ids, g.release, g.selection, g.endpoint, g.waits_for,
       g.waits_until, g.questionnaire_version_id, g.script_version, g.started_at, g.ended_at,
       q.id AS questionnaire_id, q.code AS questionnaire_code, v.version AS questionnaire_version
FROM campaigns g
LEFT JOIN questionnaire_versions v ON v.id = g.questionnaire_version_id
LEFT JOIN questionnaires q ON q.id = v.questionnaire_id
WHERE g.organization_id = :organization_id AND g.name = :name

-- name: list_campaigns
SELECT g.name, g.state, g.mode, g.waits_for, g.waits_until, g.started_at, q.code AS questionnaire_code,
       count(k.id) AS contacts, count(k.id) FILTER (WHERE k.status = 'open') AS open,
       count(k.id) FILTER (WHERE k.status = 'completed') AS completed
FROM campaigns g
LEFT JOIN questionnaire_versions v ON v.id = g.questionnaire_version_id
LEFT JOIN questionnaires q ON q.id = v.questionnaire_id
LEFT JOIN contacts k ON k.campaign_id = g.id
WHERE g.organization_id = :organization_id
GROUP BY g.id, q.code ORDER BY g.created_at, g.id

-- name: unknown_caller_ids
SELECT n.number FROM unnest(:numbers::text[]) AS n (number)
WHERE NOT EXISTS (SELECT FROM caller_ids c WHERE c.organization_id = :organization_id AND c.number = n.number)

-- name: set_release
UPDATE campaigns SET release = :release WHERE id = :campaign_id

-- name: call_released
UPDATE contacts k SET due_at = :at
WHERE k.campaign_id = :campaign_id AND k.status = 'open' AND k.open_attempt_id IS NULL AND k.due_at > :at
  AND (SELECT s.reason FROM suppressions s WHERE s.contact_id = k.id ORDER BY s.id DESC LIMIT 1) = 'release_limit'

-- name: put_endpoint
INSERT INTO webhook_endpoints (id, organization_id, name, url, secret_encrypted, events)
VALUES (:id, :organization_id, :name, :url, :secret_encrypted, :events)
