"""Transcripts of talks with nurses, from recordings of made-up voices, in a real database."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import asyncpg
import pytest

from ari_app.core.errors import Conflict, Unavailable
from ari_app.jobs import talk_hearing
from ari_app.jobs.talk_transcripts import MOST_TRIES
from ari_app.speech.decode_pool import Late
from ari_app.speech.port import Recognizer
from ari_app.store import calls, person_talks
from ari_app.store.person_talks import LeftOut
from ari_app.wiring.line_report import read_speech
from tests.fakes.fixed_clock import FixedClock
from tests.postgres.recorded_talks import (
    IN_PAIN,
    RECORDED,
    WORKER,
    Desk,
    desk,
    record,
    set_language,
    stored,
    talked,
)
from tests.postgres.test_line_report import HOSPITAL
from tests.support.stored_calls import after

__all__ = ["desk"]


async def test_each_side_is_written_under_its_own_name_in_the_order_in_which_it_began(
    desk: Desk, connection: asyncpg.Connection
) -> None:
    lease, call = await talked(desk)
    await set_language(connection)
    # the robot's prompt at 1 s is not the nurse's; at 5.0 and 5.5 s they speak at once
    record(desk.folder / f"{lease.attempt_id}.wav", patient=(5.5, 8.0), nurse=(1.0, 5.0))
    assert await desk.transcripts().write_next()
    talk, turns = await stored(desk, lease, call)
    assert (talk.transcript, talk.reason, talk.unheard, talk.tries) == ("written", None, 0, 0)
    assert [(turn.speaker, turn.text) for turn in turns] == [
        ("agent", "您别着急"), ("patient", "我胸口疼得厉害"), ("patient", "我胸口疼得厉害"),
    ]  # fmt: skip
    for turn, at in zip(turns, (5.0, 5.5, 8.0), strict=True):
        assert turn.span is not None
        assert abs(turn.span.start_ms - at * 1000) < 150
        assert abs(turn.span.end_ms - at * 1000 - 1000) < 150
        assert turn.said_at == RECORDED + timedelta(milliseconds=turn.span.start_ms)
    assert [turn.flags for turn in turns] == [(), IN_PAIN, IN_PAIN]
    assert {turn.intent for turn in turns} == {None}
    assert {turn.turn for turn in turns} == {1}
    assert all(asked is not None and asked.hot_words == ("阿司匹林",) for asked in desk.patient.asked)
    assert not await desk.transcripts().write_next()


async def test_what_is_said_to_a_nurse_makes_no_recognition_look_better_or_worse(desk: Desk) -> None:
    lease, _ = await talked(desk)
    record(desk.folder / f"{lease.attempt_id}.wav", patient=(5.5, 8.0), nurse=(5.0,))
    assert await desk.transcripts().write_next()
    assert not (await read_speech(desk.store, HOSPITAL, after(200), 7)).rows


async def test_what_the_patient_said_while_he_waited_for_the_nurse_is_his(
    desk: Desk, connection: asyncpg.Connection
) -> None:
    lease, call = await talked(desk, joined_at=6.0)
    await set_language(connection)
    await connection.execute(
        """INSERT INTO turns (id, organization_id, call_id, turn, position, speaker, code, command_id, text_encrypted,
                              span_start_ms, span_end_ms, said_at)
           SELECT gen_random_uuid(), organization_id, id, 1, 7, 'robot', 'transfer.wait', 'c1', '\\x00', 0, 2500, now()
           FROM calls"""
    )
    record(desk.folder / f"{lease.attempt_id}.wav", patient=(1.0, 3.5, 8.0), nurse=(4.5,))
    assert await desk.transcripts().write_next()
    rows = await connection.fetch(
        "SELECT speaker, span_start_ms, position FROM turns WHERE code = 'person_talk' ORDER BY turn, position"
    )
    assert [(row["speaker"], round(row["span_start_ms"] / 500)) for row in rows] == [
        ("patient", 7),
        ("patient", 16),
    ]
    assert [row["position"] for row in rows] == [8, 9]


async def test_a_refused_recording_leaves_no_word(desk: Desk) -> None:
    lease, call = await talked(desk, refused=True)
    # even where a file were left
    record(desk.folder / f"{lease.attempt_id}.wav", patient=(5.0,), nurse=(7.0,))
    assert await desk.transcripts().write_next()
    talk, turns = await stored(desk, lease, call)
    assert (talk.transcript, talk.reason, turns) == ("left_out", LeftOut.REFUSED, [])
    assert not desk.patient.asked and not desk.nurse.asked


async def test_a_recording_that_is_destroyed_meanwhile_leaves_no_word(desk: Desk) -> None:
    lease, call = await talked(desk)
    record(desk.folder / f"{lease.attempt_id}.wav", patient=(5.0,), nurse=(7.0,))
    async with desk.store.unit_of_work() as uow:
        await calls.mark_recording_destroyed(uow, call.call_id, after(70))
        with pytest.raises(Conflict):
            await person_talks.write(uow, call, [], 0, after(71))
    assert await desk.transcripts().write_next()
    talk, turns = await stored(desk, lease, call)
    assert (talk.reason, turns) == (LeftOut.REFUSED, [])


async def test_a_file_that_cannot_be_read_is_told(desk: Desk) -> None:
    lease, call = await talked(desk)
    (desk.folder / f"{lease.attempt_id}.wav").write_bytes(b"not a recording")
    assert await desk.transcripts().write_next()
    talk, turns = await stored(desk, lease, call)
    assert (talk.transcript, talk.reason, turns) == ("left_out", LeftOut.DAMAGED, [])


async def test_a_file_that_is_not_there_is_waited_for_and_then_given_up(desk: Desk) -> None:
    lease, call = await talked(desk)
    for tries in range(1, MOST_TRIES):
        assert await desk.transcripts().write_next()
        assert not await desk.transcripts().write_next()
        assert (await stored(desk, lease, call))[0].tries == tries
        desk.clock = FixedClock(desk.clock.at + timedelta(hours=1))
    assert await desk.transcripts().write_next()
    talk, _ = await stored(desk, lease, call)
    assert (talk.transcript, talk.reason) == ("left_out", LeftOut.NOT_RECORDED)


async def test_a_busy_recognizer_puts_it_off_and_nothing_is_half_written(
    desk: Desk, connection: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    lease, call = await talked(desk)
    await set_language(connection)
    record(desk.folder / f"{lease.attempt_id}.wav", patient=(8.0,), nurse=(5.0,))
    desk.patient.fails = [Unavailable("busy with a living call", code="busy")]
    assert await desk.transcripts().write_next()
    assert len((await stored(desk, lease, call))[1]) == 2, "a short while is waited for"

    await connection.execute("UPDATE person_talks SET transcript = 'due', settled_at = NULL")
    await connection.execute("DELETE FROM turns WHERE code = 'person_talk'")
    monkeypatch.setattr(talk_hearing, "BUSY_SECONDS", 0.0)
    desk.patient.fails = [Unavailable("busy with a living call", code="busy")]
    assert await desk.transcripts().write_next()
    talk, turns = await stored(desk, lease, call)
    assert (talk.transcript, talk.tries, turns) == ("due", 1, [])
    assert not await desk.transcripts().write_next()
    desk.clock = FixedClock(desk.clock.at + timedelta(minutes=2))
    assert await desk.transcripts().write_next()
    assert len((await stored(desk, lease, call))[1]) == 2


async def test_an_utterance_that_cannot_be_heard_is_counted_and_the_others_stand(
    desk: Desk, connection: asyncpg.Connection
) -> None:
    lease, call = await talked(desk)
    await set_language(connection)
    record(desk.folder / f"{lease.attempt_id}.wav", patient=(5.0, 8.0), nurse=(6.5,))
    desk.patient.fails = [Late("too slow")]
    assert await desk.transcripts().write_next()
    talk, turns = await stored(desk, lease, call)
    assert (talk.transcript, talk.unheard) == ("written", 1)
    assert [turn.speaker for turn in turns] == ["agent", "patient"]


async def test_what_was_stopped_in_the_middle_is_due_as_before(
    desk: Desk, connection: asyncpg.Connection
) -> None:
    """A worker that dies while it writes a transcript: the next one writes it whole."""
    lease, call = await talked(desk)
    await set_language(connection)
    record(desk.folder / f"{lease.attempt_id}.wav", patient=(5.0, 8.0), nurse=(6.5,))
    writing = asyncio.create_task(desk.transcripts().write_next())
    async with asyncio.timeout(10):
        await desk.patient.was_asked.wait()
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    talk, turns = await stored(desk, lease, call)
    assert (talk.transcript, talk.tries, turns) == ("due", 0, [])
    assert await desk.transcripts().write_next()
    assert len((await stored(desk, lease, call))[1]) == 3


async def test_a_fault_of_ours_stops_neither_the_others_nor_the_worker(desk: Desk) -> None:
    def broken(_: str | None) -> Recognizer:
        raise RuntimeError("a bug")

    lease, call = await talked(desk)
    record(desk.folder / f"{lease.attempt_id}.wav", patient=(5.0,), nurse=())
    assert await desk.transcripts(broken).write_next()
    assert (await stored(desk, lease, call))[0].tries == 1


async def test_a_whole_identity_number_is_cut_down(desk: Desk, connection: asyncpg.Connection) -> None:
    lease, call = await talked(desk)
    await set_language(connection)
    record(desk.folder / f"{lease.attempt_id}.wav", patient=(5.0,), nurse=())
    desk.patient.text = "一一零一零一一九九零零一零一一二三四"
    assert await desk.transcripts().write_next()
    _, turns = await stored(desk, lease, call)
    assert [(turn.text, turn.raw_text) for turn in turns] == [("*" * 14 + "1234",) * 2]


@pytest.mark.parametrize(
    ("worker", "is_ours"),
    # a command that carries a call itself leaves the transcript to the worker beside it
    [("another", False), (WORKER, True), (f"{WORKER}-call-77", True), (f"{WORKER}-b", False)],
)
async def test_only_the_worker_that_has_the_recording_writes_it(
    desk: Desk, worker: str, is_ours: bool
) -> None:
    lease, _ = await talked(desk, worker=worker)
    record(desk.folder / f"{lease.attempt_id}.wav", patient=(5.0,), nurse=())
    assert await desk.transcripts().write_next() is is_ours
