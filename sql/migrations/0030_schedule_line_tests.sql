-- Test calls (拨测) at fixed times of the day, one schedule for each trunk.

CREATE TABLE line_test_schedules (
    trunk_id uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    number_encrypted bytea NOT NULL,
    expected text NOT NULL,
    caller_id text,
    times text NOT NULL,
    within_minutes smallint NOT NULL,
    next_at timestamptz NOT NULL,
    begun_at timestamptz,
    trouble text,
    trouble_at timestamptz,
    CONSTRAINT line_test_schedules_expected_known CHECK (expected IN ('echo', 'sound', 'answer')),
    CONSTRAINT line_test_schedules_times_form CHECK (times ~ '^([01]\d|2[0-3]):[0-5]\d(,([01]\d|2[0-3]):[0-5]\d)*$'),
    CONSTRAINT line_test_schedules_within_range CHECK (within_minutes BETWEEN 1 AND 720),
    CONSTRAINT line_test_schedules_trouble_form CHECK (trouble ~ '^[a-z][a-z0-9_]*$'),
    CONSTRAINT line_test_schedules_trouble_has_time CHECK ((trouble IS NULL) = (trouble_at IS NULL)),
    CONSTRAINT line_test_schedules_trunk FOREIGN KEY (organization_id, trunk_id)
        REFERENCES trunks (organization_id, id)
);
COMMENT ON TABLE line_test_schedules IS 'When a trunk is tried by itself every day; what the tests found stands in line_tests.';
COMMENT ON COLUMN line_test_schedules.trunk_id IS 'The trunk that is tried.';
COMMENT ON COLUMN line_test_schedules.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN line_test_schedules.number_encrypted IS 'The probe''s number in E.164 form, encrypted.';
COMMENT ON COLUMN line_test_schedules.expected IS 'What the probe does: echo (sends back what it hears), sound (says something), answer (picks up).';
COMMENT ON COLUMN line_test_schedules.caller_id IS 'The number of ours to show; null: one that the trunk carries.';
COMMENT ON COLUMN line_test_schedules.times IS 'Local times of the day in the hospital''s time zone, such as 07:30,13:00.';
COMMENT ON COLUMN line_test_schedules.within_minutes IS 'A test that could not begin so many minutes after its time is left out.';
COMMENT ON COLUMN line_test_schedules.next_at IS 'When the next one is due (UTC).';
COMMENT ON COLUMN line_test_schedules.begun_at IS 'When a worker last took one up (UTC); null: never.';
COMMENT ON COLUMN line_test_schedules.trouble IS 'Why the last one that was due has no result, as a word; null: it has, or is under way.';
COMMENT ON COLUMN line_test_schedules.trouble_at IS 'Since when that is so (UTC).';
