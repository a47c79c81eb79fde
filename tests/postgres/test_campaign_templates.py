"""One campaign that asks by department, disease and point of time, without a care plan."""

from __future__ import annotations

import json

import asyncpg
import pytest

from ari_app.core.dialing_vocabulary import CampaignState
from ari_app.core.errors import WrongInput
from ari_app.integrations.campaign_request import read_campaign
from ari_app.store import campaign_templates
from ari_app.store.pool import Store
from ari_app.wiring import campaigns
from ari_app.wiring.campaign_intake import take_rows
from tests.postgres.test_campaign_intake import HOSPITAL, NAME, NOW, REQUEST, add, made

TEMPLATES: list[dict[str, object]] = [
    {"departments": ["骨科"], "diagnoses": ["S82"], "planDays": ["T+1"], "questionnaireId": "q_postop_t1_v1"},
    {"departments": ["骨科"], "planDays": ["T+7"], "questionnaireId": "q_postop_t7_v1"},
    {"diagnoses": ["I10"], "questionnaireId": "q_chronic_v1"},
]
ROWS = (
    "patientId,name,phone,encounterId,planDay,department,diagnoses\n"
    "p_1,张三,13800000001,e_1,T+1,骨科,S82.1\n"
    "p_2,李四,13800000002,e_2,T+7,骨科,\n"
    "p_3,王五,13800000003,e_3,T+1,内科,I10.x\n"
    "p_4,赵六,13800000004,e_4,T+3,骨科,S82.1\n"
)
ASKED = """SELECT p.external_id, q.code, v.version FROM contacts k JOIN patients p ON p.id = k.patient_id
    JOIN questionnaire_versions v ON v.id = k.questionnaire_version_id
    JOIN questionnaires q ON q.id = v.questionnaire_id ORDER BY 1"""
EXPECTED = {"p_1": "q_postop_t1_v1", "p_2": "q_postop_t7_v1", "p_3": "q_chronic_v1", "p_4": "q_postop_v1"}


async def asked(connection: asyncpg.Connection) -> dict[str, str]:
    return {row["external_id"]: row["code"] for row in await connection.fetch(ASKED)}


async def test_each_row_is_asked_what_its_template_says(store: Store, connection: asyncpg.Connection) -> None:
    await made(store, list=[], templates=TEMPLATES, dialer={"type": "ai"})
    assert (await add(store, ROWS)).added == 4
    assert await asked(connection) == EXPECTED
    await campaigns.start(store, HOSPITAL, NAME, NOW)
    assert await asked(connection) == EXPECTED
    later = "patientId,name,phone,planDay,department\np_9,周九,13800000009,T+7,骨科\np_2,李四,13800000002,T+7,内科\n"
    report = await add(store, later)
    assert report.added == 2, "another visit of p_2 is another follow-up"
    assert (await asked(connection))["p_9"] == "q_postop_t7_v1"


async def test_what_is_asked_is_frozen_with_the_start(store: Store, connection: asyncpg.Connection) -> None:
    await made(store, list=[], templates=TEMPLATES, dialer={"type": "ai"})
    await add(store, ROWS)
    # an older version that the draft froze: the start takes the one of today
    await connection.execute(
        "INSERT INTO questionnaire_versions (id, organization_id, questionnaire_id, version, definition, "
        "definition_sha256, frozen_at) SELECT gen_random_uuid(), v.organization_id, questionnaire_id, '0.1.0', "
        "definition, repeat('0', 64), frozen_at FROM questionnaire_versions v JOIN questionnaires q "
        "ON q.id = v.questionnaire_id WHERE q.code = 'q_postop_t1_v1'"
    )
    old = "(SELECT id FROM questionnaire_versions WHERE version = '0.1.0')"
    await connection.execute(
        f"UPDATE campaign_templates SET questionnaire_version_id = {old} WHERE position = 1"
    )
    await connection.execute(
        f"UPDATE contacts SET questionnaire_version_id = {old} WHERE external_id LIKE '%p_1:%'"
    )
    await campaigns.start(store, HOSPITAL, NAME, NOW)
    assert "0.1.0" not in {row["version"] for row in await connection.fetch(ASKED)}
    assert await asked(connection) == EXPECTED
    with pytest.raises(asyncpg.RestrictViolationError, match="keeps its templates"):
        await connection.execute("DELETE FROM campaign_templates")


async def test_who_is_open_elsewhere_is_judged_by_what_he_is_asked(store: Store) -> None:
    await made(store, list=[], templates=TEMPLATES)
    await add(store, ROWS)
    await made(store, name="chronic", questionnaireId="q_chronic_v1", list=[], webhook=None)
    report = await add(store, ROWS.replace("e_", "f_"), "chronic")
    refused = {row.number: row.reason for row in report.rows if row.outcome == "refused"}
    assert refused == {4: f"is open in campaign {NAME} with the same questionnaire"}
    assert report.added == 3


@pytest.mark.parametrize(
    ("templates", "said"),
    [
        ([{"questionnaireId": "q_postop_t1_v1"}], "fits everybody"),
        ([TEMPLATES[1], TEMPLATES[1] | {"diagnoses": ["S82"]}], "template 2 is never asked"),
        ([{"departments": "骨科", "questionnaireId": "q_postop_t1_v1"}], "templates.0.departments"),
        ([{"ward": ["3"], "questionnaireId": "q_postop_t1_v1"}], "templates.0.ward"),
    ],
)
def test_templates_that_cannot_be_meant_are_refused(templates: list[object], said: str) -> None:
    with pytest.raises(WrongInput, match=said):
        read_campaign(json.dumps(REQUEST | {"templates": templates}))


async def test_a_template_that_asks_nothing_known_makes_no_campaign(
    store: Store, connection: asyncpg.Connection
) -> None:
    with pytest.raises(WrongInput, match="q_dreamt_v1"):
        await made(store, templates=[{"departments": ["骨科"], "questionnaireId": "q_dreamt_v1"}])
    assert await connection.fetchval("SELECT count(*) FROM campaigns") == 0


async def test_a_campaign_without_templates_asks_everybody_the_same(store: Store) -> None:
    await made(store)
    async with store.unit_of_work() as uow:
        found = await campaigns.find(uow, HOSPITAL, NAME)
        assert await campaign_templates.read(uow, found.id) == ()
    again = await take_rows(store, HOSPITAL, NAME, [], NOW)
    assert again.added == 0 and found.state is CampaignState.DRAFT
