-- name: lock
-- a plan that was kept from when the tables were small would read all of them for each batch of a long list
SELECT pg_advisory_xact_lock(hashtextextended('intake ' || :organization_id::uuid::text, 0)),
       set_config('plan_cache_mode', 'force_custom_plan', true)

-- name: known_encounters
SELECT e.external_id, p.external_id AS patient_external_id
FROM encounters e JOIN patients p ON p.id = e.patient_id
WHERE e.organization_id = :organization_id AND e.external_id = ANY (:external_ids::text[])

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

-- name: empty_encounters
UPDATE encounters e
SET department = CASE WHEN 'department' = ANY (n.emptied) THEN NULL ELSE e.department END,
    diagnosis_codes = CASE WHEN 'diagnoses' = ANY (n.emptied) THEN '{}' ELSE e.diagnosis_codes END,
    procedure_codes = CASE WHEN 'procedures' = ANY (n.emptied) THEN '{}' ELSE e.procedure_codes END,
    discharged_at = CASE WHEN 'discharged' = ANY (n.emptied) THEN NULL ELSE e.discharged_at END,
    discharged_on = CASE WHEN 'discharged' = ANY (n.emptied) THEN NULL ELSE e.discharged_on END
FROM (SELECT external_id, string_to_array(emptied, ',') AS emptied
      FROM unnest(:external_ids::text[], :emptied::text[]) AS m (external_id, emptied)) n
WHERE e.organization_id = :organization_id AND e.external_id = n.external_id

-- name: open_elsewhere
SELECT DISTINCT ON (k.patient_id, v.questionnaire_id) k.patient_id, v.questionnaire_id, g.name
FROM contacts k JOIN campaigns g ON g.id = k.campaign_id
JOIN questionnaire_versions v ON v.id = k.questionnaire_version_id
WHERE k.organization_id = :organization_id AND k.patient_id = ANY (:patient_ids::uuid[]) AND k.status = 'open'
  AND k.campaign_id <> :campaign_id AND v.questionnaire_id = ANY (:questionnaire_ids::uuid[])
ORDER BY k.patient_id, v.questionnaire_id, k.id

-- name: lock_contacts
SELECT k.external_id, k.status, coalesce(k.listed_due_at, k.due_at) AS listed_due_at,
       k.open_attempt_id IS NOT NULL
       OR EXISTS (SELECT FROM attempts WHERE contact_id = k.id AND dialing_at IS NOT NULL) AS is_dialed
FROM contacts k
WHERE k.organization_id = :organization_id AND k.external_id = ANY (:external_ids::text[])
ORDER BY k.id FOR UPDATE OF k

-- name: insert_contacts
INSERT INTO contacts (id, organization_id, campaign_id, external_id, patient_id, encounter_id,
                      questionnaire_version_id, plan_day, group_name, priority, windows, due_at, listed_due_at,
                      not_after, thresholds)
SELECT n.id, :organization_id, :campaign_id, n.external_id, n.patient_id, n.encounter_id,
       n.version_id, n.plan_day, n.group_name, coalesce(n.priority, 5), n.windows, n.due_at, n.due_at,
       n.not_after, n.thresholds
FROM unnest(:ids::uuid[], :external_ids::text[], :patient_ids::uuid[], :encounter_ids::uuid[], :plan_days::text[],
            :group_names::text[], :priorities::smallint[], :windows::text[], :due_ats::timestamptz[],
            :not_afters::timestamptz[], :version_ids::uuid[], :thresholds::jsonb[])
     AS n (id, external_id, patient_id, encounter_id, plan_day, group_name, priority, windows, due_at, not_after,
           version_id, thresholds)
ON CONFLICT (organization_id, external_id) DO NOTHING
RETURNING external_id

-- name: correct_due
UPDATE contacts k SET due_at = n.due_at, listed_due_at = n.due_at
FROM unnest(:external_ids::text[], :due_ats::timestamptz[]) AS n (external_id, due_at)
WHERE k.organization_id = :organization_id AND k.external_id = n.external_id AND k.campaign_id = :campaign_id
  AND k.status = 'open' AND k.open_attempt_id IS NULL
RETURNING k.external_id

-- name: update_contacts
UPDATE contacts k
SET group_name = n.group_name, priority = n.priority, windows = n.windows, not_after = n.not_after
FROM (SELECT c.id,
             CASE WHEN 'group_name' = ANY (m.emptied) THEN NULL ELSE coalesce(m.group_name, c.group_name) END
                 AS group_name,
             CASE WHEN 'priority' = ANY (m.emptied) THEN 5 ELSE coalesce(m.priority, c.priority) END AS priority,
             CASE WHEN 'windows' = ANY (m.emptied) THEN NULL ELSE coalesce(m.windows, c.windows) END AS windows,
             CASE WHEN 'not_after' = ANY (m.emptied) THEN NULL ELSE coalesce(m.not_after, c.not_after) END
                 AS not_after
      FROM (SELECT external_id, string_to_array(emptied, ',') AS emptied, group_name, priority, windows, not_after
            FROM unnest(:external_ids::text[], :emptied::text[], :group_names::text[], :priorities::smallint[],
                        :windows::text[], :not_afters::timestamptz[])
                 AS l (external_id, emptied, group_name, priority, windows, not_after)) m
      JOIN contacts c ON c.organization_id = :organization_id AND c.external_id = m.external_id
      WHERE c.campaign_id = :campaign_id AND c.status = 'open') n
WHERE k.id = n.id
  AND (k.group_name, k.priority, k.windows, k.not_after)
      IS DISTINCT FROM (n.group_name, n.priority, n.windows, n.not_after)
RETURNING k.external_id

-- name: adopt_version
UPDATE contacts k SET questionnaire_version_id = n.id
FROM questionnaire_versions n, questionnaire_versions o
WHERE n.id = :questionnaire_version_id AND k.campaign_id = :campaign_id AND k.status = 'open'
  AND o.id = k.questionnaire_version_id AND o.questionnaire_id = n.questionnaire_id AND o.id <> n.id
  AND NOT EXISTS (SELECT FROM attempts WHERE contact_id = k.id)

-- name: freeze_version
UPDATE campaigns SET questionnaire_version_id = :questionnaire_version_id, script_version = :script_version
WHERE id = :campaign_id AND started_at IS NULL

-- name: find_campaign
SELECT g.id, g.name, g.state, g.mode, g.priority, g.concurrency, g.calls_per_second, g.max_attempts, g.other_day_part,
       g.retry_hours, g.windows, g.time_zone, g.caller_ids, g.release, g.selection, g.endpoint, g.thresholds,
       g.needs_people, g.dial_order, w.url AS webhook_url, w.events AS webhook_events,
       g.waits_for, g.waits_until, g.questionnaire_version_id, g.script_version, g.started_at, g.ended_at,
       q.id AS questionnaire_id, q.code AS questionnaire_code, v.version AS questionnaire_version
FROM campaigns g
LEFT JOIN questionnaire_versions v ON v.id = g.questionnaire_version_id
LEFT JOIN questionnaires q ON q.id = v.questionnaire_id
LEFT JOIN webhook_endpoints w ON w.organization_id = g.organization_id AND w.name = g.endpoint
WHERE g.organization_id = :organization_id AND g.name = :name

-- name: list_campaigns
SELECT g.name, g.state, g.mode, g.waits_for, g.waits_until, g.started_at, q.code AS questionnaire_code,
       n.contacts, n.open, n.completed
FROM campaigns g
LEFT JOIN questionnaire_versions v ON v.id = g.questionnaire_version_id
LEFT JOIN questionnaires q ON q.id = v.questionnaire_id
CROSS JOIN LATERAL (
    SELECT count(*) AS contacts, count(*) FILTER (WHERE k.status = 'open') AS open,
           count(*) FILTER (WHERE k.status = 'completed') AS completed
    FROM contacts k WHERE k.campaign_id = g.id) n
WHERE g.organization_id = :organization_id AND (g.ended_at IS NULL OR g.ended_at > :ended_since)
ORDER BY g.created_at, g.id

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
