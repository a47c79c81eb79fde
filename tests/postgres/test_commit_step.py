"""One step of a dialogue is written whole or not at all, by one runner only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import asyncpg
import pytest

from ari_app.core.errors import Conflict
from ari_app.core.vocabulary import (
    AlertCode,
    AnswerStatus,
    ConsentKind,
    Disposition,
    FollowUpAction,
    IdentityFactor,
    InputSource,
    MissingReason,
    Priority,
)
from ari_app.dialogue.events import Span
from ari_app.dialogue.facts import (
    ActionRequested,
    AlertRaised,
    AnswerMissing,
    AnswerRecorded,
    CallConcluded,
    ConsentRecorded,
    Fact,
    IdentityChecked,
    NoteSentence,
    NoteWritten,
    PatientSaid,
    PromptHeard,
    RobotSaid,
    ScoreComputed,
)
from ari_app.language.understanding import Value
from ari_app.store import alerts, attempts, calls, results
from ari_app.store.pool import Store
from ari_app.store.references import CallRef, Timer
from tests.support.stored_calls import after, answered_call


def answer(link_id: str, value: Value, seconds: float, text: str = "八分吧") -> AnswerRecorded:
    return AnswerRecorded(
        at=after(seconds),
        link_id=link_id,
        value=value,
        unit="/10",
        status=AnswerStatus.ACCEPTED,
        confidence=0.94,
        text=text,
        source=InputSource.VOICE,
        span=Span(9_000, 10_200),
        times_asked=1,
    )


def alert(priority: Priority, minutes: int) -> AlertRaised:
    return AlertRaised(
        at=after(12),
        code=AlertCode.PAIN_HIGH,
        priority=priority,
        sla_minutes=minutes,
        due_at=after(12) + timedelta(minutes=minutes),
        link_id="pain_vas",
        reason="疼痛评分 8",
    )


def every_fact() -> list[Fact]:
    voice = InputSource.VOICE
    return [
        RobotSaid(after(6), "c1", "ask_pain", "现在疼几分？"),
        PatientSaid(
            after(11),
            "pain_vas",
            "八分吧",
            "八份吧",
            0.9,
            voice,
            Span(9_000, 10_200),
            "answer",
            ("chest_pain",),
        ),
        ConsentRecorded(after(7), ConsentKind.RECORDING, True, "1", "可以", voice, Span(3_000, 3_500)),
        IdentityChecked(after(8), IdentityFactor.ID_TAIL, True, Span(5_000, 6_000)),
        answer("pain_vas", 8, 11),
        AnswerMissing(after(12), "temp", MissingReason.NOT_MEASURED, 1),
        ScoreComputed(after(12), "phq9", 12.0, "moderate"),
        alert(Priority.P1, 10),
        ActionRequested(after(12), FollowUpAction.CALLBACK_TASK, "2026-03-11 morning"),
        NoteWritten(
            after(13),
            "soap",
            (NoteSentence("S", "患者诉疼痛8分", ("pain_vas",)),),
            ("疼痛8分",),
            "P1",
            "2小时内回电",
        ),
    ]


async def timers_of(connection: asyncpg.Connection, call: CallRef) -> list[Timer]:
    """What the call waits for at its present turn."""
    rows = await connection.fetch(
        "SELECT t.kind, t.due_at FROM timers t JOIN calls c ON c.id = t.call_id AND c.turn = t.turn "
        "WHERE c.id = $1 ORDER BY t.due_at",
        call.call_id,
    )
    return [Timer(*row) for row in rows]


async def commit(
    store: Store, call: CallRef, expected_turn: int, facts: Sequence[Fact], timers: Sequence[Timer] = ()
) -> int:
    async with store.unit_of_work() as uow:
        return await calls.commit_step(
            uow,
            call,
            expected_turn=expected_turn,
            state={"turn": expected_turn + 1, "疼": "八"},
            stage="items",
            open_item="pain_vas",
            facts=facts,
            at=after(13),
            timers=timers,
        )


@pytest.mark.req("M09-018", "M09-019", "M09-022")
async def test_every_kind_of_fact_is_stored_and_read_back(store: Store) -> None:
    _, call = await answered_call(store)
    assert await commit(store, call, 0, every_fact()) == 1
    heard = PromptHeard(after(14), "c1", 1_800, True, Span(6_000, 7_800))
    assert await commit(store, call, 1, [heard]) == 2
    async with store.unit_of_work() as uow:
        await calls.set_latency(uow, call.call_id, "c1", 640)
        result = await results.read_call(uow, call.call_id)

    robot, said = result.turns
    assert (robot.text, robot.heard_ms, robot.completed, robot.span, robot.latency_ms) == (
        "现在疼几分？", 1_800, True, Span(6_000, 7_800), 640,
    )  # fmt: skip
    assert (said.text, said.raw_text, said.intent, said.flags) == (
        "八分吧",
        "八份吧",
        "answer",
        ("chest_pain",),
    )
    (pain,) = result.answers
    assert (pain.value, pain.unit, pain.confidence, pain.span, pain.text) == (
        8, "/10", 0.94, Span(9_000, 10_200), "八分吧",
    )  # fmt: skip
    assert (pain.parser_version, pain.source, pain.status) == ("0.1.0", "voice", "accepted")
    assert [(missing.link_id, missing.reason) for missing in result.missing] == [("temp", "not_measured")]
    assert [(score.code, score.value, score.band) for score in result.scores] == [("phq9", 12.0, "moderate")]
    (raised,) = result.alerts
    assert (raised.code, raised.priority, raised.due_at - raised.raised_at, raised.reason, raised.state) == (
        "PAIN_HIGH", "P1", timedelta(minutes=10), "疼痛评分 8", "raised",
    )  # fmt: skip
    (consent,) = result.consents
    assert (consent.kind, consent.granted, consent.span, consent.text) == (
        "recording", True, Span(3_000, 3_500), "可以",
    )  # fmt: skip
    assert (consent.given_at, consent.text_version) == (after(7), "1")
    assert [(check.factor, check.matched) for check in result.identity_checks] == [("id_tail", True)]
    assert [(action.action, action.detail) for action in result.actions] == [
        ("callback_task", "2026-03-11 morning")
    ]
    assert result.note is not None
    assert result.note.sentences == (NoteSentence("S", "患者诉疼痛8分", ("pain_vas",)),)
    assert (result.note.key_findings, result.note.next_action) == (("疼痛8分",), "2小时内回电")
    assert (result.risk_level, result.call_status, result.disposition) == ("P1", "active", None)
    assert (result.contact_external_id, result.patient_external_id, result.encounter_external_id) == (
        "task_1", "p_1", "e_1",
    )  # fmt: skip


async def test_each_fact_leaves_an_event_without_the_patients_words(
    store: Store, connection: asyncpg.Connection
) -> None:
    _, call = await answered_call(store)
    await commit(store, call, 0, every_fact())
    rows = await connection.fetch("SELECT kind, details FROM call_event ORDER BY id")
    assert len(rows) == len(every_fact())
    assert all(row["details"].isascii() for row in rows)
    assert rows[7]["kind"] == "alert_raised"


async def test_state_and_open_item_come_back(store: Store, connection: asyncpg.Connection) -> None:
    _, call = await answered_call(store)
    await commit(store, call, 0, [], [Timer("no_input", after(20))])
    async with store.unit_of_work() as uow:
        session = await calls.load_session(uow, call.call_id)
    assert (session.turn, session.stage, session.open_item, session.status) == (
        1,
        "items",
        "pain_vas",
        "active",
    )
    assert session.state == {"turn": 1, "疼": "八"}
    assert session.call == call
    assert await timers_of(connection, call) == [Timer("no_input", after(20))]


async def test_timers_of_the_step_before_are_replaced(store: Store, connection: asyncpg.Connection) -> None:
    _, call = await answered_call(store)
    await commit(store, call, 0, [], [Timer("no_input", after(20)), Timer("longest_call", after(900))])
    await commit(store, call, 1, [], [Timer("no_input", after(40))])
    assert await timers_of(connection, call) == [Timer("no_input", after(40))]


async def test_a_second_runner_with_a_stale_turn_writes_nothing(
    store: Store, connection: asyncpg.Connection
) -> None:
    _, call = await answered_call(store)
    await commit(store, call, 0, [answer("pain_vas", 8, 11)])
    with pytest.raises(Conflict, match="not at turn 0"):
        await commit(store, call, 0, [answer("pain_vas", 3, 12)])
    assert await connection.fetchval("SELECT count(*) FROM answers") == 1


async def test_a_runner_whose_lease_was_taken_writes_nothing(
    store: Store, connection: asyncpg.Connection
) -> None:
    lease, call = await answered_call(store)
    async with store.unit_of_work() as uow:
        await attempts.adopt(uow, lease.attempt_id, lease.worker, after(60))
    with pytest.raises(Conflict, match="another worker"):
        await commit(store, call, 0, [answer("pain_vas", 8, 11)])
    assert await connection.fetchval("SELECT count(*) FROM answers") == 0
    assert await connection.fetchval("SELECT turn FROM calls") == 0


async def test_a_step_that_fails_leaves_no_part_of_it(store: Store, connection: asyncpg.Connection) -> None:
    _, call = await answered_call(store)
    broken = answer("temp", 37.2, 12)
    impossible = AnswerRecorded(**{
        field: getattr(broken, field) for field in broken.__dataclass_fields__
    } | {"confidence": 1.5})  # fmt: skip
    with pytest.raises(asyncpg.CheckViolationError):
        await commit(store, call, 0, [*every_fact(), impossible], [Timer("no_input", after(20))])
    for table in ("turns", "answers", "alerts", "consents", "notes", "outbox", "timers", "call_event"):
        assert await connection.fetchval(f"SELECT count(*) FROM {table}") == 0, table
    assert await connection.fetchval("SELECT turn FROM calls") == 0


async def test_a_later_answer_replaces_the_earlier_and_keeps_it(
    store: Store, connection: asyncpg.Connection
) -> None:
    _, call = await answered_call(store)
    await commit(store, call, 0, [answer("pain_vas", 8, 11)])
    await commit(store, call, 1, [answer("pain_vas", 3, 15, "不对，三分")])
    async with store.unit_of_work() as uow:
        result = await results.read_call(uow, call.call_id)
    assert [found.value for found in result.answers] == [3]
    assert await connection.fetchval("SELECT superseded_at FROM answers WHERE value = '8'") == after(15)


async def test_an_answer_after_a_missing_one_takes_its_place(store: Store) -> None:
    _, call = await answered_call(store)
    await commit(store, call, 0, [AnswerMissing(after(9), "pain_vas", MissingReason.DONT_KNOW, 1)])
    await commit(store, call, 1, [answer("pain_vas", 3, 15)])
    async with store.unit_of_work() as uow:
        result = await results.read_call(uow, call.call_id)
    assert result.missing == ()
    assert [found.value for found in result.answers] == [3]


async def test_free_text_and_codes_in_one_value_come_back_whole(
    store: Store, connection: asyncpg.Connection
) -> None:
    _, call = await answered_call(store)
    value: Value = {"themes": ["waiting", "cost"], "text": "等得太久了"}
    await commit(store, call, 0, [answer("comment", value, 11)])
    async with store.unit_of_work() as uow:
        result = await results.read_call(uow, call.call_id)
    assert result.answers[0].value == value
    assert await connection.fetchval("SELECT value::text FROM answers") == '{"themes": ["waiting", "cost"]}'


async def test_alerts_are_told_once_and_again_only_when_the_priority_rises(
    store: Store, connection: asyncpg.Connection
) -> None:
    _, call = await answered_call(store)
    await commit(store, call, 0, [alert(Priority.P2, 120)])
    await commit(store, call, 1, [alert(Priority.P2, 120)])
    assert await connection.fetchval("SELECT count(*) FROM outbox WHERE kind = 'alert.triggered'") == 1
    await commit(store, call, 2, [alert(Priority.P1, 10)])
    await commit(store, call, 3, [alert(Priority.P3, 1440)])
    rows = await connection.fetch("SELECT priority, sla_minutes, due_at FROM alerts")
    assert [tuple(row) for row in rows] == [("P1", 10, after(12) + timedelta(minutes=10))]
    assert await connection.fetchval("SELECT count(*) FROM outbox WHERE kind = 'alert.triggered'") == 2


@pytest.mark.parametrize("resolved", [False, True])
async def test_an_alert_that_rises_is_open_again_with_its_new_reason(
    store: Store, connection: asyncpg.Connection, resolved: bool
) -> None:
    _, call = await answered_call(store)
    await commit(store, call, 0, [alert(Priority.P2, 120)])
    alert_id = await connection.fetchval("SELECT id FROM alerts")
    async with store.unit_of_work() as uow:
        await alerts.mark_notified(uow, alert_id, after(13))
        await alerts.acknowledge(uow, alert_id, "nurse-1", after(14))
        if resolved:
            await alerts.resolve(uow, alert_id, "nurse-1", after(15))
    await commit(store, call, 1, [replace(alert(Priority.P1, 10), link_id=None, reason="说疼得受不了")])
    async with store.unit_of_work() as uow:
        (late,) = await alerts.overdue(uow, call.organization_id, after(3600))
        (stored,) = (await results.read_call(uow, call.call_id)).alerts
        await alerts.mark_notified(uow, alert_id, after(20))
        await alerts.acknowledge(uow, alert_id, "nurse-2", after(21))
    assert (late.id, late.priority) == (alert_id, Priority.P1)
    assert (stored.state, stored.link_id, stored.reason) == ("raised", None, "说疼得受不了")
    kept = await connection.fetchrow("SELECT action, subject_id, details::text FROM audit_entries")
    assert kept is not None
    assert (kept["action"], kept["subject_id"]) == ("reopen_alert", str(alert_id))
    assert "nurse-1" in kept["details"]


async def test_an_alert_that_does_not_rise_stays_as_the_nurse_left_it(store: Store) -> None:
    _, call = await answered_call(store)
    await commit(store, call, 0, [alert(Priority.P2, 120)])
    async with store.unit_of_work() as uow:
        (stored,) = (await results.read_call(uow, call.call_id)).alerts
        await alerts.acknowledge(uow, stored.id, "nurse-1", after(14))
    await commit(store, call, 1, [replace(alert(Priority.P2, 120), reason="又说了一次")])
    async with store.unit_of_work() as uow:
        (stored,) = (await results.read_call(uow, call.call_id)).alerts
    assert (stored.state, stored.reason) == ("acknowledged", "疼痛评分 8")


async def test_a_concluded_call_is_ended_and_tells_the_questionnaire(
    store: Store, connection: asyncpg.Connection
) -> None:
    lease, call = await answered_call(store)
    await commit(store, call, 0, [answer("pain_vas", 8, 11)])
    await commit(store, call, 1, [CallConcluded(after(30), Disposition.COMPLETED)])
    heard = PromptHeard(after(31), "c9", 900, True, None)
    await commit(store, call, 2, [heard])
    async with store.unit_of_work() as uow:
        await attempts.mark_ended(uow, lease, after(33), Disposition.COMPLETED, hangup_cause=16)
    kinds = [row["kind"] for row in await connection.fetch("SELECT kind FROM outbox ORDER BY position")]
    assert kinds == ["questionnaire.submitted", "call.completed"]
    row = await connection.fetchrow("SELECT status, disposition, ended_at FROM calls")
    assert row is not None and tuple(row) == ("ended", "completed", after(13))


async def test_a_call_in_which_nothing_was_asked_submits_no_questionnaire(
    store: Store, connection: asyncpg.Connection
) -> None:
    _, call = await answered_call(store)
    await commit(store, call, 0, [CallConcluded(after(30), Disposition.WRONG_NUMBER)])
    assert await connection.fetchval("SELECT count(*) FROM outbox") == 0
