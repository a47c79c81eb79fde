"""What a telephone line does to a voice: its band, its level, its noise. 16-bit mono at 8 kHz."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from ari_app.lab.g711 import SAMPLE_RATE, Pcm

Signal = npt.NDArray[np.float64]
"""Samples in -1..1."""

LOW_HZ: Final = 300
HIGH_HZ: Final = 3_400
VOICED_DBFS: Final = -45.0
"""Frames louder than this count as somebody speaking; clean line noise lies far below."""

_TAPS: Final = 257
_FRAME: Final = SAMPLE_RATE // 50


def to_signal(pcm: Pcm) -> Signal:
    """Samples in -1..1."""
    return pcm.astype(np.float64) / 32_768


def to_pcm(signal: Signal) -> Pcm:
    """16-bit samples; what is louder than full scale is clipped."""
    return np.clip(np.rint(signal * 32_768), -32_768, 32_767).astype(np.int16)


def band_pass(signal: Signal) -> Signal:
    """Only what a telephone carries, 300 to 3400 Hz; the result starts at the same instant."""
    return np.convolve(signal, _band(), mode="same") if len(signal) >= _TAPS else signal


@lru_cache(maxsize=1)
def _band() -> Signal:
    at = np.arange(_TAPS) - (_TAPS - 1) / 2
    low, high = (2 * hertz / SAMPLE_RATE for hertz in (LOW_HZ, HIGH_HZ))
    return np.asarray((high * np.sinc(high * at) - low * np.sinc(low * at)) * np.hamming(_TAPS))


def dbfs(signal: Signal) -> float:
    """Root mean square in dB of full scale; -120 for silence."""
    power = float(np.mean(signal**2)) if len(signal) else 0.0
    return 10 * np.log10(power) if power > 1e-12 else -120.0


def speech_dbfs(signal: Signal) -> float:
    """The level of what sounds in it: the pauses between words do not count."""
    frames = signal[: len(signal) // _FRAME * _FRAME].reshape(-1, _FRAME)
    power = (frames**2).mean(axis=1)
    sounding = power > power.max(initial=0.0) * 1e-4
    return dbfs(frames[sounding].ravel()) if sounding.any() else -120.0


def at_level(signal: Signal, level_dbfs: float) -> Signal:
    """The signal with its speech at this level."""
    return signal * 10 ** ((level_dbfs - speech_dbfs(signal)) / 20)


def pink_noise(seconds: float, level_dbfs: float, chance: np.random.Generator) -> Signal:
    """Noise whose power falls with frequency, in the telephone's band, at this level."""
    count = int(seconds * SAMPLE_RATE)
    spectrum = np.fft.rfft(chance.standard_normal(count))
    spectrum /= np.sqrt(np.maximum(np.arange(len(spectrum)), 1))
    noise = band_pass(np.fft.irfft(spectrum, count))
    return noise * 10 ** ((level_dbfs - dbfs(noise)) / 20)


def is_voiced(pcm: Pcm, threshold_dbfs: float = VOICED_DBFS) -> bool:
    """Whether somebody speaks in this frame."""
    return dbfs(to_signal(pcm)) > threshold_dbfs


def voiced_span(pcm: Pcm, threshold_dbfs: float = VOICED_DBFS) -> tuple[float, float] | None:
    """Where speech starts and ends in it, in seconds, to 20 ms; None when there is none."""
    voiced = [at for at in range(0, len(pcm), _FRAME) if is_voiced(pcm[at : at + _FRAME], threshold_dbfs)]
    if not voiced:
        return None
    return voiced[0] / SAMPLE_RATE, min(voiced[-1] + _FRAME, len(pcm)) / SAMPLE_RATE
