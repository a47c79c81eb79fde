"""A voice for tests of whole calls: every sentence is the same short tone, so that a call takes seconds.

What only asks for patience is a tone of its own, as a patient tells it from what wants an answer.
"""

from __future__ import annotations

import numpy as np

from ari_app.calls.stall import APOLOGY, FILLER
from ari_app.media.port import SAMPLE_RATE

HERTZ = 440.0
PATIENCE_HERTZ = 1_000.0
SENTENCE_SECONDS = 0.2


class ToneVoice:
    """Says everything as 200 ms of 440 Hz, and a request for patience as 200 ms of 1 kHz."""

    def fingerprint(self, text: str) -> str | None:
        """The same for every text of one tone."""
        return f"tone-{_hertz_of(text):.0f}"

    async def synthesize(self, text: str, *, voice: str, speed: float) -> bytes:
        """16-bit mono at 16 kHz."""
        at = np.arange(round(SAMPLE_RATE * SENTENCE_SECONDS)) / SAMPLE_RATE
        return (8_000 * np.sin(2 * np.pi * _hertz_of(text) * at)).astype("<i2").tobytes()

    async def close(self) -> None:
        """Nothing is held."""


def _hertz_of(text: str) -> float:
    return PATIENCE_HERTZ if text in FILLER + APOLOGY else HERTZ
