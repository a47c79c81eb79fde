-- name: insert
INSERT INTO audio_quality (call_id, organization_id, heard_seconds, speech_seconds, speech_dbfs, noise_dbfs, snr_db,
                           clipped_share, echo_return_db, late_frames, missing_frames, late_share, worst_delay_ms,
                           measured_at)
VALUES (:call_id, :organization_id, :heard_seconds, :speech_seconds, :speech_dbfs, :noise_dbfs, :snr_db,
        :clipped_share, :echo_return_db, :late_frames, :missing_frames, :late_share, :worst_delay_ms, :at)

-- name: read
SELECT heard_seconds, speech_seconds, speech_dbfs, noise_dbfs, snr_db, clipped_share, echo_return_db,
       late_frames, missing_frames, late_share, worst_delay_ms
FROM audio_quality WHERE call_id = :call_id
