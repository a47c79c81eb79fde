"""Says whole sentences into a call, and lets go of what comes back: for calls in which nobody listens but people."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from ari_app.media.port import FRAME_BYTES, SAMPLE_RATE, MediaPort

TAIL_SECONDS = 0.3


class ShortVoice:
    """One call's voice; `sounds` are its sentences as audio (16 bit, 16 kHz). Close it at the end."""

    def __init__(self, sounds: Mapping[str, bytes]) -> None:
        self._sounds = sounds
        self._media: MediaPort | None = None
        self._reader: asyncio.Task[None] | None = None
        self._said = 0
        self._ends_at = 0.0

    def begin(self, media: MediaPort) -> None:
        """The audio path is there."""
        self._media = media
        self._reader = asyncio.create_task(_drain(media), name="short-voice")

    async def say(self, text: str) -> float:
        """Begin to say it, after what was begun before; in how many seconds it has been said."""
        if self._media is None:
            return 0.0
        pcm = self._sounds[text]
        self._said += 1
        await self._media.play(f"short-{self._said}", pcm + bytes(-len(pcm) % FRAME_BYTES))
        now = asyncio.get_running_loop().time()
        self._ends_at = max(now, self._ends_at) + len(pcm) / (2 * SAMPLE_RATE)
        return self._ends_at - now + TAIL_SECONDS

    async def fall_silent(self) -> None:
        """At once."""
        if self._media is not None:
            await self._media.flush()

    async def close(self) -> None:
        """Say nothing more."""
        if self._reader is not None:
            self._reader.cancel()
            await asyncio.gather(self._reader, return_exceptions=True)
        if self._media is not None:
            await self._media.close()


async def _drain(media: MediaPort) -> None:
    async for _ in media.events():
        pass
