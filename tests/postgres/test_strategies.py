"""Who a patient is decides how he is followed up: what is asked, by whom, how often, and over which numbers."""

from __future__ import annotations

import json
from typing import Any

import asyncpg
import pytest

from ari_app.core.errors import WrongInput
from ari_app.integrations.campaign_request import read_campaign
from ari_app.integrations.contact_csv import read_csv
from ari_app.store.pool import Store
from ari_app.wiring import campaigns
from ari_app.wiring.campaign_intake import take_rows
from tests.postgres.test_campaign_intake import HOSPITAL, NOW, REQUEST, ROW

LIST = (
    "patientId,name,phone,encounterId,department,diagnoses,birthday\n"
    "p_knee,张三,13800000001,e_1,骨科,M17.1,1950-08-02\n"
    "p_heart,李四,13800000002,e_2,心内科,I50.0,1948-03-01\n"
)
SURGERY: dict[str, Any] = {
    "name": "骨科术后",
    "questionnaireId": "q_postop_v1",
    "selection": {"departments": ["骨科"]},
    "schedule": {"window": ["09:00-12:00"], "maxAttempts": 3, "retryHours": [0, 24, 72]},
    "dialer": {"type": "ai", "concurrency": 20},
    "priority": 7,
}
CHRONIC: dict[str, Any] = {
    "name": "慢病用药",
    "questionnaireId": "q_chronic_v1",
    "selection": {"diagnoses": ["I50"], "leastAge": 65},
    "schedule": {"window": ["14:00-17:00"], "maxAttempts": 2, "retryHours": [0, 48]},
    "dialer": {"type": "preview", "concurrency": 2},
    "priority": 4,
}


@pytest.mark.req("M03-004")
async def test_two_cohorts_of_one_list_get_two_strategies(
    store: Store, connection: asyncpg.Connection
) -> None:
    for strategy in (SURGERY, CHRONIC):
        await campaigns.create(store, HOSPITAL, read_campaign(json.dumps(strategy)), NOW)
        report = await take_rows(store, HOSPITAL, strategy["name"], read_csv(LIST), NOW)
        assert (report.added, report.passed_over) == (1, 1)
    rows = await connection.fetch(
        """SELECT p.external_id, q.code, g.mode, g.windows, g.max_attempts, g.concurrency, g.priority
           FROM contacts k JOIN patients p ON p.id = k.patient_id JOIN campaigns g ON g.id = k.campaign_id
           JOIN questionnaire_versions v ON v.id = k.questionnaire_version_id
           JOIN questionnaires q ON q.id = v.questionnaire_id ORDER BY 1"""
    )
    assert [tuple(row) for row in rows] == [
        ("p_heart", "q_chronic_v1", "preview", "14:00-17:00", 2, 2, 4),
        ("p_knee", "q_postop_v1", "ai", "09:00-12:00", 3, 20, 7),
    ]


@pytest.mark.req("M14-017")
async def test_a_row_names_its_encounter_and_may_leave_it_out(
    store: Store, connection: asyncpg.Connection
) -> None:
    rows = [ROW, {"patientId": "p_2", "name": "李四", "phone": "13800000002"}]
    request = read_campaign(json.dumps(REQUEST | {"list": rows}))
    await campaigns.create(store, HOSPITAL, request, NOW)
    await take_rows(store, HOSPITAL, request.name, enumerate(request.list, 1), NOW)
    stored = await connection.fetch(
        """SELECT p.external_id, e.external_id FROM contacts k JOIN patients p ON p.id = k.patient_id
           LEFT JOIN encounters e ON e.id = k.encounter_id ORDER BY 1"""
    )
    assert [tuple(row) for row in stored] == [("p_12345", "e_8888"), ("p_2", None)]


@pytest.mark.req("M14-019")
@pytest.mark.parametrize("lacking", ["questionnaireId", "name"])
def test_a_request_without_what_it_needs_is_refused_by_its_name(lacking: str) -> None:
    kept = {key: value for key, value in REQUEST.items() if key != lacking}
    with pytest.raises(WrongInput, match=lacking):
        read_campaign(json.dumps(kept))
    assert read_campaign(json.dumps(REQUEST)).questionnaire_id == "q_postop_v1"
