-- name: expire
UPDATE previews SET state = 'expired', ended_at = :at
WHERE organization_id = :organization_id AND state IN ('shown', 'confirmed') AND expires_at <= :at

-- name: insert
INSERT INTO previews (id, organization_id, agent_id, contact_id, shown_at, expires_at)
VALUES (:id, :organization_id, :agent_id, :contact_id, :at, :expires_at)

-- name: of_agent
SELECT p.id, p.contact_id, p.state, p.expires_at FROM previews p
WHERE p.agent_id = :agent_id AND p.state IN ('shown', 'confirmed') FOR UPDATE

-- name: reserved
SELECT contact_id FROM previews WHERE organization_id = :organization_id AND state IN ('shown', 'confirmed')

-- name: confirm
UPDATE previews SET state = 'confirmed', expires_at = :expires_at WHERE id = :id AND state = 'shown'

-- name: skip
UPDATE previews SET state = 'skipped', reason = :reason, ended_at = :at WHERE id = :id AND state = 'shown'

-- name: confirmed
SELECT p.id, p.contact_id, p.agent_id, k.campaign_id
FROM previews p JOIN contacts k ON k.id = p.contact_id JOIN agents g ON g.id = p.agent_id
WHERE p.organization_id = :organization_id AND p.state = 'confirmed' AND p.expires_at > :at AND g.state = 'ready'
ORDER BY p.shown_at, p.id FOR UPDATE OF p, g SKIP LOCKED

-- name: dialed
UPDATE previews SET state = 'dialed', attempt_id = :attempt_id, ended_at = :at WHERE id = :id AND state = 'confirmed'

-- name: refused
UPDATE previews SET state = 'refused', reason = :reason, ended_at = :at WHERE id = :id AND state = 'confirmed'

-- name: outcome
SELECT state, reason FROM previews WHERE id = :id

-- name: who
SELECT k.id, k.patient_id, k.plan_day, k.due_at, k.group_name, p.name_encrypted, p.phone_encrypted, e.department,
       g.name AS campaign, q.code AS questionnaire
FROM contacts k
JOIN patients p ON p.id = k.patient_id
JOIN campaigns g ON g.id = k.campaign_id
JOIN questionnaire_versions v ON v.id = k.questionnaire_version_id
JOIN questionnaires q ON q.id = v.questionnaire_id
LEFT JOIN encounters e ON e.id = k.encounter_id
WHERE k.id = :contact_id

-- name: history
SELECT a.dialing_at, a.disposition, coalesce(a.mode, 'ai') AS mode
FROM attempts a JOIN contacts k ON k.id = a.contact_id
WHERE k.patient_id = :patient_id AND a.state = 'ended' AND a.dialing_at IS NOT NULL
ORDER BY a.dialing_at DESC LIMIT 10
