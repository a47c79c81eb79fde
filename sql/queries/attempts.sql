-- name: insert
INSERT INTO attempts (id, organization_id, contact_id, number, phone_encrypted, phone_index, due_at)
SELECT :id, :organization_id, :contact_id, coalesce(max(number), 0) + 1, :phone_encrypted, :phone_index, :due_at
FROM attempts WHERE contact_id = :contact_id
RETURNING number

-- name: claim
UPDATE attempts
SET state = 'claimed', worker = :worker, lease_epoch = lease_epoch + 1,
    lease_expires_at = :lease_expires_at, claimed_at = :at
WHERE id = :id AND (state = 'scheduled' OR (state = 'claimed' AND lease_expires_at < :at))
RETURNING organization_id, lease_epoch

-- name: adopt
UPDATE attempts
SET lease_epoch = lease_epoch + 1, lease_expires_at = :lease_expires_at
WHERE id = :id AND worker = :worker AND state IN ('claimed', 'dialing', 'ringing', 'answered')
RETURNING organization_id, lease_epoch

-- name: renew
UPDATE attempts SET lease_expires_at = :lease_expires_at
WHERE id = :id AND lease_epoch = :lease_epoch AND state IN ('claimed', 'dialing', 'ringing', 'answered')
  AND lease_expires_at > clock_timestamp()

-- name: renew_lapsed
UPDATE attempts SET lease_expires_at = :lease_expires_at
WHERE id = :id AND lease_epoch = :lease_epoch AND state IN ('claimed', 'dialing', 'ringing', 'answered')

-- name: mark_dialing
UPDATE attempts SET state = 'dialing', dialing_at = :at, caller_id = coalesce(caller_id, :caller_id)
WHERE id = :id AND lease_epoch = :lease_epoch AND state = 'claimed'
  AND NOT EXISTS (
      SELECT FROM number_list_entries n
      WHERE n.organization_id = attempts.organization_id AND n.phone_index = attempts.phone_index
        AND n.kind IN ('black', 'complaint', 'do_not_call') AND n.removed_at IS NULL)
  AND (campaign_id IS NULL OR (
      dial_before >= :at
      AND EXISTS (SELECT FROM contacts k WHERE k.id = contact_id AND k.status = 'open')
      AND EXISTS (SELECT FROM campaigns g WHERE g.id = attempts.campaign_id AND g.state = 'running')))

-- name: is_still_claimed
SELECT id FROM attempts
WHERE id = :id AND lease_epoch = :lease_epoch AND state = 'claimed'

-- name: mark_ringing
UPDATE attempts SET state = 'ringing', ringing_at = :at
WHERE id = :id AND lease_epoch = :lease_epoch AND state = 'dialing'

-- name: mark_answered
UPDATE attempts SET state = 'answered', answered_at = :at
WHERE id = :id AND lease_epoch = :lease_epoch
  AND (state IN ('dialing', 'ringing') OR (state = 'claimed' AND direction = 'inbound'))

-- name: mark_ended
UPDATE attempts
SET state = 'ended', ended_at = greatest(:at, answered_at), disposition = :disposition,
    hangup_cause = :hangup_cause, tech_cause = :tech_cause, lease_expires_at = NULL
WHERE id = :id AND lease_epoch = :lease_epoch AND state <> 'ended'
RETURNING contact_id, campaign_id IS NOT NULL AND dialing_at IS NULL AS was_given_back

-- name: live
SELECT a.id, a.organization_id, a.worker, a.lease_epoch, a.lease_expires_at, a.state, a.answered_at, a.channel_id,
       a.campaign_id IS NOT NULL AS is_of_campaign, c.id AS call_id, c.status AS call_status, c.disposition AS concluded_as
FROM attempts a LEFT JOIN calls c ON c.attempt_id = a.id
WHERE a.worker = :worker AND a.state IN ('claimed', 'dialing', 'ringing', 'answered')
ORDER BY a.id

-- name: abandoned
SELECT a.id, a.organization_id, a.worker, a.lease_epoch, a.lease_expires_at, a.state, a.answered_at, a.channel_id,
       a.campaign_id IS NOT NULL AS is_of_campaign, c.id AS call_id, c.status AS call_status, c.disposition AS concluded_as
FROM attempts a LEFT JOIN calls c ON c.attempt_id = a.id
WHERE a.organization_id = :organization_id
  AND (a.state IN ('dialing', 'ringing', 'answered') OR (a.state = 'claimed' AND (c.id IS NOT NULL OR a.direction = 'inbound')))
  AND (a.lease_expires_at < :others_before
       OR (a.lease_expires_at < :at AND (a.worker = :worker OR a.worker LIKE :commands)))
ORDER BY a.id

-- name: adopt_abandoned
UPDATE attempts SET lease_epoch = lease_epoch + 1, lease_expires_at = :lease_expires_at
WHERE id = :id AND lease_epoch = :lease_epoch AND lease_expires_at < :at
  AND state IN ('claimed', 'dialing', 'ringing', 'answered')
RETURNING lease_epoch

-- name: due
SELECT id FROM attempts
WHERE organization_id = :organization_id AND due_at <= :at AND campaign_id IS NULL AND direction = 'outbound'
  AND (state = 'scheduled' OR (state = 'claimed' AND lease_expires_at < :at
                               AND NOT EXISTS (SELECT FROM calls WHERE attempt_id = attempts.id)))
ORDER BY due_at, id LIMIT :at_most
FOR UPDATE SKIP LOCKED

-- name: ended_among
SELECT a.id, a.answered_at, a.channel_id, c.id AS call_id
FROM attempts a LEFT JOIN calls c ON c.attempt_id = a.id
WHERE a.id = ANY(:ids::uuid[]) AND a.state = 'ended' AND (a.worker = :worker OR a.worker LIKE :commands)
ORDER BY a.id
