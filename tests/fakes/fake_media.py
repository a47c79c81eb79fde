"""A call's audio without a telephone: the test is the patient, and prompts sound for as long as they last."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from ari_app.media.inbox import Inbox
from ari_app.media.port import (
    FRAME_BYTES,
    FRAME_MS,
    AudioIn,
    KeyIn,
    MediaClosed,
    MediaEvent,
    PlayoutEnded,
    PlayoutStarted,
)

_FRAME_SECONDS = FRAME_MS / 1000


@dataclass(slots=True)
class _Sounding:
    id: str
    length_ms: int
    played_ms: int = 0


class FakeMedia:
    """A MediaPort whose far end is `say`, `press` and `hang_up`; every 20 ms something is heard.

    `heard` lists what the patient heard: (utterance id, milliseconds, whether to its end).
    """

    def __init__(self) -> None:
        self.heard: list[tuple[str, int, bool]] = []
        self._loop = asyncio.get_running_loop()
        self._inbox = Inbox()
        self._voice = bytearray()
        self._queue: deque[_Sounding] = deque()
        self._clock = asyncio.create_task(self._run(), name="fake-media")

    def say(self, pcm: bytes) -> None:
        """The patient says this (16-bit mono 16 kHz) after what is being said."""
        self._voice += pcm + bytes(-len(pcm) % FRAME_BYTES)

    def press(self, keys: str) -> None:
        """The patient presses keys."""
        for key in keys:
            self._inbox.put(KeyIn(key, self._loop.time()))

    def hang_up(self) -> None:
        """The patient is gone."""
        self._clock.cancel()
        self._drop()
        self._inbox.put(MediaClosed(self._loop.time()))

    def events(self) -> AsyncIterator[MediaEvent]:
        """Everything that comes from the call."""
        return self._inbox.events()

    async def play(self, utterance_id: str, pcm: bytes) -> None:
        """Queue an utterance."""
        if not self._inbox.closed:
            frames = max(1, -(-len(pcm) // FRAME_BYTES))
            self._queue.append(_Sounding(utterance_id, frames * FRAME_MS))

    async def flush(self) -> None:
        """Silence at once."""
        self._drop()

    def key_told(self, digit: str) -> None:
        """Nothing to do: `press` brings every key."""

    async def close(self) -> None:
        """Let go of the audio path."""
        self.hang_up()
        await asyncio.gather(self._clock, return_exceptions=True)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def _run(self) -> None:
        due = self._loop.time()
        while True:
            due += _FRAME_SECONDS
            await asyncio.sleep(due - self._loop.time())
            frame = bytes(self._voice[:FRAME_BYTES]) or bytes(FRAME_BYTES)
            del self._voice[:FRAME_BYTES]
            self._inbox.put(AudioIn(frame, self._loop.time()))
            self._sound()

    def _sound(self) -> None:
        """20 ms of what is queued: a start and an end are told when they happen."""
        if self._queue and self._queue[0].played_ms == self._queue[0].length_ms:
            self._end(self._queue.popleft(), completed=True)
        if self._queue:
            sounding = self._queue[0]
            if not sounding.played_ms:
                self._inbox.put(PlayoutStarted(sounding.id, self._loop.time()))
            sounding.played_ms += FRAME_MS

    def _drop(self) -> None:
        while self._queue:
            self._end(self._queue.popleft(), completed=False)

    def _end(self, sounding: _Sounding, *, completed: bool) -> None:
        self.heard.append((sounding.id, sounding.played_ms, completed))
        self._inbox.put(PlayoutEnded(sounding.id, sounding.played_ms, completed, self._loop.time()))
