-- How others reach a running call, and what it tells. Notifications only wake; the rows are the truth.

CREATE TABLE call_command (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    call_id uuid NOT NULL,
    position bigint GENERATED ALWAYS AS IDENTITY,
    actor text NOT NULL,
    verb text NOT NULL,
    args jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL,
    done_at timestamptz,
    result text,
    CONSTRAINT call_command_verb_form CHECK (verb ~ '^[a-z][a-z0-9_]*$'),
    CONSTRAINT call_command_args_object CHECK (jsonb_typeof(args) = 'object'),
    CONSTRAINT call_command_done_has_result CHECK ((done_at IS NULL) = (result IS NULL)),
    CONSTRAINT call_command_call FOREIGN KEY (organization_id, call_id) REFERENCES calls (organization_id, id)
);
CREATE INDEX call_command_waiting ON call_command (call_id, position) WHERE done_at IS NULL;
COMMENT ON TABLE call_command IS 'What a person or another part wants of a running call; its runner takes the rows in order.';
COMMENT ON COLUMN call_command.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN call_command.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN call_command.call_id IS 'The call that is meant.';
COMMENT ON COLUMN call_command.position IS 'Order of arrival.';
COMMENT ON COLUMN call_command.actor IS 'Who asked: an account or a part of the system.';
COMMENT ON COLUMN call_command.verb IS 'What to do, such as hang_up or transfer.';
COMMENT ON COLUMN call_command.args IS 'Ids and codes that the verb needs; never words of a patient.';
COMMENT ON COLUMN call_command.created_at IS 'When it was asked (UTC).';
COMMENT ON COLUMN call_command.done_at IS 'When it was done or refused (UTC); null while waiting.';
COMMENT ON COLUMN call_command.result IS 'done, or why not, as one word; null while waiting.';

CREATE TABLE call_event (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organization_id uuid NOT NULL,
    call_id uuid NOT NULL,
    turn integer NOT NULL,
    kind text NOT NULL,
    details jsonb NOT NULL DEFAULT '{}',
    at timestamptz NOT NULL,
    CONSTRAINT call_event_kind_form CHECK (kind ~ '^[a-z][a-z0-9_]*$'),
    CONSTRAINT call_event_details_object CHECK (jsonb_typeof(details) = 'object'),
    CONSTRAINT call_event_call FOREIGN KEY (organization_id, call_id) REFERENCES calls (organization_id, id)
);
CREATE INDEX call_event_by_call ON call_event (call_id, id);
COMMENT ON TABLE call_event IS 'What happened in a call, for live views and reports; append-only.';
COMMENT ON COLUMN call_event.id IS 'Grows with time; a reader asks for what is after the last one it saw.';
COMMENT ON COLUMN call_event.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN call_event.call_id IS 'The call.';
COMMENT ON COLUMN call_event.turn IS 'The call''s turn at that moment.';
COMMENT ON COLUMN call_event.kind IS 'What happened, in the past tense, such as alert_raised.';
COMMENT ON COLUMN call_event.details IS 'Ids, codes and figures; never words of a patient.';
COMMENT ON COLUMN call_event.at IS 'When it happened (UTC).';

CREATE TRIGGER call_event_frozen BEFORE UPDATE ON call_event FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE FUNCTION wake_runner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('call_command', NEW.call_id::text);
    RETURN NULL;
END $$;
COMMENT ON FUNCTION wake_runner() IS 'Trigger: tells listeners which call has a new command; carries the id only.';
CREATE TRIGGER call_command_added AFTER INSERT ON call_command FOR EACH ROW EXECUTE FUNCTION wake_runner();
