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
    "INSERT INTO webhook_endpoints (id, organization_id, name, url, secret_encrypted, events) "
    f"SELECT '{_ID[:-1]}5', id, 'ehr', 'https://ehr.example.com', '', '{{call.completed}}' FROM organizations",
    "INSERT INTO plan_events (id, organization_id, external_id, patient_id, kind, at, told_at) "
    f"SELECT '{_ID[:-1]}6', organization_id, 'd_1', id, 'discharged', now(), now() FROM patients LIMIT 1",
)
"""Statements that put one row into each of these tables."""
