-- name: insert
INSERT INTO message_links (id, organization_id, token_digest, verb, patient_id, contact_id, attempt_id, made_at,
                           expires_at)
VALUES (:id, :organization_id, :token_digest, :verb, :patient_id, :contact_id, :attempt_id, :made_at, :expires_at)

-- name: of_attempts
SELECT a.id, a.organization_id, a.contact_id, k.patient_id, k.status, a.phone_index, a.phone_encrypted,
       p.deceased_at IS NOT NULL AS is_deceased, r.message,
       EXISTS (SELECT FROM number_list_entries n
               WHERE n.organization_id = a.organization_id AND n.removed_at IS NULL
                 AND n.kind IN ('do_not_call', 'complaint', 'black', 'invalid')
                 AND (n.phone_index = a.phone_index OR (n.patient_id = k.patient_id AND n.kind <> 'invalid')))
           AS is_listed
FROM attempts a JOIN contacts k ON k.id = a.contact_id JOIN patients p ON p.id = k.patient_id
LEFT JOIN redials r ON r.attempt_id = a.id
WHERE a.id = ANY (:attempt_ids::uuid[])

-- name: redeem
UPDATE message_links SET redeemed_at = :at
WHERE token_digest = :token_digest AND verb = :verb AND redeemed_at IS NULL AND expires_at > :at AND made_at <= :at
RETURNING organization_id, patient_id, contact_id, attempt_id

-- name: read
SELECT l.organization_id, l.verb, l.expires_at, l.redeemed_at, o.name AS organization_name, o.time_zone
FROM message_links l JOIN organizations o ON o.id = l.organization_id
WHERE l.token_digest = :token_digest

-- name: lock_open_contact
SELECT k.campaign_id, k.not_after, k.windows, k.open_attempt_id, g.windows AS campaign_windows,
       clock_ahead(o.time_zone, coalesce(g.time_zone, o.time_zone), now()) AS ahead
FROM contacts k JOIN organizations o ON o.id = k.organization_id LEFT JOIN campaigns g ON g.id = k.campaign_id
WHERE k.id = :contact_id AND k.status = 'open'
FOR UPDATE OF k

-- name: move_contact
UPDATE contacts SET due_at = :due_at, requested = :requested WHERE id = :contact_id AND status = 'open'

-- name: scheduled_attempt
SELECT id, state FROM attempts WHERE contact_id = :contact_id AND state <> 'ended'

-- name: move_attempt
UPDATE attempts SET due_at = :due_at WHERE id = :id AND state = 'scheduled'
