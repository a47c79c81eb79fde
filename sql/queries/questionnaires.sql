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
