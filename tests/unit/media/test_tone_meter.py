"""How much of the test tone comes back."""

from __future__ import annotations

import numpy as np
import pytest

from ari_app.media.port import FRAME_BYTES, SAMPLE_RATE
from ari_app.media.tone_meter import TONE_HERTZ, ToneMeter, tone_pcm


def fed(pcm: bytes, begin: float = 10.0) -> ToneMeter:
    meter = ToneMeter()
    for number in range(0, len(pcm) - FRAME_BYTES + 1, FRAME_BYTES):
        meter.feed(pcm[number : number + FRAME_BYTES], begin + number / FRAME_BYTES * 0.02)
    return meter


def sine(hertz: float, amplitude: float, seconds: float = 1.0) -> bytes:
    at = np.arange(round(SAMPLE_RATE * seconds))
    return (amplitude * np.sin(2 * np.pi * hertz * at / SAMPLE_RATE)).astype("<i2").tobytes()


@pytest.mark.parametrize("gain", [1.0, 0.5, 0.1])
def test_the_tone_is_found_with_its_level_and_its_time(gain: float) -> None:
    noise = np.random.default_rng(1).normal(0, 30, len(tone_pcm()) // 2)
    back = (np.frombuffer(tone_pcm(), "<i2") * gain + noise).astype("<i2").tobytes()
    meter = fed(bytes(10 * FRAME_BYTES) + back)
    assert meter.tone_at == pytest.approx(10.2)
    assert meter.tone_dbfs == pytest.approx(-15.2 + 20 * np.log10(gain), abs=0.5)
    assert meter.loudest_dbfs == pytest.approx(meter.tone_dbfs, abs=0.5)


@pytest.mark.parametrize("hertz", [1_000.0, 1_004.0, 450.0])
def test_other_tones_are_heard_and_are_not_ours(hertz: float) -> None:
    meter = fed(sine(hertz, 8_000))
    assert meter.tone_dbfs is None and meter.tone_at is None
    assert meter.loudest_dbfs > -20


def test_silence_and_a_mere_moment_of_the_tone_are_nothing() -> None:
    assert fed(bytes(50 * FRAME_BYTES)).loudest_dbfs == -96.0
    assert fed(sine(TONE_HERTZ, 8_000, 0.3)).tone_dbfs is None
