-- name: call_of_agent
SELECT a.id AS attempt_id, a.organization_id, a.lease_epoch, g.id AS agent_id, c.id AS call_id, k.id AS contact_id,
       k.patient_id, k.open_attempt_id, k.thresholds, v.definition, p.name_encrypted
FROM attempts a
JOIN agents g ON g.id = a.agent_id
JOIN calls c ON c.attempt_id = a.id
JOIN contacts k ON k.id = a.contact_id
JOIN patients p ON p.id = k.patient_id
JOIN questionnaire_versions v ON v.id = k.questionnaire_version_id
WHERE a.organization_id = :organization_id AND g.name = :agent AND a.state = 'ended' AND a.answered_at IS NOT NULL
  AND (:attempt_id::uuid IS NULL OR a.id = :attempt_id)
ORDER BY a.ended_at DESC, a.id DESC LIMIT 1 FOR UPDATE OF k

-- name: supersede
UPDATE person_results SET superseded_at = :at WHERE attempt_id = :attempt_id AND superseded_at IS NULL
RETURNING status

-- name: insert
INSERT INTO person_results (id, organization_id, attempt_id, agent_id, disposition, note_encrypted, status, next_at,
                            recorded_at)
VALUES (:id, :organization_id, :attempt_id, :agent_id, :disposition, :note_encrypted, :status, :next_at, :at)

-- name: move_contact
UPDATE contacts
SET status = :status, due_at = coalesce(:next_at, due_at), requested = :requested,
    use_second = use_second OR :use_second
WHERE id = :contact_id AND open_attempt_id IS NULL AND status = ANY (:from_statuses::text[])
  AND NOT EXISTS (SELECT FROM attempts later WHERE later.contact_id = contacts.id
                  AND later.number > (SELECT number FROM attempts WHERE id = :attempt_id))

-- name: insert_answer
INSERT INTO answers (id, organization_id, call_id, turn, link_id, value, free_text_encrypted, unit, status, confidence,
                     utterance_encrypted, input_source, recorded_by, times_asked, parser_version, answered_at)
SELECT :id, c.organization_id, c.id, c.turn, :link_id, :value, :free_text_encrypted, :unit, 'confirmed', 1,
       :utterance_encrypted, 'person', :recorded_by, 1, c.engine_version, :at
FROM calls c WHERE c.id = :call_id

-- name: of_attempt
SELECT r.id, r.disposition, r.note_encrypted, r.recorded_at, g.name AS recorded_by
FROM person_results r JOIN agents g ON g.id = r.agent_id
WHERE r.attempt_id = :attempt_id AND r.superseded_at IS NULL
