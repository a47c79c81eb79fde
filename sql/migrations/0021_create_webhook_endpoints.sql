-- Where a campaign's news is told. Its rows of the outbox carry the endpoint's name.

CREATE TABLE webhook_endpoints (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations (id),
    name text NOT NULL,
    url text NOT NULL,
    secret_encrypted bytea NOT NULL,
    events text[] NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT webhook_endpoints_name_unique UNIQUE (organization_id, name),
    CONSTRAINT webhook_endpoints_name_present CHECK (name <> ''),
    CONSTRAINT webhook_endpoints_url_form CHECK (url ~ '^https?://'),
    CONSTRAINT webhook_endpoints_events_known CHECK (
        cardinality(events) > 0
        AND events <@ ARRAY['call.completed', 'questionnaire.submitted', 'alert.triggered'])
);
COMMENT ON TABLE webhook_endpoints IS 'An outside system that is told what happens, and which events it wants.';
COMMENT ON COLUMN webhook_endpoints.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN webhook_endpoints.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN webhook_endpoints.name IS 'Its name in campaigns.endpoint and outbox.endpoint.';
COMMENT ON COLUMN webhook_endpoints.url IS 'Where it is told; https, or http on the same machine.';
COMMENT ON COLUMN webhook_endpoints.secret_encrypted IS 'The secret that signs what is told, encrypted; never shown again.';
COMMENT ON COLUMN webhook_endpoints.events IS 'call.completed, questionnaire.submitted, alert.triggered: those that it wants.';
COMMENT ON COLUMN webhook_endpoints.created_at IS 'When the row was made (UTC).';
