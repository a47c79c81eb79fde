-- Who must not be called, who was called when, what is not dialed and why, and what a person must do.

CREATE TABLE number_list_entries (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations (id),
    kind text NOT NULL,
    phone_index bytea NOT NULL,
    patient_id uuid,
    attempt_id uuid,
    reason text NOT NULL,
    source text NOT NULL,
    added_at timestamptz NOT NULL,
    removed_at timestamptz,
    removed_by text,
    CONSTRAINT number_list_entries_kind_known CHECK (
        kind IN ('black', 'white', 'complaint', 'do_not_call', 'invalid')),
    CONSTRAINT number_list_entries_phone_index_length CHECK (octet_length(phone_index) = 32),
    CONSTRAINT number_list_entries_removed_by_whom CHECK ((removed_at IS NULL) = (removed_by IS NULL)),
    CONSTRAINT number_list_entries_patient FOREIGN KEY (organization_id, patient_id)
        REFERENCES patients (organization_id, id),
    CONSTRAINT number_list_entries_attempt FOREIGN KEY (organization_id, attempt_id)
        REFERENCES attempts (organization_id, id)
);
CREATE UNIQUE INDEX number_list_entries_once ON number_list_entries (organization_id, phone_index, kind)
    WHERE removed_at IS NULL;
CREATE INDEX number_list_entries_by_patient ON number_list_entries (patient_id)
    WHERE patient_id IS NOT NULL AND removed_at IS NULL;
COMMENT ON TABLE number_list_entries IS 'Lists of phone numbers: do-not-call, complaint, black, invalid, and white. An entry is taken off, never deleted.';
COMMENT ON COLUMN number_list_entries.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN number_list_entries.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN number_list_entries.kind IS 'do_not_call, complaint and black are never dialed; invalid belongs to nobody we look for; white is only told of.';
COMMENT ON COLUMN number_list_entries.phone_index IS 'Keyed HMAC-SHA256 of the number.';
COMMENT ON COLUMN number_list_entries.patient_id IS 'The patient it was said of; null when it came as a number alone.';
COMMENT ON COLUMN number_list_entries.attempt_id IS 'The attempt in which it was said or found; null when it came otherwise.';
COMMENT ON COLUMN number_list_entries.reason IS 'Why, as a code such as asked_in_call or vacant.';
COMMENT ON COLUMN number_list_entries.source IS 'Where it came from: call, line, import, or an account.';
COMMENT ON COLUMN number_list_entries.added_at IS 'From when it holds (UTC).';
COMMENT ON COLUMN number_list_entries.removed_at IS 'When it was taken off (UTC); null while it holds.';
COMMENT ON COLUMN number_list_entries.removed_by IS 'The account that took it off; null while it holds.';

CREATE TABLE touches (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organization_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    phone_index bytea NOT NULL,
    kind text NOT NULL,
    contact_id uuid,
    attempt_id uuid CONSTRAINT touches_attempt_unique UNIQUE,
    counts boolean NOT NULL DEFAULT true,
    at timestamptz NOT NULL,
    CONSTRAINT touches_kind_known CHECK (kind IN ('robot', 'person', 'message')),
    CONSTRAINT touches_phone_index_length CHECK (octet_length(phone_index) = 32),
    CONSTRAINT touches_patient FOREIGN KEY (organization_id, patient_id)
        REFERENCES patients (organization_id, id),
    CONSTRAINT touches_contact FOREIGN KEY (organization_id, contact_id)
        REFERENCES contacts (organization_id, id),
    CONSTRAINT touches_attempt FOREIGN KEY (organization_id, attempt_id)
        REFERENCES attempts (organization_id, id)
);
CREATE INDEX touches_by_patient ON touches (patient_id, at);
CREATE INDEX touches_by_phone ON touches (organization_id, phone_index, at);
COMMENT ON TABLE touches IS 'The ledger of contact: each time that a patient or a number was turned to, by robot, person or message. Caps are counted here.';
COMMENT ON COLUMN touches.id IS 'Grows with time.';
COMMENT ON COLUMN touches.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN touches.patient_id IS 'Who was turned to.';
COMMENT ON COLUMN touches.phone_index IS 'Keyed HMAC-SHA256 of the number that was used.';
COMMENT ON COLUMN touches.kind IS 'robot (an attempt of ours), person (a call by a nurse) or message.';
COMMENT ON COLUMN touches.contact_id IS 'The follow-up it was for; null when for none.';
COMMENT ON COLUMN touches.attempt_id IS 'The attempt; null for persons and messages.';
COMMENT ON COLUMN touches.counts IS 'Whether the caps count it: not when nothing was dialed or our own line failed.';
COMMENT ON COLUMN touches.at IS 'When (UTC); of an attempt when it was claimed.';

CREATE TABLE suppressions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organization_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    reason text NOT NULL,
    until timestamptz,
    at timestamptz NOT NULL,
    CONSTRAINT suppressions_reason_form CHECK (reason ~ '^[a-z][a-z0-9_]*$'),
    CONSTRAINT suppressions_contact FOREIGN KEY (organization_id, contact_id)
        REFERENCES contacts (organization_id, id)
);
CREATE INDEX suppressions_by_contact ON suppressions (contact_id, id);
CREATE TRIGGER suppressions_frozen BEFORE UPDATE ON suppressions FOR EACH ROW EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE suppressions IS 'Why a contact that was due was not dialed: one row each time that the reason or the time changed.';
COMMENT ON COLUMN suppressions.id IS 'Grows with time.';
COMMENT ON COLUMN suppressions.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN suppressions.contact_id IS 'The follow-up that was not dialed.';
COMMENT ON COLUMN suppressions.reason IS 'A word of the closed list of reasons; the application has a sentence for each.';
COMMENT ON COLUMN suppressions.until IS 'When it is looked at again (UTC); null: never.';
COMMENT ON COLUMN suppressions.at IS 'When that was decided (UTC).';

CREATE TABLE work_items (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    kind text NOT NULL,
    patient_id uuid NOT NULL,
    contact_id uuid,
    attempt_id uuid,
    reason text,
    state text NOT NULL DEFAULT 'open',
    due_at timestamptz,
    created_at timestamptz NOT NULL,
    taken_by text,
    done_by text,
    done_at timestamptz,
    CONSTRAINT work_items_kind_form CHECK (kind ~ '^[a-z][a-z0-9_]*$'),
    CONSTRAINT work_items_state_known CHECK (state IN ('open', 'taken', 'done', 'dropped')),
    CONSTRAINT work_items_taken_by_somebody CHECK (state <> 'taken' OR taken_by IS NOT NULL),
    CONSTRAINT work_items_done_has_time CHECK ((state IN ('done', 'dropped')) = (done_at IS NOT NULL)),
    CONSTRAINT work_items_patient FOREIGN KEY (organization_id, patient_id)
        REFERENCES patients (organization_id, id),
    CONSTRAINT work_items_contact FOREIGN KEY (organization_id, contact_id)
        REFERENCES contacts (organization_id, id),
    CONSTRAINT work_items_attempt FOREIGN KEY (organization_id, attempt_id)
        REFERENCES attempts (organization_id, id)
);
CREATE UNIQUE INDEX work_items_open_once ON work_items (contact_id, kind) WHERE state IN ('open', 'taken');
CREATE INDEX work_items_open ON work_items (organization_id, due_at) WHERE state IN ('open', 'taken');
CREATE TRIGGER work_items_transition BEFORE UPDATE OF state ON work_items FOR EACH ROW
    EXECUTE FUNCTION enforce_transition('open>taken', 'open>done', 'open>dropped', 'taken>open', 'taken>done', 'taken>dropped');
COMMENT ON TABLE work_items IS 'What a person must do because no call will: a suppressed or missed follow-up, a wrong number, an unknown outcome.';
COMMENT ON COLUMN work_items.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN work_items.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN work_items.kind IS 'What is to be done, such as call_by_person, mend_number or look_into_outcome.';
COMMENT ON COLUMN work_items.patient_id IS 'For whom.';
COMMENT ON COLUMN work_items.contact_id IS 'For which follow-up; null when for none.';
COMMENT ON COLUMN work_items.attempt_id IS 'The attempt that led to it; null when none did.';
COMMENT ON COLUMN work_items.reason IS 'Why, as a word of the closed list of reasons or a disposition.';
COMMENT ON COLUMN work_items.state IS 'open, taken (somebody works on it), done, dropped.';
COMMENT ON COLUMN work_items.due_at IS 'By when (UTC); null: no term.';
COMMENT ON COLUMN work_items.created_at IS 'When it came up (UTC).';
COMMENT ON COLUMN work_items.taken_by IS 'The account that works on it.';
COMMENT ON COLUMN work_items.done_by IS 'The account that closed it.';
COMMENT ON COLUMN work_items.done_at IS 'When it was closed (UTC).';
