-- name: ensure
INSERT INTO questionnaires (id, organization_id, code, title)
VALUES (:id, :organization_id, :code, :title)
ON CONFLICT (organization_id, code) DO UPDATE SET title = excluded.title
RETURNING id

-- name: find_version
SELECT id, definition_sha256 FROM questionnaire_versions
WHERE questionnaire_id = :questionnaire_id AND version = :version

-- name: insert_version
INSERT INTO questionnaire_versions
    (id, organization_id, questionnaire_id, version, definition, definition_sha256, frozen_at)
VALUES (:id, :organization_id, :questionnaire_id, :version, :definition, :definition_sha256, :frozen_at)

-- name: read_latest
SELECT v.version, q.title, v.definition
FROM questionnaire_versions v
JOIN questionnaires q ON q.id = v.questionnaire_id
JOIN organizations o ON o.id = q.organization_id
WHERE o.code = :organization AND q.code = :code
ORDER BY v.frozen_at DESC, v.id DESC
LIMIT 1
