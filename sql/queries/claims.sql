-- name: lock
SELECT pg_advisory_xact_lock(hashtextextended('claims of ' || :organization_id::uuid::text, 0))

-- name: load
SELECT campaign_id, trunk_id, worker, count(*) AS live
FROM attempts
WHERE organization_id = :organization_id AND state IN ('claimed', 'dialing', 'ringing', 'answered')
  AND lease_expires_at > :at
GROUP BY campaign_id, trunk_id, worker

-- name: recent
SELECT campaign_id, trunk_id, claimed_at FROM attempts
WHERE organization_id = :organization_id AND claimed_at > :since

-- name: talking
SELECT k.patient_id, a.phone_index
FROM attempts a JOIN contacts k ON k.id = a.contact_id
WHERE a.organization_id = :organization_id AND a.state IN ('claimed', 'dialing', 'ringing', 'answered')
  AND (:own_attempt::uuid IS NULL OR a.id <> :own_attempt)

-- name: due
SELECT found.id
FROM generate_series(:highest::integer, :lowest::integer, -1) AS rank
CROSS JOIN LATERAL (
    SELECT id FROM contacts
    WHERE campaign_id = :campaign_id AND status = 'open' AND open_attempt_id IS NULL
      AND (CASE WHEN urgent OR requested THEN 10 ELSE priority END) = rank AND due_at <= :at
    ORDER BY due_at LIMIT :at_most) found
LIMIT :at_most

-- name: due_begun
SELECT id FROM contacts
WHERE id IN (SELECT contact_id FROM attempts WHERE campaign_id = :campaign_id AND dialing_at IS NOT NULL)
  AND campaign_id = :campaign_id AND status = 'open' AND open_attempt_id IS NULL AND due_at <= :at
  AND (NOT :first_only OR urgent OR requested)
ORDER BY due_at LIMIT :at_most

-- name: begun_today
SELECT count(DISTINCT a.contact_id) AS begun FROM attempts a
WHERE a.campaign_id = :campaign_id AND a.claimed_at >= :day_start
  AND (a.dialing_at IS NOT NULL OR a.state <> 'ended')
  AND NOT EXISTS (
      SELECT FROM attempts b WHERE b.contact_id = a.contact_id AND b.dialing_at IS NOT NULL AND b.claimed_at < :day_start)

-- name: lock_contacts
SELECT k.id, k.patient_id, k.urgent, k.requested, k.windows, k.not_after, k.due_at, k.use_second,
       k.keep_caller_id, k.on_weekends, k.on_holidays,
       (CASE WHEN k.urgent OR k.requested THEN 10 ELSE k.priority END) AS rank,
       coalesce(e.department, k.group_name) AS department
FROM contacts k LEFT JOIN encounters e ON e.id = k.encounter_id
WHERE k.id = ANY (:ids::uuid[]) AND k.status = 'open' AND (k.open_attempt_id IS NULL OR k.open_attempt_id = :own_attempt::uuid)
ORDER BY (CASE WHEN k.urgent OR k.requested THEN 10 ELSE k.priority END) DESC, k.due_at, k.id
FOR UPDATE OF k SKIP LOCKED

-- name: patients
SELECT id, phone_encrypted, second_phone_encrypted, phone_area, minor_until_encrypted, deceased_at
FROM patients WHERE id = ANY (:ids::uuid[])

-- name: guardians
SELECT id, patient_id, phone_encrypted FROM relatives
WHERE patient_id = ANY (:patient_ids::uuid[]) AND role = 'guardian'
ORDER BY created_at, id

-- name: listed
SELECT kind, phone_index, patient_id FROM number_list_entries
WHERE organization_id = :organization_id AND removed_at IS NULL
  AND (phone_index = ANY (:phone_indexes::bytea[]) OR patient_id = ANY (:patient_ids::uuid[]))

-- name: touched
SELECT id, patient_id, phone_index, at FROM touches
WHERE patient_id = ANY (:patient_ids::uuid[]) AND at > :since AND counts
  AND attempt_id IS DISTINCT FROM coalesce(:own_attempt::uuid, '00000000-0000-0000-0000-000000000000')
UNION
SELECT id, patient_id, phone_index, at FROM touches
WHERE organization_id = :organization_id AND phone_index = ANY (:phone_indexes::bytea[]) AND at > :since AND counts
  AND attempt_id IS DISTINCT FROM coalesce(:own_attempt::uuid, '00000000-0000-0000-0000-000000000000')

-- name: tries
SELECT a.contact_id, max(a.number) AS number, count(*) FILTER (WHERE r.counts) AS counted,
       count(a.dialing_at) AS dialed,
       (array_agg(a.caller_id ORDER BY a.number DESC) FILTER (WHERE a.caller_id IS NOT NULL))[1] AS last_shown
FROM attempts a LEFT JOIN redials r ON r.attempt_id = a.id
WHERE a.contact_id = ANY (:ids::uuid[])
GROUP BY a.contact_id

-- name: history
SELECT k.patient_id, a.dialing_at, a.disposition
FROM attempts a JOIN contacts k ON k.id = a.contact_id
WHERE k.patient_id = ANY (:patient_ids::uuid[]) AND a.state = 'ended' AND a.dialing_at > :since

-- name: insert_attempt
INSERT INTO attempts (id, organization_id, contact_id, number, state, caller_id, phone_encrypted, phone_index,
                      worker, lease_epoch, lease_expires_at, due_at, claimed_at, campaign_id, trunk_id, mode,
                      number_kind, dial_before, agent_id)
VALUES (:id, :organization_id, :contact_id, :number, 'claimed', :caller_id, :phone_encrypted, :phone_index,
        :worker, 1, :lease_expires_at, :due_at, :at, :campaign_id, :trunk_id, :mode, :number_kind, :dial_before, :agent_id)

-- name: confirm
UPDATE attempts SET dial_before = :dial_before
WHERE id = :id AND lease_epoch = :lease_epoch AND state = 'claimed' AND number_kind = :number_kind

-- name: put_off
UPDATE contacts SET due_at = greatest(due_at, :due_at) WHERE id = :id

-- name: close
UPDATE contacts SET status = :status WHERE id = :id AND status = 'open'

-- name: insert_suppression
INSERT INTO suppressions (organization_id, contact_id, reason, until, at)
SELECT :organization_id, :contact_id, :reason, :until, :at
WHERE NOT EXISTS (
    SELECT FROM (SELECT reason, until FROM suppressions WHERE contact_id = :contact_id ORDER BY id DESC LIMIT 1) last
    WHERE last.reason = :reason AND last.until IS NOT DISTINCT FROM :until)

-- name: insert_work_item
INSERT INTO work_items (id, organization_id, kind, patient_id, contact_id, attempt_id, reason, due_at, created_at)
VALUES (:id, :organization_id, :kind, :patient_id, :contact_id, :attempt_id, :reason, :due_at, :at)
ON CONFLICT (contact_id, kind) WHERE state IN ('open', 'taken') DO NOTHING

-- name: policy
SELECT o.time_zone, p.*
FROM organizations o LEFT JOIN calling_policies p ON p.organization_id = o.id
WHERE o.id = :organization_id
