-- name: known
SELECT EXISTS (SELECT FROM patients WHERE organization_id = :organization_id
               AND (phone_index = ANY (:phone_indexes::bytea[]) OR second_phone_index = ANY (:phone_indexes::bytea[])))
    OR EXISTS (SELECT FROM attempts WHERE organization_id = :organization_id
               AND phone_index = ANY (:phone_indexes::bytea[])) AS is_known

-- name: open_follow_ups
WITH reached AS (
    SELECT k.id AS contact_id FROM patients p JOIN contacts k ON k.patient_id = p.id
    WHERE p.organization_id = :organization_id
      AND (p.phone_index = ANY (:phone_indexes::bytea[]) OR p.second_phone_index = ANY (:phone_indexes::bytea[]))
    UNION
    SELECT contact_id FROM attempts
    WHERE organization_id = :organization_id AND phone_index = ANY (:phone_indexes::bytea[])
)
SELECT k.id, live.id AS live_attempt, live.state AS live_state,
       (SELECT count(*) FROM attempts a
        WHERE a.contact_id = k.id AND a.direction = 'inbound' AND a.disposition = 'verify_failed'
          AND a.ended_at > :at::timestamptz - interval '24 hours') AS failed_checks
FROM reached r JOIN contacts k ON k.id = r.contact_id
LEFT JOIN LATERAL (SELECT a.id, a.state FROM attempts a
                   WHERE a.contact_id = k.id AND a.state <> 'ended') live ON true
LEFT JOIN LATERAL (SELECT max(coalesce(a.dialing_at, a.answered_at)) AS at,
                          bool_or(EXISTS (SELECT FROM calls c JOIN answers n ON n.call_id = c.id
                                          WHERE c.attempt_id = a.id)) AS has_answers
                   FROM attempts a WHERE a.contact_id = k.id) tried ON true
WHERE k.status = 'open' AND (tried.at IS NOT NULL OR k.due_at <= :at)
ORDER BY coalesce(tried.has_answers, false) DESC, tried.at DESC NULLS LAST, k.due_at, k.id

-- name: lock_contact
SELECT id FROM contacts WHERE id = :contact_id AND status = 'open' FOR UPDATE

-- name: live_attempt
SELECT id, state FROM attempts WHERE contact_id = :contact_id AND state <> 'ended'

-- name: insert_attempt
INSERT INTO attempts (id, organization_id, contact_id, number, phone_encrypted, phone_index, due_at, direction,
                      channel_id)
SELECT :id, :organization_id, :contact_id, coalesce(max(number), 0) + 1, :phone_encrypted, :phone_index, :at,
       'inbound', :channel_id
FROM attempts WHERE contact_id = :contact_id
RETURNING number

-- name: turn_scheduled
UPDATE attempts SET direction = 'inbound', channel_id = :channel_id, phone_encrypted = :phone_encrypted,
                    phone_index = :phone_index
WHERE id = :id AND state = 'scheduled'

-- name: add_call
INSERT INTO inbound_calls (id, organization_id, worker, channel_id, phone_index, outcome, attempt_id, at)
VALUES (:id, :organization_id, :worker, :channel_id, :phone_index, :outcome, :attempt_id, :at)

-- name: read_call
SELECT c.outcome, c.attempt_id, a.state AS attempt_state
FROM inbound_calls c LEFT JOIN attempts a ON a.id = c.attempt_id
WHERE c.organization_id = :organization_id AND c.worker = :worker AND c.channel_id = :channel_id
