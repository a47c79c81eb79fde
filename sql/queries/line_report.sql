-- Attempts that were dialed, by what a line can be blamed for. `reached` is answered by a person, machines left out.

-- name: prepare
-- months of attempts are counted in memory; a plan for any period would look up each of them, and compiling one costs
-- more than it saves
SELECT set_config('work_mem', '64MB', true), set_config('jit', 'off', true),
       set_config('plan_cache_mode', 'force_custom_plan', true)

-- name: by_line
WITH dialed AS (
    SELECT a.caller_id, a.trunk_id, a.campaign_id,
           extract(hour FROM a.dialing_at AT TIME ZONE :zone::text)::integer AS hour,
           count(*) AS dialed,
           count(*) FILTER (
               WHERE a.answered_at IS NOT NULL AND a.disposition NOT IN ('voicemail', 'call_assistant')) AS reached,
           count(*) FILTER (WHERE a.disposition = 'completed') AS completed,
           count(*) FILTER (WHERE a.disposition = 'rejected') AS rejected,
           coalesce(sum(greatest(extract(epoch FROM a.ended_at - a.answered_at), 0)), 0) / 60 AS minutes
    FROM attempts a
    WHERE a.organization_id = :organization_id AND a.claimed_at > :since::timestamptz - interval '1 hour'
      AND a.dialing_at > :since AND a.dialing_at <= :until AND a.state = 'ended' AND a.direction = 'outbound'
    GROUP BY 1, 2, 3, 4),
named AS (
    SELECT coalesce(d.caller_id, '') AS caller_id, coalesce(t.code, '') AS trunk, coalesce(g.name, '') AS source,
           d.hour, d.dialed, d.reached, d.completed, d.rejected, d.minutes
    FROM dialed d LEFT JOIN trunks t ON t.id = d.trunk_id LEFT JOIN campaigns g ON g.id = d.campaign_id)
SELECT CASE WHEN grouping(caller_id) = 0 THEN 'caller_id' WHEN grouping(trunk) = 0 THEN 'trunk'
            WHEN grouping(hour) = 0 THEN 'hour' ELSE 'source' END AS kind,
       coalesce(caller_id, trunk, source, lpad(hour::text, 2, '0')) AS name,
       sum(dialed)::bigint AS dialed, sum(reached)::bigint AS reached, sum(completed)::bigint AS completed,
       sum(rejected)::bigint AS rejected, sum(minutes) AS minutes
FROM named GROUP BY GROUPING SETS ((caller_id), (trunk), (hour), (source)) ORDER BY 1, 2

-- name: by_outcome
WITH dialed AS (
    SELECT a.disposition, a.phone_index, a.dialing_at, a.answered_at, a.ended_at
    FROM attempts a
    WHERE a.organization_id = :organization_id AND a.claimed_at > :since::timestamptz - interval '1 hour'
      AND a.dialing_at > :since AND a.dialing_at <= :until AND a.state = 'ended' AND a.direction = 'outbound'),
again AS (
    SELECT d.disposition, count(*) AS again
    FROM dialed d
    WHERE EXISTS (
        SELECT FROM attempts b
        WHERE b.organization_id = :organization_id AND b.phone_index = d.phone_index
          AND b.disposition = d.disposition AND b.ended_at <= d.dialing_at AND b.dialing_at IS NOT NULL)
    GROUP BY 1)
SELECT d.disposition::text AS name, count(*) AS dialed, count(DISTINCT d.phone_index) AS numbers,
       coalesce(max(r.again), 0) AS again,
       coalesce(sum(greatest(extract(epoch FROM coalesce(d.answered_at, d.ended_at) - d.dialing_at), 0)) / 60, 0)
           AS ringing_minutes,
       coalesce(sum(greatest(extract(epoch FROM d.ended_at - d.answered_at), 0)) / 60, 0) AS minutes
FROM dialed d LEFT JOIN again r ON r.disposition = d.disposition
GROUP BY d.disposition ORDER BY dialed DESC, 1

-- name: heard
-- what patients said to nurses is other talk, and nothing of it is understood or not
SELECT (u.said_at AT TIME ZONE :zone::text)::date AS day, q.code AS questionnaire,
       coalesce(p.language, 'zh') AS language, count(*) AS heard,
       count(*) FILTER (WHERE u.confidence < :floor) AS unsure,
       count(*) FILTER (WHERE u.intent = 'not_understood') AS not_understood
FROM attempts a JOIN calls c ON c.attempt_id = a.id JOIN turns u ON u.call_id = c.id
JOIN contacts k ON k.id = a.contact_id JOIN patients p ON p.id = k.patient_id
JOIN questionnaire_versions v ON v.id = k.questionnaire_version_id JOIN questionnaires q ON q.id = v.questionnaire_id
WHERE a.organization_id = :organization_id AND a.claimed_at > :since::timestamptz - interval '1 day'
  AND u.said_at > :since AND u.said_at <= :until AND u.speaker = 'patient' AND u.input_source = 'voice'
  AND u.code IS DISTINCT FROM 'person_talk'
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
