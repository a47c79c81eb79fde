-- What a nurse writes down after a call of her own: how it went, in words and in answers to the questionnaire.

CREATE TABLE person_results (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    attempt_id uuid NOT NULL,
    agent_id uuid NOT NULL,
    disposition disposition_word NOT NULL,
    note_encrypted bytea,
    status text NOT NULL,
    next_at timestamptz,
    recorded_at timestamptz NOT NULL,
    superseded_at timestamptz,
    CONSTRAINT person_results_disposition_of_person CHECK (disposition::text IN (
        'completed', 'partial', 'refused', 'callback_scheduled', 'wrong_number', 'patient_unavailable',
        'verify_failed', 'deceased', 'dnc', 'emergency_escalated', 'voicemail', 'call_assistant')),
    CONSTRAINT person_results_status_known CHECK (
        status IN ('open', 'completed', 'canceled', 'exhausted', 'suppressed')),
    CONSTRAINT person_results_next_is_open CHECK (next_at IS NULL OR status = 'open'),
    CONSTRAINT person_results_superseded_later CHECK (superseded_at >= recorded_at),
    CONSTRAINT person_results_attempt FOREIGN KEY (organization_id, attempt_id)
        REFERENCES attempts (organization_id, id),
    CONSTRAINT person_results_agent FOREIGN KEY (organization_id, agent_id) REFERENCES agents (organization_id, id)
);
CREATE UNIQUE INDEX person_results_one_current ON person_results (attempt_id) WHERE superseded_at IS NULL;
COMMENT ON TABLE person_results IS 'How a call went in which a nurse talked, as she wrote it down. The current one has no superseded_at; corrected ones are kept.';
COMMENT ON COLUMN person_results.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN person_results.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN person_results.attempt_id IS 'The attempt; its own disposition tells how the line went.';
COMMENT ON COLUMN person_results.agent_id IS 'Who wrote it down.';
COMMENT ON COLUMN person_results.disposition IS 'How the talk went, of the words of docs/contract.md that a person may use.';
COMMENT ON COLUMN person_results.note_encrypted IS 'What the nurse noted, encrypted; null when nothing.';
COMMENT ON COLUMN person_results.status IS 'What became of the follow-up by it.';
COMMENT ON COLUMN person_results.next_at IS 'When the next call is due by it (UTC); null: none is.';
COMMENT ON COLUMN person_results.recorded_at IS 'When it was written down (UTC).';
COMMENT ON COLUMN person_results.superseded_at IS 'When a later one took its place (UTC); null for the current one.';

ALTER TABLE answers
    ADD COLUMN recorded_by text,
    DROP CONSTRAINT answers_input_source_known,
    ADD CONSTRAINT answers_input_source_known CHECK (input_source IN ('voice', 'keypad', 'person')),
    ADD CONSTRAINT answers_person_is_named CHECK ((input_source = 'person') = (recorded_by IS NOT NULL));
COMMENT ON COLUMN answers.input_source IS 'voice, keypad, or person (a nurse heard it and wrote it down).';
COMMENT ON COLUMN answers.recorded_by IS 'The nurse who wrote it down; null when the robot heard it.';
COMMENT ON COLUMN answers.utterance_encrypted IS 'The words or keys that the value was read from, or what the nurse wrote, encrypted.';
