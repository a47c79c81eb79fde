-- People who talk with patients: whom a call may be connected with, and the calls that are theirs.

CREATE TABLE agents (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations (id),
    name text NOT NULL,
    endpoint text NOT NULL,
    state text NOT NULL DEFAULT 'away',
    since timestamptz NOT NULL,
    attempt_id uuid,
    missed integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT agents_same_organization UNIQUE (organization_id, id),
    CONSTRAINT agents_name_unique UNIQUE (organization_id, name),
    CONSTRAINT agents_endpoint_unique UNIQUE (organization_id, endpoint),
    CONSTRAINT agents_attempt_unique UNIQUE (attempt_id),
    CONSTRAINT agents_name_present CHECK (name <> ''),
    CONSTRAINT agents_endpoint_form CHECK (endpoint ~ '^[A-Za-z]+/[^,&|() ]+$'),
    CONSTRAINT agents_state_known CHECK (state IN ('away', 'ready', 'busy', 'wrapping')),
    CONSTRAINT agents_missed_not_negative CHECK (missed >= 0),
    CONSTRAINT agents_busy_has_attempt CHECK ((state = 'busy') = (attempt_id IS NOT NULL)),
    CONSTRAINT agents_attempt FOREIGN KEY (organization_id, attempt_id) REFERENCES attempts (organization_id, id)
);
CREATE INDEX agents_ready ON agents (organization_id, since) WHERE state = 'ready';
CREATE TRIGGER agents_transition BEFORE UPDATE OF state ON agents FOR EACH ROW
    EXECUTE FUNCTION enforce_transition(
        'away>ready', 'ready>away', 'ready>busy', 'busy>wrapping', 'busy>ready', 'busy>away',
        'wrapping>ready', 'wrapping>away');
COMMENT ON TABLE agents IS 'Nurses with their desk phones (坐席): a progressive campaign dials only for one who is ready.';
COMMENT ON COLUMN agents.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN agents.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN agents.name IS 'Short name by which the agent is called in commands.';
COMMENT ON COLUMN agents.endpoint IS 'The phone as Asterisk dials it, such as PJSIP/101.';
COMMENT ON COLUMN agents.state IS 'away, ready (takes the next call), busy (a call is claimed for the agent, or under way), wrapping (writes down the last one).';
COMMENT ON COLUMN agents.since IS 'Since when (UTC); who is ready for longest gets the next call.';
COMMENT ON COLUMN agents.attempt_id IS 'The attempt that the agent is reserved for; exactly while busy.';
COMMENT ON COLUMN agents.missed IS 'Calls that the agent was rung for and did not take; each sets the agent away.';
COMMENT ON COLUMN agents.created_at IS 'When the row was made (UTC).';

ALTER TABLE attempts
    ADD COLUMN agent_id uuid,
    ADD CONSTRAINT attempts_agent FOREIGN KEY (organization_id, agent_id) REFERENCES agents (organization_id, id),
    ADD CONSTRAINT attempts_agent_is_for_people CHECK (agent_id IS NULL OR coalesce(mode, 'ai') <> 'ai'),
    ADD CONSTRAINT attempts_people_have_agent CHECK (agent_id IS NOT NULL OR mode IS NULL OR mode = 'ai');
COMMENT ON COLUMN attempts.agent_id IS 'Whom the patient is connected with, reserved at the claim; null when the robot talks.';

CREATE FUNCTION reserve_agent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE agents SET state = 'busy', attempt_id = NEW.id, since = NEW.claimed_at
    WHERE id = NEW.agent_id AND state = 'ready';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'agent % is not ready', NEW.agent_id
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'attempts_reserve_transition';
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION reserve_agent() IS 'Trigger: an attempt is claimed for an agent who is ready, or not at all.';
CREATE TRIGGER attempts_reserve_agent AFTER INSERT ON attempts FOR EACH ROW
    WHEN (NEW.agent_id IS NOT NULL AND NEW.state <> 'ended') EXECUTE FUNCTION reserve_agent();

CREATE FUNCTION release_agent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE agents
    SET state = CASE WHEN NEW.disposition = 'transferred' THEN 'wrapping' ELSE 'ready' END,
        attempt_id = NULL, since = NEW.ended_at
    WHERE id = NEW.agent_id AND attempt_id = NEW.id;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION release_agent() IS 'Trigger: an attempt that ends frees its agent, who has something to write down only after a talk.';
CREATE TRIGGER attempts_release_agent AFTER UPDATE OF state ON attempts FOR EACH ROW
    WHEN (NEW.state = 'ended' AND OLD.state <> 'ended' AND NEW.agent_id IS NOT NULL) EXECUTE FUNCTION release_agent();

CREATE OR REPLACE FUNCTION keep_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'claimed' THEN
        INSERT INTO touches (organization_id, patient_id, phone_index, kind, contact_id, attempt_id, at)
        SELECT NEW.organization_id, c.patient_id, NEW.phone_index,
               CASE WHEN NEW.agent_id IS NULL THEN 'robot' ELSE 'person' END,
               NEW.contact_id, NEW.id, NEW.claimed_at
        FROM contacts c WHERE c.id = NEW.contact_id
        ON CONFLICT (attempt_id) DO UPDATE SET at = excluded.at;
    ELSIF NEW.state = 'ended' AND NEW.dialing_at IS NULL THEN
        UPDATE touches SET counts = false WHERE attempt_id = NEW.id;
    END IF;
    RETURN NULL;
END $$;
COMMENT ON COLUMN touches.kind IS 'robot (an attempt of ours in which the robot talks), person (one in which a nurse talks, or a nurse''s own call) or message.';
COMMENT ON COLUMN touches.attempt_id IS 'The attempt; null for messages and for calls that were not dialed by the system.';
