-- What patient and nurse say to each other becomes turns as well, heard from the two channels of the recording.

CREATE TABLE person_talks (
    call_id uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    began_at timestamptz NOT NULL,
    transcript text NOT NULL DEFAULT 'due',
    reason text,
    unheard integer NOT NULL DEFAULT 0,
    tries integer NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL,
    settled_at timestamptz,
    CONSTRAINT person_talks_transcript_known CHECK (transcript IN ('due', 'written', 'left_out')),
    CONSTRAINT person_talks_reason_known CHECK (reason IN ('refused', 'not_recorded', 'damaged', 'recognizer_away')),
    CONSTRAINT person_talks_left_out_why CHECK ((transcript = 'left_out') = (reason IS NOT NULL)),
    CONSTRAINT person_talks_settled_once CHECK ((transcript = 'due') = (settled_at IS NULL)),
    CONSTRAINT person_talks_counts CHECK (unheard >= 0 AND tries >= 0),
    CONSTRAINT person_talks_call FOREIGN KEY (organization_id, call_id) REFERENCES calls (organization_id, id)
);
CREATE INDEX person_talks_due ON person_talks (due_at) WHERE transcript = 'due';
COMMENT ON TABLE person_talks IS 'The part of a call in which patient and nurse talk with each other, and what became of its transcript.';
COMMENT ON COLUMN person_talks.call_id IS 'The conversation.';
COMMENT ON COLUMN person_talks.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN person_talks.began_at IS 'When they were joined (UTC).';
COMMENT ON COLUMN person_talks.transcript IS 'due: to be heard from the recording when the call has ended; written: its turns are stored; left_out: there are none, for reason.';
COMMENT ON COLUMN person_talks.reason IS 'Why it was left out: the recording was refused, does not exist or cannot be read, or no recognizer had time; else null.';
COMMENT ON COLUMN person_talks.unheard IS 'Utterances that no recognizer could hear; they are no turns.';
COMMENT ON COLUMN person_talks.tries IS 'How often it was put off.';
COMMENT ON COLUMN person_talks.due_at IS 'Not tried before (UTC).';
COMMENT ON COLUMN person_talks.settled_at IS 'When it was written or left out (UTC); null while due.';

ALTER TABLE turns ADD CONSTRAINT turns_agent_has_source CHECK (speaker <> 'agent' OR input_source IS NOT NULL);
COMMENT ON TABLE turns IS 'The transcript: what robot, patient and nurse said, in order of turn and position.';
COMMENT ON COLUMN turns.speaker IS 'robot, patient or agent (the nurse), told by the channel of the recording.';
COMMENT ON COLUMN turns.code IS 'Prompt code (robot), the question that was open (patient), or person_talk: said between patient and nurse.';
COMMENT ON COLUMN turns.turn IS 'Step of the dialogue that it was stored with; what was said to a nurse follows on the last one.';
COMMENT ON COLUMN turns.intent IS 'What the words were taken for, such as answer or repeat; null for the robot and between patient and nurse.';
COMMENT ON COLUMN turns.flags IS 'Danger and side signs heard in it; none are looked for in what a nurse says.';
COMMENT ON COLUMN turns.said_at IS 'When it began (robot, or between patient and nurse) or was understood (patient) (UTC).';
