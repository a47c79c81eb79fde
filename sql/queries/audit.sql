-- name: add
INSERT INTO audit_entries (id, organization_id, actor, action, subject_kind, subject_id, details, at)
VALUES (:id, :organization_id, :actor, :action, :subject_kind, :subject_id, :details, :at)
