"""The media port: what a call needs of whatever carries its audio. One contract suite holds for all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

SAMPLE_RATE = 16_000
FRAME_MS = 20
FRAME_BYTES = SAMPLE_RATE * 2 * FRAME_MS // 1000


@dataclass(frozen=True, slots=True)
class AudioIn:
    """20 ms heard from the patient: 16-bit little-endian mono at 16 kHz, and when it came (monotonic s)."""

    pcm: bytes
    at: float


@dataclass(frozen=True, slots=True)
class KeyIn:
    """The patient pressed one key (0-9, *, #, A-D)."""

    digit: str
    at: float


@dataclass(frozen=True, slots=True)
class PlayoutStarted:
    """The first sample of an utterance left for the patient."""

    utterance_id: str
    at: float


@dataclass(frozen=True, slots=True)
class PlayoutEnded:
    """An utterance stopped sounding: to its true end, or flushed after `played_ms`."""

    utterance_id: str
    played_ms: int
    completed: bool
    at: float


@dataclass(frozen=True, slots=True)
class MediaClosed:
    """The audio path is gone; nothing follows."""

    at: float


MediaEvent = AudioIn | KeyIn | PlayoutStarted | PlayoutEnded | MediaClosed


class MediaPort(Protocol):
    """One call's audio path."""

    def events(self) -> AsyncIterator[MediaEvent]:
        """Everything that comes from the call, in order; ends after MediaClosed."""
        ...

    async def play(self, utterance_id: str, pcm: bytes) -> None:
        """Queue an utterance (same format as AudioIn); returns at once. Exactly one PlayoutEnded follows."""
        ...

    async def flush(self) -> None:
        """Silence at once: drop all that is queued; each dropped utterance still gets its PlayoutEnded."""
        ...

    def key_told(self, digit: str) -> None:
        """Asterisk's events told of a key of the patient's; it becomes a KeyIn where the audio path brings none."""
        ...

    async def close(self) -> None:
        """Let go of the audio path; safe to call twice."""
        ...
