-- Campaigns: which follow-ups are dialed by the system, how many at once, when, and in which order.

CREATE TABLE campaigns (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations (id),
    name text NOT NULL,
    state text NOT NULL DEFAULT 'draft',
    mode text NOT NULL DEFAULT 'ai',
    priority smallint NOT NULL DEFAULT 5,
    questionnaire_version_id uuid,
    script_version text,
    concurrency integer NOT NULL DEFAULT 1,
    calls_per_second double precision,
    max_attempts smallint NOT NULL DEFAULT 3,
    retry_hours double precision[] NOT NULL DEFAULT '{0,24,72}',
    windows text,
    time_zone text NOT NULL,
    caller_ids text[] NOT NULL DEFAULT '{}',
    release jsonb NOT NULL DEFAULT '{}',
    selection jsonb NOT NULL DEFAULT '{}',
    endpoint text,
    needs_people boolean NOT NULL DEFAULT false,
    dial_order text NOT NULL DEFAULT 'first_due',
    waits_for text,
    waits_until timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    ended_at timestamptz,
    CONSTRAINT campaigns_same_organization UNIQUE (organization_id, id),
    CONSTRAINT campaigns_name_unique UNIQUE (organization_id, name),
    CONSTRAINT campaigns_name_present CHECK (name <> ''),
    CONSTRAINT campaigns_state_known CHECK (state IN ('draft', 'running', 'paused', 'stopped', 'finished')),
    CONSTRAINT campaigns_mode_known CHECK (mode IN ('ai', 'preview', 'progressive')),
    CONSTRAINT campaigns_priority_range CHECK (priority BETWEEN 0 AND 9),
    CONSTRAINT campaigns_concurrency_range CHECK (concurrency BETWEEN 1 AND 10000),
    CONSTRAINT campaigns_calls_per_second_positive CHECK (calls_per_second > 0),
    CONSTRAINT campaigns_max_attempts_range CHECK (max_attempts BETWEEN 1 AND 20),
    CONSTRAINT campaigns_dial_order_known CHECK (dial_order IN ('first_due', 'likely_to_answer')),
    CONSTRAINT campaigns_retry_hours_enough CHECK (cardinality(retry_hours) >= max_attempts),
    CONSTRAINT campaigns_started_has_time CHECK (
        state NOT IN ('running', 'paused', 'finished') OR started_at IS NOT NULL),
    CONSTRAINT campaigns_ended_has_time CHECK ((state IN ('stopped', 'finished')) = (ended_at IS NOT NULL)),
    CONSTRAINT campaigns_waits_for_form CHECK (waits_for ~ '^[a-z][a-z0-9_]*$'),
    CONSTRAINT campaigns_release_object CHECK (jsonb_typeof(release) = 'object'),
    CONSTRAINT campaigns_selection_object CHECK (jsonb_typeof(selection) = 'object'),
    CONSTRAINT campaigns_questionnaire_version FOREIGN KEY (organization_id, questionnaire_version_id)
        REFERENCES questionnaire_versions (organization_id, id)
);
CREATE TRIGGER campaigns_transition BEFORE UPDATE OF state ON campaigns FOR EACH ROW
    EXECUTE FUNCTION enforce_transition(
        'draft>running', 'draft>stopped', 'running>paused', 'running>stopped', 'running>finished',
        'paused>running', 'paused>stopped', 'paused>finished', 'finished>running', 'finished>stopped');
COMMENT ON TABLE campaigns IS 'A task of follow-up calls (随访任务): a list of contacts that is dialed while it is running.';
COMMENT ON COLUMN campaigns.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN campaigns.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN campaigns.name IS 'Name for people; unique in the organization.';
COMMENT ON COLUMN campaigns.state IS 'draft, running (dialed), paused, stopped (for good), finished (nothing left; new contacts set it running again).';
COMMENT ON COLUMN campaigns.mode IS 'ai (the robot talks), preview (a person looks and starts each call), progressive (dialed when a person is free).';
COMMENT ON COLUMN campaigns.priority IS 'Which campaign gets free lines first: 9 before 0.';
COMMENT ON COLUMN campaigns.questionnaire_version_id IS 'What is asked, frozen at the start; null when each contact names its own.';
COMMENT ON COLUMN campaigns.script_version IS 'Version of the wording at the start; the version that a call really used stands with its answers. Null before the start.';
COMMENT ON COLUMN campaigns.concurrency IS 'Most attempts of it under way at once, over all workers.';
COMMENT ON COLUMN campaigns.calls_per_second IS 'Most attempts of it claimed in one second; null: no limit of its own.';
COMMENT ON COLUMN campaigns.max_attempts IS 'Most tries per contact that count.';
COMMENT ON COLUMN campaigns.retry_hours IS 'Hours after the first try at which the next ones are due, such as 0, 24, 72.';
COMMENT ON COLUMN campaigns.windows IS 'Local times at which it may dial, such as 09:00-12:00,14:00-19:30; null: those of the hospital.';
COMMENT ON COLUMN campaigns.time_zone IS 'IANA time zone of the windows.';
COMMENT ON COLUMN campaigns.caller_ids IS 'Numbers it may show; empty: any of the pool.';
COMMENT ON COLUMN campaigns.release IS 'Grey release: stage (trial, departments or all), per_day (most first calls a day in the trial), departments. Empty: all.';
COMMENT ON COLUMN campaigns.selection IS 'By what the contacts were selected: diagnosis, procedure, department, discharge, age.';
COMMENT ON COLUMN campaigns.endpoint IS 'Name of the receiver of its webhooks in the settings; null: the default one.';
COMMENT ON COLUMN campaigns.needs_people IS 'Whether it may run only while somebody can take a call over.';
COMMENT ON COLUMN campaigns.dial_order IS 'Among contacts of one priority: first_due (who waits longest), or likely_to_answer (of those that wait longest, who most likely answers at this hour).';
COMMENT ON COLUMN campaigns.waits_for IS 'Why it dials nobody at the moment, as a word of the closed list of reasons; null while it dials.';
COMMENT ON COLUMN campaigns.waits_until IS 'Until when that holds (UTC); null: unknown.';
COMMENT ON COLUMN campaigns.created_at IS 'When the row was made (UTC).';
COMMENT ON COLUMN campaigns.started_at IS 'When it first ran (UTC).';
COMMENT ON COLUMN campaigns.ended_at IS 'When it was stopped or had nothing left (UTC).';

CREATE FUNCTION freeze_started_campaign() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'campaign % has started: questionnaire and script stay as they are', OLD.name
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'campaigns_frozen';
END $$;
COMMENT ON FUNCTION freeze_started_campaign() IS 'Trigger: what is asked and said is frozen when a campaign starts.';
CREATE TRIGGER campaigns_frozen BEFORE UPDATE ON campaigns FOR EACH ROW
    WHEN (OLD.started_at IS NOT NULL
          AND (OLD.questionnaire_version_id IS DISTINCT FROM NEW.questionnaire_version_id
               OR OLD.script_version IS DISTINCT FROM NEW.script_version))
    EXECUTE FUNCTION freeze_started_campaign();

ALTER TABLE contacts
    ADD COLUMN campaign_id uuid,
    ADD COLUMN group_name text,
    ADD COLUMN priority smallint NOT NULL DEFAULT 5,
    ADD COLUMN urgent boolean NOT NULL DEFAULT false,
    ADD COLUMN requested boolean NOT NULL DEFAULT false,
    ADD COLUMN windows text,
    ADD COLUMN not_after timestamptz,
    ADD COLUMN use_second boolean NOT NULL DEFAULT false,
    ADD COLUMN keep_caller_id boolean NOT NULL DEFAULT false,
    ADD COLUMN open_attempt_id uuid,
    DROP CONSTRAINT contacts_status_known,
    ADD CONSTRAINT contacts_status_known CHECK (
        status IN ('open', 'completed', 'canceled', 'exhausted', 'suppressed')),
    ADD CONSTRAINT contacts_priority_range CHECK (priority BETWEEN 0 AND 9),
    ADD CONSTRAINT contacts_campaign FOREIGN KEY (organization_id, campaign_id)
        REFERENCES campaigns (organization_id, id),
    ADD CONSTRAINT contacts_open_attempt FOREIGN KEY (organization_id, open_attempt_id)
        REFERENCES attempts (organization_id, id);
CREATE INDEX contacts_to_dial ON contacts
    (campaign_id, (CASE WHEN urgent OR requested THEN 10 ELSE priority END), due_at)
    WHERE status = 'open' AND open_attempt_id IS NULL AND campaign_id IS NOT NULL;
CREATE INDEX contacts_by_campaign ON contacts (campaign_id, status);
CREATE INDEX contacts_that_expire ON contacts (organization_id, not_after)
    WHERE status = 'open' AND not_after IS NOT NULL;
COMMENT ON COLUMN contacts.status IS 'open (still to be reached), completed (asked), canceled (withdrawn), exhausted (every try used), suppressed (must or can not be called; suppressions tells why).';
COMMENT ON COLUMN contacts.campaign_id IS 'The campaign that dials it; null: only dialed when somebody asks for it.';
COMMENT ON COLUMN contacts.group_name IS 'Group within the campaign, such as a department; null when there is none.';
COMMENT ON COLUMN contacts.priority IS 'Within the campaign: 9 is dialed before 0.';
COMMENT ON COLUMN contacts.urgent IS 'A risk event: dialed first, outside caps and windows.';
COMMENT ON COLUMN contacts.requested IS 'The patient asked for this call at due_at: outside caps and the hospital''s windows.';
COMMENT ON COLUMN contacts.windows IS 'Local times at which the patient wants to be called, such as 18:00-20:00; null: any.';
COMMENT ON COLUMN contacts.not_after IS 'After this the follow-up makes no sense and becomes work for a person (UTC); null: always.';
COMMENT ON COLUMN contacts.use_second IS 'Whether the second number is dialed first from now on.';
COMMENT ON COLUMN contacts.keep_caller_id IS 'Whether the next call must come under the number last shown: a refusal is not evaded under another.';
COMMENT ON COLUMN contacts.open_attempt_id IS 'The attempt that is under way or whose outcome is not settled; null: free to be dialed.';

ALTER TABLE encounters
    ADD COLUMN department text,
    ADD COLUMN diagnosis_codes text[] NOT NULL DEFAULT '{}',
    ADD COLUMN procedure_codes text[] NOT NULL DEFAULT '{}',
    ADD COLUMN discharged_at timestamptz;
CREATE INDEX encounters_by_discharge ON encounters (organization_id, discharged_on);
COMMENT ON COLUMN encounters.department IS 'Code or name of the department; null when unknown.';
COMMENT ON COLUMN encounters.diagnosis_codes IS 'Diagnoses, such as ICD-10 codes, the main one first.';
COMMENT ON COLUMN encounters.procedure_codes IS 'Operations and procedures, such as ICD-9-CM-3 codes.';
COMMENT ON COLUMN encounters.discharged_at IS 'Moment of discharge (UTC); null when only the day is known.';

ALTER TABLE patients
    ADD COLUMN second_phone_encrypted bytea,
    ADD COLUMN second_phone_index bytea,
    ADD COLUMN phone_area text,
    ADD COLUMN deceased_at timestamptz,
    ADD CONSTRAINT patients_second_phone_with_index CHECK (
        (second_phone_encrypted IS NULL) = (second_phone_index IS NULL)),
    ADD CONSTRAINT patients_second_phone_index_length CHECK (octet_length(second_phone_index) = 32);
CREATE INDEX patients_by_second_phone ON patients (organization_id, second_phone_index)
    WHERE second_phone_index IS NOT NULL;
COMMENT ON COLUMN patients.second_phone_encrypted IS 'A second phone number in E.164 form, encrypted; null when there is none.';
COMMENT ON COLUMN patients.second_phone_index IS 'Keyed HMAC-SHA256 of the second number; null when there is none.';
COMMENT ON COLUMN patients.phone_area IS 'Area of the phone number, such as 010, so that a local number can be shown; null when unknown.';
COMMENT ON COLUMN patients.deceased_at IS 'When it was told that the patient has died (UTC); he is never called again. Null while he lives.';
