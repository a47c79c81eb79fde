-- Links in messages to patients: a random token each, of which only a digest is kept. And what the ledger counts once.

CREATE TABLE message_links (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    token_digest bytea NOT NULL,
    verb text NOT NULL,
    patient_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    attempt_id uuid NOT NULL,
    made_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    redeemed_at timestamptz,
    CONSTRAINT message_links_token_unique UNIQUE (token_digest),
    CONSTRAINT message_links_token_digest_length CHECK (octet_length(token_digest) = 32),
    CONSTRAINT message_links_verb_known CHECK (verb IN ('reschedule', 'do_not_disturb', 'call_back')),
    CONSTRAINT message_links_expire CHECK (expires_at > made_at),
    CONSTRAINT message_links_redeemed_in_time CHECK (redeemed_at >= made_at AND redeemed_at < expires_at),
    CONSTRAINT message_links_patient FOREIGN KEY (organization_id, patient_id)
        REFERENCES patients (organization_id, id),
    CONSTRAINT message_links_contact FOREIGN KEY (organization_id, contact_id)
        REFERENCES contacts (organization_id, id),
    CONSTRAINT message_links_attempt FOREIGN KEY (organization_id, attempt_id)
        REFERENCES attempts (organization_id, id)
);
CREATE INDEX message_links_by_attempt ON message_links (attempt_id);
CREATE TRIGGER message_links_frozen BEFORE UPDATE ON message_links FOR EACH ROW
    WHEN (OLD.redeemed_at IS NOT NULL OR NEW.token_digest <> OLD.token_digest OR NEW.verb <> OLD.verb
          OR NEW.patient_id <> OLD.patient_id OR NEW.contact_id <> OLD.contact_id)
    EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE message_links IS 'What a patient may do with a link of a message: one thing, once, for a time. The link''s token itself is nowhere kept.';
COMMENT ON COLUMN message_links.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN message_links.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN message_links.token_digest IS 'SHA-256 of the token, which has 192 random bits.';
COMMENT ON COLUMN message_links.verb IS 'reschedule, do_not_disturb or call_back.';
COMMENT ON COLUMN message_links.patient_id IS 'For whom it was made; it does nothing for anybody else.';
COMMENT ON COLUMN message_links.contact_id IS 'The follow-up that it speaks of.';
COMMENT ON COLUMN message_links.attempt_id IS 'The attempt after which the message was sent.';
COMMENT ON COLUMN message_links.made_at IS 'When it was made (UTC).';
COMMENT ON COLUMN message_links.expires_at IS 'From when on it does nothing (UTC).';
COMMENT ON COLUMN message_links.redeemed_at IS 'When it was used (UTC); null: not yet.';

ALTER TABLE touches ADD COLUMN reference text;
CREATE UNIQUE INDEX touches_reference_once ON touches (patient_id, reference) WHERE reference IS NOT NULL;
COMMENT ON COLUMN touches.reference IS 'What told of it, such as agi: and the channel''s id, so that it counts once; null when nothing did.';
