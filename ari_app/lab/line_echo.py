"""The echo of a telephone: what it plays comes back into its microphone, later and softer."""

from __future__ import annotations

from typing import Final

import numpy as np

from ari_app.lab.g711 import FRAME_SAMPLES, SAMPLE_RATE, Pcm

_KEPT: Final = 2 * SAMPLE_RATE


class LineEcho:
    """Laid out by the packets' own timestamps, as a phone's jitter buffer does: late packets tear no gap into it.

    One with a delay of less than the line's jitter would; 50 ms are enough.
    """

    def __init__(self, delay_ms: int, gain_db: float) -> None:
        self._delay = delay_ms * SAMPLE_RATE // 1000
        self._gain = 10 ** (gain_db / 20)
        self._waiting = np.zeros(_KEPT, np.int16)
        self._sent = 0
        self._offset: int | None = None

    def hear(self, timestamp: int, pcm: Pcm) -> None:
        """A packet came and is played at once; `timestamp` is its RTP timestamp."""
        at = None if self._offset is None else timestamp - self._offset
        if at is None or not self._sent <= at <= self._sent + 2 * self._delay + FRAME_SAMPLES:
            at = self._sent + self._delay
            self._offset = timestamp - at
        self._waiting[(at + np.arange(len(pcm))) % _KEPT] = (pcm * self._gain).astype(np.int16)

    def next_samples(self) -> Pcm:
        """What comes back in the next 20 ms."""
        places = (self._sent + np.arange(FRAME_SAMPLES)) % _KEPT
        back: Pcm = self._waiting[places].copy()
        self._waiting[places] = 0
        self._sent += FRAME_SAMPLES
        return back
