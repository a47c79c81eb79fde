"""What the reports of lines and of recognition say, and when they warn."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import datetime, timedelta

import aiohttp
import asyncpg
import pytest
from rich.console import Console

from ari_app.cli.report import lines_json, lines_page, speech_json, speech_page
from ari_app.config.settings import HospitalSettings
from ari_app.core.vocabulary import Disposition, InputSource
from ari_app.dialogue.events import Span
from ari_app.dialogue.facts import PatientSaid
from ari_app.store import attempts, calls
from ari_app.store.lines import CallerIdTerms, TrunkTerms
from ari_app.store.pool import Store
from ari_app.wiring.dialing_terms import lines_shown, put_caller_id, put_trunk
from ari_app.wiring.line_report import LineReport, SpeechReport, read_lines, read_speech
from ari_app.wiring.metrics_server import metrics_server
from tests.fakes.fixed_clock import FixedClock
from tests.support.dialed_campaigns import MORNING, OPEN, claim_at, running_campaign, worker
from tests.support.stored_calls import after, answered_call

HOSPITAL = HospitalSettings(name="仁和医院", time_zone="Asia/Shanghai")
LATER = MORNING + timedelta(hours=2)
GOOD, MARKED = "01062345678", "01062345679"


def shown(report: LineReport | SpeechReport) -> str:
    console = Console(width=200, file=io.StringIO(), markup=False)
    console.print(lines_page(report) if isinstance(report, LineReport) else speech_page(report))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


async def dial(
    store: Store, caller_id: str, outcomes: dict[Disposition, int], at: datetime = MORNING
) -> None:
    """A campaign of as many patients as there are outcomes, each dialed once; an answered call lasts a minute."""
    wanted = [each for each, count in outcomes.items() for _ in range(count)]
    name = f"{caller_id} {at:%m-%d}"
    await running_campaign(store, len(wanted), replace(OPEN, name=name, concurrency=len(wanted)), at=at)
    claimed = await claim_at(store, await worker(store, capacity=500, at=at), at, at_most=500)
    for each, outcome in zip(claimed, wanted, strict=True):
        async with store.unit_of_work() as uow:
            await attempts.mark_dialing(uow, each.lease, at, caller_id)
            if outcome in (Disposition.COMPLETED, Disposition.VOICEMAIL):
                await attempts.mark_answered(uow, each.lease, at + timedelta(seconds=30))
            await attempts.mark_ended(uow, each.lease, at + timedelta(seconds=90), outcome)


async def copy_to(
    connection: asyncpg.Connection, caller_id: str, outcome: Disposition, days: int, copies: int
) -> None:
    """More ended attempts like the one there is, `days` before: by SQL, because they are many."""
    fields = await connection.fetch(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'attempts'"
    )
    moved = {"id", "number", "caller_id", "claimed_at", "dialing_at", "answered_at", "ended_at"}
    kept = ", ".join(row["column_name"] for row in fields if row["column_name"] not in moved)
    await connection.execute(
        f"""INSERT INTO attempts (id, number, caller_id, claimed_at, dialing_at, answered_at, ended_at, {kept})
            SELECT gen_random_uuid(), 1000 * ($3 + 1) + copy + $6, $1, claimed_at - $4::interval,
                   dialing_at - $4::interval, answered_at - $4::interval, ended_at - $4::interval, {kept}
            FROM (SELECT * FROM attempts WHERE disposition = $2 AND number = 1 LIMIT 1) one,
                 generate_series(1, $5) copy""",
        caller_id, outcome.value, days, timedelta(days=days), copies, 500 * (caller_id == MARKED),
    )  # fmt: skip


@pytest.mark.req("M04-016", "M17-008")
async def test_what_was_dialed_in_vain_is_told_by_outcome_number_hour_and_list(store: Store) -> None:
    await put_trunk(store, HOSPITAL, TrunkTerms("main", "PJSIP/{number}@main", 50, None, 5, True))
    outcomes = {
        Disposition.COMPLETED: 3,
        Disposition.VOICEMAIL: 1,
        Disposition.VACANT: 2,
        Disposition.REJECTED: 2,
    }
    await dial(store, GOOD, outcomes)
    report = await read_lines(store, HOSPITAL, LATER, 7)
    assert (report.dialed, report.wasted) == (8, 5)
    data = json.loads(json.dumps(lines_json(report), default=str))
    found = {(row["kind"], row["name"]): row for row in data["lines"]}
    assert set(found) == {
        ("caller_id", GOOD),
        ("trunk", "main"),
        ("hour", "10"),
        ("source", f"{GOOD} 03-10"),
    }
    for row in found.values():
        assert (row["dialed"], row["reached"], row["completed"], row["rejected"]) == (8, 3, 3, 2)
        assert row["minutes"] == 4.0
    by_outcome = {row["name"]: row for row in data["outcomes"]}
    assert {name for name, row in by_outcome.items() if row["wasted"]} == {"voicemail", "vacant", "rejected"}
    assert (by_outcome["vacant"]["dialed"], by_outcome["vacant"]["ringing_minutes"]) == (2, 3.0)
    assert data["warnings"] == []
    text = shown(report)
    assert "8 attempts, 5 of them in vain (62%)" in text
    assert "3 (38%)" in text
    assert "show another" in text
    assert (await read_lines(store, HOSPITAL, MORNING + timedelta(days=8), 7)).dialed == 0


@pytest.mark.req("M17-008")
async def test_a_number_that_fewer_answer_than_before_is_warned_of_and_can_be_left_out_live(
    store: Store, connection: asyncpg.Connection
) -> None:
    for number in (GOOD, MARKED):
        await put_caller_id(store, HOSPITAL, CallerIdTerms(number, None, None, None, True))
    await dial(store, GOOD, {Disposition.COMPLETED: 1, Disposition.NO_ANSWER: 1})
    for caller_id, now in ((GOOD, (12, 12)), (MARKED, (4, 20))):
        for days, (reached, missed) in ((0, now), (2, (60, 40)), (9, (0, 200))):
            await copy_to(connection, caller_id, Disposition.COMPLETED, days, reached)
            await copy_to(connection, caller_id, Disposition.NO_ANSWER, days, missed)
    report = await read_lines(store, HOSPITAL, LATER, 7)
    # the list that both were used for reached fewer, too
    assert {each.name for each in report.warnings if each.kind == "caller_id"} == {MARKED}
    assert f"WARNING: caller_id {MARKED} reached fewer people: " in shown(report)
    async with metrics_server("127.0.0.1:0", store, HOSPITAL, FixedClock(LATER)) as address:
        async with aiohttp.ClientSession() as session, session.get(f"{address}/metrics") as response:
            text = await response.text()
    assert f'followup_worse_share{{kind="caller_id",name="{MARKED}",what="reached"}}' in text
    assert f'name="{GOOD}",' not in text
    await put_caller_id(store, HOSPITAL, CallerIdTerms(MARKED, None, None, None, False))
    _, numbers = await lines_shown(store, HOSPITAL, LATER)
    assert {row["number"]: row["enabled"] for row in numbers} == {GOOD: True, MARKED: False}


@pytest.mark.req("M17-009")
async def test_unsure_hearing_is_told_by_day_and_questionnaire_and_its_rise_is_warned_of(
    store: Store, connection: asyncpg.Connection
) -> None:
    _, call = await answered_call(store)
    spans = [Span(1_000 * n, 1_000 * n + 500) for n in range(40)]
    said = [
        PatientSaid(
            after(20 + n), "pain_vas", "八分", "八分", 0.4 if n < 20 else 0.9, InputSource.VOICE, span,
            "not_understood" if n < 4 else "answer", (),
        )
        for n, span in enumerate(spans)
    ]  # fmt: skip
    async with store.unit_of_work() as uow:
        await calls.commit_step(
            uow, call, expected_turn=0, state={}, stage="items", open_item=None, facts=said, at=after(70)
        )
    report = await read_speech(store, HOSPITAL, LATER, 7)
    (row,) = report.rows
    assert speech_json(report)["heard"] == [dict(row)]
    assert (str(row["day"]), row["questionnaire"], row["language"]) == ("2026-03-10", "q_postop_v1", "zh")
    assert (row["heard"], row["unsure"], row["not_understood"]) == (40, 20, 4)
    assert "20 (50%)" in shown(report) and not report.warnings
    await _heard_well_before(connection)
    worse = await read_speech(store, HOSPITAL, LATER, 7)
    assert {(each.kind, each.name) for each in worse.warnings} == {
        ("questionnaire", "q_postop_v1"),
        ("language", "zh"),
    }
    assert "was heard worse: 50% of 40 in 24 hours, 0% of 100" in shown(worse)


async def _heard_well_before(connection: asyncpg.Connection) -> None:
    fields = await connection.fetch(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'turns'"
    )
    moved = {"id", "turn", "said_at", "confidence"}
    kept = ", ".join(row["column_name"] for row in fields if row["column_name"] not in moved)
    await connection.execute(
        f"""INSERT INTO turns (id, turn, said_at, confidence, {kept})
            SELECT gen_random_uuid(), 100 + copy, said_at - interval '25 hours', 0.95, {kept}
            FROM (SELECT * FROM turns ORDER BY id LIMIT 1) one, generate_series(1, 100) copy"""
    )
