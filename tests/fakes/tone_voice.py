"""A voice for tests of whole calls: every sentence is the same short tone, so that a call takes seconds."""

from __future__ import annotations

import numpy as np

from ari_app.media.port import SAMPLE_RATE

HERTZ = 440.0
SENTENCE_SECONDS = 0.2


class ToneVoice:
    """Says everything as 200 ms of 440 Hz."""

    def fingerprint(self, text: str) -> str | None:
        """The same for every text."""
        return "tone-1"

    async def synthesize(self, text: str, *, voice: str, speed: float) -> bytes:
        """16-bit mono at 16 kHz."""
        at = np.arange(round(SAMPLE_RATE * SENTENCE_SECONDS)) / SAMPLE_RATE
        return (8_000 * np.sin(2 * np.pi * HERTZ * at)).astype("<i2").tobytes()

    async def close(self) -> None:
        """Nothing is held."""
