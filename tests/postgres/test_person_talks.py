"""Transcripts of talks with nurses, from recordings of made-up voices, in a real database."""

from __future__ import annotations

import asyncio
import wave
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

import asyncpg
import numpy as np
import pytest

from ari_app.core.errors import Conflict, Unavailable
from ari_app.core.vocabulary import ConsentKind, Disposition, InputSource
from ari_app.dialogue.commands import Expectation
from ari_app.dialogue.facts import ConsentRecorded
from ari_app.jobs import talk_hearing
from ari_app.jobs.talk_hearing import TalkHearing
from ari_app.jobs.talk_transcripts import MOST_TRIES, TalkSources, TalkTranscripts
from ari_app.media.vad import VoiceActivityPool
from ari_app.speech.decode_pool import Late
from ari_app.speech.port import RecognitionStream, Recognizer, Transcript
from ari_app.store import attempts, calls, person_talks
from ari_app.store.person_talks import LeftOut, StoredTalk
from ari_app.store.pool import Store
from ari_app.store.references import CallRef, Lease
from ari_app.store.results import read_call_of_attempt
from ari_app.store.stored_result import StoredTurn
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.vowels import vowels
from tests.support.stored_calls import after, answered_call

RATE = 8_000
SECONDS = 12.0
RECORDED = after(5)
WORKER = "worker-1"
IN_PAIN = ("chest_pain", "emergency", "severe_pain_words")


@dataclass
class Told:
    """A recognizer that says `text` to everything, or raises what `fails` holds."""

    text: str
    fails: list[Exception] = field(default_factory=list)
    asked: list[Expectation | None] = field(default_factory=list)
    was_asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def open(self, expectation: Expectation | None) -> RecognitionStream:
        self.asked.append(expectation)
        self.was_asked.set()
        return cast(RecognitionStream, self)

    async def feed(self, pcm: bytes) -> None:
        assert pcm

    async def finish(self) -> Transcript:
        if self.fails:
            raise self.fails.pop(0)
        return Transcript(self.text, self.text, 0.8, final=True)

    async def close(self) -> None:
        pass


@dataclass
class Desk:
    """The transcripts of one worker, with a clock that the test moves."""

    store: Store
    folder: Path
    clock: FixedClock
    patient: Told
    nurse: Told

    def transcripts(
        self, recognizer_for: Callable[[str | None], Recognizer] | None = None
    ) -> TalkTranscripts:
        def by_language(language: str | None) -> Recognizer:
            return self.nurse if language is None else self.patient

        sources = TalkSources(
            WORKER,
            self.folder,
            recognizer_for or by_language,
            lambda _: ("阿司匹林",),
            ZoneInfo("Asia/Shanghai"),
        )
        hearing = TalkHearing(VoiceActivityPool(), asyncio.get_running_loop().time)
        return TalkTranscripts(self.store, self.clock, hearing, sources)


@pytest.fixture
def desk(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(talk_hearing, "REST_SECONDS", 0.0)
    monkeypatch.setattr(talk_hearing, "BUSY_PAUSE_SECONDS", 0.0)
    return Desk(store, tmp_path, FixedClock(after(100)), Told("我胸口疼得厉害"), Told("您别着急"))


def record(path: Path, patient: tuple[float, ...], nurse: tuple[float, ...]) -> None:
    """A stereo recording in which they speak for a second each at these times, sometimes at once."""
    sides = np.random.default_rng(3).normal(0, 8, (round(SECONDS * RATE), 2))
    for side, times, pitch in ((0, patient, 190.0), (1, nurse, 120.0)):
        for at in times:
            voice = vowels(1.0, RATE, pitch=pitch)
            sides[round(at * RATE) : round(at * RATE) + len(voice), side] += voice
    with wave.open(str(path), "wb") as file:
        file.setparams((2, 2, RATE, 0, "NONE", ""))
        file.writeframes(sides.astype("<i2").tobytes())


async def set_language(connection: asyncpg.Connection) -> None:
    await connection.execute("UPDATE patients SET language = 'yue'")


async def talked(
    desk: Desk, *, refused: bool = False, joined_at: float = 3.0, worker: str = WORKER
) -> tuple[Lease, CallRef]:
    """A call whose patient was joined with a nurse `joined_at` seconds into the recording, and that has ended."""
    lease, call = await answered_call(desk.store, worker)
    consent = ConsentRecorded(
        after(6), ConsentKind.RECORDING, not refused, "v1", "可以", InputSource.VOICE, None
    )
    async with desk.store.unit_of_work() as uow:
        await calls.commit_step(
            uow,
            call,
            expected_turn=0,
            state={},
            stage="transfer",
            open_item=None,
            facts=[consent],
            at=after(7),
        )
        if not refused:
            await calls.set_recording(uow, call.call_id, f"{lease.attempt_id}.wav", RECORDED)
        await person_talks.begin(uow, call, RECORDED + timedelta(seconds=joined_at))
        await person_talks.begin(uow, call, RECORDED + timedelta(seconds=joined_at + 5))
        await attempts.mark_ended(uow, lease, after(60), Disposition.TRANSFERRED)
    return lease, call


async def stored(desk: Desk, lease: Lease, call: CallRef) -> tuple[StoredTalk, list[StoredTurn]]:
    async with desk.store.unit_of_work() as uow:
        talk = await person_talks.read(uow, call.call_id)
        result = await read_call_of_attempt(uow, lease.attempt_id)
    assert talk is not None
    return talk, [turn for turn in result.turns if turn.code == person_talks.CODE]


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
