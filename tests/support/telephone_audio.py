"""Tones for telephone tests, and what was heard of them. 16-bit mono at 8 kHz."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ari_app.lab.g711 import SAMPLE_RATE, Pcm
from ari_app.lab.rtp import Frame


def tone(hertz: float, seconds: float, amplitude: int = 8_000) -> Pcm:
    """A sine."""
    at = np.arange(round(SAMPLE_RATE * seconds))
    return np.asarray(amplitude * np.sin(2 * np.pi * hertz * at / SAMPLE_RATE)).astype(np.int16)


def joined(frames: Sequence[Frame]) -> Pcm:
    """The samples of frames that were heard, one after the other."""
    return np.concatenate([pcm for _, pcm in frames]) if frames else np.zeros(0, np.int16)


def amplitude_at(pcm: Pcm, hertz: float) -> float:
    """How much of this frequency is in it: the amplitude of the sine that fits best."""
    if len(pcm) == 0:
        return 0.0
    turning = np.exp(-2j * np.pi * hertz * np.arange(len(pcm)) / SAMPLE_RATE)
    return float(2 * np.abs(np.mean(pcm * turning)))


def loud(frames: Sequence[Frame], least: int = 2_000) -> list[Frame]:
    """The frames in which something sounds."""
    return [frame for frame in frames if int(np.abs(frame[1].astype(np.int32)).max()) >= least]
