"""What every MediaPort must do. An adapter's test class inherits the suite and gives the fixture `line`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import pytest

from ari_app.media.port import (
    FRAME_BYTES,
    AudioIn,
    KeyIn,
    MediaClosed,
    MediaEvent,
    MediaPort,
    PlayoutEnded,
    PlayoutStarted,
)
from tests.support.stalls import calmest

E = TypeVar("E", bound=MediaEvent)
ONE_SECOND = 32_000


def tone(milliseconds: int, hertz: float = 440.0, rate: int = 16_000) -> bytes:
    """A loud sine, 16-bit mono."""
    samples = np.arange(rate * milliseconds // 1000)
    return bytes(np.rint(9000 * np.sin(2 * np.pi * hertz * samples / rate)).astype("<i2"))


def loud(pcm: bytes) -> bool:
    """Whether a frame holds more than line noise."""
    return len(pcm) > 0 and int(np.abs(np.frombuffer(pcm, dtype="<i2").astype(int)).max()) > 1500


@dataclass
class Line:
    """An open port and what can be done at its far end; `log` collects all events as they come."""

    media: MediaPort
    say: Callable[[bytes], None]
    press: Callable[[str], None]
    hang_up: Callable[[], Awaitable[None]]
    log: list[MediaEvent] = field(default_factory=list)
    _grown: asyncio.Event = field(default_factory=asyncio.Event)

    async def collect(self) -> None:
        """Take events until the port is closed."""
        async for event in self.media.events():
            self.log.append(event)
            self._grown.set()

    def of(self, kind: type[E]) -> list[E]:
        """The collected events of a kind."""
        return [event for event in self.log if isinstance(event, kind)]

    async def until(self, kind: type[E], count: int = 1, seconds: float = 5.0) -> list[E]:
        """Wait until `count` events of a kind were collected."""
        async with asyncio.timeout(seconds):
            while len(found := self.of(kind)) < count:
                self._grown.clear()
                await self._grown.wait()
        return found

    async def first_loud(self, seconds: float = 5.0) -> AudioIn:
        """Wait for the first collected frame in which something sounds."""
        async with asyncio.timeout(seconds):
            while (found := next((each for each in self.of(AudioIn) if loud(each.pcm)), None)) is None:
                self._grown.clear()
                await self._grown.wait()
        return found


class MediaSuite:
    """The contract."""

    @pytest.mark.req("M06-011")
    async def test_an_utterance_is_told_to_start_and_to_end_once(self, line: Line) -> None:
        async def said() -> tuple[list[PlayoutStarted], list[PlayoutEnded]]:
            line.log.clear()
            await line.media.play("hello", tone(400))
            await line.until(PlayoutEnded)
            await asyncio.sleep(0.2)
            return line.of(PlayoutStarted), line.of(PlayoutEnded)

        (started,), (ended,) = await calmest(said)
        assert (started.utterance_id, ended.utterance_id) == ("hello", "hello")
        assert (ended.played_ms, ended.completed) == (400, True)
        assert ended.at - started.at == pytest.approx(0.4, abs=0.06)

    async def test_utterances_sound_in_order_without_a_gap(self, line: Line) -> None:
        async def said() -> tuple[list[PlayoutStarted], list[PlayoutEnded]]:
            line.log.clear()
            for name in ("one", "two", "three"):
                await line.media.play(name, tone(200))
            ended = await line.until(PlayoutEnded, 3)
            return line.of(PlayoutStarted), ended

        started, ended = await calmest(said)
        assert [each.utterance_id for each in started] == ["one", "two", "three"]
        assert [each.utterance_id for each in ended] == ["one", "two", "three"]
        assert ended[-1].at - started[0].at == pytest.approx(0.6, abs=0.08)

    async def test_a_flush_ends_what_sounds_and_what_waits(self, line: Line) -> None:
        async def flushed() -> tuple[float, PlayoutStarted, list[PlayoutEnded]]:
            line.log.clear()
            await line.media.play("sounding", tone(2000))
            await line.media.play("waiting", tone(500))
            (started,) = await line.until(PlayoutStarted)
            await asyncio.sleep(0.5)
            asked_at = asyncio.get_running_loop().time()
            await line.media.flush()
            await line.until(PlayoutEnded, 2)
            await asyncio.sleep(0.3)
            return asked_at, started, line.of(PlayoutEnded)

        asked_at, started, (first, second) = await calmest(flushed)
        assert (first.utterance_id, first.completed) == ("sounding", False)
        assert first.at - asked_at < 0.05
        assert first.played_ms / 1000 == pytest.approx(first.at - started.at, abs=0.06)
        assert (second.utterance_id, second.completed, second.played_ms) == ("waiting", False, 0)

    async def test_after_a_flush_the_next_utterance_sounds(self, line: Line) -> None:
        await line.media.flush()
        await line.media.play("cut", tone(1000))
        await line.until(PlayoutStarted)
        await line.media.flush()
        await line.media.play("next", tone(200))
        _, ended = await line.until(PlayoutEnded, 2)
        assert (ended.utterance_id, ended.completed, ended.played_ms) == ("next", True, 200)

    @pytest.mark.parametrize("pcm", [b"", tone(30), tone(100)[:-2]])
    async def test_any_length_of_utterance_ends(self, line: Line, pcm: bytes) -> None:
        await line.media.play("odd", pcm)
        (ended,) = await line.until(PlayoutEnded)
        assert ended.completed
        assert ended.played_ms == pytest.approx(len(pcm) / 32, abs=20)

    async def test_audio_comes_in_frames_with_its_time(self, line: Line) -> None:
        line.say(tone(400))
        await asyncio.sleep(0.8)
        audio = line.of(AudioIn)
        assert len(audio) == pytest.approx(40, abs=6)
        assert {len(frame.pcm) for frame in audio} == {FRAME_BYTES}
        assert all(later.at >= earlier.at for earlier, later in zip(audio, audio[1:], strict=False))
        assert sum(loud(frame.pcm) for frame in audio) == pytest.approx(20, abs=2)

    async def test_keys_come_in_order(self, line: Line) -> None:
        line.press("0821#")
        keys = await line.until(KeyIn, 5)
        assert [key.digit for key in keys] == ["0", "8", "2", "1", "#"]

    async def test_a_hang_up_ends_the_prompt_and_closes(self, line: Line) -> None:
        await line.media.play("long", tone(3000))
        await line.until(PlayoutStarted)
        await asyncio.sleep(0.2)
        await line.hang_up()
        await line.until(MediaClosed)
        (ended,) = line.of(PlayoutEnded)
        assert not ended.completed
        assert 100 <= ended.played_ms < 1500
        assert isinstance(line.log[-1], MediaClosed)

    async def test_closing_twice_is_safe_and_nothing_follows(self, line: Line) -> None:
        await line.media.play("cut", tone(1000))
        await line.until(PlayoutStarted)
        await line.media.close()
        await line.media.close()
        await line.until(MediaClosed)
        (ended,) = line.of(PlayoutEnded)
        assert not ended.completed
        await line.media.play("late", tone(100))
        await line.media.flush()
        assert isinstance(line.log[-1], MediaClosed)
        assert len(line.of(PlayoutStarted)) == 1
