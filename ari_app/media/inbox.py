"""The one ordered queue of what comes from a call: audio is bounded, events are never lost."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator

from ari_app.media.port import FRAME_MS, AudioIn, MediaClosed, MediaEvent

AUDIO_LIMIT = 10_000 // FRAME_MS


class Inbox:
    """Events in order for one consumer.

    When the consumer stalls, the oldest audio goes first and is counted in `dropped_frames`; keys and playout
    events stay. Nothing is taken in after MediaClosed, which is always the last.
    """

    def __init__(self, audio_limit: int = AUDIO_LIMIT) -> None:
        self._waiting: deque[MediaEvent] = deque()
        self._arrived = asyncio.Event()
        self._audio_limit = audio_limit
        self._audio = 0
        self._closed = False
        self.dropped_frames = 0

    @property
    def closed(self) -> bool:
        """Whether MediaClosed was put."""
        return self._closed

    def put(self, event: MediaEvent) -> None:
        """Take one event in; never waits."""
        if self._closed:
            return
        if isinstance(event, AudioIn):
            self._audio += 1
            if self._audio > self._audio_limit:
                self._drop_oldest_audio()
        self._closed = isinstance(event, MediaClosed)
        self._waiting.append(event)
        self._arrived.set()

    def _drop_oldest_audio(self) -> None:
        oldest = next(i for i, event in enumerate(self._waiting) if isinstance(event, AudioIn))
        del self._waiting[oldest]
        self._audio -= 1
        self.dropped_frames += 1

    async def events(self) -> AsyncIterator[MediaEvent]:
        """Everything in order; ends after MediaClosed."""
        while True:
            while self._waiting:
                event = self._waiting.popleft()
                if isinstance(event, AudioIn):
                    self._audio -= 1
                yield event
            if self._closed:
                return
            self._arrived.clear()
            await self._arrived.wait()
