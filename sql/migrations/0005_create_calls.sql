-- The conversation: its saved state, what was said, its timers, and how others reach a running call.

CREATE TABLE calls (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    attempt_id uuid NOT NULL CONSTRAINT calls_attempt_unique UNIQUE,
    status text NOT NULL DEFAULT 'waiting',
    turn integer NOT NULL DEFAULT 0,
    stage text NOT NULL,
    open_item text,
    state_encrypted bytea NOT NULL,
    engine_version text NOT NULL,
    disposition disposition_word,
    recording_path text,
    recording_started_at timestamptz,
    recording_destroyed_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    ended_at timestamptz,
    CONSTRAINT calls_same_organization UNIQUE (organization_id, id),
    CONSTRAINT calls_status_known CHECK (status IN ('waiting', 'active', 'ended', 'failed')),
    CONSTRAINT calls_turn_not_negative CHECK (turn >= 0),
    CONSTRAINT calls_active_has_start CHECK (status <> 'active' OR started_at IS NOT NULL),
    CONSTRAINT calls_ended_has_time CHECK ((status IN ('ended', 'failed')) = (ended_at IS NOT NULL)),
    CONSTRAINT calls_ended_has_disposition CHECK ((status IN ('ended', 'failed')) = (disposition IS NOT NULL)),
    CONSTRAINT calls_destroyed_recording_is_gone CHECK (
        recording_destroyed_at IS NULL OR recording_path IS NULL),
    CONSTRAINT calls_attempt FOREIGN KEY (organization_id, attempt_id)
        REFERENCES attempts (organization_id, id)
);
CREATE INDEX calls_live ON calls (attempt_id) WHERE status IN ('waiting', 'active');
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

CREATE TABLE turns (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    call_id uuid NOT NULL,
    turn integer NOT NULL,
    position integer NOT NULL,
    speaker text NOT NULL,
    code text NOT NULL,
    command_id text,
    text_encrypted bytea NOT NULL,
    raw_text_encrypted bytea,
    confidence double precision,
    input_source text,
    intent text,
    flags text[] NOT NULL DEFAULT '{}',
    span_start_ms integer,
    span_end_ms integer,
    heard_ms integer,
    was_completed boolean,
    latency_ms integer,
    said_at timestamptz NOT NULL,
    CONSTRAINT turns_position_unique UNIQUE (call_id, turn, position),
    CONSTRAINT turns_command_unique UNIQUE (call_id, command_id),
    CONSTRAINT turns_speaker_known CHECK (speaker IN ('robot', 'patient', 'agent')),
    CONSTRAINT turns_input_source_known CHECK (input_source IN ('voice', 'keypad')),
    CONSTRAINT turns_robot_has_command CHECK ((speaker = 'robot') = (command_id IS NOT NULL)),
    CONSTRAINT turns_patient_has_source CHECK (speaker <> 'patient' OR input_source IS NOT NULL),
    CONSTRAINT turns_confidence_range CHECK (confidence BETWEEN 0 AND 1),
    CONSTRAINT turns_span_order CHECK (
        (span_start_ms IS NULL) = (span_end_ms IS NULL) AND span_start_ms <= span_end_ms),
    CONSTRAINT turns_call FOREIGN KEY (organization_id, call_id) REFERENCES calls (organization_id, id)
);
COMMENT ON TABLE turns IS 'The transcript: what the robot and the patient said, in order of turn and position.';
COMMENT ON COLUMN turns.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN turns.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN turns.call_id IS 'The conversation.';
COMMENT ON COLUMN turns.turn IS 'Step of the dialogue that it was stored with.';
COMMENT ON COLUMN turns.position IS 'Order within the step, from 0.';
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

CREATE TABLE timers (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    call_id uuid NOT NULL,
    turn integer NOT NULL,
    kind text NOT NULL,
    due_at timestamptz NOT NULL,
    CONSTRAINT timers_kind_unique UNIQUE (call_id, kind),
    CONSTRAINT timers_kind_form CHECK (kind ~ '^[a-z][a-z0-9_]*$'),
    CONSTRAINT timers_call FOREIGN KEY (organization_id, call_id) REFERENCES calls (organization_id, id)
);
CREATE INDEX timers_due ON timers (due_at);
COMMENT ON TABLE timers IS 'What a call waits for. A timer whose turn is behind the call''s turn means nothing.';
COMMENT ON COLUMN timers.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN timers.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN timers.call_id IS 'The waiting call.';
COMMENT ON COLUMN timers.turn IS 'The turn at which it was set.';
COMMENT ON COLUMN timers.kind IS 'What it stands for, such as no_input.';
COMMENT ON COLUMN timers.due_at IS 'When it fires (UTC).';
