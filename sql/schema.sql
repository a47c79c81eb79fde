-- The whole schema as the migrations leave it. Generated: ari-app migrate --write-schema sql/schema.sql
-- To set up a database run the migrations, not this file.

CREATE DOMAIN disposition_word AS text CONSTRAINT disposition_known CHECK ((VALUE = ANY (ARRAY['completed'::text, 'partial'::text, 'refused'::text, 'transferred'::text, 'callback_scheduled'::text, 'wrong_number'::text, 'patient_unavailable'::text, 'verify_failed'::text, 'deceased'::text, 'dnc'::text, 'no_input'::text, 'emergency_escalated'::text, 'voicemail'::text, 'call_assistant'::text, 'vacant'::text, 'invalid'::text, 'suspended'::text, 'power_off'::text, 'unreachable'::text, 'busy'::text, 'no_answer'::text, 'rejected'::text, 'barred'::text, 'network'::text, 'forwarding'::text, 'trunk_error'::text, 'interrupted'::text, 'failed'::text])));

CREATE OR REPLACE FUNCTION enforce_transition()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    IF NEW.state <> OLD.state AND NOT (OLD.state || '>' || NEW.state) = ANY (TG_ARGV) THEN
        RAISE EXCEPTION '% cannot go from % to %', TG_TABLE_NAME, OLD.state, NEW.state
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME,
                  CONSTRAINT = TG_TABLE_NAME || '_transition';
    END IF;
    RETURN NEW;
END $function$;
CREATE OR REPLACE FUNCTION freeze_ended_attempt()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    RAISE EXCEPTION 'attempt % has ended as % and is not changed', OLD.id, OLD.disposition
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'attempts_ended_frozen';
END $function$;
CREATE OR REPLACE FUNCTION record_attempt_event()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
END $function$;
CREATE OR REPLACE FUNCTION refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_TABLE_NAME || '_frozen';
END $function$;
CREATE OR REPLACE FUNCTION wake_runner()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    PERFORM pg_notify('call_command', NEW.call_id::text);
    RETURN NULL;
END $function$;

CREATE TABLE actions (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    call_id uuid NOT NULL,
    action text NOT NULL,
    detail text,
    detail_encrypted bytea,
    requested_at timestamp with time zone NOT NULL
);
CREATE TABLE alerts (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    call_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    code text NOT NULL,
    priority text NOT NULL,
    sla_minutes integer NOT NULL,
    link_id text,
    reason_encrypted bytea NOT NULL,
    state text NOT NULL DEFAULT 'raised'::text,
    raised_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    notified_at timestamp with time zone,
    acknowledged_at timestamp with time zone,
    acknowledged_by text,
    resolved_at timestamp with time zone,
    resolved_by text
);
CREATE TABLE answers (
    id uuid NOT NULL,
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
    answered_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone
);
CREATE TABLE attempt_events (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    organization_id uuid NOT NULL,
    attempt_id uuid NOT NULL,
    from_state text,
    to_state text NOT NULL,
    worker text,
    lease_epoch bigint NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE attempts (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    number integer NOT NULL,
    state text NOT NULL DEFAULT 'scheduled'::text,
    caller_id text,
    phone_encrypted bytea NOT NULL,
    phone_index bytea NOT NULL,
    worker text,
    lease_epoch bigint NOT NULL DEFAULT 0,
    lease_expires_at timestamp with time zone,
    due_at timestamp with time zone NOT NULL,
    claimed_at timestamp with time zone,
    dialing_at timestamp with time zone,
    ringing_at timestamp with time zone,
    answered_at timestamp with time zone,
    ended_at timestamp with time zone,
    disposition disposition_word,
    hangup_cause integer,
    tech_cause text,
    created_at timestamp with time zone NOT NULL DEFAULT now()
);
CREATE TABLE audit_entries (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    subject_kind text NOT NULL,
    subject_id text NOT NULL,
    details jsonb NOT NULL DEFAULT '{}'::jsonb,
    at timestamp with time zone NOT NULL
);
CREATE TABLE call_command (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    call_id uuid NOT NULL,
    "position" bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    actor text NOT NULL,
    verb text NOT NULL,
    args jsonb NOT NULL DEFAULT '{}'::jsonb,
    created_at timestamp with time zone NOT NULL,
    done_at timestamp with time zone,
    result text
);
CREATE TABLE call_event (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    organization_id uuid NOT NULL,
    call_id uuid NOT NULL,
    turn integer NOT NULL,
    kind text NOT NULL,
    details jsonb NOT NULL DEFAULT '{}'::jsonb,
    at timestamp with time zone NOT NULL
);
CREATE TABLE calls (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    attempt_id uuid NOT NULL,
    status text NOT NULL DEFAULT 'waiting'::text,
    turn integer NOT NULL DEFAULT 0,
    stage text NOT NULL,
    open_item text,
    state_encrypted bytea NOT NULL,
    engine_version text NOT NULL,
    disposition disposition_word,
    recording_path text,
    recording_started_at timestamp with time zone,
    recording_destroyed_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    started_at timestamp with time zone,
    ended_at timestamp with time zone
);
CREATE TABLE consents (
    id uuid NOT NULL,
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
    given_at timestamp with time zone NOT NULL
);
CREATE TABLE contacts (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    external_id text NOT NULL,
    patient_id uuid NOT NULL,
    encounter_id uuid,
    questionnaire_version_id uuid NOT NULL,
    plan_day text,
    status text NOT NULL DEFAULT 'open'::text,
    due_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT now()
);
CREATE TABLE encounters (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    external_id text NOT NULL,
    discharged_on date,
    created_at timestamp with time zone NOT NULL DEFAULT now()
);
CREATE TABLE identity_checks (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    call_id uuid NOT NULL,
    factor text NOT NULL,
    matched boolean NOT NULL,
    span_start_ms integer,
    span_end_ms integer,
    checked_at timestamp with time zone NOT NULL
);
CREATE TABLE missing_answers (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    call_id uuid NOT NULL,
    turn integer NOT NULL,
    link_id text NOT NULL,
    reason text NOT NULL,
    times_asked integer NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone
);
CREATE TABLE notes (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    call_id uuid NOT NULL,
    style text NOT NULL,
    sentences_encrypted bytea NOT NULL,
    key_findings_encrypted bytea NOT NULL,
    next_action_encrypted bytea NOT NULL,
    risk_level text NOT NULL,
    written_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone
);
CREATE TABLE organizations (
    id uuid NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    time_zone text NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT now()
);
CREATE TABLE outbox (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    "position" bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    endpoint text NOT NULL,
    kind text NOT NULL,
    attempt_id uuid NOT NULL,
    call_id uuid,
    alert_id uuid,
    idempotency_key text NOT NULL,
    state text NOT NULL DEFAULT 'pending'::text,
    due_at timestamp with time zone NOT NULL,
    tries integer NOT NULL DEFAULT 0,
    claimed_until timestamp with time zone,
    delivered_at timestamp with time zone,
    dead_at timestamp with time zone,
    last_error text,
    created_at timestamp with time zone NOT NULL DEFAULT now()
);
CREATE TABLE patients (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    external_id text NOT NULL,
    name_encrypted bytea NOT NULL,
    phone_encrypted bytea NOT NULL,
    phone_index bytea NOT NULL,
    id_tail_digest bytea,
    birth_md_digest bytea,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    updated_at timestamp with time zone NOT NULL DEFAULT now()
);
CREATE TABLE questionnaire_versions (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    questionnaire_id uuid NOT NULL,
    version text NOT NULL,
    definition jsonb NOT NULL,
    definition_sha256 text NOT NULL,
    frozen_at timestamp with time zone NOT NULL
);
CREATE TABLE questionnaires (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    code text NOT NULL,
    title text NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT now()
);
CREATE TABLE schema_migrations (
    number integer NOT NULL,
    name text NOT NULL,
    sha256 text NOT NULL,
    duration_ms integer NOT NULL,
    applied_at timestamp with time zone NOT NULL DEFAULT now()
);
CREATE TABLE scores (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    call_id uuid NOT NULL,
    code text NOT NULL,
    value double precision NOT NULL,
    band text,
    computed_at timestamp with time zone NOT NULL
);
CREATE TABLE timers (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    call_id uuid NOT NULL,
    turn integer NOT NULL,
    kind text NOT NULL,
    due_at timestamp with time zone NOT NULL
);
CREATE TABLE turns (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    call_id uuid NOT NULL,
    turn integer NOT NULL,
    "position" integer NOT NULL,
    speaker text NOT NULL,
    code text NOT NULL,
    command_id text,
    text_encrypted bytea NOT NULL,
    raw_text_encrypted bytea,
    confidence double precision,
    input_source text,
    intent text,
    flags text[] NOT NULL DEFAULT '{}'::text[],
    span_start_ms integer,
    span_end_ms integer,
    heard_ms integer,
    was_completed boolean,
    latency_ms integer,
    said_at timestamp with time zone NOT NULL
);

ALTER TABLE actions ADD CONSTRAINT actions_pkey PRIMARY KEY (id);
ALTER TABLE alerts ADD CONSTRAINT alerts_pkey PRIMARY KEY (id);
ALTER TABLE answers ADD CONSTRAINT answers_pkey PRIMARY KEY (id);
ALTER TABLE attempt_events ADD CONSTRAINT attempt_events_pkey PRIMARY KEY (id);
ALTER TABLE attempts ADD CONSTRAINT attempts_pkey PRIMARY KEY (id);
ALTER TABLE audit_entries ADD CONSTRAINT audit_entries_pkey PRIMARY KEY (id);
ALTER TABLE call_command ADD CONSTRAINT call_command_pkey PRIMARY KEY (id);
ALTER TABLE call_event ADD CONSTRAINT call_event_pkey PRIMARY KEY (id);
ALTER TABLE calls ADD CONSTRAINT calls_pkey PRIMARY KEY (id);
ALTER TABLE consents ADD CONSTRAINT consents_pkey PRIMARY KEY (id);
ALTER TABLE contacts ADD CONSTRAINT contacts_pkey PRIMARY KEY (id);
ALTER TABLE encounters ADD CONSTRAINT encounters_pkey PRIMARY KEY (id);
ALTER TABLE identity_checks ADD CONSTRAINT identity_checks_pkey PRIMARY KEY (id);
ALTER TABLE missing_answers ADD CONSTRAINT missing_answers_pkey PRIMARY KEY (id);
ALTER TABLE notes ADD CONSTRAINT notes_pkey PRIMARY KEY (id);
ALTER TABLE organizations ADD CONSTRAINT organizations_pkey PRIMARY KEY (id);
ALTER TABLE outbox ADD CONSTRAINT outbox_pkey PRIMARY KEY (id);
ALTER TABLE patients ADD CONSTRAINT patients_pkey PRIMARY KEY (id);
ALTER TABLE questionnaire_versions ADD CONSTRAINT questionnaire_versions_pkey PRIMARY KEY (id);
ALTER TABLE questionnaires ADD CONSTRAINT questionnaires_pkey PRIMARY KEY (id);
ALTER TABLE schema_migrations ADD CONSTRAINT schema_migrations_pkey PRIMARY KEY (number);
ALTER TABLE scores ADD CONSTRAINT scores_pkey PRIMARY KEY (id);
ALTER TABLE timers ADD CONSTRAINT timers_pkey PRIMARY KEY (id);
ALTER TABLE turns ADD CONSTRAINT turns_pkey PRIMARY KEY (id);
ALTER TABLE alerts ADD CONSTRAINT alerts_once_per_call UNIQUE (call_id, code);
ALTER TABLE alerts ADD CONSTRAINT alerts_same_organization UNIQUE (organization_id, id);
ALTER TABLE attempts ADD CONSTRAINT attempts_number_unique UNIQUE (contact_id, number);
ALTER TABLE attempts ADD CONSTRAINT attempts_same_organization UNIQUE (organization_id, id);
ALTER TABLE calls ADD CONSTRAINT calls_attempt_unique UNIQUE (attempt_id);
ALTER TABLE calls ADD CONSTRAINT calls_same_organization UNIQUE (organization_id, id);
ALTER TABLE contacts ADD CONSTRAINT contacts_external_id_unique UNIQUE (organization_id, external_id);
ALTER TABLE contacts ADD CONSTRAINT contacts_same_organization UNIQUE (organization_id, id);
ALTER TABLE encounters ADD CONSTRAINT encounters_external_id_unique UNIQUE (organization_id, external_id);
ALTER TABLE encounters ADD CONSTRAINT encounters_same_organization UNIQUE (organization_id, id);
ALTER TABLE organizations ADD CONSTRAINT organizations_code_unique UNIQUE (code);
ALTER TABLE outbox ADD CONSTRAINT outbox_idempotency_key_unique UNIQUE (organization_id, endpoint, idempotency_key);
ALTER TABLE patients ADD CONSTRAINT patients_external_id_unique UNIQUE (organization_id, external_id);
ALTER TABLE patients ADD CONSTRAINT patients_same_organization UNIQUE (organization_id, id);
ALTER TABLE questionnaire_versions ADD CONSTRAINT questionnaire_versions_content_unique UNIQUE (questionnaire_id, version);
ALTER TABLE questionnaire_versions ADD CONSTRAINT questionnaire_versions_same_organization UNIQUE (organization_id, id);
ALTER TABLE questionnaires ADD CONSTRAINT questionnaires_code_unique UNIQUE (organization_id, code);
ALTER TABLE questionnaires ADD CONSTRAINT questionnaires_same_organization UNIQUE (organization_id, id);
ALTER TABLE scores ADD CONSTRAINT scores_code_unique UNIQUE (call_id, code);
ALTER TABLE timers ADD CONSTRAINT timers_kind_unique UNIQUE (call_id, kind);
ALTER TABLE turns ADD CONSTRAINT turns_command_unique UNIQUE (call_id, command_id);
ALTER TABLE turns ADD CONSTRAINT turns_position_unique UNIQUE (call_id, turn, "position");
ALTER TABLE actions ADD CONSTRAINT actions_action_form CHECK ((action ~ '^[a-z][a-z0-9_]*$'::text));
ALTER TABLE actions ADD CONSTRAINT actions_one_detail CHECK (((detail IS NULL) OR (detail_encrypted IS NULL)));
ALTER TABLE alerts ADD CONSTRAINT alerts_acknowledged_has_person CHECK ((((acknowledged_at IS NULL) = (acknowledged_by IS NULL)) AND ((state <> ALL (ARRAY['acknowledged'::text, 'resolved'::text])) OR (acknowledged_at IS NOT NULL))));
ALTER TABLE alerts ADD CONSTRAINT alerts_code_form CHECK ((code ~ '^[A-Z][A-Z0-9_]*$'::text));
ALTER TABLE alerts ADD CONSTRAINT alerts_due_after_raised CHECK ((due_at > raised_at));
ALTER TABLE alerts ADD CONSTRAINT alerts_notified_has_time CHECK (((state <> 'notified'::text) OR (notified_at IS NOT NULL)));
ALTER TABLE alerts ADD CONSTRAINT alerts_priority_known CHECK ((priority = ANY (ARRAY['P1'::text, 'P2'::text, 'P3'::text])));
ALTER TABLE alerts ADD CONSTRAINT alerts_resolved_has_person CHECK ((((state = 'resolved'::text) = (resolved_at IS NOT NULL)) AND ((resolved_at IS NULL) = (resolved_by IS NULL))));
ALTER TABLE alerts ADD CONSTRAINT alerts_sla_positive CHECK ((sla_minutes > 0));
ALTER TABLE alerts ADD CONSTRAINT alerts_state_known CHECK ((state = ANY (ARRAY['raised'::text, 'notified'::text, 'acknowledged'::text, 'resolved'::text])));
ALTER TABLE answers ADD CONSTRAINT answers_confidence_range CHECK (((confidence >= (0)::double precision) AND (confidence <= (1)::double precision)));
ALTER TABLE answers ADD CONSTRAINT answers_has_value CHECK (((value IS NOT NULL) OR (free_text_encrypted IS NOT NULL)));
ALTER TABLE answers ADD CONSTRAINT answers_input_source_known CHECK ((input_source = ANY (ARRAY['voice'::text, 'keypad'::text])));
ALTER TABLE answers ADD CONSTRAINT answers_span_order CHECK ((((span_start_ms IS NULL) = (span_end_ms IS NULL)) AND (span_start_ms <= span_end_ms)));
ALTER TABLE answers ADD CONSTRAINT answers_status_known CHECK ((status = ANY (ARRAY['accepted'::text, 'confirmed'::text, 'for_review'::text])));
ALTER TABLE answers ADD CONSTRAINT answers_times_asked_positive CHECK ((times_asked >= 1));
ALTER TABLE answers ADD CONSTRAINT answers_value_not_null CHECK ((jsonb_typeof(value) <> 'null'::text));
ALTER TABLE attempts ADD CONSTRAINT attempts_answered_has_time CHECK (((state <> 'answered'::text) OR (answered_at IS NOT NULL)));
ALTER TABLE attempts ADD CONSTRAINT attempts_claimed_has_time CHECK (((state = ANY (ARRAY['scheduled'::text, 'ended'::text])) OR (claimed_at IS NOT NULL)));
ALTER TABLE attempts ADD CONSTRAINT attempts_dialing_has_time CHECK (((state <> ALL (ARRAY['dialing'::text, 'ringing'::text, 'answered'::text])) OR (dialing_at IS NOT NULL)));
ALTER TABLE attempts ADD CONSTRAINT attempts_ended_after_answered CHECK ((ended_at >= answered_at));
ALTER TABLE attempts ADD CONSTRAINT attempts_ended_has_disposition CHECK ((((state = 'ended'::text) = (disposition IS NOT NULL)) AND ((state = 'ended'::text) = (ended_at IS NOT NULL))));
ALTER TABLE attempts ADD CONSTRAINT attempts_live_is_leased CHECK (((state = ANY (ARRAY['scheduled'::text, 'ended'::text])) OR ((worker IS NOT NULL) AND (lease_expires_at IS NOT NULL))));
ALTER TABLE attempts ADD CONSTRAINT attempts_number_positive CHECK ((number >= 1));
ALTER TABLE attempts ADD CONSTRAINT attempts_phone_index_length CHECK ((octet_length(phone_index) = 32));
ALTER TABLE attempts ADD CONSTRAINT attempts_ringing_has_time CHECK (((state <> 'ringing'::text) OR (ringing_at IS NOT NULL)));
ALTER TABLE attempts ADD CONSTRAINT attempts_state_known CHECK ((state = ANY (ARRAY['scheduled'::text, 'claimed'::text, 'dialing'::text, 'ringing'::text, 'answered'::text, 'ended'::text])));
ALTER TABLE attempts ADD CONSTRAINT attempts_talk_was_answered CHECK (((answered_at IS NOT NULL) OR (disposition IS NULL) OR ((disposition)::text <> ALL (ARRAY['completed'::text, 'partial'::text, 'transferred'::text, 'verify_failed'::text, 'emergency_escalated'::text]))));
ALTER TABLE audit_entries ADD CONSTRAINT audit_entries_action_form CHECK ((action ~ '^[a-z][a-z0-9_]*$'::text));
ALTER TABLE audit_entries ADD CONSTRAINT audit_entries_details_object CHECK ((jsonb_typeof(details) = 'object'::text));
ALTER TABLE call_command ADD CONSTRAINT call_command_args_object CHECK ((jsonb_typeof(args) = 'object'::text));
ALTER TABLE call_command ADD CONSTRAINT call_command_done_has_result CHECK (((done_at IS NULL) = (result IS NULL)));
ALTER TABLE call_command ADD CONSTRAINT call_command_verb_form CHECK ((verb ~ '^[a-z][a-z0-9_]*$'::text));
ALTER TABLE call_event ADD CONSTRAINT call_event_details_object CHECK ((jsonb_typeof(details) = 'object'::text));
ALTER TABLE call_event ADD CONSTRAINT call_event_kind_form CHECK ((kind ~ '^[a-z][a-z0-9_]*$'::text));
ALTER TABLE calls ADD CONSTRAINT calls_active_has_start CHECK (((status <> 'active'::text) OR (started_at IS NOT NULL)));
ALTER TABLE calls ADD CONSTRAINT calls_destroyed_recording_is_gone CHECK (((recording_destroyed_at IS NULL) OR (recording_path IS NULL)));
ALTER TABLE calls ADD CONSTRAINT calls_ended_has_disposition CHECK (((status = ANY (ARRAY['ended'::text, 'failed'::text])) = (disposition IS NOT NULL)));
ALTER TABLE calls ADD CONSTRAINT calls_ended_has_time CHECK (((status = ANY (ARRAY['ended'::text, 'failed'::text])) = (ended_at IS NOT NULL)));
ALTER TABLE calls ADD CONSTRAINT calls_status_known CHECK ((status = ANY (ARRAY['waiting'::text, 'active'::text, 'ended'::text, 'failed'::text])));
ALTER TABLE calls ADD CONSTRAINT calls_turn_not_negative CHECK ((turn >= 0));
ALTER TABLE consents ADD CONSTRAINT consents_input_source_known CHECK ((input_source = ANY (ARRAY['voice'::text, 'keypad'::text])));
ALTER TABLE consents ADD CONSTRAINT consents_kind_known CHECK ((kind = ANY (ARRAY['recording'::text, 'health_questions'::text])));
ALTER TABLE consents ADD CONSTRAINT consents_span_order CHECK ((((span_start_ms IS NULL) = (span_end_ms IS NULL)) AND (span_start_ms <= span_end_ms)));
ALTER TABLE consents ADD CONSTRAINT consents_text_version_present CHECK ((text_version <> ''::text));
ALTER TABLE contacts ADD CONSTRAINT contacts_external_id_present CHECK ((external_id <> ''::text));
ALTER TABLE contacts ADD CONSTRAINT contacts_status_known CHECK ((status = ANY (ARRAY['open'::text, 'completed'::text, 'canceled'::text])));
ALTER TABLE encounters ADD CONSTRAINT encounters_external_id_present CHECK ((external_id <> ''::text));
ALTER TABLE identity_checks ADD CONSTRAINT identity_checks_factor_known CHECK ((factor = ANY (ARRAY['name'::text, 'id_tail'::text, 'birth_md'::text])));
ALTER TABLE identity_checks ADD CONSTRAINT identity_checks_span_order CHECK ((((span_start_ms IS NULL) = (span_end_ms IS NULL)) AND (span_start_ms <= span_end_ms)));
ALTER TABLE missing_answers ADD CONSTRAINT missing_answers_reason_known CHECK ((reason = ANY (ARRAY['not_measured'::text, 'dont_know'::text, 'refuse_question'::text, 'not_applicable'::text, 'no_input'::text, 'low_confidence'::text, 'hangup'::text, 'refuse_call'::text, 'not_reached'::text])));
ALTER TABLE missing_answers ADD CONSTRAINT missing_answers_times_asked_not_negative CHECK ((times_asked >= 0));
ALTER TABLE notes ADD CONSTRAINT notes_risk_level_known CHECK ((risk_level = ANY (ARRAY['P1'::text, 'P2'::text, 'P3'::text, 'none'::text])));
ALTER TABLE notes ADD CONSTRAINT notes_style_known CHECK ((style = ANY (ARRAY['soap'::text, 'sbar'::text])));
ALTER TABLE organizations ADD CONSTRAINT organizations_code_form CHECK ((code ~ '^[a-z0-9_-]{1,64}$'::text));
ALTER TABLE outbox ADD CONSTRAINT outbox_alert_has_id CHECK (((kind = 'alert.triggered'::text) = (alert_id IS NOT NULL)));
ALTER TABLE outbox ADD CONSTRAINT outbox_dead_has_time CHECK (((state = 'dead'::text) = (dead_at IS NOT NULL)));
ALTER TABLE outbox ADD CONSTRAINT outbox_delivered_has_time CHECK (((state = 'delivered'::text) = (delivered_at IS NOT NULL)));
ALTER TABLE outbox ADD CONSTRAINT outbox_kind_known CHECK ((kind = ANY (ARRAY['alert.triggered'::text, 'questionnaire.submitted'::text, 'call.completed'::text])));
ALTER TABLE outbox ADD CONSTRAINT outbox_state_known CHECK ((state = ANY (ARRAY['pending'::text, 'delivered'::text, 'dead'::text])));
ALTER TABLE outbox ADD CONSTRAINT outbox_tries_not_negative CHECK ((tries >= 0));
ALTER TABLE patients ADD CONSTRAINT patients_birth_md_digest_length CHECK ((octet_length(birth_md_digest) = 32));
ALTER TABLE patients ADD CONSTRAINT patients_external_id_present CHECK ((external_id <> ''::text));
ALTER TABLE patients ADD CONSTRAINT patients_id_tail_digest_length CHECK ((octet_length(id_tail_digest) = 32));
ALTER TABLE patients ADD CONSTRAINT patients_phone_index_length CHECK ((octet_length(phone_index) = 32));
ALTER TABLE questionnaire_versions ADD CONSTRAINT questionnaire_versions_definition_object CHECK ((jsonb_typeof(definition) = 'object'::text));
ALTER TABLE questionnaire_versions ADD CONSTRAINT questionnaire_versions_sha256_form CHECK ((definition_sha256 ~ '^[0-9a-f]{64}$'::text));
ALTER TABLE questionnaires ADD CONSTRAINT questionnaires_code_form CHECK ((code ~ '^[a-z][a-z0-9_]{0,63}$'::text));
ALTER TABLE timers ADD CONSTRAINT timers_kind_form CHECK ((kind ~ '^[a-z][a-z0-9_]*$'::text));
ALTER TABLE turns ADD CONSTRAINT turns_confidence_range CHECK (((confidence >= (0)::double precision) AND (confidence <= (1)::double precision)));
ALTER TABLE turns ADD CONSTRAINT turns_input_source_known CHECK ((input_source = ANY (ARRAY['voice'::text, 'keypad'::text])));
ALTER TABLE turns ADD CONSTRAINT turns_patient_has_source CHECK (((speaker <> 'patient'::text) OR (input_source IS NOT NULL)));
ALTER TABLE turns ADD CONSTRAINT turns_robot_has_command CHECK (((speaker = 'robot'::text) = (command_id IS NOT NULL)));
ALTER TABLE turns ADD CONSTRAINT turns_span_order CHECK ((((span_start_ms IS NULL) = (span_end_ms IS NULL)) AND (span_start_ms <= span_end_ms)));
ALTER TABLE turns ADD CONSTRAINT turns_speaker_known CHECK ((speaker = ANY (ARRAY['robot'::text, 'patient'::text, 'agent'::text])));
ALTER TABLE actions ADD CONSTRAINT actions_call FOREIGN KEY (organization_id, call_id) REFERENCES calls(organization_id, id);
ALTER TABLE alerts ADD CONSTRAINT alerts_call FOREIGN KEY (organization_id, call_id) REFERENCES calls(organization_id, id);
ALTER TABLE alerts ADD CONSTRAINT alerts_patient FOREIGN KEY (organization_id, patient_id) REFERENCES patients(organization_id, id);
ALTER TABLE answers ADD CONSTRAINT answers_call FOREIGN KEY (organization_id, call_id) REFERENCES calls(organization_id, id);
ALTER TABLE attempt_events ADD CONSTRAINT attempt_events_attempt FOREIGN KEY (organization_id, attempt_id) REFERENCES attempts(organization_id, id);
ALTER TABLE attempts ADD CONSTRAINT attempts_contact FOREIGN KEY (organization_id, contact_id) REFERENCES contacts(organization_id, id);
ALTER TABLE audit_entries ADD CONSTRAINT audit_entries_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id);
ALTER TABLE call_command ADD CONSTRAINT call_command_call FOREIGN KEY (organization_id, call_id) REFERENCES calls(organization_id, id);
ALTER TABLE call_event ADD CONSTRAINT call_event_call FOREIGN KEY (organization_id, call_id) REFERENCES calls(organization_id, id);
ALTER TABLE calls ADD CONSTRAINT calls_attempt FOREIGN KEY (organization_id, attempt_id) REFERENCES attempts(organization_id, id);
ALTER TABLE consents ADD CONSTRAINT consents_call FOREIGN KEY (organization_id, call_id) REFERENCES calls(organization_id, id);
ALTER TABLE consents ADD CONSTRAINT consents_patient FOREIGN KEY (organization_id, patient_id) REFERENCES patients(organization_id, id);
ALTER TABLE contacts ADD CONSTRAINT contacts_encounter FOREIGN KEY (organization_id, encounter_id) REFERENCES encounters(organization_id, id);
ALTER TABLE contacts ADD CONSTRAINT contacts_patient FOREIGN KEY (organization_id, patient_id) REFERENCES patients(organization_id, id);
ALTER TABLE contacts ADD CONSTRAINT contacts_questionnaire_version FOREIGN KEY (organization_id, questionnaire_version_id) REFERENCES questionnaire_versions(organization_id, id);
ALTER TABLE encounters ADD CONSTRAINT encounters_patient FOREIGN KEY (organization_id, patient_id) REFERENCES patients(organization_id, id);
ALTER TABLE identity_checks ADD CONSTRAINT identity_checks_call FOREIGN KEY (organization_id, call_id) REFERENCES calls(organization_id, id);
ALTER TABLE missing_answers ADD CONSTRAINT missing_answers_call FOREIGN KEY (organization_id, call_id) REFERENCES calls(organization_id, id);
ALTER TABLE notes ADD CONSTRAINT notes_call FOREIGN KEY (organization_id, call_id) REFERENCES calls(organization_id, id);
ALTER TABLE outbox ADD CONSTRAINT outbox_alert FOREIGN KEY (organization_id, alert_id) REFERENCES alerts(organization_id, id);
ALTER TABLE outbox ADD CONSTRAINT outbox_attempt FOREIGN KEY (organization_id, attempt_id) REFERENCES attempts(organization_id, id);
ALTER TABLE outbox ADD CONSTRAINT outbox_call FOREIGN KEY (organization_id, call_id) REFERENCES calls(organization_id, id);
ALTER TABLE outbox ADD CONSTRAINT outbox_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id);
ALTER TABLE patients ADD CONSTRAINT patients_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id);
ALTER TABLE questionnaire_versions ADD CONSTRAINT questionnaire_versions_questionnaire FOREIGN KEY (organization_id, questionnaire_id) REFERENCES questionnaires(organization_id, id);
ALTER TABLE questionnaires ADD CONSTRAINT questionnaires_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id);
ALTER TABLE scores ADD CONSTRAINT scores_call FOREIGN KEY (organization_id, call_id) REFERENCES calls(organization_id, id);
ALTER TABLE timers ADD CONSTRAINT timers_call FOREIGN KEY (organization_id, call_id) REFERENCES calls(organization_id, id);
ALTER TABLE turns ADD CONSTRAINT turns_call FOREIGN KEY (organization_id, call_id) REFERENCES calls(organization_id, id);

CREATE INDEX actions_by_call ON actions USING btree (call_id);
CREATE INDEX alerts_open ON alerts USING btree (organization_id, due_at) WHERE (state <> 'resolved'::text);
CREATE UNIQUE INDEX answers_one_current ON answers USING btree (call_id, link_id) WHERE (superseded_at IS NULL);
CREATE INDEX attempt_events_by_attempt ON attempt_events USING btree (attempt_id, id);
CREATE INDEX attempts_by_phone ON attempts USING btree (organization_id, phone_index, dialing_at);
CREATE INDEX attempts_due ON attempts USING btree (due_at) WHERE (state = 'scheduled'::text);
CREATE INDEX attempts_live ON attempts USING btree (worker) WHERE (state = ANY (ARRAY['claimed'::text, 'dialing'::text, 'ringing'::text, 'answered'::text]));
CREATE UNIQUE INDEX attempts_one_open_per_contact ON attempts USING btree (contact_id) WHERE (state <> 'ended'::text);
CREATE INDEX audit_entries_by_subject ON audit_entries USING btree (organization_id, subject_kind, subject_id, at);
CREATE INDEX call_command_waiting ON call_command USING btree (call_id, "position") WHERE (done_at IS NULL);
CREATE INDEX call_event_by_call ON call_event USING btree (call_id, id);
CREATE INDEX calls_live ON calls USING btree (attempt_id) WHERE (status = ANY (ARRAY['waiting'::text, 'active'::text]));
CREATE INDEX consents_by_call ON consents USING btree (call_id);
CREATE INDEX consents_by_patient ON consents USING btree (patient_id, kind, given_at);
CREATE INDEX contacts_by_patient ON contacts USING btree (patient_id);
CREATE INDEX encounters_by_patient ON encounters USING btree (patient_id);
CREATE INDEX identity_checks_by_call ON identity_checks USING btree (call_id);
CREATE UNIQUE INDEX missing_answers_one_current ON missing_answers USING btree (call_id, link_id) WHERE (superseded_at IS NULL);
CREATE UNIQUE INDEX notes_one_current ON notes USING btree (call_id, style) WHERE (superseded_at IS NULL);
CREATE INDEX outbox_pending ON outbox USING btree (organization_id, endpoint, "position") WHERE (state = 'pending'::text);
CREATE INDEX patients_by_phone ON patients USING btree (organization_id, phone_index);
CREATE INDEX timers_due ON timers USING btree (due_at);

CREATE TRIGGER alerts_transition BEFORE UPDATE OF state ON alerts FOR EACH ROW EXECUTE FUNCTION enforce_transition('raised>notified', 'raised>acknowledged', 'notified>acknowledged', 'acknowledged>resolved');
CREATE TRIGGER attempt_events_frozen BEFORE UPDATE ON attempt_events FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER attempts_created AFTER INSERT ON attempts FOR EACH ROW EXECUTE FUNCTION record_attempt_event();
CREATE TRIGGER attempts_ended_frozen BEFORE UPDATE ON attempts FOR EACH ROW WHEN ((old.state = 'ended'::text)) EXECUTE FUNCTION freeze_ended_attempt();
CREATE TRIGGER attempts_state_changed AFTER UPDATE ON attempts FOR EACH ROW WHEN (((old.state IS DISTINCT FROM new.state) OR (old.lease_epoch <> new.lease_epoch))) EXECUTE FUNCTION record_attempt_event();
CREATE TRIGGER attempts_transition BEFORE UPDATE OF state ON attempts FOR EACH ROW EXECUTE FUNCTION enforce_transition('scheduled>claimed', 'scheduled>ended', 'claimed>scheduled', 'claimed>dialing', 'claimed>ended', 'dialing>ringing', 'dialing>answered', 'dialing>ended', 'ringing>answered', 'ringing>ended', 'answered>ended');
CREATE TRIGGER audit_entries_frozen BEFORE DELETE OR UPDATE ON audit_entries FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER call_command_added AFTER INSERT ON call_command FOR EACH ROW EXECUTE FUNCTION wake_runner();
CREATE TRIGGER call_event_frozen BEFORE UPDATE ON call_event FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER outbox_transition BEFORE UPDATE OF state ON outbox FOR EACH ROW EXECUTE FUNCTION enforce_transition('pending>delivered', 'pending>dead', 'dead>pending');
CREATE TRIGGER questionnaire_versions_frozen BEFORE DELETE OR UPDATE ON questionnaire_versions FOR EACH ROW EXECUTE FUNCTION refuse_change();

COMMENT ON TABLE actions IS 'What a call asked the system or a person to do.';
COMMENT ON COLUMN actions.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN actions.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN actions.call_id IS 'The call.';
COMMENT ON COLUMN actions.action IS 'What, from the closed list in docs/contract.md, such as callback_task.';
COMMENT ON COLUMN actions.detail IS 'Code or time that belongs to it, such as 2026-03-12 morning; null when there is none.';
COMMENT ON COLUMN actions.detail_encrypted IS 'Detail in free words or with a number of a person, encrypted; null when there is none.';
COMMENT ON COLUMN actions.requested_at IS 'When it was asked for (UTC).';
COMMENT ON TABLE alerts IS 'Something in a call that a person must look at in time; one per call and code.';
COMMENT ON COLUMN alerts.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN alerts.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN alerts.call_id IS 'The call that raised it.';
COMMENT ON COLUMN alerts.patient_id IS 'The patient it is about.';
COMMENT ON COLUMN alerts.code IS 'What it is about, from the closed list in docs/contract.md, such as PAIN_HIGH.';
COMMENT ON COLUMN alerts.priority IS 'P1 (most urgent), P2 or P3; only ever raised.';
COMMENT ON COLUMN alerts.sla_minutes IS 'Within how many minutes somebody must act.';
COMMENT ON COLUMN alerts.link_id IS 'The item that raised it; null when it was said at any moment.';
COMMENT ON COLUMN alerts.reason_encrypted IS 'Why, as a sentence that may hold the patient''s words, encrypted.';
COMMENT ON COLUMN alerts.state IS 'raised, notified, acknowledged, resolved; never goes back and is never closed by the robot.';
COMMENT ON COLUMN alerts.raised_at IS 'When the words were heard (UTC).';
COMMENT ON COLUMN alerts.due_at IS 'By when somebody must act (UTC).';
COMMENT ON COLUMN alerts.notified_at IS 'When somebody was first told (UTC).';
COMMENT ON COLUMN alerts.acknowledged_at IS 'When a person took it on (UTC).';
COMMENT ON COLUMN alerts.acknowledged_by IS 'Who took it on.';
COMMENT ON COLUMN alerts.resolved_at IS 'When it was closed (UTC).';
COMMENT ON COLUMN alerts.resolved_by IS 'Who closed it.';
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
COMMENT ON TABLE attempt_events IS 'Every change of an attempt''s state, written by the database itself.';
COMMENT ON COLUMN attempt_events.id IS 'Grows with time.';
COMMENT ON COLUMN attempt_events.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN attempt_events.attempt_id IS 'Which attempt changed.';
COMMENT ON COLUMN attempt_events.from_state IS 'State before; null for a new attempt.';
COMMENT ON COLUMN attempt_events.to_state IS 'State after.';
COMMENT ON COLUMN attempt_events.worker IS 'The worker that held it then.';
COMMENT ON COLUMN attempt_events.lease_epoch IS 'The lease under which it changed.';
COMMENT ON COLUMN attempt_events.at IS 'When it changed, by the worker''s clock where it gave a time (UTC).';
COMMENT ON TABLE attempts IS 'One try to reach a contact by phone. At most one per contact is not ended.';
COMMENT ON COLUMN attempts.id IS 'UUIDv7 made by the application; also the id of the patient''s channel in Asterisk.';
COMMENT ON COLUMN attempts.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN attempts.contact_id IS 'Whom the attempt is meant to reach.';
COMMENT ON COLUMN attempts.number IS 'First try is 1.';
COMMENT ON COLUMN attempts.state IS 'scheduled, claimed, dialing, ringing, answered, ended; never goes back once dialing.';
COMMENT ON COLUMN attempts.caller_id IS 'The hospital''s number that was shown; null before dialing.';
COMMENT ON COLUMN attempts.phone_encrypted IS 'The number that is dialed, encrypted.';
COMMENT ON COLUMN attempts.phone_index IS 'Keyed HMAC-SHA256 of the dialed number, for caps per number.';
COMMENT ON COLUMN attempts.worker IS 'Id of the worker that runs or ran it.';
COMMENT ON COLUMN attempts.lease_epoch IS 'Grows each time a worker takes the attempt; a worker with an older one may do nothing.';
COMMENT ON COLUMN attempts.lease_expires_at IS 'Until when the worker holds it (UTC); past it while dialing, the outcome is unknown.';
COMMENT ON COLUMN attempts.due_at IS 'Not dialed before this time (UTC).';
COMMENT ON COLUMN attempts.claimed_at IS 'When a worker took it (UTC).';
COMMENT ON COLUMN attempts.dialing_at IS 'When dialing began (UTC).';
COMMENT ON COLUMN attempts.ringing_at IS 'When the far end first rang (UTC); null when it never did.';
COMMENT ON COLUMN attempts.answered_at IS 'When it was answered (UTC); null when it never was.';
COMMENT ON COLUMN attempts.ended_at IS 'When it was over (UTC).';
COMMENT ON COLUMN attempts.disposition IS 'How it ended, from the closed list in docs/contract.md; written once.';
COMMENT ON COLUMN attempts.hangup_cause IS 'Q.850 cause as received; null when there was none.';
COMMENT ON COLUMN attempts.tech_cause IS 'Cause in the words of the channel technology, such as a SIP status, as received.';
COMMENT ON COLUMN attempts.created_at IS 'When the row was made (UTC).';
COMMENT ON TABLE audit_entries IS 'Who saw or changed what; rows are never changed or deleted.';
COMMENT ON COLUMN audit_entries.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN audit_entries.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN audit_entries.actor IS 'Account or part of the system.';
COMMENT ON COLUMN audit_entries.action IS 'What was done, such as result_read.';
COMMENT ON COLUMN audit_entries.subject_kind IS 'Table of the row that it was done to.';
COMMENT ON COLUMN audit_entries.subject_id IS 'Id of that row.';
COMMENT ON COLUMN audit_entries.details IS 'Ids and codes; never words of a patient.';
COMMENT ON COLUMN audit_entries.at IS 'When it was done (UTC).';
COMMENT ON TABLE call_command IS 'What a person or another part wants of a running call; its runner takes the rows in order.';
COMMENT ON COLUMN call_command.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN call_command.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN call_command.call_id IS 'The call that is meant.';
COMMENT ON COLUMN call_command."position" IS 'Order of arrival.';
COMMENT ON COLUMN call_command.actor IS 'Who asked: an account or a part of the system.';
COMMENT ON COLUMN call_command.verb IS 'What to do, such as hang_up or transfer.';
COMMENT ON COLUMN call_command.args IS 'Ids and codes that the verb needs; never words of a patient.';
COMMENT ON COLUMN call_command.created_at IS 'When it was asked (UTC).';
COMMENT ON COLUMN call_command.done_at IS 'When it was done or refused (UTC); null while waiting.';
COMMENT ON COLUMN call_command.result IS 'done, or why not, as one word; null while waiting.';
COMMENT ON TABLE call_event IS 'What happened in a call, for live views and reports; append-only.';
COMMENT ON COLUMN call_event.id IS 'Grows with time; a reader asks for what is after the last one it saw.';
COMMENT ON COLUMN call_event.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN call_event.call_id IS 'The call.';
COMMENT ON COLUMN call_event.turn IS 'The call''s turn at that moment.';
COMMENT ON COLUMN call_event.kind IS 'What happened, in the past tense, such as alert_raised.';
COMMENT ON COLUMN call_event.details IS 'Ids, codes and figures; never words of a patient.';
COMMENT ON COLUMN call_event.at IS 'When it happened (UTC).';
COMMENT ON TABLE calls IS 'The conversation of one attempt and its saved state.';
COMMENT ON COLUMN calls.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN calls.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN calls.attempt_id IS 'The attempt that the conversation belongs to.';
COMMENT ON COLUMN calls.status IS 'waiting (not answered yet), active, ended (the dialogue concluded), failed (it could not go on).';
COMMENT ON COLUMN calls.turn IS 'Number of steps committed; guards against two writers.';
COMMENT ON COLUMN calls.stage IS 'Part of the conversation that is open, such as verify or items.';
COMMENT ON COLUMN calls.open_item IS 'link_id or front code that waits for an answer; null when none does.';
COMMENT ON COLUMN calls.state_encrypted IS 'Saved state of the dialogue, encrypted; for the application alone.';
COMMENT ON COLUMN calls.engine_version IS 'Version of the application that leads the conversation and reads the answers.';
COMMENT ON COLUMN calls.disposition IS 'How the conversation concluded; the attempt repeats it when the channel is gone.';
COMMENT ON COLUMN calls.recording_path IS 'Stereo recording, relative to the recordings folder: patient left, robot right; null when there is none.';
COMMENT ON COLUMN calls.recording_started_at IS 'The zero of every span in milliseconds (UTC).';
COMMENT ON COLUMN calls.recording_destroyed_at IS 'When the audio was destroyed because recording was refused (UTC).';
COMMENT ON COLUMN calls.created_at IS 'When the row was made (UTC).';
COMMENT ON COLUMN calls.started_at IS 'When the dialogue took its first step (UTC).';
COMMENT ON COLUMN calls.ended_at IS 'When the dialogue concluded or failed (UTC).';
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
COMMENT ON TABLE contacts IS 'One follow-up item: a patient to be asked one questionnaire.';
COMMENT ON COLUMN contacts.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN contacts.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN contacts.external_id IS 'Follow-up id known outside; taskId in webhooks, the same however often it is sent.';
COMMENT ON COLUMN contacts.patient_id IS 'Who is to be reached.';
COMMENT ON COLUMN contacts.encounter_id IS 'The visit it follows up; null when there is none.';
COMMENT ON COLUMN contacts.questionnaire_version_id IS 'What is asked, frozen.';
COMMENT ON COLUMN contacts.plan_day IS 'Day of the care plan, such as T+3; null outside a plan.';
COMMENT ON COLUMN contacts.status IS 'open (still to be reached), completed (asked), canceled (given up or withdrawn).';
COMMENT ON COLUMN contacts.due_at IS 'From when the patient may be called (UTC).';
COMMENT ON COLUMN contacts.created_at IS 'When the row was made (UTC).';
COMMENT ON TABLE encounters IS 'The visit or stay that a follow-up belongs to.';
COMMENT ON COLUMN encounters.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN encounters.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN encounters.patient_id IS 'Whose visit it was.';
COMMENT ON COLUMN encounters.external_id IS 'The hospital''s own id of the visit; encounterId in webhooks.';
COMMENT ON COLUMN encounters.discharged_on IS 'Day of discharge, the T of T+1, T+3, T+7; null when unknown.';
COMMENT ON COLUMN encounters.created_at IS 'When the row was made (UTC).';
COMMENT ON TABLE identity_checks IS 'Each comparison of what the person said with what is stored; the said value is not kept.';
COMMENT ON COLUMN identity_checks.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN identity_checks.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN identity_checks.call_id IS 'The call.';
COMMENT ON COLUMN identity_checks.factor IS 'name, id_tail (last four of the identity number) or birth_md (month and day of birth).';
COMMENT ON COLUMN identity_checks.matched IS 'Whether it was the same.';
COMMENT ON COLUMN identity_checks.span_start_ms IS 'Start of the words in the recording, milliseconds; null when unknown.';
COMMENT ON COLUMN identity_checks.span_end_ms IS 'End of the words in the recording (exclusive), milliseconds; null when unknown.';
COMMENT ON COLUMN identity_checks.checked_at IS 'When it was compared (UTC).';
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
COMMENT ON TABLE notes IS 'The note of a call, each sentence with its sources; amended ones are kept.';
COMMENT ON COLUMN notes.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN notes.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN notes.call_id IS 'The call.';
COMMENT ON COLUMN notes.style IS 'soap or sbar.';
COMMENT ON COLUMN notes.sentences_encrypted IS 'Sentences as JSON (section, text, sources), encrypted.';
COMMENT ON COLUMN notes.key_findings_encrypted IS 'Key findings as a JSON list, encrypted.';
COMMENT ON COLUMN notes.next_action_encrypted IS 'What should happen next, encrypted.';
COMMENT ON COLUMN notes.risk_level IS 'Highest alert of the call: P1, P2, P3 or none.';
COMMENT ON COLUMN notes.written_at IS 'When it was written (UTC).';
COMMENT ON COLUMN notes.superseded_at IS 'When an amended note replaced it (UTC); null for the current one.';
COMMENT ON TABLE organizations IS 'A hospital, or a site of one: the owner of every other row.';
COMMENT ON COLUMN organizations.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN organizations.code IS 'Short stable name used in settings and URLs.';
COMMENT ON COLUMN organizations.name IS 'Display name, as spoken to patients.';
COMMENT ON COLUMN organizations.time_zone IS 'IANA time zone in which calling windows are meant.';
COMMENT ON COLUMN organizations.created_at IS 'When the row was made (UTC).';
COMMENT ON TABLE outbox IS 'Messages to outside systems, in order per endpoint. Holds ids only; the text is built at delivery.';
COMMENT ON COLUMN outbox.id IS 'UUIDv7 made by the application; the delivery id that receivers see.';
COMMENT ON COLUMN outbox.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN outbox."position" IS 'Order of delivery within an endpoint.';
COMMENT ON COLUMN outbox.endpoint IS 'Name of the receiver in the settings.';
COMMENT ON COLUMN outbox.kind IS 'alert.triggered, questionnaire.submitted or call.completed.';
COMMENT ON COLUMN outbox.attempt_id IS 'The attempt that it tells of.';
COMMENT ON COLUMN outbox.call_id IS 'The conversation that it tells of; null when there was none.';
COMMENT ON COLUMN outbox.alert_id IS 'The alert that it tells of; only for alert.triggered.';
COMMENT ON COLUMN outbox.idempotency_key IS 'The same for the same news, so that it is told once.';
COMMENT ON COLUMN outbox.state IS 'pending, delivered or dead (given up; a person may put it back).';
COMMENT ON COLUMN outbox.due_at IS 'Not tried before this time (UTC).';
COMMENT ON COLUMN outbox.tries IS 'How often delivery was tried.';
COMMENT ON COLUMN outbox.claimed_until IS 'Until when one deliverer holds it (UTC); null when free.';
COMMENT ON COLUMN outbox.delivered_at IS 'When the receiver took it (UTC).';
COMMENT ON COLUMN outbox.dead_at IS 'When it was given up (UTC).';
COMMENT ON COLUMN outbox.last_error IS 'Why the last try failed, in one line without patient data.';
COMMENT ON COLUMN outbox.created_at IS 'When the row was made (UTC).';
COMMENT ON TABLE patients IS 'A person who is followed up.';
COMMENT ON COLUMN patients.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN patients.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN patients.external_id IS 'The hospital''s own id of the patient; patientId in webhooks.';
COMMENT ON COLUMN patients.name_encrypted IS 'Name, encrypted; readable only with the application''s key.';
COMMENT ON COLUMN patients.phone_encrypted IS 'Phone number in E.164 form, encrypted.';
COMMENT ON COLUMN patients.phone_index IS 'Keyed HMAC-SHA256 of the phone number: finds a number without showing it.';
COMMENT ON COLUMN patients.id_tail_digest IS 'Keyed HMAC-SHA256 of the last four characters of the identity number; null when unknown.';
COMMENT ON COLUMN patients.birth_md_digest IS 'Keyed HMAC-SHA256 of the month and day of birth; null when unknown.';
COMMENT ON COLUMN patients.created_at IS 'When the row was made (UTC).';
COMMENT ON COLUMN patients.updated_at IS 'When the row was last changed (UTC).';
COMMENT ON TABLE questionnaire_versions IS 'The exact questionnaire that was asked, frozen: an update is refused.';
COMMENT ON COLUMN questionnaire_versions.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN questionnaire_versions.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN questionnaire_versions.questionnaire_id IS 'The questionnaire that this is a version of.';
COMMENT ON COLUMN questionnaire_versions.version IS 'Version as the definition states it.';
COMMENT ON COLUMN questionnaire_versions.definition IS 'FHIR-shaped Questionnaire: items, options, conditions, scores.';
COMMENT ON COLUMN questionnaire_versions.definition_sha256 IS 'SHA-256 (hex) of the definition as JSON with sorted keys and without spaces.';
COMMENT ON COLUMN questionnaire_versions.frozen_at IS 'When the version was stored (UTC).';
COMMENT ON TABLE questionnaires IS 'A questionnaire by its stable code; what it asks stands in its versions.';
COMMENT ON COLUMN questionnaires.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN questionnaires.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN questionnaires.code IS 'Stable code such as q_postop_v1; questionnaireId in webhooks.';
COMMENT ON COLUMN questionnaires.title IS 'Title for people who read lists.';
COMMENT ON COLUMN questionnaires.created_at IS 'When the row was made (UTC).';
COMMENT ON TABLE schema_migrations IS 'Which migrations have run in this database.';
COMMENT ON COLUMN schema_migrations.number IS 'Number of the migration file.';
COMMENT ON COLUMN schema_migrations.name IS 'Name of the migration file.';
COMMENT ON COLUMN schema_migrations.sha256 IS 'SHA-256 (hex) of the file as it ran.';
COMMENT ON COLUMN schema_migrations.duration_ms IS 'How long it took, milliseconds.';
COMMENT ON COLUMN schema_migrations.applied_at IS 'When it ran (UTC).';
COMMENT ON TABLE scores IS 'Totals of scales, computed from accepted and confirmed answers.';
COMMENT ON COLUMN scores.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN scores.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN scores.call_id IS 'The call.';
COMMENT ON COLUMN scores.code IS 'Which scale, such as phq9.';
COMMENT ON COLUMN scores.value IS 'The total.';
COMMENT ON COLUMN scores.band IS 'Named range that the total falls into; null when the scale has none.';
COMMENT ON COLUMN scores.computed_at IS 'When it was computed (UTC).';
COMMENT ON TABLE timers IS 'What a call waits for. A timer whose turn is behind the call''s turn means nothing.';
COMMENT ON COLUMN timers.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN timers.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN timers.call_id IS 'The waiting call.';
COMMENT ON COLUMN timers.turn IS 'The turn at which it was set.';
COMMENT ON COLUMN timers.kind IS 'What it stands for, such as no_input.';
COMMENT ON COLUMN timers.due_at IS 'When it fires (UTC).';
COMMENT ON TABLE turns IS 'The transcript: what the robot and the patient said, in order of turn and position.';
COMMENT ON COLUMN turns.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN turns.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN turns.call_id IS 'The conversation.';
COMMENT ON COLUMN turns.turn IS 'Step of the dialogue that it was stored with.';
COMMENT ON COLUMN turns."position" IS 'Order within the step, from 0.';
COMMENT ON COLUMN turns.speaker IS 'robot, patient or agent.';
COMMENT ON COLUMN turns.code IS 'Prompt code (robot) or the question that was open (patient).';
COMMENT ON COLUMN turns.command_id IS 'Id of the spoken command; only for the robot.';
COMMENT ON COLUMN turns.text_encrypted IS 'What was said, encrypted; identity numbers are already cut down.';
COMMENT ON COLUMN turns.raw_text_encrypted IS 'What the recognizer heard before matching, encrypted; null for the robot.';
COMMENT ON COLUMN turns.confidence IS 'How sure the recognizer was, 0 to 1; null for the robot.';
COMMENT ON COLUMN turns.input_source IS 'voice or keypad; null for the robot.';
COMMENT ON COLUMN turns.intent IS 'What the words were taken for, such as answer or repeat; null for the robot.';
COMMENT ON COLUMN turns.flags IS 'Danger and side signs heard in it.';
COMMENT ON COLUMN turns.span_start_ms IS 'Start in the recording, milliseconds; null when unknown.';
COMMENT ON COLUMN turns.span_end_ms IS 'End in the recording (exclusive), milliseconds; null when unknown.';
COMMENT ON COLUMN turns.heard_ms IS 'How much of the prompt sounded at the patient''s side, milliseconds.';
COMMENT ON COLUMN turns.was_completed IS 'Whether the prompt sounded to its end; null while unknown.';
COMMENT ON COLUMN turns.latency_ms IS 'From the end of the patient''s speech to the first sound of this prompt, milliseconds.';
COMMENT ON COLUMN turns.said_at IS 'When it began (robot) or was understood (patient) (UTC).';
