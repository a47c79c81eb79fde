-- Who is to be reached, and every try to do so. The states of an attempt are guarded here:
-- scheduled -> claimed -> dialing -> ringing -> answered -> ended, each of them may end.

CREATE TABLE contacts (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    external_id text NOT NULL,
    patient_id uuid NOT NULL,
    encounter_id uuid,
    questionnaire_version_id uuid NOT NULL,
    plan_day text,
    status text NOT NULL DEFAULT 'open',
    due_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT contacts_same_organization UNIQUE (organization_id, id),
    CONSTRAINT contacts_external_id_unique UNIQUE (organization_id, external_id),
    CONSTRAINT contacts_external_id_present CHECK (external_id <> ''),
    CONSTRAINT contacts_status_known CHECK (status IN ('open', 'completed', 'canceled')),
    CONSTRAINT contacts_patient FOREIGN KEY (organization_id, patient_id)
        REFERENCES patients (organization_id, id),
    CONSTRAINT contacts_encounter FOREIGN KEY (organization_id, encounter_id)
        REFERENCES encounters (organization_id, id),
    CONSTRAINT contacts_questionnaire_version FOREIGN KEY (organization_id, questionnaire_version_id)
        REFERENCES questionnaire_versions (organization_id, id)
);
CREATE INDEX contacts_by_patient ON contacts (patient_id);
COMMENT ON TABLE contacts IS 'One follow-up item: a patient to be asked one questionnaire.';
COMMENT ON COLUMN contacts.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN contacts.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN contacts.external_id IS 'Follow-up id known outside; taskId in webhooks, the same however often it is sent.';
COMMENT ON COLUMN contacts.patient_id IS 'Who is to be reached.';
COMMENT ON COLUMN contacts.encounter_id IS 'The visit it follows up; null when there is none.';
COMMENT ON COLUMN contacts.questionnaire_version_id IS 'What is asked, frozen.';
COMMENT ON COLUMN contacts.plan_day IS 'Day of the care plan, such as T+3; null outside a plan.';
COMMENT ON COLUMN contacts.status IS 'open (still to be reached), completed (asked), canceled (given up or withdrawn).';
COMMENT ON COLUMN contacts.due_at IS 'From when the patient may be called (UTC).';
COMMENT ON COLUMN contacts.created_at IS 'When the row was made (UTC).';

CREATE DOMAIN disposition_word AS text CONSTRAINT disposition_known CHECK (VALUE IN (
        'completed', 'partial', 'refused', 'transferred', 'callback_scheduled', 'wrong_number',
        'patient_unavailable', 'verify_failed', 'deceased', 'dnc', 'no_input', 'emergency_escalated',
        'voicemail', 'call_assistant', 'vacant', 'invalid', 'suspended', 'power_off', 'unreachable',
        'busy', 'no_answer', 'rejected', 'barred', 'network', 'forwarding', 'trunk_error', 'interrupted',
        'failed'));
COMMENT ON DOMAIN disposition_word IS 'How an attempt or a conversation ended: the closed list of docs/contract.md.';

CREATE TABLE attempts (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    number integer NOT NULL,
    state text NOT NULL DEFAULT 'scheduled',
    caller_id text,
    phone_encrypted bytea NOT NULL,
    phone_index bytea NOT NULL,
    worker text,
    lease_epoch bigint NOT NULL DEFAULT 0,
    lease_expires_at timestamptz,
    due_at timestamptz NOT NULL,
    claimed_at timestamptz,
    dialing_at timestamptz,
    ringing_at timestamptz,
    answered_at timestamptz,
    ended_at timestamptz,
    disposition disposition_word,
    hangup_cause integer,
    tech_cause text,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT attempts_same_organization UNIQUE (organization_id, id),
    CONSTRAINT attempts_number_unique UNIQUE (contact_id, number),
    CONSTRAINT attempts_number_positive CHECK (number >= 1),
    CONSTRAINT attempts_state_known CHECK (state IN (
        'scheduled', 'claimed', 'dialing', 'ringing', 'answered', 'ended')),
    CONSTRAINT attempts_phone_index_length CHECK (octet_length(phone_index) = 32),
    CONSTRAINT attempts_live_is_leased CHECK (
        state IN ('scheduled', 'ended') OR (worker IS NOT NULL AND lease_expires_at IS NOT NULL)),
    CONSTRAINT attempts_ended_has_disposition CHECK (
        (state = 'ended') = (disposition IS NOT NULL) AND (state = 'ended') = (ended_at IS NOT NULL)),
    CONSTRAINT attempts_claimed_has_time CHECK (state IN ('scheduled', 'ended') OR claimed_at IS NOT NULL),
    CONSTRAINT attempts_dialing_has_time CHECK (
        state NOT IN ('dialing', 'ringing', 'answered') OR dialing_at IS NOT NULL),
    CONSTRAINT attempts_ringing_has_time CHECK (state <> 'ringing' OR ringing_at IS NOT NULL),
    CONSTRAINT attempts_answered_has_time CHECK (state <> 'answered' OR answered_at IS NOT NULL),
    CONSTRAINT attempts_talk_was_answered CHECK (
        answered_at IS NOT NULL OR disposition IS NULL OR disposition NOT IN (
            'completed', 'partial', 'transferred', 'verify_failed', 'emergency_escalated')),
    CONSTRAINT attempts_ended_after_answered CHECK (ended_at >= answered_at),
    CONSTRAINT attempts_contact FOREIGN KEY (organization_id, contact_id)
        REFERENCES contacts (organization_id, id)
);
CREATE UNIQUE INDEX attempts_one_open_per_contact ON attempts (contact_id) WHERE state <> 'ended';
CREATE INDEX attempts_due ON attempts (due_at) WHERE state = 'scheduled';
CREATE INDEX attempts_live ON attempts (worker) WHERE state IN ('claimed', 'dialing', 'ringing', 'answered');
CREATE INDEX attempts_by_phone ON attempts (organization_id, phone_index, dialing_at);
COMMENT ON TABLE attempts IS 'One try to reach a contact by phone. At most one per contact is not ended.';
COMMENT ON COLUMN attempts.id IS 'UUIDv7 made by the application; also the id of the patient''s channel in Asterisk.';
COMMENT ON COLUMN attempts.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN attempts.contact_id IS 'Whom the attempt is meant to reach.';
COMMENT ON COLUMN attempts.number IS 'First try is 1.';
COMMENT ON COLUMN attempts.state IS 'scheduled, claimed, dialing, ringing, answered, ended; never goes back once dialing.';
COMMENT ON COLUMN attempts.caller_id IS 'The hospital''s number that was shown; null before dialing.';
COMMENT ON COLUMN attempts.phone_encrypted IS 'The number that is dialed, encrypted.';
COMMENT ON COLUMN attempts.phone_index IS 'Keyed HMAC-SHA256 of the dialed number, for caps per number.';
COMMENT ON COLUMN attempts.worker IS 'Id of the worker that runs or ran it.';
COMMENT ON COLUMN attempts.lease_epoch IS 'Grows each time a worker takes the attempt; a worker with an older one may do nothing.';
COMMENT ON COLUMN attempts.lease_expires_at IS 'Until when the worker holds it (UTC); past it while dialing, the outcome is unknown.';
COMMENT ON COLUMN attempts.due_at IS 'Not dialed before this time (UTC).';
COMMENT ON COLUMN attempts.claimed_at IS 'When a worker took it (UTC).';
COMMENT ON COLUMN attempts.dialing_at IS 'When dialing began (UTC).';
COMMENT ON COLUMN attempts.ringing_at IS 'When the far end first rang (UTC); null when it never did.';
COMMENT ON COLUMN attempts.answered_at IS 'When it was answered (UTC); null when it never was.';
COMMENT ON COLUMN attempts.ended_at IS 'When it was over (UTC).';
COMMENT ON COLUMN attempts.disposition IS 'How it ended, from the closed list in docs/contract.md; written once.';
COMMENT ON COLUMN attempts.hangup_cause IS 'Q.850 cause as received; null when there was none.';
COMMENT ON COLUMN attempts.tech_cause IS 'Cause in the words of the channel technology, such as a SIP status, as received.';
COMMENT ON COLUMN attempts.created_at IS 'When the row was made (UTC).';

CREATE TABLE attempt_events (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organization_id uuid NOT NULL,
    attempt_id uuid NOT NULL,
    from_state text,
    to_state text NOT NULL,
    worker text,
    lease_epoch bigint NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT attempt_events_attempt FOREIGN KEY (organization_id, attempt_id)
        REFERENCES attempts (organization_id, id)
);
CREATE INDEX attempt_events_by_attempt ON attempt_events (attempt_id, id);
COMMENT ON TABLE attempt_events IS 'Every change of an attempt''s state, written by the database itself.';
COMMENT ON COLUMN attempt_events.id IS 'Grows with time.';
COMMENT ON COLUMN attempt_events.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN attempt_events.attempt_id IS 'Which attempt changed.';
COMMENT ON COLUMN attempt_events.from_state IS 'State before; null for a new attempt.';
COMMENT ON COLUMN attempt_events.to_state IS 'State after.';
COMMENT ON COLUMN attempt_events.worker IS 'The worker that held it then.';
COMMENT ON COLUMN attempt_events.lease_epoch IS 'The lease under which it changed.';
COMMENT ON COLUMN attempt_events.at IS 'When it changed, by the worker''s clock where it gave a time (UTC).';
