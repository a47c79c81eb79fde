-- Attempts that were dialed, by what a line can be blamed for. `reached` is answered by a person, machines left out.

-- name: by_line
WITH dialed AS (
    SELECT coalesce(a.caller_id, '') AS caller_id, coalesce(t.code, '') AS trunk, coalesce(g.name, '') AS source,
           extract(hour FROM a.dialing_at AT TIME ZONE :zone::text)::integer AS hour, a.disposition,
           a.answered_at IS NOT NULL AND a.disposition NOT IN ('voicemail', 'call_assistant') AS reached,
           greatest(extract(epoch FROM a.ended_at - a.answered_at), 0) / 60 AS minutes
    FROM attempts a LEFT JOIN trunks t ON t.id = a.trunk_id LEFT JOIN campaigns g ON g.id = a.campaign_id
    WHERE a.organization_id = :organization_id AND a.claimed_at > :since::timestamptz - interval '1 hour'
      AND a.dialing_at > :since AND a.dialing_at <= :until AND a.state = 'ended' AND a.direction = 'outbound')
SELECT CASE WHEN grouping(caller_id) = 0 THEN 'caller_id' WHEN grouping(trunk) = 0 THEN 'trunk'
            WHEN grouping(hour) = 0 THEN 'hour' ELSE 'source' END AS kind,
       coalesce(caller_id, trunk, source, lpad(hour::text, 2, '0')) AS name,
       count(*) AS dialed, count(*) FILTER (WHERE reached) AS reached,
       count(*) FILTER (WHERE disposition = 'completed') AS completed,
       count(*) FILTER (WHERE disposition = 'rejected') AS rejected, coalesce(sum(minutes), 0) AS minutes
FROM dialed GROUP BY GROUPING SETS ((caller_id), (trunk), (hour), (source)) ORDER BY 1, 2

-- name: by_outcome
SELECT a.disposition::text AS name, count(*) AS dialed, count(DISTINCT a.phone_index) AS numbers,
       count(*) FILTER (WHERE EXISTS (
           SELECT FROM attempts b
           WHERE b.organization_id = a.organization_id AND b.phone_index = a.phone_index
             AND b.disposition = a.disposition AND b.ended_at <= a.dialing_at AND b.dialing_at IS NOT NULL)) AS again,
       coalesce(sum(greatest(extract(epoch FROM coalesce(a.answered_at, a.ended_at) - a.dialing_at), 0)) / 60, 0)
           AS ringing_minutes,
       coalesce(sum(greatest(extract(epoch FROM a.ended_at - a.answered_at), 0)) / 60, 0) AS minutes
FROM attempts a
WHERE a.organization_id = :organization_id AND a.claimed_at > :since::timestamptz - interval '1 hour'
  AND a.dialing_at > :since AND a.dialing_at <= :until AND a.state = 'ended' AND a.direction = 'outbound'
GROUP BY a.disposition ORDER BY dialed DESC, 1

-- name: heard
SELECT (u.said_at AT TIME ZONE :zone::text)::date AS day, q.code AS questionnaire,
       coalesce(p.language, 'zh') AS language, count(*) AS heard,
       count(*) FILTER (WHERE u.confidence < :floor) AS unsure,
       count(*) FILTER (WHERE u.intent = 'not_understood') AS not_understood
FROM attempts a JOIN calls c ON c.attempt_id = a.id JOIN turns u ON u.call_id = c.id
JOIN contacts k ON k.id = a.contact_id JOIN patients p ON p.id = k.patient_id
JOIN questionnaire_versions v ON v.id = k.questionnaire_version_id JOIN questionnaires q ON q.id = v.questionnaire_id
WHERE a.organization_id = :organization_id AND a.claimed_at > :since::timestamptz - interval '1 day'
  AND u.said_at > :since AND u.said_at <= :until AND u.speaker = 'patient' AND u.input_source = 'voice'
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
