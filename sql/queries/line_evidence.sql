-- name: insert
INSERT INTO line_evidence (attempt_id, organization_id, decided_by, announced, phrase, words_encrypted, ringback, tone,
                           saw_ringing, our_timeout, cause, cause_text, tech_cause, heard_seconds, voiced_seconds,
                           recognizing_seconds, recording_path, recorded_at)
VALUES (:attempt_id, :organization_id, :decided_by, :announced, :phrase, :words_encrypted, :ringback, :tone,
        :saw_ringing, :our_timeout, :cause, :cause_text, :tech_cause, :heard_seconds, :voiced_seconds,
        :recognizing_seconds, :recording_path, :at)

-- name: read
SELECT decided_by, announced, phrase, words_encrypted, ringback, tone, saw_ringing, our_timeout, cause, cause_text,
       tech_cause, heard_seconds, voiced_seconds, recognizing_seconds, recording_path
FROM line_evidence WHERE attempt_id = :attempt_id
