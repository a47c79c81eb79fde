-- name: take
SELECT attempt_id FROM attempts_to_settle
WHERE organization_id = :organization_id AND ended_at <= :at
ORDER BY ended_at LIMIT :at_most
FOR UPDATE SKIP LOCKED

-- name: take_this
SELECT attempt_id FROM attempts_to_settle WHERE attempt_id = :attempt_id
FOR UPDATE SKIP LOCKED

-- name: lock_contacts
-- in the order of a list that is stored meanwhile
SELECT id FROM contacts
WHERE id IN (SELECT contact_id FROM attempts WHERE id = ANY (:attempt_ids::uuid[]))
ORDER BY id FOR NO KEY UPDATE

-- name: ended
SELECT a.id, a.organization_id, a.contact_id, a.number, a.disposition, a.ended_at, a.answered_at, a.dialing_at, a.direction,
       a.number_kind, a.trunk_id, a.phone_index, a.hangup_cause, a.tech_cause, a.never_rang,
       k.patient_id, k.status, k.windows, k.not_after, k.urgent,
       p.second_phone_index IS NOT NULL AS has_second,
       g.max_attempts, g.retry_hours, g.other_day_part, g.windows AS campaign_windows, o.time_zone,
       clock_ahead(o.time_zone, g.time_zone, a.ended_at) AS ahead, k.requested,
       c.id AS call_id,
       (SELECT n.detail FROM actions n WHERE n.call_id = c.id AND n.action = 'redial_scheduled' AND n.detail IS NOT NULL
        ORDER BY n.requested_at DESC, n.id DESC LIMIT 1) AS asked_for,
       EXISTS (SELECT FROM actions n WHERE n.call_id = c.id AND n.action = 'callback_task') AS person_calls
FROM attempts a
JOIN contacts k ON k.id = a.contact_id
JOIN patients p ON p.id = k.patient_id
JOIN campaigns g ON g.id = k.campaign_id
JOIN organizations o ON o.id = a.organization_id
LEFT JOIN calls c ON c.attempt_id = a.id
WHERE a.id = ANY (:attempt_ids::uuid[]) AND a.state = 'ended'
ORDER BY a.ended_at, a.id

-- name: earlier
SELECT a.contact_id, a.number, a.disposition, a.due_at, a.dialing_at FROM attempts a
WHERE a.contact_id = ANY (:contact_ids::uuid[]) AND a.state = 'ended'
ORDER BY a.contact_id, a.number

-- name: insert
INSERT INTO redials (attempt_id, organization_id, contact_id, disposition, counts, next_at, reason, message, decided_at)
SELECT :attempt_id, :organization_id, :contact_id, :disposition, :counts, :next_at, :reason,
       :message, :at
FROM attempts a WHERE a.id = :attempt_id

-- name: free_contact
UPDATE contacts
SET open_attempt_id = NULL,
    status = CASE WHEN status = 'open' THEN :status ELSE status END,
    due_at = coalesce(:next_at, due_at),
    requested = :requested, use_second = :use_second, keep_caller_id = :keep_caller_id
WHERE id = :contact_id AND open_attempt_id = :attempt_id

-- name: release_contact
UPDATE contacts SET open_attempt_id = NULL WHERE id = :contact_id AND open_attempt_id = :attempt_id

-- name: uncount_touches
UPDATE touches SET counts = false WHERE attempt_id = ANY (:attempt_ids::uuid[])

-- name: done
DELETE FROM attempts_to_settle WHERE attempt_id = ANY (:attempt_ids::uuid[])

-- name: put_aside
UPDATE attempts_to_settle SET ended_at = :at WHERE attempt_id = :attempt_id

-- name: lost
SELECT a.id, a.organization_id, a.worker, a.lease_epoch, a.state,
       a.state = 'claimed' AND a.direction = 'outbound' AS is_undialed, c.disposition AS concluded_as
FROM attempts a
LEFT JOIN workers w ON w.organization_id = a.organization_id AND w.id = a.worker
LEFT JOIN calls c ON c.attempt_id = a.id
WHERE a.organization_id = :organization_id
  AND ((a.state = 'claimed' AND a.campaign_id IS NOT NULL AND a.lease_expires_at < :claimed_before::timestamptz)
       OR (a.state IN ('dialing', 'ringing') AND a.campaign_id IS NOT NULL
           AND a.lease_expires_at < :dialing_before::timestamptz AND w.state = 'gone')
       OR (a.lease_expires_at < :any_before::timestamptz AND w.state = 'gone'
           AND (a.state IN ('dialing', 'ringing', 'answered')
                OR (a.state = 'claimed' AND (c.id IS NOT NULL OR a.direction = 'inbound')))))
ORDER BY a.id LIMIT :at_most
FOR UPDATE OF a SKIP LOCKED

-- name: expired
SELECT id, patient_id FROM contacts
WHERE organization_id = :organization_id AND status = 'open' AND campaign_id IS NOT NULL
  AND open_attempt_id IS NULL AND not_after < :at
ORDER BY not_after LIMIT :at_most
FOR UPDATE SKIP LOCKED

-- name: try_lead
SELECT pg_try_advisory_xact_lock(hashtextextended('sweeps of ' || :organization_id::uuid::text, 0)) AS leads
