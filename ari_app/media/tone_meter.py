"""A test tone, and how much of it comes back: 16-bit mono at 16 kHz, in frames of 20 ms."""

from __future__ import annotations

from collections import deque
from typing import Final

import numpy as np

from ari_app.media.port import FRAME_BYTES, SAMPLE_RATE

TONE_HERTZ: Final = 1_150
"""A whole number of waves in a frame, and no test tone that carriers send themselves (1,000 and 1,004 Hz)."""
TONE_SECONDS: Final = 1.5
AMPLITUDE: Final = 8_000
LEAST_FRAMES: Final = 25
"""Half a second: less of it is chance."""

_LEAST_DBFS: Final = -45.0
_LEAST_SHARE: Final = 0.5
_LOUDEST_OVER: Final = 10
_FLOOR_DBFS: Final = -96.0
_FRAME: Final = FRAME_BYTES // 2
_WAVE: Final = np.exp(-2j * np.pi * TONE_HERTZ * np.arange(_FRAME) / SAMPLE_RATE)


def tone_pcm() -> bytes:
    """The tone, to be played."""
    at = np.arange(round(SAMPLE_RATE * TONE_SECONDS))
    return (AMPLITUDE * np.sin(2 * np.pi * TONE_HERTZ * at / SAMPLE_RATE)).astype("<i2").tobytes()


class ToneMeter:
    """Fed with every frame that comes from the line."""

    def __init__(self) -> None:
        self._recent: deque[float] = deque(maxlen=_LOUDEST_OVER)
        self._loudest = 0.0
        self._tone: list[float] = []
        self._first_at: float | None = None

    def feed(self, pcm: bytes, at: float) -> None:
        """A frame that came at that time (s)."""
        samples = np.frombuffer(pcm, "<i2").astype(np.float64) / 32_768
        if len(samples) != _FRAME:
            return
        power = float(np.mean(samples**2))
        self._recent.append(power)
        self._loudest = max(self._loudest, sum(self._recent) / _LOUDEST_OVER)
        in_tone = 2 * float(np.abs(np.mean(samples * _WAVE))) ** 2
        if _dbfs(in_tone) >= _LEAST_DBFS and in_tone >= _LEAST_SHARE * power:
            self._first_at = at if self._first_at is None else self._first_at
            self._tone.append(in_tone)

    @property
    def loudest_dbfs(self) -> float:
        """Level of the loudest fifth of a second."""
        return _dbfs(self._loudest)

    @property
    def tone_dbfs(self) -> float | None:
        """Level of the tone as it came; None when it did not."""
        return _dbfs(float(np.median(self._tone))) if len(self._tone) >= LEAST_FRAMES else None

    @property
    def tone_at(self) -> float | None:
        """When its first frame came; None when it did not come."""
        return self._first_at if len(self._tone) >= LEAST_FRAMES else None


def _dbfs(power: float) -> float:
    return max(_FLOOR_DBFS, 10 * float(np.log10(power))) if power > 0 else _FLOOR_DBFS
