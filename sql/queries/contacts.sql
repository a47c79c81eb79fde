-- name: lock_by_external_id
SELECT id, patient_id FROM contacts
WHERE organization_id = :organization_id AND external_id = :external_id
FOR UPDATE

-- name: insert
INSERT INTO contacts (id, organization_id, external_id, patient_id, encounter_id, questionnaire_version_id,
                      plan_day, appointment_at, due_at)
VALUES (:id, :organization_id, :external_id, :patient_id, :encounter_id, :questionnaire_version_id,
        :plan_day, :appointment_at, :due_at)

-- name: complete
UPDATE contacts SET status = 'completed' WHERE id = :id AND status = 'open'

-- name: read_target
SELECT a.id AS attempt_id, a.organization_id, a.contact_id, a.number, a.state, a.phone_encrypted, a.channel_id,
       o.name AS organization_name, o.time_zone,
       c.external_id AS contact_external_id, c.plan_day, c.appointment_at, c.thresholds,
       p.id AS patient_id, p.external_id AS patient_external_id, p.name_encrypted,
       p.id_tail_digest, p.birth_md_digest, p.minor_until_encrypted, p.birth_year, p.language,
       e.external_id AS encounter_external_id,
       q.code AS questionnaire_code, v.version AS questionnaire_version, v.definition
FROM attempts a
JOIN organizations o ON o.id = a.organization_id
JOIN contacts c ON c.id = a.contact_id
JOIN patients p ON p.id = c.patient_id
LEFT JOIN encounters e ON e.id = c.encounter_id
JOIN questionnaire_versions v ON v.id = c.questionnaire_version_id
JOIN questionnaires q ON q.id = v.questionnaire_id
WHERE a.id = :attempt_id
