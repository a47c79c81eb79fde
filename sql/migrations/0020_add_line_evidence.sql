-- What the line of an attempt told, raw, and which of its signals decided the disposition; written with its end.

CREATE TABLE line_evidence (
    attempt_id uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    decided_by text,
    announced disposition_word,
    phrase text,
    words_encrypted bytea,
    ringback text,
    tone text,
    saw_ringing boolean NOT NULL,
    our_timeout boolean NOT NULL,
    cause integer,
    cause_text text,
    tech_cause text,
    heard_seconds double precision NOT NULL,
    voiced_seconds double precision NOT NULL,
    recognizing_seconds double precision NOT NULL,
    recording_path text,
    recorded_at timestamptz NOT NULL,
    CONSTRAINT line_evidence_decided_by_known CHECK (decided_by IN (
        'phrase', 'q850', 'sip', 'trunk_mapping', 'our_timeout', 'tone', 'nothing')),
    CONSTRAINT line_evidence_ringback_known CHECK (ringback IN ('tone', 'music', 'advert')),
    CONSTRAINT line_evidence_tone_known CHECK (tone IN ('ring', 'busy', 'congestion')),
    CONSTRAINT line_evidence_announced_has_phrase CHECK ((announced IS NULL) = (phrase IS NULL)),
    CONSTRAINT line_evidence_phrase_decided CHECK (decided_by <> 'phrase' OR announced IS NOT NULL),
    CONSTRAINT line_evidence_seconds_not_negative CHECK (
        heard_seconds >= 0 AND voiced_seconds >= 0 AND recognizing_seconds >= 0),
    CONSTRAINT line_evidence_recording_path_present CHECK (recording_path <> ''),
    CONSTRAINT line_evidence_attempt FOREIGN KEY (organization_id, attempt_id)
        REFERENCES attempts (organization_id, id)
);
COMMENT ON TABLE line_evidence IS 'Why an attempt ended as it did: everything that its line told before the answer, as it came; none for an attempt whose worker was lost.';
COMMENT ON COLUMN line_evidence.attempt_id IS 'The attempt.';
COMMENT ON COLUMN line_evidence.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN line_evidence.decided_by IS 'phrase (the carrier or a machine said it in words), q850 (a cause of the carrier''s own), sip (the last answer), trunk_mapping (what this trunk''s codes mean), our_timeout (we gave up), tone, nothing (a guess); null where a person answered, or a fault ended it.';
COMMENT ON COLUMN line_evidence.announced IS 'What was announced in a full phrase before the answer, or by the machine that answered; null when nothing was.';
COMMENT ON COLUMN line_evidence.phrase IS 'The phrase that was recognized, as our list writes it.';
COMMENT ON COLUMN line_evidence.words_encrypted IS 'The words that the recognizer heard before the answer, or of the machine that answered, encrypted; null when there were none.';
COMMENT ON COLUMN line_evidence.ringback IS 'What a caller hears while it rings: tone, music, advert (words that tell no cause); null when nothing sounded, or an announcement alone.';
COMMENT ON COLUMN line_evidence.tone IS 'The last of the exchange''s tones (450 Hz): ring, busy, congestion; null when none was heard.';
COMMENT ON COLUMN line_evidence.saw_ringing IS 'Whether the network said that the telephone rings.';
COMMENT ON COLUMN line_evidence.our_timeout IS 'Whether the ring limit ended it: then the causes are made by our own hang-up.';
COMMENT ON COLUMN line_evidence.cause IS 'Q.850 cause as the PBX gave it; null when there was none.';
COMMENT ON COLUMN line_evidence.cause_text IS 'The PBX''s words for the cause.';
COMMENT ON COLUMN line_evidence.tech_cause IS 'The last SIP status as the PBX gave it; null on older PBXs.';
COMMENT ON COLUMN line_evidence.heard_seconds IS 'How much audio came before the answer, seconds.';
COMMENT ON COLUMN line_evidence.voiced_seconds IS 'How much of it the recognizer was given, seconds; a stretch may overlap the one before.';
COMMENT ON COLUMN line_evidence.recognizing_seconds IS 'How long it took to answer, seconds: at least its processor time on one core.';
COMMENT ON COLUMN line_evidence.recording_path IS 'File of the early media, mono, relative to the recordings folder; null when only silence or tones came.';
COMMENT ON COLUMN line_evidence.recorded_at IS 'When the attempt ended and this was written (UTC).';

CREATE TRIGGER line_evidence_frozen BEFORE UPDATE OR DELETE ON line_evidence FOR EACH ROW
    EXECUTE FUNCTION refuse_change();
