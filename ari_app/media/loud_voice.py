"""A second look for voices that the voice detector does not notice: what is loud and has a pitch.

Of Kokoro's eight Mandarin voices one, deep and dry, says 对的 and 好的 so that Silero stays below 0.2 on a quiet
line. Such a word stands far above the line's noise all the same, and repeats itself at its pitch, as noise, coughs and
knocks do not. Tones do: the recognizer finds no words in them.
"""

from __future__ import annotations

from collections import deque

import numpy as np
import numpy.typing as npt

from ari_app.media.port import SAMPLE_RATE

LEAST_ABOVE_NOISE_DB = 15.0
LEAST_DBFS = -45.0
LEAST_PERIODICITY = 0.6
"""Normalized autocorrelation at the pitch: voice has 0.7 and more, noise of a telephone's band about 0.4."""

_RATE = SAMPLE_RATE // 2
_SPAN = _RATE * 48 // 1000
_LAGS = slice(_RATE // 400, _RATE // 60)
_FLOOR_FRAMES = 150
_FLOOR_SHARE = 5
_LEAST_FLOOR_DB = -75.0
_SETTLE_FRAMES = 10


class LoudVoice:
    """Fed with every frame of a call (16-bit mono 16 kHz); keeps the noise floor of the last three seconds."""

    def __init__(self) -> None:
        self._levels: deque[float] = deque(maxlen=_FLOOR_FRAMES)
        self._recent: npt.NDArray[np.float32] = np.zeros(0, np.float32)

    def feed(self, pcm: bytes) -> bool:
        """Whether this frame is a voice's by its level and its pitch."""
        samples = np.frombuffer(pcm, "<i2")[::2].astype(np.float32) / np.float32(32_768)
        self._recent = np.concatenate((self._recent, samples))[-_SPAN:]
        level = _dbfs(samples)
        floor = self._floor()
        self._levels.append(level)
        if floor is None or level < max(LEAST_DBFS, floor + LEAST_ABOVE_NOISE_DB):
            return False
        return _periodicity(self._recent) >= LEAST_PERIODICITY

    def _floor(self) -> float | None:
        """What a fifth of the last frames stay below; None while too few were heard."""
        if len(self._levels) < _SETTLE_FRAMES:
            return None
        return max(_LEAST_FLOOR_DB, sorted(self._levels)[len(self._levels) // _FLOOR_SHARE])


def _dbfs(samples: npt.NDArray[np.float32]) -> float:
    power = float(samples @ samples) / len(samples) if len(samples) else 0.0
    return 10 * float(np.log10(power)) if power > 1e-12 else -120.0


def _periodicity(samples: npt.NDArray[np.float32]) -> float:
    """The highest normalized autocorrelation between 60 and 400 Hz, 0..1."""
    size = len(samples)
    if size < _SPAN:
        return 0.0
    spectrum = np.fft.rfft(samples, 2 * size)
    products = np.fft.irfft(spectrum * spectrum.conj(), 2 * size)[_LAGS]
    energy = np.concatenate(([0.0], np.cumsum(samples.astype(np.float64) ** 2)))
    lags = np.arange(_LAGS.start, _LAGS.stop)
    powers = energy[size - lags] * (energy[size] - energy[lags])
    return float(np.max(products / np.sqrt(np.maximum(powers, 1e-12))))
