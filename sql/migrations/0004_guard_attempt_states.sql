-- The transitions of a state machine as data, and the history that nobody can forget to write.

CREATE FUNCTION enforce_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND NOT (OLD.state || '>' || NEW.state) = ANY (TG_ARGV) THEN
        RAISE EXCEPTION '% cannot go from % to %', TG_TABLE_NAME, OLD.state, NEW.state
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME,
                  CONSTRAINT = TG_TABLE_NAME || '_transition';
    END IF;
    RETURN NEW;
END $$;
COMMENT ON FUNCTION enforce_transition() IS 'Trigger: refuses a change of state that is not among its arguments (from>to).';

CREATE FUNCTION freeze_ended_attempt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'attempt % has ended as % and is not changed', OLD.id, OLD.disposition
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'attempts_ended_frozen';
END $$;
COMMENT ON FUNCTION freeze_ended_attempt() IS 'Trigger: the disposition of an attempt is written once.';

CREATE FUNCTION record_attempt_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before text := CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END;
    moment timestamptz := CASE NEW.state
        WHEN 'claimed' THEN NEW.claimed_at WHEN 'dialing' THEN NEW.dialing_at
        WHEN 'ringing' THEN NEW.ringing_at WHEN 'answered' THEN NEW.answered_at
        WHEN 'ended' THEN NEW.ended_at END;
BEGIN
    INSERT INTO attempt_events (organization_id, attempt_id, from_state, to_state, worker, lease_epoch, at)
    VALUES (NEW.organization_id, NEW.id, before, NEW.state, NEW.worker, NEW.lease_epoch,
            coalesce(moment, clock_timestamp()));
    RETURN NULL;
END $$;
COMMENT ON FUNCTION record_attempt_event() IS 'Trigger: keeps the history of an attempt''s states.';

CREATE TRIGGER attempts_transition BEFORE UPDATE OF state ON attempts FOR EACH ROW
    EXECUTE FUNCTION enforce_transition(
        'scheduled>claimed', 'scheduled>ended', 'claimed>scheduled', 'claimed>dialing', 'claimed>ended',
        'dialing>ringing', 'dialing>answered', 'dialing>ended', 'ringing>answered', 'ringing>ended',
        'answered>ended');
CREATE TRIGGER attempts_ended_frozen BEFORE UPDATE ON attempts FOR EACH ROW
    WHEN (OLD.state = 'ended') EXECUTE FUNCTION freeze_ended_attempt();
CREATE TRIGGER attempts_created AFTER INSERT ON attempts FOR EACH ROW
    EXECUTE FUNCTION record_attempt_event();
CREATE TRIGGER attempts_state_changed AFTER UPDATE ON attempts FOR EACH ROW
    WHEN (OLD.state IS DISTINCT FROM NEW.state OR OLD.lease_epoch <> NEW.lease_epoch)
    EXECUTE FUNCTION record_attempt_event();
CREATE TRIGGER attempt_events_frozen BEFORE UPDATE ON attempt_events FOR EACH ROW
    EXECUTE FUNCTION refuse_change();
