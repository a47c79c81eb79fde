-- Test calls (拨测): a trunk is tried with a number of ours, and what was measured is kept.

CREATE TABLE line_tests (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    trunk_id uuid NOT NULL,
    number_encrypted bytea NOT NULL,
    expected text NOT NULL,
    caller_id_sent text,
    caller_id_seen text,
    ring_ms integer,
    answer_ms integer,
    heard_dbfs double precision,
    tone_dbfs double precision,
    round_trip_ms integer,
    hangup_cause integer,
    tech_cause text,
    cause_text text,
    faults text[] NOT NULL DEFAULT '{}',
    began_at timestamptz NOT NULL,
    ended_at timestamptz NOT NULL,
    CONSTRAINT line_tests_expected_known CHECK (expected IN ('echo', 'sound', 'answer')),
    CONSTRAINT line_tests_ring_ms_not_negative CHECK (ring_ms >= 0),
    CONSTRAINT line_tests_answer_ms_not_negative CHECK (answer_ms >= 0),
    CONSTRAINT line_tests_round_trip_ms_not_negative CHECK (round_trip_ms >= 0),
    CONSTRAINT line_tests_heard_dbfs_range CHECK (heard_dbfs BETWEEN -96 AND 0),
    CONSTRAINT line_tests_tone_dbfs_range CHECK (tone_dbfs BETWEEN -96 AND 0),
    CONSTRAINT line_tests_unanswered_heard_nothing CHECK (
        answer_ms IS NOT NULL OR num_nonnulls(heard_dbfs, tone_dbfs, round_trip_ms, caller_id_seen) = 0),
    CONSTRAINT line_tests_unanswered_failed CHECK (answer_ms IS NOT NULL OR cardinality(faults) > 0),
    CONSTRAINT line_tests_ended_after_began CHECK (ended_at >= began_at),
    CONSTRAINT line_tests_trunk FOREIGN KEY (organization_id, trunk_id) REFERENCES trunks (organization_id, id)
);
CREATE INDEX line_tests_by_trunk ON line_tests (trunk_id, began_at);
CREATE TRIGGER line_tests_frozen BEFORE UPDATE ON line_tests FOR EACH ROW EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE line_tests IS 'Test calls (拨测) over a trunk to a probe of ours, never to a patient: outside caps and ledger. A row never changes.';
COMMENT ON COLUMN line_tests.id IS 'UUIDv7 made by the application; also the id of the channel in Asterisk.';
COMMENT ON COLUMN line_tests.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN line_tests.trunk_id IS 'The trunk that was tried.';
COMMENT ON COLUMN line_tests.number_encrypted IS 'The probe''s number in E.164 form, encrypted.';
COMMENT ON COLUMN line_tests.expected IS 'What the probe does: echo (sends back what it hears), sound (says something), answer (picks up).';
COMMENT ON COLUMN line_tests.caller_id_sent IS 'The number of ours that was to be shown; null: none.';
COMMENT ON COLUMN line_tests.caller_id_seen IS 'The number that the probe saw, when it keyed it back; null when it did not tell.';
COMMENT ON COLUMN line_tests.ring_ms IS 'From the dialing to the first sign of ringing; null: none was told.';
COMMENT ON COLUMN line_tests.answer_ms IS 'From the dialing to the answer; null: not answered.';
COMMENT ON COLUMN line_tests.heard_dbfs IS 'Level of the loudest fifth of a second that came back, dB of full scale; null: not answered.';
COMMENT ON COLUMN line_tests.tone_dbfs IS 'Level of our own test tone as it came back, dB of full scale; null: it did not.';
COMMENT ON COLUMN line_tests.round_trip_ms IS 'From the tone''s first sample out to its first sample back; null: it did not come back.';
COMMENT ON COLUMN line_tests.hangup_cause IS 'Q.850 cause as the PBX gave it; null: none.';
COMMENT ON COLUMN line_tests.tech_cause IS 'SIP status as the PBX gave it; null: none.';
COMMENT ON COLUMN line_tests.cause_text IS 'The cause in the PBX''s words; null: none.';
COMMENT ON COLUMN line_tests.faults IS 'What was not as it should be, as words; empty: the line is good.';
COMMENT ON COLUMN line_tests.began_at IS 'When it began (UTC).';
COMMENT ON COLUMN line_tests.ended_at IS 'When it was over (UTC).';
