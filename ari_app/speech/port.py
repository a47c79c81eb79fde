"""The speech ports: what a call needs of a recognizer and of a voice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ari_app.dialogue.commands import Expectation


@dataclass(frozen=True, slots=True)
class Word:
    """One word as a recognizer heard it: times as in Transcript, `confidence` 0..1 as the recognizer gave it."""

    text: str
    start_ms: int
    end_ms: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was heard in one utterance.

    `text` is the settled text (Han characters), `raw_text` the recognizer's own; `confidence` 0..1 is
    calibrated so that below 0.60 the caller asks again. Times are milliseconds from the stream's first
    sample. `words` are those of `raw_text`; a recognizer that does not tell them gives the utterance as one, or none.
    `alternatives` are texts with a danger in them that fit the audio nearly as well; `others` is what else was heard
    at a second look, whatever it says.
    """

    text: str
    raw_text: str
    confidence: float
    final: bool
    start_ms: int = 0
    end_ms: int = 0
    alternatives: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    words: tuple[Word, ...] = ()


class RecognitionStream(Protocol):
    """One utterance being recognized."""

    async def feed(self, pcm: bytes) -> None:
        """Add audio: 16-bit little-endian mono at 16 kHz."""
        ...

    async def hypothesis(self) -> Transcript | None:
        """Decode what was fed so far without ending the utterance; None when the engine is too busy."""
        ...

    async def finish(self) -> Transcript:
        """Decode the whole utterance. Raises Unavailable when the engine misses the deadline."""
        ...

    async def close(self) -> None:
        """Drop the utterance; safe to call twice and after finish."""
        ...


class Recognizer(Protocol):
    """A recognizer that can hear several utterances at once."""

    async def open(self, expectation: Expectation | None) -> RecognitionStream:
        """Begin an utterance for the open question; None: nothing in particular is expected."""
        ...


class Voice(Protocol):
    """A voice that turns sentences into audio, ahead of the call."""

    async def synthesize(self, text: str, *, voice: str, speed: float) -> bytes:
        """16-bit little-endian mono at 16 kHz. Raises Unavailable when the engine cannot."""
        ...
