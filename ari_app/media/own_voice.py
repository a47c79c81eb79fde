"""Whether what sounds like a voice is our own: what came through the canceller, told from a patient by correlation.

The canceller needs a second or two to find an echo's delay, and again whenever that changes: a phone's jitter buffer
does so between prompts, and on a busy machine so does the moment from which a prompt is believed to sound. Meanwhile
our own voice comes through it. A short filter's answer to what was played explains nearly all of such a sound,
whatever its delay, and little of a patient's.
"""

from __future__ import annotations

from collections import deque
from typing import Any

import numpy as np
import numpy.typing as npt

from ari_app.media.played import PlayedAudio
from ari_app.media.port import FRAME_MS, SAMPLE_RATE

Samples = npt.NDArray[np.floating[Any]]

LOOK_SECONDS = 0.32
EARLIEST_SECONDS = -0.14
LATEST_SECONDS = 0.56
"""Delays that are looked at, against the time that the prompt is believed to sound."""

LEAST_UNEXPLAINED_HEARD = 0.4
"""A patient's voice is, as it came, at least this share of what the canceller left in what we cannot have said."""
LEAST_UNEXPLAINED_LEFT = 0.5
"""... and at least this share of what the canceller left is not our own voice filtered."""

_FRAME = SAMPLE_RATE * FRAME_MS // 1000
_LOOK_FRAMES = round(LOOK_SECONDS * 1000) // FRAME_MS
# half the rate is enough for a telephone's band; a power of two holds a look and all its delays
_FFT = 16_384
_LOOK = _LOOK_FRAMES * _FRAME // 2
_TAPS = 128
# what is softer explains nothing: prompts have pauses
_LEAST_POWER = 32_768.0**2 * 10 ** (-60 / 10)


class OwnVoice:
    """Fed with each 20 ms of a call (16-bit mono 16 kHz), before and after the canceller.

    `earliest_seconds` is the least delay against the time that what was played is believed to sound.
    """

    def __init__(self, played: PlayedAudio, earliest_seconds: float = EARLIEST_SECONDS) -> None:
        self._played = played
        self._span = round((LATEST_SECONDS - earliest_seconds + LOOK_SECONDS) * SAMPLE_RATE)
        self._heard: deque[bytes] = deque([bytes(2 * _FRAME)] * _LOOK_FRAMES, _LOOK_FRAMES)
        self._left: deque[bytes] = deque([bytes(2 * _FRAME)] * _LOOK_FRAMES, _LOOK_FRAMES)

    def feed(self, heard: bytes, left: bytes) -> None:
        """20 ms as they came and as the canceller left them."""
        self._heard.append(heard)
        self._left.append(left)

    def is_own(self, end: float) -> bool:
        """Whether the last 0.3 s, which ended at `end`, hold our own voice and no patient's that is as loud."""
        began = end - LOOK_SECONDS - LATEST_SECONDS
        played = np.frombuffer(self._played.between(began, self._span), "<i2").astype(np.float32)
        if not played.any():
            return False
        reference = _half_rate(played)
        heard, left = _joined(self._heard), _joined(self._left)
        power = float(left @ left)
        return (
            _unexplained(heard, reference) < LEAST_UNEXPLAINED_HEARD * power
            or _unexplained(left, reference) < LEAST_UNEXPLAINED_LEFT * power
        )


def _joined(frames: deque[bytes]) -> Samples:
    return _half_rate(np.frombuffer(b"".join(frames), "<i2").astype(np.float32))


def _half_rate(samples: Samples) -> Samples:
    spectrum = np.fft.rfft(samples, _FFT)[: _FFT // 4 + 1]
    halved: Samples = np.fft.irfft(spectrum)[: len(samples) // 2] / 2
    return halved


def _unexplained(heard: Samples, played: Samples) -> float:
    """How much of the power of `heard` no short filter makes of `played`, at the delay that fits best."""
    size = _FFT // 2
    cross = np.fft.irfft(np.fft.rfft(played, size) * np.conj(np.fft.rfft(heard, size)), size)
    places = len(played) - _LOOK + 1
    sums = np.concatenate(([0.0], np.cumsum(played.astype(np.float64) ** 2)))
    fits = cross[:places] ** 2 / np.maximum(sums[_LOOK:] - sums[:places], _LEAST_POWER * _LOOK)
    half = _TAPS // 2
    begin = half + int(np.argmax(fits[half : places - half]))
    return float(heard @ heard) - _filtered(heard, played[begin - half : begin + _LOOK + half - 1])


def _filtered(heard: Samples, around: Samples) -> float:
    """The normal equations; each row of their matrix follows from the one above by what enters and what leaves."""
    first, last = around[:_TAPS].astype(np.float64), around[_LOOK:].astype(np.float64)
    matrix = np.empty((_TAPS, _TAPS))
    matrix[0] = matrix[:, 0] = np.correlate(around, around[:_LOOK], "valid")
    for row in range(_TAPS - 1):
        changed = last[row] * last[row:] - first[row] * first[row:-1]
        matrix[row + 1, row + 1 :] = matrix[row, row:-1] + changed
        matrix[row + 1 :, row + 1] = matrix[row + 1, row + 1 :]
    matrix.flat[:: _TAPS + 1] += 1e-4 * np.trace(matrix) / _TAPS + 1.0
    with_heard = np.correlate(around, heard, "valid").astype(np.float64)
    return float(with_heard @ np.linalg.solve(matrix, with_heard))
