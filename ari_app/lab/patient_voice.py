"""The sound of everything a patient may say, made before the call and put through a telephone's band."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ari_app.lab.g711 import SAMPLE_RATE, Pcm
from ari_app.lab.telephone_line import Signal, at_level, band_pass, pink_noise, to_pcm
from ari_app.speech.audio import SAMPLE_RATE as VOICE_RATE
from ari_app.speech.audio import read_wav, to_samples
from ari_app.speech.resample import resample

_NOISE_SECONDS = 8.0


@dataclass(frozen=True, slots=True)
class LineQuality:
    """The level of the voice at the phone and how far the noise lies below it; None: a quiet line."""

    level_dbfs: float = -22.0
    noise_snr_db: float | None = None
    seed: int = 1

    def noise(self) -> Pcm | None:
        """The line's noise, to be repeated for the whole call."""
        if self.noise_snr_db is None:
            return None
        level = self.level_dbfs - self.noise_snr_db
        return to_pcm(pink_noise(_NOISE_SECONDS, level, np.random.default_rng(self.seed)))


def telephone_sounds(files: Mapping[str, Path], line: LineQuality) -> dict[str, Pcm]:
    """Each text's WAV file as the phone sends it: 8 kHz, in the telephone's band, at the line's level.

    Raises Damaged for a file that is no WAV.
    """
    return {text: _telephone_sound(path, line) for text, path in files.items()}


def narrow_sounds(files: Mapping[str, Path]) -> dict[str, Pcm]:
    """Each text's WAV file at 8 kHz, as it would leave a PBX: its level is kept. Raises Damaged for no WAV."""
    return {text: to_pcm(_narrow(path)) for text, path in files.items()}


def _telephone_sound(path: Path, line: LineQuality) -> Pcm:
    return to_pcm(at_level(band_pass(_narrow(path)), line.level_dbfs))


def _narrow(path: Path) -> Signal:
    samples = to_samples(read_wav(path.read_bytes(), path.name))
    return resample(samples, VOICE_RATE, SAMPLE_RATE).astype(np.float64)
