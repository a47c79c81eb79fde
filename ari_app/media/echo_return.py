"""How much of what the robot says comes back from the patient's phone, found by correlation.

One second at a time: the delay at which what was heard fits best what was played, and the part of it that a
short filter at that delay explains.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from ari_app.media.port import FRAME_MS, SAMPLE_RATE
from ari_app.policy.audio_quality import NO_ECHO_DB

Samples = npt.NDArray[np.floating[Any]]

MOST_ECHO_DB = 20.0

_FRAME = SAMPLE_RATE * FRAME_MS // 1000
_BLOCK_FRAMES = 51
_DELAY_FRAMES = 30
# half the rate is enough for a telephone's band, and a power of two holds block and delay
_FFT = 32_768
_BLOCK = _BLOCK_FRAMES * _FRAME // 2
_DELAY = _DELAY_FRAMES * _FRAME // 2
_TAPS = 64
# a block with more frames of the patient's voice tells nothing, unless nearly all of it is echo
_VOICED_FRAMES = 5
_NEARLY_ALL = 0.5
# chance alone explains less than this of what was heard
_BY_CHANCE = 0.02
_LOUD_ENOUGH = (32_768 * 10 ** (-50 / 20)) ** 2
_LEAST_BLOCKS = 2


class EchoReturn:
    """Adds up the echo of one call; fed with every frame that may hold any."""

    def __init__(self) -> None:
        self._heard: list[Samples] = []
        self._played: list[Samples] = [np.zeros(_FRAME, np.float32)] * _DELAY_FRAMES
        self._voiced = 0
        self._blocks = 0
        self._echo_power = 0.0
        self._played_power = 0.0

    @property
    def db(self) -> float | None:
        """Echo relative to what was played, -60 (none that can be measured) to 20; None when too little was heard."""
        if self._blocks < _LEAST_BLOCKS:
            return None
        ratio = self._echo_power / self._played_power
        return float(np.clip(10 * np.log10(ratio + 1e-12), NO_ECHO_DB, MOST_ECHO_DB))

    def feed(self, heard: Samples, played: Samples, *, is_voiced: bool) -> None:
        """20 ms, and what left for the patient then; `is_voiced`: the patient speaks in it."""
        self._heard.append(heard)
        self._played.append(played)
        self._voiced += is_voiced
        if len(self._heard) == _BLOCK_FRAMES:
            self._measure(np.concatenate(self._heard), np.concatenate(self._played))
            self._start_block(self._played[-_DELAY_FRAMES:])

    def pause(self) -> None:
        """Nothing sounds, and no echo is left."""
        if self._heard:
            self._start_block([np.zeros(_FRAME, np.float32)] * _DELAY_FRAMES)

    def _start_block(self, played_before: list[Samples]) -> None:
        self._heard = []
        self._played = played_before
        self._voiced = 0

    def _measure(self, heard: Samples, played: Samples) -> None:
        heard_spectrum, played_spectrum = (_half_band(part) for part in (heard, played))
        cross = np.fft.irfft(heard_spectrum * np.conj(played_spectrum))
        # `played` begins earlier than `heard` by the longest delay: lag -_DELAY there is no delay at all
        delays = np.abs(np.concatenate([cross[-_DELAY:], cross[:1]]))[_TAPS // 2 : -_TAPS // 2]
        delay = _TAPS // 2 + int(np.argmax(delays))
        at_heard = np.fft.irfft(heard_spectrum)[:_BLOCK]
        at_played = np.fft.irfft(played_spectrum)[: _DELAY + _BLOCK]
        begin = _DELAY - delay
        reference = at_played[begin : begin + _BLOCK]
        power = float(reference @ reference)
        if power < _LOUD_ENOUGH * _BLOCK:
            return
        around = at_played[begin - _TAPS // 2 : begin + _BLOCK + _TAPS // 2 - 1]
        share = _explained(at_heard, reference, around)
        if self._voiced <= _VOICED_FRAMES or share > _NEARLY_ALL:
            self._blocks += 1
            self._played_power += power
            self._echo_power += share * float(at_heard @ at_heard) if share > _BY_CHANCE else 0.0


def _half_band(samples: Samples) -> npt.NDArray[np.complexfloating[Any, Any]]:
    """The spectrum as of half the sample rate."""
    return np.fft.rfft(samples, _FFT)[: _FFT // 4 + 1] / 2


def _explained(heard: Samples, reference: Samples, around: Samples) -> float:
    """Which share (0..1) of `heard` is a short filter's answer to the reference, less what chance gives."""
    total = float(heard @ heard)
    if total <= 0:
        return 0.0
    own = np.correlate(np.pad(reference, (0, _TAPS - 1)), reference, "valid").astype(np.float64)
    with_heard = np.correlate(around, heard, "valid").astype(np.float64)
    lags = np.arange(_TAPS)
    matrix = own[np.abs(lags[:, None] - lags[None, :])]
    matrix[lags, lags] *= 1.001
    found = float(with_heard @ np.linalg.solve(matrix, with_heard))
    return min(1.0, max(0.0, found / total - _TAPS / len(heard)))
