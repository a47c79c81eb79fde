"""Something that sounds like a voice: vowels from a buzz and three resonances (source-filter synthesis)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_VOWELS = ((730, 1090, 2440), (270, 2290, 3010), (300, 870, 2240), (530, 1840, 2480))
_BANDWIDTHS = (80, 100, 140)
_SYLLABLE_SECONDS = 0.22


def vowels(
    seconds: float, rate: int = 16_000, *, pitch: float = 120.0, peak: int = 9000
) -> npt.NDArray[np.int16]:
    """Syllables one after another, four to five a second, each with a falling pitch and a soft edge."""
    syllable = round(_SYLLABLE_SECONDS * rate)
    count = -(-round(seconds * rate) // syllable)
    parts = [_syllable(_VOWELS[index % len(_VOWELS)], syllable, rate, pitch) for index in range(count)]
    voice = np.concatenate(parts)[: round(seconds * rate)]
    scaled: npt.NDArray[np.int16] = np.rint(voice / np.abs(voice).max() * peak).astype(np.int16)
    return scaled


def _syllable(formants: tuple[int, ...], length: int, rate: int, pitch: float) -> npt.NDArray[np.float64]:
    phase = np.cumsum(np.linspace(pitch * 1.15, pitch * 0.9, length)) / rate
    buzz = np.diff(np.floor(phase), prepend=0.0)
    spectrum = np.fft.rfft(buzz)
    hertz = np.fft.rfftfreq(length, 1 / rate)
    for formant, bandwidth in zip(formants, _BANDWIDTHS, strict=True):
        spectrum = spectrum * formant**2 / (formant**2 - hertz**2 + 1j * hertz * bandwidth)
    envelope = np.sin(np.linspace(0, np.pi, length)) ** 0.5
    return np.fft.irfft(spectrum, length) * envelope
