-- What a call has to know of a patient before the first word: his language, his year of birth, and the appointment
-- that a reminder is about.

ALTER TABLE patients ADD COLUMN language text;
ALTER TABLE patients ADD CONSTRAINT patients_language_form
    CHECK (language ~ '^[a-z]{2,3}(-[a-z0-9]{1,8})*$' AND length(language) <= 35);
COMMENT ON COLUMN patients.language IS 'Language or dialect that the patient speaks, a BCP 47 tag in small letters such as yue or zh-min-nan; null for Mandarin.';

-- The year alone is coarse and is asked of nobody, so it stands plain; day and month, which callers are asked for,
-- are stored only as birth_md_digest.
ALTER TABLE patients ADD COLUMN birth_year smallint;
ALTER TABLE patients ADD CONSTRAINT patients_birth_year_range CHECK (birth_year BETWEEN 1900 AND 2100);
COMMENT ON COLUMN patients.birth_year IS 'Year of birth, by which the elderly are spoken to more slowly; null when unknown.';

ALTER TABLE contacts ADD COLUMN appointment_at timestamptz;
COMMENT ON COLUMN contacts.appointment_at IS 'Visit that the patient is reminded of, as it stood when the follow-up was made (UTC); null when the follow-up is about none.';
