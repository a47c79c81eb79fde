-- name: begin
INSERT INTO person_talks (call_id, organization_id, began_at, due_at)
VALUES (:call_id, :organization_id, :at, :at) ON CONFLICT (call_id) DO NOTHING

-- name: due
SELECT t.call_id, t.organization_id, c.attempt_id, a.lease_epoch, k.patient_id, t.began_at, t.tries,
       p.language, q.code AS questionnaire, c.recording_path, c.recording_started_at,
       (c.recording_destroyed_at IS NOT NULL
        OR EXISTS (SELECT FROM consents n WHERE n.call_id = c.id AND n.kind = 'recording' AND NOT n.granted)) AS is_refused,
       (SELECT max(u.span_end_ms) FROM turns u WHERE u.call_id = c.id) AS heard_until_ms
FROM person_talks t
JOIN calls c ON c.id = t.call_id
JOIN attempts a ON a.id = c.attempt_id
JOIN contacts k ON k.id = a.contact_id
JOIN patients p ON p.id = k.patient_id
JOIN questionnaire_versions v ON v.id = k.questionnaire_version_id
JOIN questionnaires q ON q.id = v.questionnaire_id
WHERE t.transcript = 'due' AND t.due_at <= :now AND a.state = 'ended'
  AND (a.worker = :worker OR starts_with(a.worker, :worker::text || :command_suffix::text))
ORDER BY t.due_at, t.call_id LIMIT 1

-- name: settle
UPDATE person_talks SET transcript = :transcript, reason = :reason, unheard = :unheard, settled_at = :at
WHERE call_id = :call_id AND transcript = 'due'
  AND (:transcript::text = 'left_out'
       OR EXISTS (SELECT FROM calls WHERE id = :call_id AND recording_destroyed_at IS NULL))

-- name: put_off
UPDATE person_talks SET due_at = :due_at, tries = tries + 1 WHERE call_id = :call_id AND transcript = 'due'

-- name: next_place
SELECT c.turn, coalesce((SELECT max(u.position) FROM turns u WHERE u.call_id = c.id AND u.turn = c.turn) + 1, 0)::integer
           AS position
FROM calls c WHERE c.id = :call_id

-- name: read
SELECT began_at, transcript, reason, unheard, tries FROM person_talks WHERE call_id = :call_id
