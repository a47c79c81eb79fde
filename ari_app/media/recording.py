"""The call's recording: two one-sided files that Asterisk wrote become one stereo file; spans are cut of it.

A snoop channel writes a sample for every 1/8000 s whether packets come or not (silence where none came), so
the position in a file is the time since its RecordingStarted: measured within 40 ms on Asterisk 22.10, also
where the phone sent nothing for two seconds. Nothing is added to the monotonic differences.
All functions read and write files: call them in a thread.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import BinaryIO

import numpy as np

from ari_app.core.errors import Damaged
from ari_app.media.port import SAMPLE_RATE
from ari_app.media.resample import Resampler

_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
_PCM = 1
_SAMPLE_BYTES = 2
_BLOCK_SAMPLES = 16_000


class Side(IntEnum):
    """The channels of the stereo file."""

    PATIENT = 0
    AGENT = 1


@dataclass(frozen=True, slots=True)
class WavInfo:
    """A 16-bit PCM WAV file: `frames` samples per channel, beginning at byte `data_at`."""

    rate: int
    channels: int
    data_at: int
    frames: int

    @property
    def duration_ms(self) -> int:
        """The length in milliseconds."""
        return self.frames * 1000 // self.rate


@dataclass(frozen=True, slots=True)
class Track:
    """A one-sided file, and the time of its first sample in milliseconds since the recording started."""

    path: Path
    starts_ms: int


def wav_info(path: Path) -> WavInfo:
    """Read the header. A length that was never filled in (a killed writer) is taken from the file's size.

    Raises Damaged when this is no 16-bit PCM WAV file.
    """
    try:
        with path.open("rb") as file:
            return _read_header(file, path)
    except (OSError, struct.error) as error:
        raise Damaged(f"the recording {path.name} cannot be read") from error


def merge_stereo(patient: Track, agent: Track, target: Path) -> WavInfo:
    """Write patient (left) and robot or agent (right), each at its start, into `target`.

    Works block by block. The file appears under its name only when it is whole. Files of different rates come
    out at the higher one. Raises Damaged when an input cannot be read.
    """
    rate = max(wav_info(patient.path).rate, wav_info(agent.path).rate)
    part = target.with_name(target.name + ".part")
    with part.open("wb") as file:
        file.write(bytes(_HEADER.size))
        frames = 0
        for left, right in _paired(_blocks(patient, rate), _blocks(agent, rate)):
            file.write(np.stack([left, right], axis=1).astype("<i2").tobytes())
            frames += len(left)
        file.seek(0)
        file.write(_header(rate, 2, frames))
        file.flush()
        os.fsync(file.fileno())
    part.replace(target)
    return wav_info(target)


def cut_span(path: Path, channel: int, start_ms: int, end_ms: int) -> bytes:
    """One channel's audio from `start_ms` to `end_ms` (exclusive), 16-bit mono at the file's own rate.

    What lies outside the file is left out.
    """
    info = wav_info(path)
    if not 0 <= channel < info.channels:
        raise ValueError(f"channel {channel} of {info.channels}")
    first = min(max(start_ms, 0) * info.rate // 1000, info.frames)
    last = min(max(end_ms, 0) * info.rate // 1000, info.frames)
    size = info.channels * _SAMPLE_BYTES
    with path.open("rb") as file:
        file.seek(info.data_at + first * size)
        samples = np.frombuffer(file.read(max(0, last - first) * size), dtype="<i2")
    return samples.reshape(-1, info.channels)[:, channel].tobytes()


def stereo_blocks(path: Path, since_ms: int, block_ms: int) -> Iterator[tuple[bytes, bytes]]:
    """Both channels of a stereo file from `since_ms` on, block by block, 16-bit mono at 16 kHz.

    The two of a block are of the same length; all together last as long as the rest of the file. Raises Damaged.
    """
    info = wav_info(path)
    if info.channels != len(Side):
        raise Damaged(f"the recording {path.name} is not stereo")
    first = min(max(since_ms, 0) * info.rate // 1000, info.frames)
    sides = [Resampler(info.rate, SAMPLE_RATE) for _ in Side]
    left, size = info.frames - first, info.channels * _SAMPLE_BYTES
    with path.open("rb") as file:
        file.seek(info.data_at + first * size)
        while left > 0 and (raw := file.read(min(left, info.rate * block_ms // 1000) * size)):
            left -= len(raw) // size
            frames = np.frombuffer(raw[: len(raw) // size * size], dtype="<i2").reshape(-1, info.channels)
            patient, agent = (sides[side].feed(frames[:, side].tobytes()) for side in Side)
            yield patient, agent
    patient, agent = (side.finish() for side in sides)
    yield patient, agent


def _read_header(file: BinaryIO, path: Path) -> WavInfo:
    riff, _, wave = struct.unpack("<4sI4s", file.read(12))
    if (riff, wave) != (b"RIFF", b"WAVE"):
        raise Damaged(f"the recording {path.name} is no WAV file")
    kind = channels = rate = bits = 0
    while True:
        name, size = struct.unpack("<4sI", file.read(8))
        if name == b"data":
            break
        body = file.read(size + size % 2)
        if name == b"fmt ":
            kind, channels, rate, _, _, bits = struct.unpack("<HHIIHH", body[:16])
    if (kind, bits) != (_PCM, 8 * _SAMPLE_BYTES) or not channels or not rate:
        raise Damaged(f"the recording {path.name} is not 16-bit PCM")
    data_at = file.tell()
    there = path.stat().st_size - data_at
    length = size if 0 < size <= there else there
    return WavInfo(rate, channels, data_at, length // (channels * _SAMPLE_BYTES))


def _header(rate: int, channels: int, frames: int) -> bytes:
    size = channels * _SAMPLE_BYTES
    data = frames * size
    return _HEADER.pack(
        b"RIFF", data + _HEADER.size - 8, b"WAVE", b"fmt ", 16, _PCM, channels, rate, rate * size, size,
        8 * _SAMPLE_BYTES, b"data", data,
    )  # fmt: skip


EMPTY_WAV = _header(8_000, 1, 0)
"""A mono file without a sample."""

Samples = np.ndarray[tuple[int], np.dtype[np.int16]]


def _blocks(track: Track, rate: int) -> Iterator[Samples]:
    """The track's first channel at `rate`, silence before its start (before zero it is cut off)."""
    lead = track.starts_ms * rate // 1000
    while lead > 0:
        yield np.zeros(min(lead, _BLOCK_SAMPLES), dtype="<i2")
        lead -= _BLOCK_SAMPLES
    info = wav_info(track.path)
    resampler = None if info.rate == rate else Resampler(info.rate, rate)
    size = info.channels * _SAMPLE_BYTES
    skip = -min(track.starts_ms, 0) * info.rate // 1000
    left = max(0, info.frames - skip)
    with track.path.open("rb") as file:
        file.seek(info.data_at + skip * size)
        while left > 0 and (raw := file.read(min(left, _BLOCK_SAMPLES) * size)):
            left -= len(raw) // size
            mono = np.frombuffer(raw[: len(raw) // size * size], dtype="<i2")[:: info.channels]
            yield mono if resampler is None else _samples(resampler.feed(mono.tobytes()))
    if resampler is not None:
        yield _samples(resampler.finish())


def _samples(pcm: bytes) -> Samples:
    return np.frombuffer(pcm, dtype="<i2")


def _paired(left: Iterator[Samples], right: Iterator[Samples]) -> Iterator[tuple[Samples, Samples]]:
    """Blocks of equal length from both sides; the shorter side ends in silence."""
    none = np.zeros(0, dtype="<i2")
    a, b = none, none
    while True:
        a = a if len(a) else next((block for block in left if len(block)), none)
        b = b if len(b) else next((block for block in right if len(block)), none)
        if not len(a) and not len(b):
            return
        count = min(len(a), len(b)) or max(len(a), len(b))
        yield _padded(a[:count], count), _padded(b[:count], count)
        a, b = a[count:], b[count:]


def _padded(samples: Samples, count: int) -> Samples:
    return samples if len(samples) == count else np.zeros(count, dtype="<i2")
