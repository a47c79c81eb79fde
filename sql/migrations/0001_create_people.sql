-- Who is cared for, and by whom. Names and phone numbers are stored only encrypted (AES-256-GCM).

CREATE TABLE organizations (
    id uuid PRIMARY KEY,
    code text NOT NULL CONSTRAINT organizations_code_unique UNIQUE,
    name text NOT NULL,
    time_zone text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT organizations_code_form CHECK (code ~ '^[a-z0-9_-]{1,64}$')
);
COMMENT ON TABLE organizations IS 'A hospital, or a site of one: the owner of every other row.';
COMMENT ON COLUMN organizations.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN organizations.code IS 'Short stable name used in settings and URLs.';
COMMENT ON COLUMN organizations.name IS 'Display name, as spoken to patients.';
COMMENT ON COLUMN organizations.time_zone IS 'IANA time zone in which calling windows are meant.';
COMMENT ON COLUMN organizations.created_at IS 'When the row was made (UTC).';

CREATE TABLE patients (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations (id),
    external_id text NOT NULL,
    name_encrypted bytea NOT NULL,
    phone_encrypted bytea NOT NULL,
    phone_index bytea NOT NULL,
    id_tail_digest bytea,
    birth_md_digest bytea,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT patients_same_organization UNIQUE (organization_id, id),
    CONSTRAINT patients_external_id_unique UNIQUE (organization_id, external_id),
    CONSTRAINT patients_external_id_present CHECK (external_id <> ''),
    CONSTRAINT patients_phone_index_length CHECK (octet_length(phone_index) = 32),
    CONSTRAINT patients_id_tail_digest_length CHECK (octet_length(id_tail_digest) = 32),
    CONSTRAINT patients_birth_md_digest_length CHECK (octet_length(birth_md_digest) = 32)
);
CREATE INDEX patients_by_phone ON patients (organization_id, phone_index);
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

CREATE TABLE encounters (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    external_id text NOT NULL,
    discharged_on date,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT encounters_same_organization UNIQUE (organization_id, id),
    CONSTRAINT encounters_external_id_unique UNIQUE (organization_id, external_id),
    CONSTRAINT encounters_external_id_present CHECK (external_id <> ''),
    CONSTRAINT encounters_patient FOREIGN KEY (organization_id, patient_id)
        REFERENCES patients (organization_id, id)
);
CREATE INDEX encounters_by_patient ON encounters (patient_id);
COMMENT ON TABLE encounters IS 'The visit or stay that a follow-up belongs to.';
COMMENT ON COLUMN encounters.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN encounters.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN encounters.patient_id IS 'Whose visit it was.';
COMMENT ON COLUMN encounters.external_id IS 'The hospital''s own id of the visit; encounterId in webhooks.';
COMMENT ON COLUMN encounters.discharged_on IS 'Day of discharge, the T of T+1, T+3, T+7; null when unknown.';
COMMENT ON COLUMN encounters.created_at IS 'When the row was made (UTC).';
