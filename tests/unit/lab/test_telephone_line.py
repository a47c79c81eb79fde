"""The telephone's band, levels and noise."""

from __future__ import annotations

import numpy as np
import pytest

from ari_app.lab.telephone_line import (
    Signal,
    at_level,
    band_pass,
    dbfs,
    is_voiced,
    pink_noise,
    speech_dbfs,
    to_pcm,
    voiced_span,
)


def tone(hertz: float, seconds: float = 1.0) -> Signal:
    return np.asarray(0.3 * np.sin(2 * np.pi * hertz * np.arange(int(8_000 * seconds)) / 8_000))


@pytest.mark.parametrize(("hertz", "passes"), [(100, False), (500, True), (2_000, True), (3_800, False)])
def test_the_band(hertz: float, passes: bool) -> None:
    loss = dbfs(tone(hertz)) - dbfs(band_pass(tone(hertz)))
    assert (loss < 1) if passes else (loss > 20)


def test_pauses_do_not_count_for_the_level() -> None:
    speech = np.concatenate([tone(500), np.zeros(16_000), tone(500)])
    leveled = at_level(speech, -25)
    assert speech_dbfs(leveled) == pytest.approx(-25, abs=0.2)
    assert dbfs(leveled) < -27


def test_noise_has_its_level_and_falls_with_frequency() -> None:
    noise = pink_noise(4, -40, np.random.default_rng(7))
    assert dbfs(noise) == pytest.approx(-40, abs=0.5)
    power = np.abs(np.fft.rfft(noise)) ** 2
    low, high = power[4 * 400 : 4 * 800].mean(), power[4 * 2_000 : 4 * 3_000].mean()
    assert low > 3 * high


def test_the_same_seed_makes_the_same_noise() -> None:
    first, second = (pink_noise(1, -40, np.random.default_rng(3)) for _ in range(2))
    assert np.array_equal(first, second)


def test_voice_is_found_between_silences() -> None:
    pcm = to_pcm(np.concatenate([np.zeros(1_600), tone(400, 0.5), np.zeros(800)]))
    span = voiced_span(pcm)
    assert span is not None
    assert span[0] == pytest.approx(0.2, abs=0.021)
    assert span[1] == pytest.approx(0.7, abs=0.021)
    assert voiced_span(np.zeros(800, np.int16)) is None
    assert not is_voiced(to_pcm(pink_noise(0.1, -50, np.random.default_rng(1))))
