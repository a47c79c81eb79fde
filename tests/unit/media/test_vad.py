"""The voice detector with its real model."""

from __future__ import annotations

import numpy as np
import pytest

from ari_app.media.vad import VoiceActivity, VoiceActivityPool
from tests.fakes.vowels import vowels

SILENCE = bytes(2 * 16_000)


@pytest.fixture(scope="module")
def detector() -> VoiceActivity:
    return VoiceActivity()


def test_voice_is_told_from_silence_tones_and_noise(detector: VoiceActivity) -> None:
    detector.reset()
    tone = (8000 * np.sin(2 * np.pi * 1000 * np.arange(16_000) / 16_000)).astype("<i2")
    noise = np.random.default_rng(1).normal(0, 1000, 16_000).astype("<i2")
    unvoiced = detector.feed(SILENCE + bytes(tone) + bytes(noise))
    assert sum(probability > 0.2 for probability in unvoiced) < 4
    voiced = detector.feed(bytes(vowels(2.0)))
    assert np.mean([probability > 0.3 for probability in voiced]) > 0.8
    assert max(detector.feed(SILENCE)[10:]) < 0.2


def test_windows_do_not_depend_on_how_the_audio_is_cut(detector: VoiceActivity) -> None:
    audio = bytes(vowels(1.0))
    detector.reset()
    whole = detector.feed(audio)
    detector.reset()
    pieces = [
        probability for at in range(0, len(audio), 640) for probability in detector.feed(audio[at : at + 640])
    ]
    assert len(whole) == pytest.approx(len(audio) / 1024, abs=1)
    assert pieces == pytest.approx(whole)


async def test_the_pool_lends_a_returned_detector_again_as_good_as_new() -> None:
    pool = VoiceActivityPool()
    await pool.warm(1)
    async with pool.lend() as first:
        before = first.feed(SILENCE)
        first.feed(bytes(vowels(0.5)))
    async with pool.lend() as second:
        assert second is first
        assert second.feed(SILENCE) == pytest.approx(before)
        async with pool.lend() as third:
            assert third is not second
