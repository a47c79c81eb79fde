"""The report of adherence: each patient's share of the medicine taken, over his calls."""

from __future__ import annotations

from datetime import timedelta

import asyncpg
import pytest

from ari_app.core.vocabulary import AnswerStatus, Disposition, InputSource
from ari_app.dialogue.facts import AnswerRecorded
from ari_app.store import attempts, calls, contacts
from ari_app.store.pool import Store
from ari_app.store.sql_files import sql_texts
from tests.support.stored_calls import NOW, scheduled_attempt


async def told(store: Store, task: str, days: int, percent: int, status: AnswerStatus) -> None:
    """A call of the patient in which this share was told."""
    at = NOW + timedelta(days=days)
    attempt = await scheduled_attempt(store, task)
    answer = AnswerRecorded(
        at, "med_adherence", percent, "%", status, 0.9, "吃了", InputSource.VOICE, None, 1
    )
    async with store.unit_of_work() as uow:
        lease = await attempts.claim(uow, attempt, "worker-1", at, at + timedelta(seconds=30))
        target = await contacts.read_target(uow, attempt)
        call = await calls.start(
            uow, lease, target, state={}, stage="items", open_item=None, engine_version="1"
        )
        await attempts.mark_dialing(uow, lease, at, "01060000000")
        await attempts.mark_answered(uow, lease, at)
        await calls.commit_step(
            uow, call, expected_turn=0, state={}, stage="items", open_item=None, facts=[answer], at=at
        )
        await attempts.mark_ended(uow, lease, at + timedelta(minutes=3), Disposition.COMPLETED)


@pytest.mark.req("M06-030")
async def test_it_is_told_call_by_call_with_the_change(store: Store, connection: asyncpg.Connection) -> None:
    await told(store, "t1", 0, 100, AnswerStatus.ACCEPTED)
    await told(store, "t2", 3, 10, AnswerStatus.FOR_REVIEW)
    await told(store, "t3", 7, 60, AnswerStatus.CONFIRMED)
    rows = await connection.fetch(sql_texts("reports")["adherence.sql"])
    kept = ("patient_id", "task_id", "adherence_percent", "change_percent")
    assert [tuple(row[name] for name in kept) for row in rows] == [
        ("p_1", "t1", 100.0, None),
        ("p_1", "t3", 60.0, -40.0),
    ]
