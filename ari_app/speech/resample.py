"""Sample-rate conversion by a windowed-sinc polyphase filter."""

from __future__ import annotations

from functools import lru_cache
from math import gcd

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

_ZERO_CROSSINGS = 16
_KAISER_BETA = 8.0
_PASSBAND = 0.95


@lru_cache(maxsize=8)
def _filter(up: int, down: int) -> Samples:
    cutoff = _PASSBAND / max(up, down)
    half = _ZERO_CROSSINGS * max(up, down)
    at = np.arange(-half, half + 1)
    taps = up * cutoff * np.sinc(cutoff * at) * np.kaiser(2 * half + 1, _KAISER_BETA)
    return np.asarray(taps, np.float32)


def resample(samples: Samples, source_hz: int, target_hz: int) -> Samples:
    """Convert mono float samples from one rate to another; the result starts at the same instant.

    Its length is ceil(len * target / source). Content above 95 % of the lower Nyquist frequency is removed.
    """
    if source_hz == target_hz or samples.size == 0:
        return samples.astype(np.float32)
    divisor = gcd(source_hz, target_hz)
    up, down = target_hz // divisor, source_hz // divisor
    taps = _filter(up, down)
    count = -(-samples.size * up // down)
    out = np.zeros(count, np.float32)
    half = (taps.size - 1) // 2
    padded = np.concatenate([samples.astype(np.float32), np.zeros(taps.size // up + 2, np.float32)])
    # Output n sits at n * down on the grid of up times the source rate; those with equal phase share taps.
    for first in range(min(up, count)):
        position = np.arange(first, count, up) * down + half
        phase = int(position[0] % up)
        branch = taps[phase::up]
        filtered = np.convolve(padded, branch)
        out[first::up] = filtered[position // up]
    return out
