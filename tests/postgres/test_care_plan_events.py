"""What a hospital tells of a patient becomes follow-ups with their times, and changes with what is told next."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from ari_app.config.settings import HospitalSettings
from ari_app.core.errors import Conflict, WrongInput
from ari_app.integrations.plan_event import PlanEventRequest, read_plan_event
from ari_app.store.pool import Store
from ari_app.wiring.care_plan_events import Told, tell

HOSPITAL = HospitalSettings(name="仁和医院", time_zone="Asia/Shanghai")
ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 10, 2, 20, tzinfo=UTC)
PATIENT = {
    "patientId": "p_1",
    "name": "李秀英",
    "phone": "13800000001",
    "encounterId": "e_1",
    "department": "骨科",
}


def event(**changed: object) -> PlanEventRequest:
    told = {"eventId": "d_1", "kind": "discharged", "at": "2026-03-10T10:00:00+08:00", "patient": PATIENT}
    return read_plan_event(json.dumps(told | changed))


async def told(store: Store, **changed: object) -> Told:
    return await tell(store, HOSPITAL, event(**changed), NOW)


async def days(connection: asyncpg.Connection, plan: str) -> dict[str, tuple[str, date]]:
    rows = await connection.fetch(
        "SELECT k.plan_day, k.status, k.due_at FROM contacts k JOIN campaigns g ON g.id = k.campaign_id "
        "WHERE g.name = $1",
        f"plan {plan}",
    )
    return {row["plan_day"]: (row["status"], row["due_at"].astimezone(ZONE).date()) for row in rows}


@pytest.mark.req("M03-018", "M03-019", "M16-011")
async def test_a_discharge_plans_its_calls(store: Store, connection: asyncpg.Connection) -> None:
    await told(store)
    assert await days(connection, "postop") == {
        "T+1": ("open", date(2026, 3, 11)),
        "T+3": ("open", date(2026, 3, 13)),
        "T+7": ("open", date(2026, 3, 17)),
        "T+30": ("open", date(2026, 4, 9)),
    }
    (survey,) = (await days(connection, "satisfaction")).values()
    assert survey == ("open", date(2026, 3, 12))
    states = await connection.fetch("SELECT DISTINCT state FROM campaigns WHERE name LIKE 'plan %'")
    assert [row["state"] for row in states] == ["running"]


async def test_the_same_event_again_changes_nothing(store: Store, connection: asyncpg.Connection) -> None:
    await told(store)
    before = await connection.fetch("SELECT xmin, * FROM contacts ORDER BY id")
    again = await told(store)
    assert again == Told((), (), (), ())
    assert await connection.fetch("SELECT xmin, * FROM contacts ORDER BY id") == before


async def test_retries_too_come_when_the_patient_wants_them(
    store: Store, connection: asyncpg.Connection
) -> None:
    await told(store, patient=PATIENT | {"preferredTimeWindow": "18:00-19:00"})
    rows = await connection.fetch("SELECT windows, due_at FROM contacts")
    assert {row["windows"] for row in rows} == {"18:00-19:00"}
    assert {row["due_at"].astimezone(ZONE).hour for row in rows} == {18}
    await told(store, eventId="a_1", kind="appointed", at="2026-03-20T10:00:00+08:00")
    rows = await connection.fetch("SELECT windows, due_at FROM contacts")
    assert {row["windows"] for row in rows} == {"18:00-19:00"}, "told once, it holds for what is told later"
    assert {row["due_at"].astimezone(ZONE).hour for row in rows} == {18}


async def test_a_discharge_that_moves_takes_its_open_calls_along(
    store: Store, connection: asyncpg.Connection
) -> None:
    await told(store)
    changed = await told(store, at="2026-03-11T10:00:00+08:00")
    assert len(changed.moved) == 5
    assert (await days(connection, "postop"))["T+1"] == ("open", date(2026, 3, 12))


async def test_an_event_that_is_taken_back_cancels_what_is_open(
    store: Store, connection: asyncpg.Connection
) -> None:
    await told(store)
    gone = await told(store, withdrawn=True)
    assert len(gone.canceled) == 5
    assert {status for status, _ in (await days(connection, "postop")).values()} == {"canceled"}


@pytest.mark.req("M16-004")
async def test_an_appointment_is_reminded_of_and_a_confirmed_one_only_once(
    store: Store, connection: asyncpg.Connection
) -> None:
    await told(store, eventId="a_1", kind="appointed", at="2026-03-20T09:00:00+08:00")
    assert {day for _, day in (await days(connection, "revisit")).values()} == {
        date(2026, 3, 17),
        date(2026, 3, 19),
    }
    await told(store, eventId="a_1", kind="appointed", at="2026-03-20T09:00:00+08:00", confirmed=True)
    assert (await days(connection, "revisit"))["R-1"][0] == "canceled"


@pytest.mark.req("M16-003")
async def test_dispensed_medicine_is_asked_about(store: Store, connection: asyncpg.Connection) -> None:
    await told(store, eventId="m_1", kind="dispensed")
    assert await days(connection, "dispensing") == {"D+3": ("open", date(2026, 3, 13))}


@pytest.mark.req("M16-005")
@pytest.mark.parametrize(("score", "day"), [(45, date(2026, 3, 13)), (95, date(2026, 4, 9))])
async def test_who_takes_less_is_called_sooner(
    store: Store, connection: asyncpg.Connection, score: float, day: date
) -> None:
    await told(store, eventId="s_1", kind="adherence_scored", score=score)
    assert (await days(connection, "chronic"))["C"] == ("open", day)


async def test_a_point_that_lies_in_the_past_is_a_persons_work(
    store: Store, connection: asyncpg.Connection
) -> None:
    await told(store, at="2026-03-03T10:00:00+08:00")
    planned = await days(connection, "postop")
    assert planned["T+1"][0] == planned["T+3"][0] == "suppressed"
    items = await connection.fetch("SELECT kind, reason FROM work_items WHERE contact_id IS NOT NULL")
    assert len(items) >= 2 and {row["kind"] for row in items} == {"missed_follow_up"}


async def test_an_event_of_somebody_else_stores_nothing(store: Store, connection: asyncpg.Connection) -> None:
    await told(store)
    other = PATIENT | {"patientId": "p_2", "encounterId": "e_2"}
    with pytest.raises(Conflict):
        await told(store, patient=other)
    assert await connection.fetchval("SELECT count(*) FROM patients") == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"kind": "born"}, "kind"),
        ({"at": "2026-03-10T10:00:00"}, "at"),
        ({"score": 50}, "score"),
        ({"kind": "adherence_scored"}, "score"),
        ({"colour": 1}, "colour"),
    ],
)
def test_what_is_no_event_is_refused_by_its_field(changed: dict[str, object], said: str) -> None:
    with pytest.raises(WrongInput, match=said):
        event(**changed)
