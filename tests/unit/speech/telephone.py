"""A telephone line for test audio: 300-3400 Hz, 8 kHz mu-law (ITU-T G.711), a level, and noise on the line."""

from __future__ import annotations

import numpy as np

from ari_app.speech.audio import SAMPLE_RATE, level, to_pcm, to_samples
from ari_app.speech.resample import Samples, resample

_LINE_HZ = 8000
_MU = 255.0
_LINE_NOISE_DB = 45.0


def telephone(
    pcm: bytes,
    *,
    seed: int,
    snr_db: float | None = None,
    level_dbfs: float = -23.0,
    margin_s: float = 0.5,
    noise: Samples | None = None,
) -> bytes:
    """16 kHz audio as it arrives over a line: `snr_db` of noise, or a quiet line when None.

    The noise is pink, unless `noise` brings another: 16 kHz, any level, at least as long as audio and margins.
    """
    noise_source = np.random.default_rng(seed)
    speech = level(to_samples(pcm), level_dbfs, -3.0)
    margin = np.zeros(int(margin_s * SAMPLE_RATE), np.float32)
    line = resample(np.concatenate([margin, speech, margin]), SAMPLE_RATE, _LINE_HZ)
    noise_dbfs = level_dbfs - (_LINE_NOISE_DB if snr_db is None else snr_db)
    other = _pink(noise_source, line.size) if noise is None else _stretch(noise_source, noise, line.size)
    noisy = line + other * np.float32(10 ** (noise_dbfs / 20))
    return to_pcm(resample(_mu_law(_band(noisy)), _LINE_HZ, SAMPLE_RATE))


def _pink(source: np.random.Generator, count: int) -> Samples:
    spectrum = np.fft.rfft(source.standard_normal(count))
    spectrum /= np.sqrt(np.maximum(1, np.arange(spectrum.size)))
    noise = np.fft.irfft(spectrum, count)
    return np.asarray(noise / np.std(noise), np.float32)


def _stretch(source: np.random.Generator, noise: Samples, count: int) -> Samples:
    """`count` samples of the line's rate from anywhere in `noise`, at the level that pink noise has here."""
    line = resample(noise, SAMPLE_RATE, _LINE_HZ)
    start = int(source.integers(0, line.size - count + 1))
    piece = line[start : start + count]
    return np.asarray(piece / np.std(piece), np.float32)


def _band(samples: Samples) -> Samples:
    spectrum = np.fft.rfft(samples)
    hertz = np.fft.rfftfreq(samples.size, 1 / _LINE_HZ)
    spectrum[(hertz < 300) | (hertz > 3400)] = 0
    return np.asarray(np.fft.irfft(spectrum, samples.size), np.float32)


def _mu_law(samples: Samples) -> Samples:
    clipped = np.clip(samples, -1, 1)
    coded = np.sign(clipped) * np.log1p(_MU * np.abs(clipped)) / np.log1p(_MU)
    steps = np.round(coded * 127) / 127
    return np.asarray(np.sign(steps) * np.expm1(np.abs(steps) * np.log1p(_MU)) / _MU, np.float32)
