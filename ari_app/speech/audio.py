"""Mono 16 kHz audio: between bytes and samples, into WAV files, and into the shape a prompt should have."""

from __future__ import annotations

import io
import wave

import numpy as np

from ari_app.core.errors import Damaged
from ari_app.speech.resample import Samples, resample

SAMPLE_RATE = 16_000
_FRAME = SAMPLE_RATE // 100
_ACTIVE_BELOW_PEAK_DB = 40.0


def to_samples(pcm: bytes) -> Samples:
    """16-bit little-endian bytes to samples in -1..1; a trailing odd byte is ignored."""
    whole = len(pcm) // 2 * 2
    return np.frombuffer(pcm[:whole], "<i2").astype(np.float32) / np.float32(32768)


def to_pcm(samples: Samples) -> bytes:
    """Samples to 16-bit little-endian bytes; what is louder than full scale is clipped."""
    return np.clip(np.rint(samples * 32768), -32768, 32767).astype("<i2").tobytes()


def _active(samples: Samples) -> np.ndarray:
    """Which 10 ms frames carry sound: within 40 dB of the loudest frame."""
    count = max(1, samples.size // _FRAME)
    whole = samples[: count * _FRAME]
    rms = np.sqrt(np.mean(whole.reshape(count, -1) ** 2, axis=1))
    floor = max(float(rms.max()) * 10 ** (-_ACTIVE_BELOW_PEAK_DB / 20), 1e-5)
    return np.asarray(rms > floor)


def trim_silence(samples: Samples, keep_ms: int) -> Samples:
    """Cut leading and trailing silence down to `keep_ms`; audio that is all silence becomes empty."""
    if samples.size < _FRAME:
        return samples[:0]
    active = np.flatnonzero(_active(samples))
    if active.size == 0:
        return samples[:0]
    keep = keep_ms * SAMPLE_RATE // 1000
    start = max(0, int(active[0]) * _FRAME - keep)
    return samples[start : (int(active[-1]) + 1) * _FRAME + keep]


def level(samples: Samples, rms_dbfs: float, peak_dbfs: float) -> Samples:
    """Bring the sounding part to `rms_dbfs`, with no peak above `peak_dbfs` (softly limited)."""
    if samples.size < _FRAME:
        return samples
    active = np.repeat(_active(samples), _FRAME)
    sounding = samples[: active.size][active]
    if sounding.size == 0:
        return samples
    rms = float(np.sqrt(np.mean(sounding**2)))
    loud = samples * np.float32(10 ** (rms_dbfs / 20) / rms)
    ceiling = np.float32(10 ** (peak_dbfs / 20))
    knee = np.float32(0.7) * ceiling
    over = np.abs(loud) > knee
    bent = knee + (ceiling - knee) * np.tanh((np.abs(loud) - knee) / (ceiling - knee))
    return np.where(over, np.sign(loud) * bent, loud).astype(np.float32)


def silence(milliseconds: int) -> Samples:
    """That much digital silence."""
    return np.zeros(milliseconds * SAMPLE_RATE // 1000, np.float32)


def write_wav(pcm: bytes) -> bytes:
    """The bytes of a WAV file holding `pcm` (16-bit mono 16 kHz)."""
    target = io.BytesIO()
    with wave.open(target, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(SAMPLE_RATE)
        wav.writeframes(pcm)
    return target.getvalue()


def read_wav(data: bytes, name: str) -> bytes:
    """The audio of a WAV file as 16-bit mono 16 kHz, mixed down and resampled where needed.

    Raises Damaged when it is no 16-bit PCM WAV, is cut short or holds no audio; `name` is for the message.
    """
    try:
        with wave.open(io.BytesIO(data), "rb") as wav:
            channels, width, rate, frames = wav.getparams()[:4]
            pcm = wav.readframes(frames)
    except (wave.Error, EOFError) as error:
        raise Damaged(f"{name} is not a WAV file: {error}") from error
    if width != 2:
        raise Damaged(f"{name} has {width * 8}-bit samples", mend="convert it to 16-bit PCM")
    if frames == 0 or len(pcm) != frames * channels * width:
        raise Damaged(f"{name} is empty or cut short", mend="copy it again")
    if channels == 1 and rate == SAMPLE_RATE:
        return pcm
    mixed = to_samples(pcm).reshape(-1, channels).mean(axis=1)
    return to_pcm(resample(mixed, rate, SAMPLE_RATE))
