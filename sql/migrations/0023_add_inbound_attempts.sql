-- Patients who call back: an attempt may also be a call that came in, and every call that came in is told of.

ALTER TABLE attempts
    ADD COLUMN direction text NOT NULL DEFAULT 'outbound',
    ADD COLUMN channel_id text,
    ADD CONSTRAINT attempts_direction_known CHECK (direction IN ('outbound', 'inbound')),
    ADD CONSTRAINT attempts_inbound_has_channel CHECK ((direction = 'inbound') = (channel_id IS NOT NULL)),
    ADD CONSTRAINT attempts_inbound_is_not_dialed CHECK (
        direction = 'outbound' OR (dialing_at IS NULL AND ringing_at IS NULL)),
    DROP CONSTRAINT attempts_dialing_has_time,
    ADD CONSTRAINT attempts_dialing_has_time CHECK (
        state NOT IN ('dialing', 'ringing', 'answered') OR dialing_at IS NOT NULL
        OR (state = 'answered' AND direction = 'inbound'));
COMMENT ON TABLE attempts IS 'One call between the system and a contact: a try to reach it, or its own call back. At most one per contact is not ended.';
COMMENT ON COLUMN attempts.id IS 'UUIDv7 made by the application; of an outbound attempt also the id of the patient''s channel in Asterisk.';
COMMENT ON COLUMN attempts.direction IS 'outbound (we call), inbound (the patient called back; it is claimed, then answered, and never dialed).';
COMMENT ON COLUMN attempts.channel_id IS 'Asterisk''s own id of the channel on which the patient called; null for an outbound attempt.';
COMMENT ON COLUMN attempts.phone_encrypted IS 'The number that is dialed, or that called, encrypted.';
COMMENT ON COLUMN attempts.phone_index IS 'Keyed HMAC-SHA256 of that number, for caps per number.';

DROP TRIGGER attempts_transition ON attempts;
CREATE TRIGGER attempts_transition BEFORE UPDATE OF state ON attempts FOR EACH ROW
    WHEN (NEW.direction = 'outbound') EXECUTE FUNCTION enforce_transition(
        'scheduled>claimed', 'scheduled>ended', 'claimed>scheduled', 'claimed>dialing', 'claimed>ended',
        'dialing>ringing', 'dialing>answered', 'dialing>ended', 'ringing>answered', 'ringing>ended',
        'answered>ended');
CREATE TRIGGER attempts_inbound_transition BEFORE UPDATE OF state ON attempts FOR EACH ROW
    WHEN (NEW.direction = 'inbound') EXECUTE FUNCTION enforce_transition(
        'scheduled>claimed', 'claimed>answered', 'claimed>ended', 'answered>ended');
CREATE TRIGGER attempts_direction_fixed BEFORE UPDATE OF direction ON attempts FOR EACH ROW
    WHEN (NEW.direction <> OLD.direction AND OLD.state <> 'scheduled') EXECUTE FUNCTION refuse_change();

-- a patient who calls of his own accord was not turned to: caps do not count it
DROP TRIGGER attempts_enter_ledger ON attempts;
CREATE TRIGGER attempts_enter_ledger AFTER INSERT ON attempts FOR EACH ROW
    WHEN (NEW.state = 'claimed' AND NEW.direction = 'outbound') EXECUTE FUNCTION keep_ledger();
DROP TRIGGER attempts_keep_ledger ON attempts;
CREATE TRIGGER attempts_keep_ledger AFTER UPDATE OF state ON attempts FOR EACH ROW
    WHEN (NEW.state IN ('claimed', 'ended') AND OLD.state IS DISTINCT FROM NEW.state AND NEW.direction = 'outbound')
    EXECUTE FUNCTION keep_ledger();

ALTER TABLE calls
    ADD COLUMN resumes uuid,
    ADD CONSTRAINT calls_resumes FOREIGN KEY (organization_id, resumes) REFERENCES calls (organization_id, id),
    ADD CONSTRAINT calls_resumes_another CHECK (resumes <> id);
COMMENT ON COLUMN calls.resumes IS 'The earlier conversation of the same contact whose answers stand and which this one goes on with; null: begun anew.';

CREATE TABLE inbound_calls (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations (id),
    worker text NOT NULL,
    channel_id text NOT NULL,
    phone_index bytea,
    outcome text NOT NULL,
    attempt_id uuid,
    at timestamptz NOT NULL,
    CONSTRAINT inbound_calls_channel_unique UNIQUE (organization_id, worker, channel_id),
    CONSTRAINT inbound_calls_phone_index_length CHECK (octet_length(phone_index) = 32),
    CONSTRAINT inbound_calls_outcome_known CHECK (
        outcome IN ('recognized', 'unknown', 'nothing_open', 'barred', 'being_called', 'full')),
    CONSTRAINT inbound_calls_recognized_has_attempt CHECK ((outcome = 'recognized') = (attempt_id IS NOT NULL)),
    CONSTRAINT inbound_calls_attempt FOREIGN KEY (organization_id, attempt_id)
        REFERENCES attempts (organization_id, id)
);
CREATE INDEX inbound_calls_by_time ON inbound_calls (organization_id, at);
CREATE TRIGGER inbound_calls_frozen BEFORE UPDATE ON inbound_calls FOR EACH ROW EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE inbound_calls IS 'Every call that came in for the follow-ups, and what was made of it.';
COMMENT ON COLUMN inbound_calls.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN inbound_calls.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN inbound_calls.worker IS 'Id of the worker at whose Asterisk it came in.';
COMMENT ON COLUMN inbound_calls.channel_id IS 'Asterisk''s id of the channel.';
COMMENT ON COLUMN inbound_calls.phone_index IS 'Keyed HMAC-SHA256 of the caller''s number; null when it was withheld or is none.';
COMMENT ON COLUMN inbound_calls.outcome IS 'recognized (went on with an open follow-up), unknown (no such number), nothing_open, barred (the identity check failed too often), being_called (an attempt for it was under way), full (too many at once).';
COMMENT ON COLUMN inbound_calls.attempt_id IS 'The attempt that it became; only when recognized.';
COMMENT ON COLUMN inbound_calls.at IS 'When it came in (UTC).';
