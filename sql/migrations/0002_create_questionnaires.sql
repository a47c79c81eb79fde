-- Questionnaires and their versions. A version never changes once stored.

CREATE TABLE questionnaires (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations (id),
    code text NOT NULL,
    title text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT questionnaires_same_organization UNIQUE (organization_id, id),
    CONSTRAINT questionnaires_code_unique UNIQUE (organization_id, code),
    CONSTRAINT questionnaires_code_form CHECK (code ~ '^[a-z][a-z0-9_]{0,63}$')
);
COMMENT ON TABLE questionnaires IS 'A questionnaire by its stable code; what it asks stands in its versions.';
COMMENT ON COLUMN questionnaires.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN questionnaires.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN questionnaires.code IS 'Stable code such as q_postop_v1; questionnaireId in webhooks.';
COMMENT ON COLUMN questionnaires.title IS 'Title for people who read lists.';
COMMENT ON COLUMN questionnaires.created_at IS 'When the row was made (UTC).';

CREATE TABLE questionnaire_versions (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    questionnaire_id uuid NOT NULL,
    version text NOT NULL,
    definition jsonb NOT NULL,
    definition_sha256 text NOT NULL,
    frozen_at timestamptz NOT NULL,
    CONSTRAINT questionnaire_versions_same_organization UNIQUE (organization_id, id),
    CONSTRAINT questionnaire_versions_content_unique UNIQUE (questionnaire_id, version),
    CONSTRAINT questionnaire_versions_definition_object CHECK (jsonb_typeof(definition) = 'object'),
    CONSTRAINT questionnaire_versions_sha256_form CHECK (definition_sha256 ~ '^[0-9a-f]{64}$'),
    CONSTRAINT questionnaire_versions_questionnaire FOREIGN KEY (organization_id, questionnaire_id)
        REFERENCES questionnaires (organization_id, id)
);
COMMENT ON TABLE questionnaire_versions IS 'The exact questionnaire that was asked, frozen: an update is refused.';
COMMENT ON COLUMN questionnaire_versions.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN questionnaire_versions.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN questionnaire_versions.questionnaire_id IS 'The questionnaire that this is a version of.';
COMMENT ON COLUMN questionnaire_versions.version IS 'Version as the definition states it.';
COMMENT ON COLUMN questionnaire_versions.definition IS 'FHIR-shaped Questionnaire: items, options, conditions, scores.';
COMMENT ON COLUMN questionnaire_versions.definition_sha256 IS 'SHA-256 (hex) of the definition as JSON with sorted keys and without spaces.';
COMMENT ON COLUMN questionnaire_versions.frozen_at IS 'When the version was stored (UTC).';

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_TABLE_NAME || '_frozen';
END $$;
COMMENT ON FUNCTION refuse_change() IS 'Trigger: makes a table append-only.';

CREATE TRIGGER questionnaire_versions_frozen BEFORE UPDATE OR DELETE ON questionnaire_versions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
