"""What a medication call leaves: whether orders are followed, adherence so far, and a moved visit for its system."""

from __future__ import annotations

from datetime import timedelta

import asyncpg
import pytest

from ari_app.questionnaire.writing import definition
from ari_app.store import outbox
from ari_app.store.pool import Store
from ari_app.store.questionnaires import QuestionnaireDraft
from ari_app.store.sql_files import sql_texts
from ari_app.wiring import instruments
from tests.support.played_calls import play
from tests.support.stored_calls import NOW

CHRONIC = {"adverse": "没有", "bp": "一百三八十", "glucose": "六点二"}
REVISIT = {"materials": "准备好了", "transport": "不需要"}
VISIT = NOW + timedelta(days=7)
JOBS = """
    SELECT o.endpoint, o.state, n.action, n.detail FROM outbox o
    JOIN actions n ON n.call_id = o.call_id AND n.action LIKE '%writeback'
    WHERE o.kind = 'appointment.changed'"""


def shipped(code: str) -> QuestionnaireDraft:
    found = instruments.questionnaire(code)
    return QuestionnaireDraft(found.id, found.title, found.version, definition(found))


async def takes(store: Store, task: str, days: int, missed: str) -> None:
    at = NOW + timedelta(days=days)
    await play(
        store, CHRONIC | {"missed_doses": missed}, task=task, at=at, questionnaire=shipped("q_chronic_v1")
    )


@pytest.mark.req("M16-008")
async def test_whether_orders_are_followed_is_kept_and_counted_from_call_to_call(
    store: Store, connection: asyncpg.Connection
) -> None:
    await takes(store, "t1", 0, "漏了三次")
    await takes(store, "t2", 7, "一次没漏")
    await play(store, {"med_adherence": "百分之九十"}, task="t3", at=NOW + timedelta(days=8))
    rows = await connection.fetch(sql_texts("reports")["adherence.sql"])
    kept = (
        "task_id",
        "adherence_percent",
        "missed_per_week",
        "follows_orders",
        "change_percent",
        "change_missed",
    )
    assert [tuple(row[name] for name in kept) for row in rows] == [
        ("t1", None, 3.0, False, None, None),
        ("t2", None, 0.0, True, None, -3.0),
        ("t3", 90.0, None, True, None, None),
    ]


@pytest.mark.req("M07-022", "M16-008")
@pytest.mark.parametrize(
    ("said", "job"),
    [
        ("改到三月十九号上午九点", ("appointments", "pending", "reschedule_writeback", "2026-03-19T09:00")),
        ("不去了，取消吧", ("appointments", "pending", "cancel_writeback", None)),
        ("方便", None),
    ],
)
async def test_a_moved_or_cancelled_visit_waits_for_its_system_with_the_answer(
    store: Store, connection: asyncpg.Connection, said: str, job: tuple[object, ...] | None
) -> None:
    asked = shipped("q_revisit_v1")
    call = await play(store, REVISIT | {"appt": said}, questionnaire=asked, appointment_at=VISIT)
    assert [tuple(row) for row in await connection.fetch(JOBS)] == ([] if job is None else [job])
    turns = [
        {type(fact).__name__ for fact in step.facts}
        for step in call.talk.steps
        if any(getattr(fact, "link_id", None) == "appt" for fact in step.facts)
    ]
    (together,) = turns
    assert ("ActionRequested" in together) is (job is not None), "one transaction with the answer"
    async with store.unit_of_work() as uow:
        claimed = await outbox.claim(uow, NOW + timedelta(minutes=5), NOW + timedelta(minutes=6), 10)
    assert [each.call_id for each in claimed if each.kind == "appointment.changed"] == (
        [] if job is None else [call.call_id]
    )
