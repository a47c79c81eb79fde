-- What outside systems must be told, and who saw or changed what.

CREATE TABLE outbox (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations (id),
    position bigint GENERATED ALWAYS AS IDENTITY,
    endpoint text NOT NULL,
    kind text NOT NULL,
    attempt_id uuid NOT NULL,
    call_id uuid,
    alert_id uuid,
    idempotency_key text NOT NULL,
    state text NOT NULL DEFAULT 'pending',
    due_at timestamptz NOT NULL,
    tries integer NOT NULL DEFAULT 0,
    claimed_until timestamptz,
    delivered_at timestamptz,
    dead_at timestamptz,
    last_error text,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT outbox_idempotency_key_unique UNIQUE (organization_id, endpoint, idempotency_key),
    CONSTRAINT outbox_kind_known CHECK (kind IN ('alert.triggered', 'questionnaire.submitted', 'call.completed')),
    CONSTRAINT outbox_state_known CHECK (state IN ('pending', 'delivered', 'dead')),
    CONSTRAINT outbox_delivered_has_time CHECK ((state = 'delivered') = (delivered_at IS NOT NULL)),
    CONSTRAINT outbox_dead_has_time CHECK ((state = 'dead') = (dead_at IS NOT NULL)),
    CONSTRAINT outbox_tries_not_negative CHECK (tries >= 0),
    CONSTRAINT outbox_alert_has_id CHECK ((kind = 'alert.triggered') = (alert_id IS NOT NULL)),
    CONSTRAINT outbox_attempt FOREIGN KEY (organization_id, attempt_id)
        REFERENCES attempts (organization_id, id),
    CONSTRAINT outbox_call FOREIGN KEY (organization_id, call_id) REFERENCES calls (organization_id, id),
    CONSTRAINT outbox_alert FOREIGN KEY (organization_id, alert_id) REFERENCES alerts (organization_id, id)
);
CREATE INDEX outbox_pending ON outbox (organization_id, endpoint, position) WHERE state = 'pending';
CREATE TRIGGER outbox_transition BEFORE UPDATE OF state ON outbox FOR EACH ROW
    EXECUTE FUNCTION enforce_transition('pending>delivered', 'pending>dead', 'dead>pending');
COMMENT ON TABLE outbox IS 'Messages to outside systems, in order per endpoint. Holds ids only; the text is built at delivery.';
COMMENT ON COLUMN outbox.id IS 'UUIDv7 made by the application; the delivery id that receivers see.';
COMMENT ON COLUMN outbox.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN outbox.position IS 'Order of delivery within an endpoint.';
COMMENT ON COLUMN outbox.endpoint IS 'Name of the receiver in the settings.';
COMMENT ON COLUMN outbox.kind IS 'alert.triggered, questionnaire.submitted or call.completed.';
COMMENT ON COLUMN outbox.attempt_id IS 'The attempt that it tells of.';
COMMENT ON COLUMN outbox.call_id IS 'The conversation that it tells of; null when there was none.';
COMMENT ON COLUMN outbox.alert_id IS 'The alert that it tells of; only for alert.triggered.';
COMMENT ON COLUMN outbox.idempotency_key IS 'The same for the same news, so that it is told once.';
COMMENT ON COLUMN outbox.state IS 'pending, delivered or dead (given up; a person may put it back).';
COMMENT ON COLUMN outbox.due_at IS 'Not tried before this time (UTC).';
COMMENT ON COLUMN outbox.tries IS 'How often delivery was tried.';
COMMENT ON COLUMN outbox.claimed_until IS 'Until when one deliverer holds it (UTC); null when free.';
COMMENT ON COLUMN outbox.delivered_at IS 'When the receiver took it (UTC).';
COMMENT ON COLUMN outbox.dead_at IS 'When it was given up (UTC).';
COMMENT ON COLUMN outbox.last_error IS 'Why the last try failed, in one line without patient data.';
COMMENT ON COLUMN outbox.created_at IS 'When the row was made (UTC).';

CREATE TABLE audit_entries (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations (id),
    actor text NOT NULL,
    action text NOT NULL,
    subject_kind text NOT NULL,
    subject_id text NOT NULL,
    details jsonb NOT NULL DEFAULT '{}',
    at timestamptz NOT NULL,
    CONSTRAINT audit_entries_action_form CHECK (action ~ '^[a-z][a-z0-9_]*$'),
    CONSTRAINT audit_entries_details_object CHECK (jsonb_typeof(details) = 'object')
);
CREATE INDEX audit_entries_by_subject ON audit_entries (organization_id, subject_kind, subject_id, at);
CREATE TRIGGER audit_entries_frozen BEFORE UPDATE OR DELETE ON audit_entries FOR EACH ROW
    EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE audit_entries IS 'Who saw or changed what; rows are never changed or deleted.';
COMMENT ON COLUMN audit_entries.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN audit_entries.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN audit_entries.actor IS 'Account or part of the system.';
COMMENT ON COLUMN audit_entries.action IS 'What was done, such as result_read.';
COMMENT ON COLUMN audit_entries.subject_kind IS 'Table of the row that it was done to.';
COMMENT ON COLUMN audit_entries.subject_id IS 'Id of that row.';
COMMENT ON COLUMN audit_entries.details IS 'Ids and codes; never words of a patient.';
COMMENT ON COLUMN audit_entries.at IS 'When it was done (UTC).';
