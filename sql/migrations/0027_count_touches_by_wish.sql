-- Caps count neither urgent calls nor those that the patient asked for; windows are compared by one clock.

CREATE OR REPLACE FUNCTION keep_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'claimed' THEN
        INSERT INTO touches (organization_id, patient_id, phone_index, kind, contact_id, attempt_id, counts, at)
        SELECT NEW.organization_id, c.patient_id, NEW.phone_index,
               CASE WHEN NEW.agent_id IS NULL THEN 'robot' ELSE 'person' END,
               NEW.contact_id, NEW.id, NOT (c.urgent OR c.requested), NEW.claimed_at
        FROM contacts c WHERE c.id = NEW.contact_id
        ON CONFLICT (attempt_id) DO UPDATE SET at = excluded.at, counts = excluded.counts;
    ELSIF NEW.state = 'ended' AND NEW.dialing_at IS NULL THEN
        UPDATE touches SET counts = false WHERE attempt_id = NEW.id;
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION keep_ledger() IS 'Trigger: an attempt that is claimed stands in the ledger of contact; one that is urgent, was asked for or was never dialed does not count.';

COMMENT ON COLUMN touches.counts IS 'Whether the caps count it: not when it was urgent or asked for, when nothing was dialed, or our own line failed.';

CREATE FUNCTION clock_ahead(zone text, other text, at timestamptz) RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT (extract(epoch FROM (at AT TIME ZONE zone) - (at AT TIME ZONE other)) / 60)::integer
$$;
COMMENT ON FUNCTION clock_ahead(text, text, timestamptz) IS 'How many minutes more the clocks of one time zone show than those of another at a moment.';

CREATE INDEX suppressions_by_time ON suppressions (organization_id, at);
