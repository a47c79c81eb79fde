-- The evidence that the call was allowed: consents in the patient's own words, and identity checks.

CREATE TABLE consents (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    call_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    kind text NOT NULL,
    granted boolean NOT NULL,
    text_version text NOT NULL,
    utterance_encrypted bytea NOT NULL,
    input_source text NOT NULL,
    span_start_ms integer,
    span_end_ms integer,
    audio_ref text,
    ip inet,
    user_agent text,
    given_at timestamptz NOT NULL,
    CONSTRAINT consents_kind_known CHECK (kind IN ('recording', 'health_questions')),
    CONSTRAINT consents_input_source_known CHECK (input_source IN ('voice', 'keypad')),
    CONSTRAINT consents_text_version_present CHECK (text_version <> ''),
    CONSTRAINT consents_span_order CHECK (
        (span_start_ms IS NULL) = (span_end_ms IS NULL) AND span_start_ms <= span_end_ms),
    CONSTRAINT consents_call FOREIGN KEY (organization_id, call_id) REFERENCES calls (organization_id, id),
    CONSTRAINT consents_patient FOREIGN KEY (organization_id, patient_id)
        REFERENCES patients (organization_id, id)
);
CREATE INDEX consents_by_call ON consents (call_id);
CREATE INDEX consents_by_patient ON consents (patient_id, kind, given_at);
COMMENT ON TABLE consents IS 'What a patient agreed to or refused; the newest row of a kind is in force.';
COMMENT ON COLUMN consents.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN consents.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN consents.call_id IS 'The call in which it was asked.';
COMMENT ON COLUMN consents.patient_id IS 'The patient it binds.';
COMMENT ON COLUMN consents.kind IS 'recording (the call is recorded) or health_questions (sensitive data is asked).';
COMMENT ON COLUMN consents.granted IS 'true: agreed; false: refused.';
COMMENT ON COLUMN consents.text_version IS 'Version of the wording that was read out.';
COMMENT ON COLUMN consents.utterance_encrypted IS 'The patient''s own words, encrypted.';
COMMENT ON COLUMN consents.input_source IS 'voice or keypad.';
COMMENT ON COLUMN consents.span_start_ms IS 'Start of the words in the recording, milliseconds; null when unknown.';
COMMENT ON COLUMN consents.span_end_ms IS 'End of the words in the recording (exclusive), milliseconds; null when unknown.';
COMMENT ON COLUMN consents.audio_ref IS 'Audio kept as proof apart from the recording; null: use the call''s recording.';
COMMENT ON COLUMN consents.ip IS 'Address of the device when consent came over the web; null for calls.';
COMMENT ON COLUMN consents.user_agent IS 'Browser when consent came over the web; null for calls.';
COMMENT ON COLUMN consents.given_at IS 'When it was said (UTC).';

CREATE TABLE identity_checks (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    call_id uuid NOT NULL,
    factor text NOT NULL,
    matched boolean NOT NULL,
    span_start_ms integer,
    span_end_ms integer,
    checked_at timestamptz NOT NULL,
    CONSTRAINT identity_checks_factor_known CHECK (factor IN ('name', 'id_tail', 'birth_md')),
    CONSTRAINT identity_checks_span_order CHECK (
        (span_start_ms IS NULL) = (span_end_ms IS NULL) AND span_start_ms <= span_end_ms),
    CONSTRAINT identity_checks_call FOREIGN KEY (organization_id, call_id)
        REFERENCES calls (organization_id, id)
);
CREATE INDEX identity_checks_by_call ON identity_checks (call_id);
COMMENT ON TABLE identity_checks IS 'Each comparison of what the person said with what is stored; the said value is not kept.';
COMMENT ON COLUMN identity_checks.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN identity_checks.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN identity_checks.call_id IS 'The call.';
COMMENT ON COLUMN identity_checks.factor IS 'name, id_tail (last four of the identity number) or birth_md (month and day of birth).';
COMMENT ON COLUMN identity_checks.matched IS 'Whether it was the same.';
COMMENT ON COLUMN identity_checks.span_start_ms IS 'Start of the words in the recording, milliseconds; null when unknown.';
COMMENT ON COLUMN identity_checks.span_end_ms IS 'End of the words in the recording (exclusive), milliseconds; null when unknown.';
COMMENT ON COLUMN identity_checks.checked_at IS 'When it was compared (UTC).';
