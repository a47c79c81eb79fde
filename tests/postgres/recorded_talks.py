"""Recorded talks of made-up voices in a real database, and what transcribes them."""

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

from ari_app.core.vocabulary import ConsentKind, Disposition, InputSource
from ari_app.dialogue.commands import Expectation
from ari_app.dialogue.facts import ConsentRecorded
from ari_app.jobs import talk_hearing
from ari_app.jobs.talk_hearing import TalkHearing
from ari_app.jobs.talk_transcripts import TalkSources, TalkTranscripts
from ari_app.speech.port import RecognitionStream, Recognizer, Transcript
from ari_app.store import attempts, calls, person_talks
from ari_app.store.person_talks import StoredTalk
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
        hearing = TalkHearing(asyncio.get_running_loop().time)
        return TalkTranscripts(self.store, self.clock, hearing, sources)


@pytest.fixture
def desk(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
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
