-- One row per call that was heard: how good its line was, beside how sure the recognizer was of what the robot was told.
SELECT k.external_id AS task_id, a.caller_id, a.disposition, a.ended_at,
       round(q.speech_dbfs::numeric, 1) AS speech_dbfs, round(q.noise_dbfs::numeric, 1) AS noise_dbfs,
       round(q.snr_db::numeric, 1) AS snr_db, round(100 * q.clipped_share::numeric, 2) AS clipped_percent,
       round(q.echo_return_db::numeric, 1) AS echo_return_db,
       round(100 * q.late_share::numeric, 2) AS late_percent, q.worst_delay_ms,
       (SELECT round(avg(t.confidence)::numeric, 2) FROM turns t
         WHERE t.call_id = q.call_id AND t.speaker = 'patient' AND t.input_source = 'voice'
           AND t.code IS DISTINCT FROM 'person_talk') AS mean_confidence
FROM audio_quality q
JOIN calls c ON c.id = q.call_id
JOIN attempts a ON a.id = c.attempt_id
JOIN contacts k ON k.id = a.contact_id
ORDER BY a.ended_at DESC
