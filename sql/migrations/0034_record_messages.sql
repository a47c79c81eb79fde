-- What patients are promised by message, appointments that they move, and consents that they give on a web page.

CREATE TABLE patient_messages (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    call_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    template text NOT NULL,
    requested_at timestamptz NOT NULL,
    CONSTRAINT patient_messages_same_organization UNIQUE (organization_id, id),
    CONSTRAINT patient_messages_once_a_call UNIQUE (call_id, template),
    CONSTRAINT patient_messages_template_known CHECK (
        template IN ('consent_notice', 'pain_guidance', 'after_care')),
    CONSTRAINT patient_messages_call FOREIGN KEY (organization_id, call_id) REFERENCES calls (organization_id, id),
    CONSTRAINT patient_messages_patient FOREIGN KEY (organization_id, patient_id)
        REFERENCES patients (organization_id, id)
);
CREATE INDEX patient_messages_by_patient ON patient_messages (patient_id, requested_at);
CREATE TRIGGER patient_messages_frozen BEFORE UPDATE ON patient_messages FOR EACH ROW EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE patient_messages IS 'Messages that a call promised the patient; each has its row in outbox, written in the same transaction.';
COMMENT ON COLUMN patient_messages.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN patient_messages.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN patient_messages.call_id IS 'The conversation in which it was promised.';
COMMENT ON COLUMN patient_messages.patient_id IS 'Who is to get it.';
COMMENT ON COLUMN patient_messages.template IS 'consent_notice (what was consented to, in full), pain_guidance (pain and medicine), after_care (what to heed, and the revisit).';
COMMENT ON COLUMN patient_messages.requested_at IS 'When it was promised (UTC).';

ALTER TABLE outbox
    ADD COLUMN message_id uuid,
    DROP CONSTRAINT outbox_kind_known,
    ADD CONSTRAINT outbox_kind_known CHECK (kind IN (
        'alert.triggered', 'questionnaire.submitted', 'call.completed', 'message.requested', 'appointment.changed')),
    ADD CONSTRAINT outbox_message_is_requested CHECK (message_id IS NULL OR kind = 'message.requested'),
    ADD CONSTRAINT outbox_message FOREIGN KEY (organization_id, message_id)
        REFERENCES patient_messages (organization_id, id);
CREATE UNIQUE INDEX outbox_once_a_message ON outbox (message_id) WHERE message_id IS NOT NULL;
COMMENT ON COLUMN outbox.message_id IS 'The promised message; only for message.requested. Null there: redials.message tells which.';
COMMENT ON COLUMN outbox.kind IS 'alert.triggered, questionnaire.submitted, call.completed, message.requested or appointment.changed (the newest write-back among the call''s actions tells how).';

ALTER TABLE consents
    ALTER COLUMN call_id DROP NOT NULL,
    ALTER COLUMN utterance_encrypted DROP NOT NULL,
    DROP CONSTRAINT consents_input_source_known,
    ADD CONSTRAINT consents_input_source_known CHECK (input_source IN ('voice', 'keypad', 'web')),
    ADD CONSTRAINT consents_call_has_words CHECK (
        input_source = 'web' OR (call_id IS NOT NULL AND utterance_encrypted IS NOT NULL)),
    ADD CONSTRAINT consents_call_has_no_device CHECK (
        input_source = 'web' OR (ip IS NULL AND user_agent IS NULL)),
    ADD CONSTRAINT consents_web_has_device CHECK (
        input_source <> 'web' OR (ip IS NOT NULL AND coalesce(user_agent, '') <> '')),
    ADD CONSTRAINT consents_web_has_no_sound CHECK (
        input_source <> 'web' OR (call_id IS NULL AND utterance_encrypted IS NULL AND audio_ref IS NULL
                                  AND span_start_ms IS NULL));
COMMENT ON COLUMN consents.call_id IS 'The call in which it was asked; null when it was ticked on a web page.';
COMMENT ON COLUMN consents.input_source IS 'voice, keypad, or web (ticked on a page).';
COMMENT ON COLUMN consents.utterance_encrypted IS 'The patient''s own words, encrypted; null when it was ticked.';
COMMENT ON COLUMN consents.text_version IS 'Version of the wording that was read out or shown.';
COMMENT ON COLUMN consents.given_at IS 'When it was said or ticked (UTC).';
