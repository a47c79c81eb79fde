"""From where on a follow-up alarms: by department, disease and point, frozen with it, and applied in its call."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import asyncpg
import pytest

from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import Disposition
from ari_app.policy.care_plan import CarePlan
from ari_app.store.patients import PatientDraft
from ari_app.store.pool import Store
from ari_app.wiring import campaigns, care_plans, instruments
from ari_app.wiring.care_plan_events import tell
from ari_app.wiring.person_results import PersonForm, take
from ari_app.wiring.reparsing import Period, reparse
from tests.postgres.test_campaign_intake import HOSPITAL, NAME, NOW, add, made
from tests.postgres.test_care_plan_events import event
from tests.postgres.test_person_results import WRITTEN, talked
from tests.support.played_calls import PlayedCall, play

RULES = instruments.rules().version
TEMPLATES: list[dict[str, object]] = [
    {
        "departments": ["骨科"], "diagnoses": ["S82"], "planDays": ["T+1"], "questionnaireId": "q_postop_t1_v1",
        "thresholds": {"pain": 5},
    },
    {"departments": ["骨科"], "thresholds": {"pain": 6, "fever": 38.0, "sla_p1": 5}},
]  # fmt: skip
ROWS = (
    "patientId,name,phone,idTail,planDay,department,diagnoses\n"
    "p_1,张三,13800000001,4417,T+1,骨科,S82.1\n"
    "p_2,李四,13800000002,4417,T+3,骨科,S82.1\n"
    "p_3,王五,13800000003,4417,T+1,内科,\n"
)
EXPECTED = {
    "p_1": {"pain": 5, "fever": 38.0, "sla_p1": 5, "sla_p2": 60},
    "p_2": {"pain": 6, "fever": 38.0, "sla_p1": 5, "sla_p2": 60},
    "p_3": {"sla_p2": 60},
}
ALERTS = "SELECT code, sla_minutes, due_at - raised_at AS time FROM alerts ORDER BY code"


async def by_patient(connection: asyncpg.Connection) -> dict[str, dict[str, float]]:
    rows = await connection.fetch(
        "SELECT p.external_id, k.thresholds::text FROM contacts k JOIN patients p ON p.id = k.patient_id"
    )
    return {row["external_id"]: json.loads(row["thresholds"]) for row in rows}


async def listed(store: Store) -> None:
    await made(store, list=[], templates=TEMPLATES, thresholds={"sla_p2": 60}, dialer={"type": "ai"})
    assert (await add(store, ROWS)).added == 3


async def called(store: Store, patient: str, plan_day: str, **sayings: str) -> PlayedCall:
    """The whole conversation with a patient of the campaign."""
    person = PatientDraft(patient, "李秀英", f"+861380000000{patient[-1]}", id_tail="4417", birth_md="08-02")
    return await play(store, sayings, task=f"{NAME}:{patient}:{plan_day}", person=person)


@pytest.mark.req("M03-021")
async def test_each_follow_up_has_the_closest_thresholds(
    store: Store, connection: asyncpg.Connection
) -> None:
    await listed(store)
    assert await by_patient(connection) == EXPECTED
    await campaigns.start(store, HOSPITAL, NAME, NOW)
    assert await by_patient(connection) == EXPECTED
    with pytest.raises(asyncpg.RestrictViolationError, match="has started"):
        await connection.execute("UPDATE campaigns SET thresholds = '{}'")
    await add(store, ROWS.replace("骨科", "内科"))
    assert await by_patient(connection) == EXPECTED, "a later list changes nothing"


@pytest.mark.req("M03-021")
async def test_the_call_applies_them(store: Store, connection: asyncpg.Connection) -> None:
    await listed(store)
    await campaigns.start(store, HOSPITAL, NAME, NOW)
    third = await called(store, "p_3", "T+1", pain_vas="六分", temp="三十八度二")
    assert third.alerts == {}
    second = await called(store, "p_2", "T+3", pain_vas="六分", temp="三十八度二", wants_callback="不用了")
    assert second.alerts == {"PAIN_HIGH": "P1", "FEVER": "P2"}
    assert "您疼得比较厉害。" in second.talk.said
    rows = await connection.fetch(ALERTS)
    assert [tuple(row) for row in rows] == [
        ("FEVER", 60, timedelta(minutes=60)),
        ("PAIN_HIGH", 5, timedelta(minutes=5)),
    ]
    versions = await connection.fetch("SELECT rules_version FROM calls ORDER BY id")
    assert [row["rules_version"] for row in versions] == [
        f"{RULES}+sla_p2=60",
        f"{RULES}+fever=38,pain=6,sla_p1=5,sla_p2=60",
    ]
    with pytest.raises(asyncpg.RestrictViolationError, match="has begun"):
        await connection.execute("UPDATE contacts SET thresholds = '{}'")
    reread = [each async for each in reparse(store, HOSPITAL, Period(date(2026, 3, 10)))]
    assert [each.alerts for each in reread] == [(), ()], "read again under its own thresholds"


@pytest.mark.req("M03-021")
async def test_emergencies_alarm_whatever_the_thresholds(
    store: Store, connection: asyncpg.Connection
) -> None:
    loosest = {name: each.most for name, each in instruments.rules().thresholds.items()}
    asked = {"pain", "fever", "fever_with_chills", "adherence", "sla_p1", "sla_p2", "sla_p3"}
    await made(store, list=[], thresholds={name: loosest[name] for name in asked}, templates=[], dialer={})
    await add(store, ROWS)
    found = await called(store, "p_3", "T+1", abnormal="我胸口疼得厉害喘不上气")
    assert found.alerts["EMERGENCY"] == "P1"
    assert [tuple(row) for row in await connection.fetch(ALERTS)] == [
        ("EMERGENCY", 10, timedelta(minutes=10))
    ]


async def test_a_nurses_answers_alarm_by_them(store: Store, connection: asyncpg.Connection) -> None:
    await talked(store)
    await connection.execute("ALTER TABLE contacts DISABLE TRIGGER contacts_thresholds_frozen")
    await connection.execute("""UPDATE contacts SET thresholds = '{"pain": 5, "sla_p1": 3}'""")
    found = await take(
        store, HOSPITAL, "nurse-1", PersonForm(Disposition.COMPLETED, {"pain_vas": "5"}), WRITTEN
    )
    assert found.alerts == ("PAIN_HIGH",)
    assert await connection.fetchval("SELECT sla_minutes FROM alerts") == 3


async def test_a_care_plan_sets_them_by_point(store: Store, connection: asyncpg.Connection) -> None:
    plans = [_with_thresholds(each) if each.id == "postop" else each for each in care_plans.shipped()]
    await tell(store, HOSPITAL, event(), NOW, plans)
    rows = await connection.fetch("SELECT plan_day, thresholds::text FROM contacts WHERE plan_day LIKE 'T+%'")
    found = {row["plan_day"]: json.loads(row["thresholds"]) for row in rows}
    assert found["T+1"] == {"pain": 5, "fever": 38} and found["T+3"] == {"pain": 6, "fever": 38}
    before = await connection.fetch("SELECT xmin, * FROM contacts ORDER BY id")
    await tell(store, HOSPITAL, event(), NOW, plans)
    assert await connection.fetch("SELECT xmin, * FROM contacts ORDER BY id") == before


def _with_thresholds(plan: CarePlan) -> CarePlan:
    points = [replace(each, thresholds={"pain": 5} if each.code == "T+1" else {}) for each in plan.points]
    return replace(plan, points=tuple(points), thresholds={"pain": 6, "fever": 38})


@pytest.mark.req("M03-021")
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"thresholds": {"pain": 9}}, "thresholds: threshold pain cannot be 9: it goes from 4 to 8"),
        ({"thresholds": {"sla_p1": 30}}, "threshold sla_p1 cannot be 30"),
        ({"thresholds": {"emergency": 1}}, "there is no threshold emergency"),
        ({"thresholds": {"glucose_high": 13}}, "is about glucose, which nobody is asked"),
        (
            {"templates": [{"departments": ["骨科"], "thresholds": {"pain": 3}}]},
            "template 1: threshold pain cannot be 3",
        ),
        ({"thresholds": {"pain": "5"}}, "thresholds.pain"),
        ({"thresholds": {"pain": True}}, "thresholds.pain"),
        ({"templates": [{"departments": ["骨科"]}]}, "sets a questionnaire or thresholds"),
    ],
)
async def test_thresholds_that_are_not_safe_make_no_campaign(
    store: Store, connection: asyncpg.Connection, changed: dict[str, object], said: str
) -> None:
    with pytest.raises(WrongInput, match=said):
        await made(store, list=[], **changed)
    assert await connection.fetchval("SELECT count(*) FROM campaigns") == 0
