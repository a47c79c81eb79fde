"""What breaks each rule of webhook endpoints and of the events that plans start from."""

from __future__ import annotations

_ID = "00000000-0000-7000-8000-000000000001"


def _event(fields: str) -> str:
    return (
        "INSERT INTO plan_events SELECT (jsonb_populate_record(e, "
        f"""'{{"id": "{_ID}", "external_id": "another", {fields}}}')).* FROM plan_events e"""
    )


ILLEGAL = {
    "webhook_endpoints_name_present": "UPDATE webhook_endpoints SET name = ''",
    "webhook_endpoints_url_form": "UPDATE webhook_endpoints SET url = 'ftp://ehr.example.com'",
    "webhook_endpoints_events_known": "UPDATE webhook_endpoints SET events = '{call.dreamt}'",
    "campaign_templates_position_positive": "UPDATE campaign_templates SET position = 0",
    "campaign_templates_narrow": "UPDATE campaign_templates SET departments = '{}'",
    "campaign_templates_thresholds_object": "UPDATE campaign_templates SET thresholds = '[]'",
    "campaign_templates_sets_something": "UPDATE campaign_templates SET questionnaire_version_id = NULL",
    "campaign_templates_frozen": "UPDATE campaign_templates SET campaign_id = "
    "(SELECT id FROM campaigns WHERE started_at IS NOT NULL LIMIT 1)",
    "plan_events_external_id_present": "UPDATE plan_events SET external_id = ''",
    "plan_events_kind_known": _event('"kind": "born"'),
    "plan_events_score_of_adherence": _event('"score": 50'),
    "plan_events_score_range": _event('"kind": "adherence_scored", "score": 101'),
}
TWICE = {
    "webhook_endpoints_name_unique": "webhook_endpoints",
    "plan_events_external_id_unique": "plan_events",
}
ROWS = (
    "INSERT INTO campaigns (id, organization_id, name, time_zone, questionnaire_version_id) "
    f"SELECT '{_ID[:-1]}7', organization_id, 'by templates', 'Asia/Shanghai', id FROM questionnaire_versions LIMIT 1",
    "INSERT INTO campaign_templates (campaign_id, position, organization_id, departments, questionnaire_version_id) "
    f"SELECT id, 1, organization_id, '{{骨科}}', questionnaire_version_id FROM campaigns WHERE id = '{_ID[:-1]}7'",
    "INSERT INTO webhook_endpoints (id, organization_id, name, url, secret_encrypted, events) "
    f"SELECT '{_ID[:-1]}5', id, 'ehr', 'https://ehr.example.com', '', '{{call.completed}}' FROM organizations",
    "INSERT INTO plan_events (id, organization_id, external_id, patient_id, kind, at, told_at) "
    f"SELECT '{_ID[:-1]}6', organization_id, 'd_1', id, 'discharged', now(), now() FROM patients LIMIT 1",
)
"""Statements that put one row into each of these tables."""
