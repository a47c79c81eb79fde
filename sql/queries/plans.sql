-- name: put_event
INSERT INTO plan_events (id, organization_id, external_id, patient_id, encounter_id, kind, at, score,
                         is_confirmed, withdrawn_at, told_at)
VALUES (:id, :organization_id, :external_id, :patient_id, :encounter_id, :kind, :at, :score, :is_confirmed,
        CASE WHEN :is_withdrawn THEN :told_at::timestamptz END, :told_at)
ON CONFLICT (organization_id, external_id) DO UPDATE
SET encounter_id = coalesce(excluded.encounter_id, plan_events.encounter_id), at = excluded.at,
    score = excluded.score, is_confirmed = excluded.is_confirmed, withdrawn_at = excluded.withdrawn_at,
    told_at = excluded.told_at
    WHERE plan_events.patient_id = excluded.patient_id AND plan_events.kind = excluded.kind
RETURNING id

-- name: events
SELECT v.external_id, v.kind, v.at, v.score, v.is_confirmed, v.encounter_id,
       e.department, e.diagnosis_codes, e.procedure_codes, e.discharged_at, p.birth_year
FROM plan_events v JOIN patients p ON p.id = v.patient_id LEFT JOIN encounters e ON e.id = v.encounter_id
WHERE v.patient_id = :patient_id AND v.withdrawn_at IS NULL AND v.at >= :since
ORDER BY v.at, v.external_id

-- name: contacts
SELECT k.id, k.external_id, k.status, k.due_at, k.not_after, q.code AS questionnaire, k.open_attempt_id,
       (SELECT count(*) FROM attempts a WHERE a.contact_id = k.id) AS attempts
FROM contacts k
JOIN campaigns g ON g.id = k.campaign_id
JOIN questionnaire_versions v ON v.id = k.questionnaire_version_id
JOIN questionnaires q ON q.id = v.questionnaire_id
WHERE k.patient_id = :patient_id AND g.name = ANY (:campaigns::text[])
FOR UPDATE OF k

-- name: windows
SELECT k.windows FROM contacts k JOIN campaigns g ON g.id = k.campaign_id
WHERE k.patient_id = :patient_id AND g.name = ANY (:campaigns::text[]) AND k.windows IS NOT NULL
ORDER BY k.id DESC LIMIT 1

-- name: set_windows
UPDATE contacts k SET windows = :windows
FROM campaigns g
WHERE g.id = k.campaign_id AND k.patient_id = :patient_id AND g.name = ANY (:campaigns::text[])
  AND k.status = 'open' AND k.windows IS DISTINCT FROM :windows

-- name: touches
SELECT at FROM touches WHERE patient_id = :patient_id AND counts AND at >= :since ORDER BY at

-- name: find_campaign
SELECT id FROM campaigns WHERE organization_id = :organization_id AND name = :name

-- name: put_contact
INSERT INTO contacts (id, organization_id, campaign_id, external_id, patient_id, encounter_id,
                      questionnaire_version_id, plan_day, priority, urgent, due_at, not_after, on_weekends,
                      on_holidays, thresholds)
VALUES (:id, :organization_id, :campaign_id, :external_id, :patient_id, :encounter_id, :questionnaire_version_id,
        :plan_day, :priority, :urgent, :due_at, :not_after, :on_weekends, :on_holidays, :thresholds)
ON CONFLICT (organization_id, external_id) DO UPDATE
SET questionnaire_version_id = excluded.questionnaire_version_id, priority = excluded.priority,
    urgent = excluded.urgent, due_at = excluded.due_at, not_after = excluded.not_after,
    on_weekends = excluded.on_weekends, on_holidays = excluded.on_holidays,
    thresholds = CASE WHEN EXISTS (SELECT FROM attempts WHERE contact_id = contacts.id) THEN contacts.thresholds
                      ELSE excluded.thresholds END
    WHERE contacts.patient_id = excluded.patient_id AND contacts.status = 'open'
      AND contacts.open_attempt_id IS NULL

-- name: cancel
UPDATE contacts SET status = 'canceled'
WHERE patient_id = :patient_id AND external_id = ANY (:external_ids::text[]) AND status = 'open'

-- name: put_missed
INSERT INTO contacts (id, organization_id, campaign_id, external_id, patient_id, encounter_id,
                      questionnaire_version_id, plan_day, status, due_at)
VALUES (:id, :organization_id, :campaign_id, :external_id, :patient_id, :encounter_id, :questionnaire_version_id,
        :plan_day, 'suppressed', :at)
ON CONFLICT (organization_id, external_id) DO UPDATE SET status = 'suppressed'
    WHERE contacts.patient_id = excluded.patient_id AND contacts.status = 'open'
      AND contacts.open_attempt_id IS NULL
RETURNING id
