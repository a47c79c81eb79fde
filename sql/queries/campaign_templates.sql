-- name: insert
INSERT INTO campaign_templates (campaign_id, position, organization_id, departments, diagnoses, procedures, plan_days,
                                questionnaire_version_id, thresholds)
VALUES (:campaign_id, :position, :organization_id, :departments, :diagnoses, :procedures, :plan_days,
        :questionnaire_version_id, :thresholds)

-- name: of_campaign
SELECT t.departments, t.diagnoses, t.procedures, t.plan_days, t.thresholds, t.questionnaire_version_id,
       q.id AS questionnaire_id, q.code AS questionnaire_code
FROM campaign_templates t
LEFT JOIN questionnaire_versions v ON v.id = t.questionnaire_version_id
LEFT JOIN questionnaires q ON q.id = v.questionnaire_id
WHERE t.campaign_id = :campaign_id ORDER BY t.position

-- name: freeze
UPDATE campaign_templates t SET questionnaire_version_id = n.id
FROM questionnaire_versions n, questionnaire_versions o
WHERE n.id = :questionnaire_version_id AND t.campaign_id = :campaign_id AND o.id = t.questionnaire_version_id
  AND o.questionnaire_id = n.questionnaire_id AND o.id <> n.id
