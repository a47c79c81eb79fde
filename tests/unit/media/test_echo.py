"""The echo canceller, with the real one: our own voice goes, the patient's stays."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from ari_app.media.echo import EchoCanceller, NoEcho, WebRtcEcho
from ari_app.media.port import FRAME_BYTES, SAMPLE_RATE
from tests.fakes.vowels import vowels

Samples = NDArray[np.float64]


def samples(pcm: bytes) -> Samples:
    return np.frombuffer(pcm, "<i2").astype(float)


def pcm(values: Samples) -> bytes:
    return np.clip(values, -32768, 32767).astype("<i2").tobytes()


def cleaned(canceller: EchoCanceller, heard: bytes, played: bytes) -> bytes:
    return b"".join(
        canceller.clean(heard[at : at + FRAME_BYTES], played[at : at + FRAME_BYTES])
        for at in range(0, len(heard) - FRAME_BYTES + 1, FRAME_BYTES)
    )


def level(values: Samples) -> float:
    return float(10 * np.log10((values**2).mean() + 1))


@pytest.mark.parametrize("delay_ms", [60, 200, 400])
@pytest.mark.parametrize("gain_db", [-20, -6])
def test_the_robots_own_voice_is_taken_out(delay_ms: int, gain_db: int) -> None:
    played = bytes(vowels(8.0))
    shift = delay_ms * SAMPLE_RATE // 1000
    echo = np.concatenate([np.zeros(shift), samples(played)])[: len(played) // 2] * 10 ** (gain_db / 20)
    left = samples(cleaned(WebRtcEcho(), pcm(echo), played))
    settled = 4 * SAMPLE_RATE
    assert level(echo[settled : len(left)]) - level(left[settled:]) > 15


def test_a_patient_is_left_as_he_is_while_nothing_sounds() -> None:
    heard = bytes(vowels(3.0))
    left = samples(cleaned(WebRtcEcho(), heard, bytes(len(heard))))
    assert abs(level(left[SAMPLE_RATE:]) - level(samples(heard)[SAMPLE_RATE : len(left)])) < 1.0


def test_a_line_without_echo_needs_none() -> None:
    assert NoEcho().clean(b"\x01\x00", b"\x02\x00") == b"\x01\x00"
