-- What somebody must look at, what is to be done, and the note of the call.

CREATE TABLE alerts (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    call_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    code text NOT NULL,
    priority text NOT NULL,
    sla_minutes integer NOT NULL,
    link_id text,
    reason_encrypted bytea NOT NULL,
    state text NOT NULL DEFAULT 'raised',
    raised_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    notified_at timestamptz,
    acknowledged_at timestamptz,
    acknowledged_by text,
    resolved_at timestamptz,
    resolved_by text,
    CONSTRAINT alerts_same_organization UNIQUE (organization_id, id),
    CONSTRAINT alerts_once_per_call UNIQUE (call_id, code),
    CONSTRAINT alerts_code_form CHECK (code ~ '^[A-Z][A-Z0-9_]*$'),
    CONSTRAINT alerts_priority_known CHECK (priority IN ('P1', 'P2', 'P3')),
    CONSTRAINT alerts_sla_positive CHECK (sla_minutes > 0),
    CONSTRAINT alerts_due_after_raised CHECK (due_at > raised_at),
    CONSTRAINT alerts_state_known CHECK (state IN ('raised', 'notified', 'acknowledged', 'resolved')),
    CONSTRAINT alerts_notified_has_time CHECK (state <> 'notified' OR notified_at IS NOT NULL),
    CONSTRAINT alerts_acknowledged_has_person CHECK (
        (acknowledged_at IS NULL) = (acknowledged_by IS NULL)
        AND (state NOT IN ('acknowledged', 'resolved') OR acknowledged_at IS NOT NULL)),
    CONSTRAINT alerts_resolved_has_person CHECK (
        (state = 'resolved') = (resolved_at IS NOT NULL) AND (resolved_at IS NULL) = (resolved_by IS NULL)),
    CONSTRAINT alerts_call FOREIGN KEY (organization_id, call_id) REFERENCES calls (organization_id, id),
    CONSTRAINT alerts_patient FOREIGN KEY (organization_id, patient_id)
        REFERENCES patients (organization_id, id)
);
CREATE INDEX alerts_open ON alerts (organization_id, due_at) WHERE state <> 'resolved';
CREATE TRIGGER alerts_transition BEFORE UPDATE OF state ON alerts FOR EACH ROW
    EXECUTE FUNCTION enforce_transition(
        'raised>notified', 'raised>acknowledged', 'notified>acknowledged', 'acknowledged>resolved');
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

CREATE TABLE actions (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    call_id uuid NOT NULL,
    action text NOT NULL,
    detail text,
    detail_encrypted bytea,
    requested_at timestamptz NOT NULL,
    CONSTRAINT actions_action_form CHECK (action ~ '^[a-z][a-z0-9_]*$'),
    CONSTRAINT actions_one_detail CHECK (detail IS NULL OR detail_encrypted IS NULL),
    CONSTRAINT actions_call FOREIGN KEY (organization_id, call_id) REFERENCES calls (organization_id, id)
);
CREATE INDEX actions_by_call ON actions (call_id);
COMMENT ON TABLE actions IS 'What a call asked the system or a person to do.';
COMMENT ON COLUMN actions.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN actions.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN actions.call_id IS 'The call.';
COMMENT ON COLUMN actions.action IS 'What, from the closed list in docs/contract.md, such as callback_task.';
COMMENT ON COLUMN actions.detail IS 'Code or time that belongs to it, such as 2026-03-12 morning; null when there is none.';
COMMENT ON COLUMN actions.detail_encrypted IS 'Detail in free words or with a number of a person, encrypted; null when there is none.';
COMMENT ON COLUMN actions.requested_at IS 'When it was asked for (UTC).';

CREATE TABLE notes (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    call_id uuid NOT NULL,
    style text NOT NULL,
    sentences_encrypted bytea NOT NULL,
    key_findings_encrypted bytea NOT NULL,
    next_action_encrypted bytea NOT NULL,
    risk_level text NOT NULL,
    written_at timestamptz NOT NULL,
    superseded_at timestamptz,
    CONSTRAINT notes_style_known CHECK (style IN ('soap', 'sbar')),
    CONSTRAINT notes_risk_level_known CHECK (risk_level IN ('P1', 'P2', 'P3', 'none')),
    CONSTRAINT notes_call FOREIGN KEY (organization_id, call_id) REFERENCES calls (organization_id, id)
);
CREATE UNIQUE INDEX notes_one_current ON notes (call_id, style) WHERE superseded_at IS NULL;
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
