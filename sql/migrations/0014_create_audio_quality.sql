-- How good the line of a call was, measured of what came from the patient's side; written with the attempt's end.

CREATE TABLE audio_quality (
    call_id uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    heard_seconds double precision NOT NULL,
    speech_seconds double precision NOT NULL,
    speech_dbfs double precision,
    noise_dbfs double precision,
    snr_db double precision,
    clipped_share double precision,
    echo_return_db double precision,
    late_frames integer NOT NULL,
    missing_frames integer NOT NULL,
    late_share double precision,
    worst_delay_ms integer NOT NULL,
    measured_at timestamptz NOT NULL,
    CONSTRAINT audio_quality_seconds_range CHECK (speech_seconds BETWEEN 0 AND heard_seconds),
    CONSTRAINT audio_quality_speech_dbfs_range CHECK (speech_dbfs BETWEEN -96 AND 0),
    CONSTRAINT audio_quality_noise_dbfs_range CHECK (noise_dbfs BETWEEN -96 AND 0),
    CONSTRAINT audio_quality_snr_db_range CHECK (snr_db BETWEEN -20 AND 96),
    CONSTRAINT audio_quality_snr_has_both_levels CHECK (
        (snr_db IS NULL) = (speech_dbfs IS NULL OR noise_dbfs IS NULL)),
    CONSTRAINT audio_quality_clipped_share_range CHECK (clipped_share BETWEEN 0 AND 1),
    CONSTRAINT audio_quality_echo_return_db_range CHECK (echo_return_db BETWEEN -60 AND 20),
    CONSTRAINT audio_quality_late_frames_not_negative CHECK (late_frames >= 0),
    CONSTRAINT audio_quality_missing_frames_not_negative CHECK (missing_frames >= 0),
    CONSTRAINT audio_quality_late_share_range CHECK (late_share BETWEEN 0 AND 1),
    CONSTRAINT audio_quality_worst_delay_ms_not_negative CHECK (worst_delay_ms >= 0),
    CONSTRAINT audio_quality_call FOREIGN KEY (organization_id, call_id) REFERENCES calls (organization_id, id)
);
COMMENT ON TABLE audio_quality IS 'How good the line of a call was, from the answer on, as the robot heard it; none for a call that was not answered or whose worker was lost before its end.';
COMMENT ON COLUMN audio_quality.call_id IS 'The call.';
COMMENT ON COLUMN audio_quality.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN audio_quality.heard_seconds IS 'How much audio came, seconds; of a call that was taken up after a fault only what came after it.';
COMMENT ON COLUMN audio_quality.speech_seconds IS 'How much of it was the patient''s voice and could be measured, seconds.';
COMMENT ON COLUMN audio_quality.speech_dbfs IS 'Level of the patient''s active speech without the noise, root mean square in dB of full scale (-96 to 0); null when less than half a second was heard.';
COMMENT ON COLUMN audio_quality.noise_dbfs IS 'Median level while neither patient nor robot spoke, dB of full scale (-96 to 0); null when less than half a second was heard.';
COMMENT ON COLUMN audio_quality.snr_db IS 'Speech above noise, dB (-20 to 96); below 10 recognition suffers; null when a level is unknown.';
COMMENT ON COLUMN audio_quality.clipped_share IS 'Share of the samples of speech that are cut off at full scale, 0 to 1; more than 0.01 is audible distortion; null when too little speech was heard.';
COMMENT ON COLUMN audio_quality.echo_return_db IS 'What came back of the robot''s own voice relative to what was played, dB (-60, none that can be measured, to 20); null when too little was played while the patient was silent.';
COMMENT ON COLUMN audio_quality.late_frames IS 'Packets of 20 ms that came more than 60 ms after their time.';
COMMENT ON COLUMN audio_quality.missing_frames IS 'Packets of 20 ms that never came; pauses in which the phone sends nothing do not count.';
COMMENT ON COLUMN audio_quality.late_share IS 'Late and missing packets among all that should have come, 0 to 1; null in a call of less than half a second.';
COMMENT ON COLUMN audio_quality.worst_delay_ms IS 'How long after its time the latest packet came, milliseconds.';
COMMENT ON COLUMN audio_quality.measured_at IS 'When the attempt ended and this was written (UTC).';
