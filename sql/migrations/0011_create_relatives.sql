-- Whether a patient is a minor, and who may answer for a patient. The day of coming of age tells month and day of
-- birth, which the identity check compares; so it is stored only encrypted, like a name.

ALTER TABLE patients ADD COLUMN minor_until_encrypted bytea;
COMMENT ON COLUMN patients.minor_until_encrypted IS 'Day on which the patient comes of age (YYYY-MM-DD), encrypted; null when not known to be a minor.';

CREATE TABLE relatives (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    role text NOT NULL,
    relation text NOT NULL,
    name_encrypted bytea,
    phone_encrypted bytea,
    phone_index bytea,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT relatives_role_known CHECK (role IN ('may_answer', 'guardian')),
    CONSTRAINT relatives_relation_known CHECK (relation IN (
        'spouse', 'son', 'daughter', 'child', 'son_in_law', 'daughter_in_law', 'grandchild', 'mother', 'father',
        'parent', 'sibling', 'grandmother', 'grandfather', 'uncle', 'aunt', 'relative', 'friend', 'caregiver')),
    CONSTRAINT relatives_guardian_is_elder CHECK (role <> 'guardian' OR relation NOT IN (
        'spouse', 'son', 'daughter', 'child', 'son_in_law', 'daughter_in_law', 'grandchild')),
    CONSTRAINT relatives_phone_with_index CHECK ((phone_encrypted IS NULL) = (phone_index IS NULL)),
    CONSTRAINT relatives_phone_index_length CHECK (octet_length(phone_index) = 32),
    CONSTRAINT relatives_patient FOREIGN KEY (organization_id, patient_id)
        REFERENCES patients (organization_id, id)
);
CREATE INDEX relatives_by_patient ON relatives (patient_id);
CREATE UNIQUE INDEX relatives_unnamed_once ON relatives (patient_id, role, relation) WHERE name_encrypted IS NULL;
COMMENT ON TABLE relatives IS 'Who may answer for a patient besides himself: relatives he allowed, and the guardians of a minor.';
COMMENT ON COLUMN relatives.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN relatives.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN relatives.patient_id IS 'For whom he answers.';
COMMENT ON COLUMN relatives.role IS 'may_answer (the patient allows it) or guardian (answers for the patient while he is a minor).';
COMMENT ON COLUMN relatives.relation IS 'What he is to the patient: mother, father, spouse, son, caregiver and so on.';
COMMENT ON COLUMN relatives.name_encrypted IS 'Name, encrypted; null when only the relation is known.';
COMMENT ON COLUMN relatives.phone_encrypted IS 'Phone number in E.164 form, encrypted; null when unknown.';
COMMENT ON COLUMN relatives.phone_index IS 'Keyed HMAC-SHA256 of the phone number; null when unknown.';
COMMENT ON COLUMN relatives.created_at IS 'When the row was made (UTC).';
