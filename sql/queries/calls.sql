-- name: start
INSERT INTO calls (id, organization_id, attempt_id, stage, open_item, state_encrypted, engine_version, rules_version,
                   resumes, prompts_version, wording_variant, order_variant, item_order)
SELECT :id, a.organization_id, a.id, :stage, :open_item, :state_encrypted, :engine_version, :rules_version, :resumes,
       :prompts_version, :wording_variant, :order_variant, :item_order::text[]
FROM attempts a WHERE a.id = :attempt_id AND a.lease_epoch = :lease_epoch AND a.state <> 'ended'

-- name: advance
WITH held AS (
    SELECT id FROM attempts WHERE id = :attempt_id AND lease_epoch = :lease_epoch FOR SHARE
)
UPDATE calls
SET turn = :turn, stage = :stage, open_item = :open_item, state_encrypted = :state_encrypted,
    status = CASE WHEN :disposition::text IS NOT NULL THEN 'ended'
                  WHEN status = 'waiting' THEN 'active' ELSE status END,
    started_at = coalesce(started_at, :at),
    ended_at = CASE WHEN :disposition::text IS NOT NULL THEN coalesce(ended_at, :at) ELSE ended_at END,
    disposition = coalesce(disposition, :disposition::text)
FROM held
WHERE calls.id = :id AND calls.attempt_id = held.id AND calls.turn = :turn - 1

-- name: read_session
SELECT c.id, c.organization_id, c.attempt_id, c.status, c.turn, c.stage, c.open_item, c.state_encrypted,
       c.engine_version, c.disposition, c.recording_path, c.recording_started_at, a.lease_epoch, k.patient_id,
       c.wording_variant, c.order_variant,
       EXISTS (SELECT FROM consents WHERE call_id = c.id AND kind = 'recording' AND NOT granted) AS recording_refused
FROM calls c JOIN attempts a ON a.id = c.attempt_id JOIN contacts k ON k.id = a.contact_id
WHERE c.id = :id

-- name: read_recording
SELECT c.recording_started_at, c.recording_destroyed_at,
       EXISTS (SELECT FROM consents WHERE call_id = c.id AND kind = 'recording' AND NOT granted) AS recording_refused
FROM calls c WHERE c.id = :id

-- name: undestroyed_recordings
SELECT c.id, c.attempt_id
FROM consents k JOIN calls c ON c.id = k.call_id JOIN attempts a ON a.id = c.attempt_id
WHERE k.kind = 'recording' AND NOT k.granted AND c.recording_destroyed_at IS NULL
  AND a.worker = :worker AND a.state = 'ended'
GROUP BY c.id, c.attempt_id

-- name: find_by_attempt
SELECT id FROM calls WHERE attempt_id = :attempt_id

-- name: close_with_attempt
UPDATE calls
SET status = CASE WHEN status = 'waiting' THEN 'ended' ELSE 'failed' END,
    ended_at = :at, disposition = :disposition, open_item = NULL
WHERE attempt_id = :attempt_id AND status IN ('waiting', 'active')

-- name: set_recording
UPDATE calls SET recording_path = :path, recording_started_at = :started_at
WHERE id = :id AND recording_destroyed_at IS NULL

-- name: mark_recording_destroyed
UPDATE calls SET recording_path = NULL, recording_destroyed_at = :at
WHERE id = :id AND recording_destroyed_at IS NULL

-- name: latest_of_contact
SELECT c.id, c.state_encrypted
FROM calls c JOIN attempts a ON a.id = c.attempt_id
WHERE a.contact_id = :contact_id AND a.id <> :attempt_id
  AND EXISTS (SELECT FROM answers n JOIN calls d ON d.id = n.call_id JOIN attempts b ON b.id = d.attempt_id
              WHERE b.contact_id = :contact_id AND n.answered_at >= :since)
ORDER BY a.number DESC LIMIT 1
