-- What follows an attempt that has ended: a queue that the database fills itself, and the decisions.

CREATE TABLE attempts_to_settle (
    attempt_id uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    ended_at timestamptz NOT NULL,
    CONSTRAINT attempts_to_settle_attempt FOREIGN KEY (organization_id, attempt_id)
        REFERENCES attempts (organization_id, id)
);
CREATE INDEX attempts_to_settle_oldest ON attempts_to_settle (organization_id, ended_at);
COMMENT ON TABLE attempts_to_settle IS 'Attempts of campaigns that have ended and of which nobody has decided yet what follows. Normally empty.';
COMMENT ON COLUMN attempts_to_settle.attempt_id IS 'The attempt.';
COMMENT ON COLUMN attempts_to_settle.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN attempts_to_settle.ended_at IS 'When it ended (UTC).';

CREATE TABLE redials (
    attempt_id uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    disposition disposition_word NOT NULL,
    counts boolean NOT NULL,
    next_at timestamptz,
    reason text NOT NULL,
    message text NOT NULL DEFAULT 'none',
    decided_at timestamptz NOT NULL,
    CONSTRAINT redials_reason_form CHECK (reason ~ '^[a-z][a-z0-9_]*$'),
    CONSTRAINT redials_message_form CHECK (message ~ '^[a-z][a-z0-9_]*$'),
    CONSTRAINT redials_attempt FOREIGN KEY (organization_id, attempt_id)
        REFERENCES attempts (organization_id, id),
    CONSTRAINT redials_contact FOREIGN KEY (organization_id, contact_id)
        REFERENCES contacts (organization_id, id)
);
CREATE INDEX redials_by_contact ON redials (contact_id, decided_at);
CREATE TRIGGER redials_frozen BEFORE UPDATE OR DELETE ON redials FOR EACH ROW EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE redials IS 'What was decided after each attempt of a campaign: once, and never changed.';
COMMENT ON COLUMN redials.attempt_id IS 'The attempt that had ended.';
COMMENT ON COLUMN redials.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN redials.contact_id IS 'The follow-up.';
COMMENT ON COLUMN redials.disposition IS 'How the attempt had ended.';
COMMENT ON COLUMN redials.counts IS 'Whether it used up one of the tries.';
COMMENT ON COLUMN redials.next_at IS 'When the next try is due (UTC); null: there is none.';
COMMENT ON COLUMN redials.reason IS 'Why, as one word: the rule of the redial table that was applied.';
COMMENT ON COLUMN redials.message IS 'Which message the patient gets, such as reminder; none.';
COMMENT ON COLUMN redials.decided_at IS 'When that was decided (UTC).';

CREATE FUNCTION await_settling() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO attempts_to_settle (attempt_id, organization_id, ended_at)
    SELECT NEW.id, NEW.organization_id, NEW.ended_at
    FROM contacts c WHERE c.id = NEW.contact_id AND c.campaign_id IS NOT NULL
    ON CONFLICT (attempt_id) DO NOTHING;
    IF NOT FOUND THEN
        UPDATE contacts SET open_attempt_id = NULL WHERE id = NEW.contact_id AND open_attempt_id = NEW.id;
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION await_settling() IS 'Trigger: an attempt of a campaign that ends waits for the decision what follows.';
CREATE TRIGGER attempts_await_settling AFTER UPDATE OF state ON attempts FOR EACH ROW
    WHEN (NEW.state = 'ended' AND OLD.state <> 'ended') EXECUTE FUNCTION await_settling();

ALTER TABLE outbox
    DROP CONSTRAINT outbox_kind_known,
    ADD CONSTRAINT outbox_kind_known CHECK (kind IN (
        'alert.triggered', 'questionnaire.submitted', 'call.completed', 'message.requested'));
COMMENT ON COLUMN outbox.kind IS 'alert.triggered, questionnaire.submitted, call.completed or message.requested (redials.message tells which).';
