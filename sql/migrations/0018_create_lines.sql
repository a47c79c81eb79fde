-- What is dialed over, by whom, and how much of it at once.

CREATE TABLE calling_policies (
    organization_id uuid PRIMARY KEY REFERENCES organizations (id),
    concurrency integer,
    calls_per_second double precision,
    windows text NOT NULL DEFAULT '09:00-20:00',
    quiet text NOT NULL DEFAULT '12:00-14:00',
    weekends boolean NOT NULL DEFAULT false,
    holidays text NOT NULL DEFAULT 'urgent',
    calendar jsonb NOT NULL DEFAULT '{}',
    per_day smallint NOT NULL DEFAULT 2,
    per_contact smallint NOT NULL DEFAULT 3,
    per_week smallint NOT NULL DEFAULT 6,
    whitelist_only boolean NOT NULL DEFAULT false,
    changed_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT calling_policies_concurrency_positive CHECK (concurrency > 0),
    CONSTRAINT calling_policies_calls_per_second_positive CHECK (calls_per_second > 0),
    CONSTRAINT calling_policies_holidays_known CHECK (holidays IN ('none', 'urgent', 'all')),
    CONSTRAINT calling_policies_caps_positive CHECK (per_day > 0 AND per_contact > 0 AND per_week > 0),
    CONSTRAINT calling_policies_calendar_object CHECK (jsonb_typeof(calendar) = 'object')
);
COMMENT ON TABLE calling_policies IS 'When and how much a hospital dials in all, over every campaign and worker. Without a row the defaults hold.';
COMMENT ON COLUMN calling_policies.organization_id IS 'The organization that it holds for.';
COMMENT ON COLUMN calling_policies.concurrency IS 'Most attempts under way at once; null: no limit in all.';
COMMENT ON COLUMN calling_policies.calls_per_second IS 'Most attempts claimed in one second; null: no limit in all.';
COMMENT ON COLUMN calling_policies.windows IS 'Local times at which patients may be called.';
COMMENT ON COLUMN calling_policies.quiet IS 'Local times within them that stay quiet; empty: none.';
COMMENT ON COLUMN calling_policies.weekends IS 'Whether Saturdays and Sundays count as working days.';
COMMENT ON COLUMN calling_policies.holidays IS 'What is dialed on holidays: none, urgent or all.';
COMMENT ON COLUMN calling_policies.calendar IS 'The hospital''s own days over the national calendar, in the calendar''s form: years with holidays and workdays. Empty: none.';
COMMENT ON COLUMN calling_policies.per_day IS 'Most touches of a person or number on one local day.';
COMMENT ON COLUMN calling_policies.per_contact IS 'Most counted attempts of one follow-up.';
COMMENT ON COLUMN calling_policies.per_week IS 'Most touches of a person or number in seven days.';
COMMENT ON COLUMN calling_policies.whitelist_only IS 'Whether only numbers on the white list are dialed, as in a trial.';
COMMENT ON COLUMN calling_policies.changed_at IS 'When it was last changed (UTC).';

CREATE TABLE trunks (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations (id),
    code text NOT NULL,
    dial text NOT NULL,
    enabled boolean NOT NULL DEFAULT true,
    priority smallint NOT NULL DEFAULT 5,
    concurrency integer NOT NULL,
    calls_per_second double precision,
    breaker jsonb NOT NULL DEFAULT '{}',
    cause_mapping jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT trunks_same_organization UNIQUE (organization_id, id),
    CONSTRAINT trunks_code_unique UNIQUE (organization_id, code),
    CONSTRAINT trunks_dial_has_number CHECK (dial LIKE '%{number}%'),
    CONSTRAINT trunks_concurrency_positive CHECK (concurrency > 0),
    CONSTRAINT trunks_calls_per_second_positive CHECK (calls_per_second > 0),
    CONSTRAINT trunks_breaker_object CHECK (jsonb_typeof(breaker) = 'object'),
    CONSTRAINT trunks_cause_mapping_object CHECK (jsonb_typeof(cause_mapping) = 'object')
);
COMMENT ON TABLE trunks IS 'Lines into the telephone network. Without a row asterisk.dial of the settings is used, without a limit of its own.';
COMMENT ON COLUMN trunks.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN trunks.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN trunks.code IS 'Short name.';
COMMENT ON COLUMN trunks.dial IS 'How a number is dialed over it, such as PJSIP/{number}@followup-trunk.';
COMMENT ON COLUMN trunks.enabled IS 'Whether it is used.';
COMMENT ON COLUMN trunks.priority IS 'Which one is taken first: 9 before 0.';
COMMENT ON COLUMN trunks.concurrency IS 'Most attempts over it at once, over all workers.';
COMMENT ON COLUMN trunks.calls_per_second IS 'Most attempts claimed for it in one second; null: no limit.';
COMMENT ON COLUMN trunks.breaker IS 'State of its circuit breaker with its last failures; empty: closed.';
COMMENT ON COLUMN trunks.cause_mapping IS 'This trunk''s own meaning of hang-up causes and SIP codes: code to disposition.';
COMMENT ON COLUMN trunks.created_at IS 'When the row was made (UTC).';

CREATE TABLE caller_ids (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    number text NOT NULL,
    trunk_id uuid,
    area text,
    daily_limit integer,
    enabled boolean NOT NULL DEFAULT true,
    health double precision NOT NULL DEFAULT 1,
    used_on date,
    used_count integer NOT NULL DEFAULT 0,
    last_used_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT caller_ids_number_unique UNIQUE (organization_id, number),
    CONSTRAINT caller_ids_number_form CHECK (number ~ '^[+0-9]{3,20}$'),
    CONSTRAINT caller_ids_daily_limit_positive CHECK (daily_limit > 0),
    CONSTRAINT caller_ids_health_range CHECK (health BETWEEN 0 AND 1),
    CONSTRAINT caller_ids_used_count_not_negative CHECK (used_count >= 0),
    CONSTRAINT caller_ids_trunk FOREIGN KEY (organization_id, trunk_id) REFERENCES trunks (organization_id, id)
);
COMMENT ON TABLE caller_ids IS 'The hospital''s own numbers that patients see. Without a row asterisk.caller_id of the settings is shown.';
COMMENT ON COLUMN caller_ids.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN caller_ids.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN caller_ids.number IS 'The number as it is shown.';
COMMENT ON COLUMN caller_ids.trunk_id IS 'The trunk that carries it; null: every one.';
COMMENT ON COLUMN caller_ids.area IS 'Its area, such as 010; null when it has none.';
COMMENT ON COLUMN caller_ids.daily_limit IS 'Most attempts with it on one local day; null: no limit.';
COMMENT ON COLUMN caller_ids.enabled IS 'Whether it is used.';
COMMENT ON COLUMN caller_ids.health IS 'Share of good calls with it lately, 0 to 1; 1 while nothing is known, below 0.2 it is not used.';
COMMENT ON COLUMN caller_ids.used_on IS 'The local day that used_count counts; null before its first use.';
COMMENT ON COLUMN caller_ids.used_count IS 'Attempts claimed with it on that day.';
COMMENT ON COLUMN caller_ids.last_used_at IS 'When it was last claimed with (UTC); null before.';
COMMENT ON COLUMN caller_ids.created_at IS 'When the row was made (UTC).';

CREATE TABLE workers (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id text NOT NULL,
    host text NOT NULL,
    epoch bigint NOT NULL DEFAULT 1,
    capacity integer NOT NULL,
    state text NOT NULL DEFAULT 'active',
    started_at timestamptz NOT NULL,
    heartbeat_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    CONSTRAINT workers_epoch_positive CHECK (epoch > 0),
    CONSTRAINT workers_capacity_positive CHECK (capacity > 0),
    CONSTRAINT workers_state_known CHECK (state IN ('active', 'draining', 'gone'))
);
COMMENT ON TABLE workers IS 'The programs that carry calls. One that claims shows here that it lives.';
COMMENT ON COLUMN workers.organization_id IS 'The organization that it dials for.';
COMMENT ON COLUMN workers.id IS 'Id of the worker in its settings; attempts.worker names it.';
COMMENT ON COLUMN workers.host IS 'The machine it runs on.';
COMMENT ON COLUMN workers.epoch IS 'Grows with each start; a process with an older one claims nothing.';
COMMENT ON COLUMN workers.capacity IS 'Most calls that it carries at once.';
COMMENT ON COLUMN workers.state IS 'active, draining (takes no more), gone (ended, or silent for longer than its lease).';
COMMENT ON COLUMN workers.started_at IS 'When this process began (UTC).';
COMMENT ON COLUMN workers.heartbeat_at IS 'When it last said that it lives (UTC).';

ALTER TABLE attempts
    ADD COLUMN campaign_id uuid,
    ADD COLUMN trunk_id uuid,
    ADD COLUMN mode text,
    ADD COLUMN number_kind text NOT NULL DEFAULT 'main',
    ADD COLUMN dial_before timestamptz,
    ADD COLUMN never_rang boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT attempts_mode_known CHECK (mode IN ('ai', 'preview', 'progressive')),
    ADD CONSTRAINT attempts_number_kind_known CHECK (number_kind IN ('main', 'second', 'guardian')),
    ADD CONSTRAINT attempts_campaign FOREIGN KEY (organization_id, campaign_id)
        REFERENCES campaigns (organization_id, id),
    ADD CONSTRAINT attempts_trunk FOREIGN KEY (organization_id, trunk_id)
        REFERENCES trunks (organization_id, id);
CREATE INDEX attempts_claimed ON attempts (organization_id, claimed_at) WHERE claimed_at IS NOT NULL;
CREATE INDEX attempts_by_campaign ON attempts (campaign_id, claimed_at) WHERE campaign_id IS NOT NULL;
CREATE INDEX attempts_under_way ON attempts (organization_id, lease_expires_at)
    WHERE state IN ('claimed', 'dialing', 'ringing', 'answered');
COMMENT ON COLUMN attempts.caller_id IS 'The hospital''s number that is shown; chosen at the claim, or at dialing when somebody asked for the call.';
COMMENT ON COLUMN attempts.campaign_id IS 'The campaign that claimed it; null when somebody asked for the call.';
COMMENT ON COLUMN attempts.trunk_id IS 'The trunk that it was claimed for; null: the one of the settings.';
COMMENT ON COLUMN attempts.mode IS 'The campaign''s mode at the claim; null when somebody asked for the call.';
COMMENT ON COLUMN attempts.number_kind IS 'Whose number is dialed: main or second of the patient, or guardian.';
COMMENT ON COLUMN attempts.never_rang IS 'Of an attempt whose worker was lost: whether the PBX told that it had not been dialed yet. Otherwise nobody knows.';
COMMENT ON COLUMN attempts.dial_before IS 'Not dialed after this (UTC): what was checked at the claim holds no longer. Null: no such term.';

CREATE FUNCTION keep_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'claimed' THEN
        INSERT INTO touches (organization_id, patient_id, phone_index, kind, contact_id, attempt_id, at)
        SELECT NEW.organization_id, c.patient_id, NEW.phone_index, 'robot', NEW.contact_id, NEW.id, NEW.claimed_at
        FROM contacts c WHERE c.id = NEW.contact_id
        ON CONFLICT (attempt_id) DO UPDATE SET at = excluded.at;
    ELSIF NEW.state = 'ended' AND NEW.dialing_at IS NULL THEN
        UPDATE touches SET counts = false WHERE attempt_id = NEW.id;
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION keep_ledger() IS 'Trigger: an attempt that is claimed stands in the ledger of contact; one that was never dialed does not count.';
CREATE TRIGGER attempts_enter_ledger AFTER INSERT ON attempts FOR EACH ROW
    WHEN (NEW.state = 'claimed') EXECUTE FUNCTION keep_ledger();
CREATE TRIGGER attempts_keep_ledger AFTER UPDATE OF state ON attempts FOR EACH ROW
    WHEN (NEW.state IN ('claimed', 'ended') AND OLD.state IS DISTINCT FROM NEW.state)
    EXECUTE FUNCTION keep_ledger();

CREATE FUNCTION hold_contact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE contacts SET open_attempt_id = NEW.id WHERE id = NEW.contact_id;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION hold_contact() IS 'Trigger: a contact with an attempt is not free to be dialed again until the outcome is settled.';
CREATE TRIGGER attempts_hold_contact AFTER INSERT ON attempts FOR EACH ROW
    WHEN (NEW.state <> 'ended') EXECUTE FUNCTION hold_contact();
