"""How good what comes from the patient is, measured as it comes: level, noise, clipping, echo, late packets."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from math import log10

import numpy as np
import numpy.typing as npt

from ari_app.media.arrivals import Arrivals
from ari_app.media.echo_return import EchoReturn
from ari_app.media.port import FRAME_MS, AudioIn
from ari_app.policy.audio_quality import AudioQuality

LEAST_DBFS = -96.0
LEAST_SNR_DB = -20.0
MOST_SNR_DB = 96.0

_FRAME_SECONDS = FRAME_MS / 1000
_FULL_SCALE = 32_768.0
# clipped plateaus of G.711 (32,124 and 32,256) sway when they are resampled; from here on the share comes out right
_CLIPPED = 31_000
# surely voice, surely none; what lies between counts as neither
_VOICED = 0.5
_UNVOICED = 0.2
# no echo of a prompt is still in a patient's words so long after it
_ECHO_FRAMES = 15
# on a line whose echo is weaker, or not known yet, the noise counts from then on, too
_ECHO_DB = -35.0
# breath and the detector's own delay, before and after a voice, are no noise
_BEFORE_VOICE_FRAMES = 5
_AFTER_VOICE_FRAMES = 10
# ITU-T P.56: what is more than this below the active level is a pause
_MARGIN_DB = 15.9
_LEAST_SECONDS = 0.5


class AudioMeter:
    """Measures one call; feed it every frame that comes, and ask for `summary` at any time."""

    def __init__(self) -> None:
        self._arrivals = Arrivals()
        self._echo = EchoReturn()
        self._speech = _Levels()
        self._noise = _Levels()
        self._clipped = 0
        self._speech_samples = 0
        self._may_be_noise: deque[float] = deque()
        self._since_voice = 0
        self._since_prompt = _ECHO_FRAMES
        self._probability = 0.0

    def feed(self, frame: AudioIn, played: bytes | None, probabilities: Sequence[float]) -> None:
        """20 ms as they came, and what left for the patient in that time; None: no echo can be in them.

        `probabilities` are those of the voice detector for the windows that ended in this frame, the echo taken out.
        """
        self._arrivals.feed(frame.at, after_voice=self._probability >= _VOICED)
        self._probability = max(probabilities, default=self._probability)
        samples = np.frombuffer(frame.pcm, "<i2").astype(np.float32)
        self._since_prompt += 1
        if played is None:
            self._echo.pause()
        else:
            reference = np.frombuffer(played, "<i2").astype(np.float32)
            self._echo.feed(samples, reference, is_voiced=self._probability >= _VOICED)
            if reference.any():
                self._since_prompt = 0
        may_echo = self._echo.db is not None and self._echo.db > _ECHO_DB
        is_past = self._since_prompt >= _ECHO_FRAMES and not may_echo
        self._count(samples, is_silent=played is None or is_past)

    def key(self, at: float) -> None:
        """The patient pressed a key at `at`: no audio comes meanwhile."""
        self._arrivals.key(at)

    @property
    def echo_return_db(self) -> float | None:
        """How loud our own voice comes back; None while that is not known."""
        return self._echo.db

    def _count(self, samples: npt.NDArray[np.float32], *, is_silent: bool) -> None:
        power = _power(samples)
        if self._probability >= _UNVOICED:
            self._may_be_noise.clear()
            self._since_voice = 0
        else:
            self._since_voice += 1
        if self._probability >= _VOICED and self._since_prompt >= _ECHO_FRAMES:
            self._speech.add(power)
            self._clipped += int(np.count_nonzero(np.abs(samples) >= _CLIPPED))
            self._speech_samples += len(samples)
        elif not is_silent:
            self._may_be_noise.clear()
        elif self._since_voice > _AFTER_VOICE_FRAMES:
            self._may_be_noise.append(power)
            if len(self._may_be_noise) > _BEFORE_VOICE_FRAMES:
                self._noise.add(self._may_be_noise.popleft())

    def summary(self) -> AudioQuality:
        """What was found so far."""
        arrivals = self._arrivals
        noise = self._noise.median if self._noise.seconds >= _LEAST_SECONDS else None
        speech = self._speech.active if self._speech.seconds >= _LEAST_SECONDS else None
        if speech is not None and noise is not None:
            speech = max(speech - noise, noise * 10 ** (LEAST_SNR_DB / 10))
        return AudioQuality(
            heard_seconds=arrivals.frames * _FRAME_SECONDS,
            speech_seconds=self._speech.seconds,
            speech_dbfs=None if speech is None else _dbfs(speech),
            noise_dbfs=None if noise is None else _dbfs(noise),
            snr_db=None if speech is None or noise is None else _snr(speech, noise),
            clipped_share=None if speech is None else self._clipped / self._speech_samples,
            echo_return_db=self._echo.db,
            late_frames=arrivals.late,
            missing_frames=arrivals.missing,
            late_share=arrivals.late_share,
            worst_delay_ms=round(arrivals.worst_seconds * 1000),
        )


class _Levels:
    """The powers of many frames, kept by decibel: how many, and their sum."""

    def __init__(self) -> None:
        self._counts = np.zeros(round(-LEAST_DBFS) + 1, np.int64)
        self._sums = np.zeros(len(self._counts))

    def add(self, power: float) -> None:
        """One frame's mean square, 0..1 of full scale."""
        at = round(_dbfs(power) - LEAST_DBFS)
        self._counts[at] += 1
        self._sums[at] += power

    @property
    def seconds(self) -> float:
        """How much was added."""
        return int(self._counts.sum()) * _FRAME_SECONDS

    @property
    def median(self) -> float:
        """The power that half of the frames stay below."""
        at = int(np.searchsorted(np.cumsum(self._counts), self._counts.sum() / 2))
        return float(self._sums[at] / self._counts[at])

    @property
    def active(self) -> float:
        """The mean power of the frames that are no more than 15.9 dB below it."""
        least, mean = 0, 0.0
        while True:
            mean = float(self._sums[least:].sum() / self._counts[least:].sum())
            raised = round(max(_dbfs(mean) - _MARGIN_DB, LEAST_DBFS) - LEAST_DBFS)
            if raised <= least:
                return mean
            least = raised


def _power(samples: npt.NDArray[np.float32]) -> float:
    """The mean square, 0..1 of full scale, without a constant voltage of the line."""
    if not len(samples):
        return 0.0
    mean = float(samples.mean())
    return max(0.0, float(samples @ samples) / len(samples) - mean * mean) / _FULL_SCALE**2


def _dbfs(power: float) -> float:
    return max(LEAST_DBFS, min(0.0, 10 * log10(power))) if power > 0 else LEAST_DBFS


def _snr(speech: float, noise: float) -> float:
    return max(LEAST_SNR_DB, min(MOST_SNR_DB, _dbfs(speech) - _dbfs(noise)))
