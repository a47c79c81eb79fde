"""Band-limited change of the sample rate (windowed-sinc polyphase filter), whole or as a stream."""

from __future__ import annotations

from math import ceil, gcd

import numpy as np
import numpy.typing as npt

_ZERO_CROSSINGS = 24
_PASS_BAND = 0.94
_KAISER_BETA = 9.0
# For so few phases one convolution each is several times as fast as a window for every sample.
_FEW_PHASES = 4


class Resampler:
    """A stream of 16-bit mono audio from one rate to another; time stays aligned (no filter delay).

    `feed` may be called with any even number of bytes; `finish` gives the rest. In all there are
    ceil(samples × target / source) samples.
    """

    def __init__(self, source_rate: int, target_rate: int) -> None:
        common = gcd(source_rate, target_rate)
        self._up, self._down = target_rate // common, source_rate // common
        self._half, self._phases = _filter(self._up, self._down)
        # Input sample i lies at index i + half - 1 - dropped.
        self._waiting = np.zeros(self._half - 1, dtype=np.float64)
        self._dropped = 0
        self._samples_in = 0
        self._samples_out = 0

    def feed(self, pcm: bytes) -> bytes:
        """Add audio; gives all output that no later input can change."""
        samples = np.frombuffer(pcm, dtype="<i2")
        self._waiting = np.concatenate([self._waiting, samples.astype(np.float64)])
        self._samples_in += len(samples)
        ready = ((self._samples_in - self._half) * self._up - 1) // self._down + 1
        return self._produce(max(ready, self._samples_out))

    def finish(self) -> bytes:
        """The end of the stream."""
        self._waiting = np.concatenate([self._waiting, np.zeros(self._half + 1)])
        return self._produce(ceil(self._samples_in * self._up / self._down))

    def _produce(self, until: int) -> bytes:
        """Output samples from the last one given up to `until`, exclusive."""
        if until <= self._samples_out:
            return b""
        mixed = self._convolved(until) if self._up <= _FEW_PHASES else self._windowed(until)
        self._samples_out = until
        done = int(until * self._down // self._up) - self._dropped
        self._waiting = self._waiting[max(done, 0) :]
        self._dropped += max(done, 0)
        return bytes(np.clip(np.rint(mixed), -32768, 32767).astype("<i2"))

    def _convolved(self, until: int) -> npt.NDArray[np.float64]:
        """Outputs that share a phase lie `up` apart, and their windows `down`."""
        mixed = np.empty(until - self._samples_out)
        for number in range(self._samples_out, min(self._samples_out + self._up, until)):
            count = (until - 1 - number) // self._up + 1
            position = number * self._down
            first = position // self._up - self._dropped
            heard = self._waiting[first : first + (count - 1) * self._down + 2 * self._half]
            taps = self._phases[position % self._up][::-1]
            mixed[number - self._samples_out :: self._up] = np.convolve(heard, taps, "valid")[:: self._down]
        return mixed

    def _windowed(self, until: int) -> npt.NDArray[np.float64]:
        positions = np.arange(self._samples_out, until, dtype=np.int64) * self._down
        first = positions // self._up - self._dropped
        windows = np.lib.stride_tricks.sliding_window_view(self._waiting, 2 * self._half)[first]
        mixed: npt.NDArray[np.float64] = np.einsum("ij,ij->i", windows, self._phases[positions % self._up])
        return mixed


def resample(pcm: bytes, source_rate: int, target_rate: int) -> bytes:
    """Convert a whole piece of 16-bit mono audio."""
    if source_rate == target_rate:
        return pcm
    resampler = Resampler(source_rate, target_rate)
    return resampler.feed(pcm) + resampler.finish()


def _filter(up: int, down: int) -> tuple[int, npt.NDArray[np.float64]]:
    """Half the filter's length in input samples, and one row of taps for each output phase."""
    cutoff = min(1.0, up / down) * _PASS_BAND
    half = ceil(_ZERO_CROSSINGS / min(1.0, up / down))
    offsets = np.arange(-half + 1, half + 1)
    distances = offsets[None, :] - np.arange(up)[:, None] / up
    inside = np.clip(1 - (distances / half) ** 2, 0, None)
    taps = np.sinc(cutoff * distances) * np.i0(_KAISER_BETA * np.sqrt(inside))
    return half, taps / taps.sum(axis=1, keepdims=True)
