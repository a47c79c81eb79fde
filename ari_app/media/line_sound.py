"""What sounds before a call is answered, told cheaply: silence, the carrier's tones, music, or somebody speaking.

The tones of Chinese exchanges are 450 Hz, ± 25 Hz: ring-back 1 s in 5, busy 0.35 s in 0.7, congestion 0.7 s in 1.4.
A few correlations over 20 ms tell the tone; only what is neither tone nor silence is shown to the voice detector.
"""

from __future__ import annotations

from collections import deque
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ari_app.media.port import FRAME_BYTES, FRAME_MS, SAMPLE_RATE
from ari_app.media.vad import VoiceDetector

ToneKind = Literal["ring", "busy", "congestion"]

FRAME_SECONDS = FRAME_MS / 1000
SILENT_DBFS = -50.0
VOICED = 0.5
_PURE = 0.75
_HERTZ = (430.0, 450.0, 470.0)
# seconds of tone and of pause, and how often they must follow each other
_CADENCES: tuple[tuple[ToneKind, tuple[float, float], tuple[float, float], int], ...] = (
    ("busy", (0.26, 0.46), (0.24, 0.46), 3),
    ("congestion", (0.58, 0.82), (0.56, 0.82), 2),
    ("ring", (0.8, 1.3), (2.0, 6.0), 1),
)
_LONG_PAUSE = 2.0
_WINDOW_OF_VOICE = 10
# the frames in which a tone begins or ends are neither pure nor silent
_ODD_FRAMES = 2


def _waves() -> NDArray[np.float32]:
    at = np.arange(FRAME_BYTES // 2) / SAMPLE_RATE
    rows = [wave(2 * np.pi * hertz * at) for hertz in _HERTZ for wave in (np.cos, np.sin)]
    return np.asarray(rows, np.float32)


_WAVES = _waves()


class LineSound:
    """One call's gate. Give it every 20 ms; the properties tell what was heard so far.

    `sound_seconds` is what was neither silent nor tone, `voiced_seconds` of it what was a voice's.
    """

    def __init__(self, detector: VoiceDetector) -> None:
        self._detector = detector
        self._runs: deque[tuple[bool, float]] = deque(maxlen=12)
        self._run_is_tone = False
        self._run_seconds = 0.0
        self._odd_frames = 0
        self._spoiled = False
        self._recent: deque[bool] = deque(maxlen=_WINDOW_OF_VOICE)
        self.tone: ToneKind | None = None
        self.heard_ring = False
        self.heard_seconds = 0.0
        self.sound_seconds = 0.0
        self.voiced_seconds = 0.0

    @property
    def voice_is_likely(self) -> bool:
        """Whether most of the last 0.3 s was a voice's."""
        return sum(self._recent) * 2 > _WINDOW_OF_VOICE

    def hear(self, pcm: bytes) -> bool:
        """Take in 20 ms; whether a voice is in it."""
        self.heard_seconds += FRAME_SECONDS
        samples = np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(32_768)
        power = float(np.dot(samples, samples)) / max(1, len(samples))
        is_silent = power < 10 ** (SILENT_DBFS / 10)
        is_tone = not is_silent and _is_pure(samples, power)
        self._count(is_tone=is_tone, is_silent=is_silent)
        if is_silent or is_tone:
            self._recent.append(False)
            return False
        self.sound_seconds += FRAME_SECONDS
        probabilities = self._detector.feed(pcm)
        if probabilities:
            self._recent.append(max(probabilities) >= VOICED)
        is_voiced = bool(self._recent) and self._recent[-1]
        self.voiced_seconds += FRAME_SECONDS if is_voiced else 0.0
        return is_voiced

    def _count(self, *, is_tone: bool, is_silent: bool) -> None:
        """Runs of tone and of pause; any other sound breaks a cadence off."""
        self._odd_frames = 0 if is_tone or is_silent else self._odd_frames + 1
        if self._odd_frames > _ODD_FRAMES:
            self._spoiled = True
        if is_tone is not self._run_is_tone:
            if self._spoiled:
                self._runs.clear()
            else:
                self._runs.append((self._run_is_tone, self._run_seconds))
            self._run_is_tone, self._run_seconds, self._spoiled = is_tone, 0.0, False
            self._judge()
        self._run_seconds += FRAME_SECONDS
        if not is_tone and not self._spoiled and abs(self._run_seconds - _LONG_PAUSE) < FRAME_SECONDS / 2:
            self._judge()

    def _judge(self) -> None:
        runs = [*self._runs, (self._run_is_tone, self._run_seconds)]
        for kind, on, off, times in _CADENCES:
            if _repeats(runs, on, off) >= times:
                self.tone = kind
                self.heard_ring = self.heard_ring or kind == "ring"


def _repeats(runs: list[tuple[bool, float]], on: tuple[float, float], off: tuple[float, float]) -> int:
    """How often in a row a tone and a pause of these lengths were heard, at the end or before what goes on now."""
    longest = times = 0
    for (is_tone, seconds), (_, pause) in zip(runs, runs[1:], strict=False):
        if not is_tone:
            continue
        times = times + 1 if on[0] <= seconds <= on[1] and off[0] <= pause <= off[1] else 0
        longest = max(longest, times)
    return longest


def _is_pure(samples: NDArray[np.float32], power: float) -> bool:
    parts = _WAVES[:, : len(samples)] @ samples
    strongest = float((parts.reshape(-1, 2) ** 2).sum(axis=1).max())
    return 2 * strongest / len(samples) ** 2 >= _PURE * power
