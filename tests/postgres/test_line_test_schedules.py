"""Test calls that come by themselves: taken up by the one that leads, in their time, and seen by who looks."""

from __future__ import annotations

import io
from datetime import timedelta
from zoneinfo import ZoneInfo

import asyncpg
import pytest
from rich.console import Console

from ari_app.cli.status import page
from ari_app.core.errors import AppError, WrongInput
from ari_app.dialer.sweeping import Sweeper
from ari_app.policy.line_test import LineFault, LineMeasure, Probe
from ari_app.store import line_tests, redials
from ari_app.store.line_test_schedules import DueTest, note_trouble
from ari_app.store.line_tests import LineTest
from ari_app.store.pool import Store
from ari_app.wiring import line_test_schedules
from ari_app.wiring.dialing_status import look
from ari_app.wiring.line_test import LineTestRequest
from ari_app.wiring.line_test_schedules import ScheduleRequest
from tests.postgres.test_sweeping import RULES, Ticks
from tests.postgres.test_trunk_terms import HOSPITAL, put
from tests.support.dialed_campaigns import MORNING, organization_of, running_campaign

PROBE = "13900001234"
REQUEST = ScheduleRequest(LineTestRequest("main", PROBE, probe=Probe.SOUND), ("10:30", "13:00"), 30)
# MORNING is 10:20 in Shanghai
FIRST = MORNING + timedelta(minutes=10)


async def scheduled(store: Store, request: ScheduleRequest = REQUEST) -> None:
    await organization_of(store)
    await put(store, None)
    assert await line_test_schedules.put(store, HOSPITAL, request, MORNING) == FIRST


async def swept(store: Store, minutes: float) -> list[DueTest]:
    taken: list[DueTest] = []
    sweeper = Sweeper(store, await organization_of(store), RULES, Ticks(), taken.append)
    assert await sweeper.sweep(MORNING + timedelta(minutes=minutes))
    return taken


@pytest.mark.req("M04-014")
async def test_a_test_is_taken_up_once_when_it_is_due(store: Store, connection: asyncpg.Connection) -> None:
    await scheduled(store)
    assert await swept(store, 9) == []
    (due,) = await swept(store, 10)
    assert (due.code, due.phone, due.probe, due.caller_id) == ("main", f"+86{PROBE}", Probe.SOUND, None)
    assert await swept(store, 11) == []
    assert len(await swept(store, 160)) == 1
    stored = await connection.fetchrow("SELECT * FROM line_test_schedules")
    assert stored is not None and PROBE.encode() not in stored["number_encrypted"]


async def test_who_does_not_lead_or_cannot_test_leaves_it(store: Store) -> None:
    await scheduled(store)
    organization_id = await organization_of(store)
    taken: list[DueTest] = []
    async with store.unit_of_work() as uow:
        assert await redials.leads(uow, organization_id)
        assert not await Sweeper(store, organization_id, RULES, Ticks(), taken.append).sweep(FIRST)
    assert await Sweeper(store, organization_id, RULES, Ticks()).sweep(FIRST)
    assert taken == []
    assert len(await swept(store, 10)) == 1


async def test_a_test_that_is_too_late_is_left_out_and_that_is_seen(store: Store) -> None:
    await scheduled(store)
    assert await swept(store, 41) == []
    assert "the test of 03-10 11:01 not carried: too_late" in await shown(store)
    assert len(await swept(store, 160)) == 1
    assert "not carried" not in await shown(store)


@pytest.mark.req("M04-014")
async def test_what_a_test_found_is_shown_and_warned_of(store: Store) -> None:
    await scheduled(store)
    await running_campaign(store, patients=1)
    (due,) = await swept(store, 10)
    await recorded(store, due, LineMeasure(answer_ms=900, heard_dbfs=-20.0), ())
    text = await shown(store)
    assert "03-10 10:30 good" in text and "warning" not in text
    await recorded(store, due, LineMeasure(cause=17), (LineFault.NOT_ANSWERED,), minutes=160)
    text = await shown(store)
    assert "03-10 13:00 not_answered" in text
    assert "warning: line main failed its test of 03-10 13:00: nobody answered" in text
    async with store.unit_of_work() as uow:
        await note_trouble(uow, due.trunk_id, "unavailable", MORNING + timedelta(days=1))
    assert "warning: line main: the test of 03-11 10:20 not carried: unavailable" in await shown(store)


async def test_a_test_whose_worker_died_has_no_result_and_that_is_seen(store: Store) -> None:
    await scheduled(store)
    (due,) = await swept(store, 10)
    assert "warning" not in await shown(store, minutes=15), "it may be under way"
    assert "warning: line main: the test of 03-10 10:30 not carried: no_result" in await shown(
        store, minutes=25
    )
    await recorded(store, due, LineMeasure(answer_ms=900, heard_dbfs=-20.0), (), minutes=11)
    assert "warning" not in await shown(store, minutes=25)


async def test_a_schedule_that_cannot_be_read_keeps_nothing_else_waiting(
    store: Store, connection: asyncpg.Connection
) -> None:
    await scheduled(store)
    await running_campaign(store, patients=1)
    await connection.execute("UPDATE line_test_schedules SET number_encrypted = '\\x00'")
    await connection.execute("UPDATE contacts SET status = 'completed'")
    with pytest.raises(AppError):
        await swept(store, 10)
    assert await connection.fetchval("SELECT state FROM campaigns") == "finished"


async def test_a_schedule_is_changed_and_dropped(store: Store, connection: asyncpg.Connection) -> None:
    await scheduled(store)
    other = ScheduleRequest(LineTestRequest("main", PROBE), ("23:00",), 5)
    await line_test_schedules.put(store, HOSPITAL, other, MORNING)
    row = await connection.fetchrow("SELECT times, within_minutes, expected FROM line_test_schedules")
    assert row is not None and tuple(row) == ("23:00", 5, "echo")
    await line_test_schedules.drop(store, HOSPITAL, "main")
    assert await connection.fetchval("SELECT count(*) FROM line_test_schedules") == 0
    with pytest.raises(WrongInput, match="has no schedule"):
        await line_test_schedules.drop(store, HOSPITAL, "main")


async def test_neither_a_patient_nor_an_unknown_line_is_scheduled(store: Store) -> None:
    await scheduled(store)
    await running_campaign(store, patients=1)
    for test, why in (
        (LineTestRequest("main", "13800000000"), "patient"),
        (LineTestRequest("other", PROBE), "no trunk other"),
    ):
        with pytest.raises(WrongInput, match=why):
            await line_test_schedules.put(store, HOSPITAL, ScheduleRequest(test, ("07:30",), 60), MORNING)


async def recorded(
    store: Store, due: DueTest, measure: LineMeasure, faults: tuple[LineFault, ...], minutes: float = 10
) -> None:
    began = MORNING + timedelta(minutes=minutes)
    organization_id = await organization_of(store)
    async with store.unit_of_work() as uow:
        test = LineTest(
            id=uow.new_id(),
            organization_id=organization_id,
            trunk_id=due.trunk_id,
            phone=due.phone,
            probe=due.probe,
            caller_id=None,
            measure=measure,
            faults=faults,
            began_at=began,
            ended_at=began + timedelta(seconds=5),
        )
        await line_tests.record(uow, test)


async def shown(store: Store, minutes: float = 0) -> str:
    console = Console(width=180, file=io.StringIO())
    console.print(
        page(await look(store, HOSPITAL, MORNING + timedelta(minutes=minutes)), ZoneInfo("Asia/Shanghai"))
    )
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()
