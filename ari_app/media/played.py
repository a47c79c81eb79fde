"""What left for the patient when: the reference against which our own echo is known."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from ari_app.media.port import SAMPLE_RATE

REMEMBERED_SECONDS = 2.0


@dataclass(slots=True)
class _Stretch:
    began: float
    pcm: bytes
    ended: float


class PlayedAudio:
    """The audio of the last two seconds on the way to the patient; times as in PlayoutStarted."""

    def __init__(self) -> None:
        self._stretches: deque[_Stretch] = deque()

    def began(self, pcm: bytes, at: float) -> None:
        """From `at` on this sounds (16-bit mono 16 kHz)."""
        self._stretches.append(_Stretch(at, pcm, at + len(pcm) / 2 / SAMPLE_RATE))

    def ended(self, at: float) -> None:
        """Nothing sounds after `at`, at the end or because it was cut."""
        if self._stretches:
            self._stretches[-1].ended = min(self._stretches[-1].ended, at)

    def is_silent_since(self, moment: float) -> bool:
        """Whether nothing has sounded since then."""
        return not self._stretches or self._stretches[-1].ended <= moment

    def between(self, began: float, samples: int) -> bytes:
        """What sounded during `samples` from `began` on, as PCM; zeros where nothing did."""
        self._forget(began - REMEMBERED_SECONDS)
        mixed = bytearray(2 * samples)
        for stretch in self._stretches:
            start = round((stretch.began - began) * SAMPLE_RATE)
            stop = min(samples, round((stretch.ended - began) * SAMPLE_RATE))
            into = max(0, start)
            part = stretch.pcm[2 * (into - start) : 2 * (stop - start)] if stop > into else b""
            mixed[2 * into : 2 * into + len(part)] = part
        return bytes(mixed)

    def _forget(self, before: float) -> None:
        while self._stretches and self._stretches[0].ended < before:
            self._stretches.popleft()
