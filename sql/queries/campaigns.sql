-- name: insert
INSERT INTO campaigns (id, organization_id, name, mode, priority, questionnaire_version_id, script_version,
                       concurrency, calls_per_second, max_attempts, retry_hours, windows, time_zone, caller_ids,
                       release, selection, endpoint, needs_people, dial_order, thresholds,
                       other_day_part)
VALUES (:id, :organization_id, :name, :mode, :priority, :questionnaire_version_id, :script_version,
        :concurrency, :calls_per_second, :max_attempts, :retry_hours, :windows, :time_zone, :caller_ids,
        :release, :selection, :endpoint, :needs_people, :dial_order, :thresholds, :other_day_part)

-- name: set_dialing
UPDATE campaigns
SET needs_people = coalesce(:needs_people::boolean, needs_people), dial_order = coalesce(:dial_order::text, dial_order)
WHERE id = :id
RETURNING needs_people, dial_order

-- name: set_state
UPDATE campaigns
SET state = :state, waits_for = NULL, waits_until = NULL,
    started_at = CASE WHEN :state = 'running' THEN coalesce(started_at, :at) ELSE started_at END,
    ended_at = CASE WHEN :state IN ('stopped', 'finished') THEN :at::timestamptz END
WHERE id = :id AND organization_id = :organization_id
RETURNING id

-- name: reopen_filled
UPDATE campaigns g SET state = 'running', ended_at = NULL
WHERE g.organization_id = :organization_id AND g.state = 'finished'
  AND EXISTS (SELECT FROM contacts WHERE campaign_id = g.id AND status = 'open')

-- name: running
SELECT g.id, g.name, g.mode, g.priority, g.concurrency, g.calls_per_second, g.max_attempts, g.windows, g.caller_ids,
       g.needs_people, g.dial_order, g.release, g.waits_for, g.waits_until, o.time_zone,
       clock_ahead(o.time_zone, g.time_zone, now()) AS ahead
FROM campaigns g JOIN organizations o ON o.id = g.organization_id
WHERE g.organization_id = :organization_id AND g.state = 'running' AND g.mode = ANY (:modes::text[])
ORDER BY g.priority DESC, g.started_at, g.id

-- name: set_wait
UPDATE campaigns SET waits_for = :waits_for, waits_until = :waits_until
WHERE id = :id AND (waits_for IS DISTINCT FROM :waits_for OR waits_until IS DISTINCT FROM :waits_until)

-- name: cancel_contacts
UPDATE contacts SET status = 'canceled'
WHERE id IN (
    SELECT k.id FROM contacts k JOIN campaigns g ON g.id = k.campaign_id
    WHERE g.organization_id = :organization_id AND g.state = 'stopped' AND k.status = 'open'
    LIMIT :at_most FOR UPDATE OF k SKIP LOCKED)

-- name: finish
UPDATE campaigns g SET state = 'finished', ended_at = :at, waits_for = NULL, waits_until = NULL
WHERE g.organization_id = :organization_id AND g.state = 'running'
  AND EXISTS (SELECT FROM contacts WHERE campaign_id = g.id)
  AND NOT EXISTS (SELECT FROM contacts WHERE campaign_id = g.id AND status = 'open')
RETURNING g.id
