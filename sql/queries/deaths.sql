-- name: note
UPDATE patients SET deceased_at = coalesce(deceased_at, :at), updated_at = :at WHERE id = :patient_id

-- name: cancel
-- why each is canceled is kept, so that a death entered by mistake can be taken back
WITH canceled AS (
    UPDATE contacts SET status = 'canceled'
    WHERE organization_id = :organization_id AND patient_id = :patient_id AND status = 'open'
    RETURNING id)
INSERT INTO suppressions (organization_id, contact_id, reason, at)
SELECT :organization_id, id, 'deceased', :at FROM canceled

-- name: lock_patient
SELECT id, deceased_at FROM patients
WHERE organization_id = :organization_id AND external_id = :patient
FOR NO KEY UPDATE

-- name: lock_contacts
-- also the open ones: a claim may be closing them for the death
SELECT k.id, k.open_attempt_id FROM contacts k JOIN patients p ON p.id = k.patient_id
WHERE k.organization_id = :organization_id AND p.external_id = :patient
ORDER BY k.id FOR UPDATE OF k

-- name: closed_contacts
-- those that the death closed, and the one in whose call it was told; what a stopped campaign asked nobody wants now
SELECT k.id, k.external_id
FROM contacts k LEFT JOIN campaigns g ON g.id = k.campaign_id
JOIN patients p ON p.id = k.patient_id
WHERE k.organization_id = :organization_id AND p.external_id = :patient AND k.status IN ('canceled', 'suppressed')
  AND g.state IS DISTINCT FROM 'stopped'
  AND ((SELECT s.reason FROM suppressions s WHERE s.contact_id = k.id ORDER BY s.id DESC LIMIT 1) = 'deceased'
       OR (k.status = 'canceled' AND EXISTS (
           SELECT FROM attempts a
           LEFT JOIN person_results r ON r.attempt_id = a.id AND r.superseded_at IS NULL
           WHERE a.contact_id = k.id AND 'deceased' IN (a.disposition, r.disposition))))
ORDER BY k.id

-- name: give_to_people
UPDATE contacts SET status = 'suppressed' WHERE id = ANY (:contact_ids::uuid[])

-- name: take_back
UPDATE patients SET deceased_at = NULL, updated_at = :at WHERE id = :patient_id

-- name: drop_work
UPDATE work_items SET state = 'dropped', done_by = :actor, done_at = :at
WHERE organization_id = :organization_id AND patient_id = :patient_id AND kind = 'note_death'
  AND state IN ('open', 'taken')
