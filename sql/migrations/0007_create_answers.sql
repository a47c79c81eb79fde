-- What the patient answered, with the evidence: span of the recording, words, confidence, parser version.

CREATE TABLE answers (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    call_id uuid NOT NULL,
    turn integer NOT NULL,
    link_id text NOT NULL,
    value jsonb,
    free_text_encrypted bytea,
    unit text,
    status text NOT NULL,
    confidence double precision NOT NULL,
    utterance_encrypted bytea NOT NULL,
    input_source text NOT NULL,
    span_start_ms integer,
    span_end_ms integer,
    times_asked integer NOT NULL,
    parser_version text NOT NULL,
    answered_at timestamptz NOT NULL,
    superseded_at timestamptz,
    CONSTRAINT answers_has_value CHECK (value IS NOT NULL OR free_text_encrypted IS NOT NULL),
    CONSTRAINT answers_value_not_null CHECK (jsonb_typeof(value) <> 'null'),
    CONSTRAINT answers_status_known CHECK (status IN ('accepted', 'confirmed', 'for_review')),
    CONSTRAINT answers_confidence_range CHECK (confidence BETWEEN 0 AND 1),
    CONSTRAINT answers_input_source_known CHECK (input_source IN ('voice', 'keypad')),
    CONSTRAINT answers_times_asked_positive CHECK (times_asked >= 1),
    CONSTRAINT answers_span_order CHECK (
        (span_start_ms IS NULL) = (span_end_ms IS NULL) AND span_start_ms <= span_end_ms),
    CONSTRAINT answers_call FOREIGN KEY (organization_id, call_id) REFERENCES calls (organization_id, id)
);
CREATE UNIQUE INDEX answers_one_current ON answers (call_id, link_id) WHERE superseded_at IS NULL;
COMMENT ON TABLE answers IS 'Answers to questionnaire items. The current one has no superseded_at; corrected ones are kept.';
COMMENT ON COLUMN answers.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN answers.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN answers.call_id IS 'The call in which it was given.';
COMMENT ON COLUMN answers.turn IS 'Step of the dialogue that stored it.';
COMMENT ON COLUMN answers.link_id IS 'Item of the questionnaire, such as pain_vas; code in webhooks.';
COMMENT ON COLUMN answers.value IS 'Number, true/false, option code, list or object of such; null when the whole answer is free text.';
COMMENT ON COLUMN answers.free_text_encrypted IS 'The part of the value that is in the patient''s own words, encrypted; null when there is none.';
COMMENT ON COLUMN answers.unit IS 'UCUM unit such as Cel, or /10; null when there is none.';
COMMENT ON COLUMN answers.status IS 'accepted, confirmed (repeated back and agreed), for_review (does not count yet).';
COMMENT ON COLUMN answers.confidence IS 'How sure the value is, 0 to 1.';
COMMENT ON COLUMN answers.utterance_encrypted IS 'The words or keys that the value was read from, encrypted.';
COMMENT ON COLUMN answers.input_source IS 'voice or keypad.';
COMMENT ON COLUMN answers.span_start_ms IS 'Start of the words in the recording, milliseconds; null when unknown.';
COMMENT ON COLUMN answers.span_end_ms IS 'End of the words in the recording (exclusive), milliseconds; null when unknown.';
COMMENT ON COLUMN answers.times_asked IS 'How often the item had been asked.';
COMMENT ON COLUMN answers.parser_version IS 'Version of the application that read the value from the words.';
COMMENT ON COLUMN answers.answered_at IS 'When it was understood (UTC).';
COMMENT ON COLUMN answers.superseded_at IS 'When a later answer replaced it (UTC); null for the current one.';

CREATE TABLE missing_answers (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    call_id uuid NOT NULL,
    turn integer NOT NULL,
    link_id text NOT NULL,
    reason text NOT NULL,
    times_asked integer NOT NULL,
    recorded_at timestamptz NOT NULL,
    superseded_at timestamptz,
    CONSTRAINT missing_answers_reason_known CHECK (reason IN (
        'not_measured', 'dont_know', 'refuse_question', 'not_applicable', 'no_input', 'low_confidence',
        'hangup', 'refuse_call', 'not_reached')),
    CONSTRAINT missing_answers_times_asked_not_negative CHECK (times_asked >= 0),
    CONSTRAINT missing_answers_call FOREIGN KEY (organization_id, call_id)
        REFERENCES calls (organization_id, id)
);
CREATE UNIQUE INDEX missing_answers_one_current ON missing_answers (call_id, link_id)
    WHERE superseded_at IS NULL;
COMMENT ON TABLE missing_answers IS 'Items without a value, and why.';
COMMENT ON COLUMN missing_answers.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN missing_answers.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN missing_answers.call_id IS 'The call.';
COMMENT ON COLUMN missing_answers.turn IS 'Step of the dialogue that stored it.';
COMMENT ON COLUMN missing_answers.link_id IS 'Item of the questionnaire.';
COMMENT ON COLUMN missing_answers.reason IS 'Why there is no value, from the closed list in docs/contract.md.';
COMMENT ON COLUMN missing_answers.times_asked IS 'How often the item had been asked; 0 when it was not reached.';
COMMENT ON COLUMN missing_answers.recorded_at IS 'When it was given up (UTC).';
COMMENT ON COLUMN missing_answers.superseded_at IS 'When a later answer took its place (UTC); null while it stands.';

CREATE TABLE scores (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    call_id uuid NOT NULL,
    code text NOT NULL,
    value double precision NOT NULL,
    band text,
    computed_at timestamptz NOT NULL,
    CONSTRAINT scores_code_unique UNIQUE (call_id, code),
    CONSTRAINT scores_call FOREIGN KEY (organization_id, call_id) REFERENCES calls (organization_id, id)
);
COMMENT ON TABLE scores IS 'Totals of scales, computed from accepted and confirmed answers.';
COMMENT ON COLUMN scores.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN scores.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN scores.call_id IS 'The call.';
COMMENT ON COLUMN scores.code IS 'Which scale, such as phq9.';
COMMENT ON COLUMN scores.value IS 'The total.';
COMMENT ON COLUMN scores.band IS 'Named range that the total falls into; null when the scale has none.';
COMMENT ON COLUMN scores.computed_at IS 'When it was computed (UTC).';
