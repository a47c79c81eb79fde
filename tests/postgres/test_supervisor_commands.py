"""What supervisors and nurses type, on a real database and without a worker."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
from typer.testing import CliRunner, Result

from ari_app.cli.main import app
from ari_app.store.pool import Store
from tests.postgres.test_agent_commands import config
from tests.postgres.test_person_results import talked
from tests.support.dialed_campaigns import OPEN, running_campaign
from tests.support.stored_calls import NAME

__all__ = ["config"]


async def typed(config: Path, *words: str, given: str | None = None) -> Result:
    """The command's outcome; it runs its own event loop, so in a thread."""
    return await asyncio.to_thread(CliRunner().invoke, app, [*words, "--config", str(config)], given)


async def printed(config: Path, *words: str, given: str | None = None) -> str:
    found = await typed(config, *words, given=given)
    assert found.exit_code == 0, found.output
    return " ".join(found.output.split())


async def test_a_campaign_is_told_whom_first_and_with_whom_in_reach(
    store: Store, connection: asyncpg.Connection, config: Path
) -> None:
    await running_campaign(store, 1)
    shown = await printed(config, "campaign", "set", OPEN.name)
    assert "dials first_due, whether or not people are there" in shown
    changed = ("--needs-people", "--dial-order", "likely_to_answer")
    shown = await printed(config, "campaign", "set", OPEN.name, *changed)
    assert "dials likely_to_answer, only while people are there" in shown
    row = await connection.fetchrow("SELECT needs_people, dial_order FROM campaigns")
    assert row is not None and tuple(row) == (True, "likely_to_answer")
    assert (await typed(config, "campaign", "set", OPEN.name, "--dial-order", "random")).exit_code == 2


async def test_a_line_is_scheduled_shown_and_left_alone(connection: asyncpg.Connection, config: Path) -> None:
    await printed(config, "line", "trunk", "main", "--dial", "PJSIP/{number}@trunk", "--concurrency", "4")
    times = ("--at", "07:30", "--at", "13:00")
    shown = await printed(config, "line", "schedule", "main", "--number", "01060001234", *times)
    assert "trunk main is tried next at" in shown
    row = await connection.fetchrow("SELECT times, within_minutes, expected FROM line_test_schedules")
    assert row is not None and tuple(row) == ("07:30,13:00", 60, "echo")
    at = datetime(2026, 3, 10, 2, 20, tzinfo=UTC)
    await connection.execute("UPDATE line_test_schedules SET trouble = 'unavailable', trouble_at = $1", at)
    shown = await printed(config, "line", "list")
    assert "warning: line main: the test of 03-10 10:20 not carried: unavailable" in shown
    assert (await typed(config, "line", "schedule", "main", *times)).exit_code == 2
    assert "is not tried" in await printed(config, "line", "schedule", "main", "--off")
    assert await connection.fetchval("SELECT count(*) FROM line_test_schedules") == 0


async def test_a_nurse_sees_the_form_and_writes_it_down(
    store: Store, connection: asyncpg.Connection, config: Path
) -> None:
    await talked(store)
    shown = await printed(config, "agent", "form", "nurse-1")
    assert "q_postop_v1" in shown and NAME in shown and "pain_vas" in shown
    answers = ("--answer", "pain_vas=8", "--answer", "temp=36.8")
    outcome = ("--outcome", "completed", *answers, "--note", "-")
    shown = await printed(config, "agent", "result", "nurse-1", *outcome, given="伤口很好\n")
    assert "stored: completed, 2 answers; the follow-up is completed" in shown
    assert "alerts: PAIN_HIGH" in shown
    assert await connection.fetchval("SELECT count(*) FROM answers WHERE recorded_by = 'nurse-1'") == 2
    assert await connection.fetchval("SELECT note_encrypted IS NOT NULL FROM person_results")
    words = ("--outcome", "completed", "--answers", "-")
    given = '{"abnormal": "yes", "abnormal_desc": "有点头晕"}'
    assert "2 answers" in await printed(config, "agent", "result", "nurse-1", *words, given=given)
    refused = await typed(
        config, "agent", "result", "nurse-1", "--outcome", "completed", "--answer", "pain_vas"
    )
    assert refused.exit_code != 0
