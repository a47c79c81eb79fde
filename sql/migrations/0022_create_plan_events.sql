-- What happened to patients, from which their follow-ups are planned, and on which days a plan calls by exception.

CREATE TABLE plan_events (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    external_id text NOT NULL,
    patient_id uuid NOT NULL,
    encounter_id uuid,
    kind text NOT NULL,
    at timestamptz NOT NULL,
    score double precision,
    is_confirmed boolean NOT NULL DEFAULT false,
    withdrawn_at timestamptz,
    told_at timestamptz NOT NULL,
    CONSTRAINT plan_events_external_id_unique UNIQUE (organization_id, external_id),
    CONSTRAINT plan_events_external_id_present CHECK (external_id <> ''),
    CONSTRAINT plan_events_kind_known CHECK (kind IN (
        'discharged', 'dispensed', 'appointed', 'adherence_scored', 'risk_reported')),
    CONSTRAINT plan_events_score_of_adherence CHECK ((kind = 'adherence_scored') = (score IS NOT NULL)),
    CONSTRAINT plan_events_score_range CHECK (score BETWEEN 0 AND 100),
    CONSTRAINT plan_events_patient FOREIGN KEY (organization_id, patient_id)
        REFERENCES patients (organization_id, id),
    CONSTRAINT plan_events_encounter FOREIGN KEY (organization_id, encounter_id)
        REFERENCES encounters (organization_id, id)
);
CREATE INDEX plan_events_by_patient ON plan_events (patient_id, at);
COMMENT ON TABLE plan_events IS 'What care plans start from: discharges, dispensed medicines, appointments, adherence scores, risks reported from outside.';
COMMENT ON COLUMN plan_events.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN plan_events.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN plan_events.external_id IS 'The hospital''s own id of the event; told again, it changes the event.';
COMMENT ON COLUMN plan_events.patient_id IS 'To whom it happened.';
COMMENT ON COLUMN plan_events.encounter_id IS 'The visit it belongs to; null when there is none.';
COMMENT ON COLUMN plan_events.kind IS 'discharged, dispensed, appointed, adherence_scored or risk_reported.';
COMMENT ON COLUMN plan_events.at IS 'When it happened; of an appointment, when it is (UTC).';
COMMENT ON COLUMN plan_events.score IS 'Adherence in percent; only of adherence_scored.';
COMMENT ON COLUMN plan_events.is_confirmed IS 'Whether the appointment has been confirmed.';
COMMENT ON COLUMN plan_events.withdrawn_at IS 'When the hospital took it back (UTC); null while it holds.';
COMMENT ON COLUMN plan_events.told_at IS 'When it was told last (UTC).';

ALTER TABLE contacts
    ADD COLUMN on_weekends boolean NOT NULL DEFAULT false,
    ADD COLUMN on_holidays boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN contacts.on_weekends IS 'Whether its care plan calls on weekends too.';
COMMENT ON COLUMN contacts.on_holidays IS 'Whether its care plan calls on public holidays too.';
