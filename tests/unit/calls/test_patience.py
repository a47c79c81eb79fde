"""A word of patience while an utterance is not understood, and none while anything else is to be heard."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from ari_app.calls import patience
from ari_app.calls.patience import Patience
from ari_app.calls.signals import TimerFired, TimerKind
from ari_app.calls.timers import Timers


class Line:
    """Ears, mouth and voice of a call that a test moves by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(patience, "WORD_AFTER_SECONDS", 0.02)
        monkeypatch.setattr(patience, "NEXT_WORD_AFTER_SECONDS", 0.02)
        monkeypatch.setattr(patience, "_LOOK_AGAIN_SECONDS", 0.02)
        self.is_understanding = True
        self.is_sounding = False
        self.words: list[str] = []
        self._fired: asyncio.Queue[TimerFired] = asyncio.Queue()
        self.timers = Timers(self._fired.put_nowait)
        self.patience = Patience(self, self, self.timers, self)

    async def filler(self) -> None:
        self.words.append("filler")

    async def apology(self) -> None:
        self.words.append("apology")

    async def timer(self, do: Callable[[], Awaitable[None]] | None = None) -> None:
        """Wait for the timer and serve it."""
        async with asyncio.timeout(1):
            fired = await self._fired.get()
        assert self.timers.is_current(fired)
        await (do or self.patience.waited)()


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Line:
    return Line(monkeypatch)


async def test_one_word_then_another(line: Line) -> None:
    line.patience.voice_ended()
    for _ in range(3):
        await line.timer()
    assert line.words == ["filler", "apology", "apology"]
    line.timers.stop_all()


async def test_what_is_understood_in_time_needs_no_word(line: Line) -> None:
    line.patience.voice_ended()
    line.is_understanding = False
    line.patience.understood()
    assert not line.timers.is_running(TimerKind.UNDERSTANDING)


async def test_one_of_two_understood_leaves_the_other_to_wait_for(line: Line) -> None:
    line.patience.voice_ended()
    line.patience.understood()
    await line.timer()
    assert line.words == ["filler"]
    line.timers.stop_all()


async def test_nothing_is_said_over_a_prompt_but_after_it(line: Line) -> None:
    line.patience.voice_ended()
    line.is_sounding = True
    await line.timer()
    assert line.words == []
    line.is_sounding = False
    await line.timer()
    assert line.words == ["filler"]
    line.timers.stop_all()


async def test_nothing_is_said_to_a_patient_who_speaks_again(line: Line) -> None:
    line.patience.voice_ended()
    line.is_understanding = False
    await line.timer()
    assert line.words == []
    assert not line.timers.is_running(TimerKind.UNDERSTANDING)
