"""How much of a prompt comes back: what is found of echoes that are known."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from ari_app.media.echo_return import EchoReturn
from tests.fakes.vowels import vowels

Samples = NDArray[np.float64]

FRAME = 320
PROMPT = vowels(6.0).astype(float)


def echo_of(played: Samples, gain_db: float, delay_ms: int) -> Samples:
    """The prompt after the delay, colored as by a handset, at this power relative to the prompt."""
    chance = np.random.default_rng(delay_ms)
    handset = chance.normal(size=60) * np.exp(-np.arange(60) / 20)
    delayed = np.concatenate([np.zeros(delay_ms * 16), played])[: len(played)]
    returned = np.convolve(delayed, handset)[: len(played)]
    return np.asarray(returned * np.sqrt(np.mean(delayed**2) / np.mean(returned**2)) * 10 ** (gain_db / 20))


def noise(level_dbfs: float, samples: int = len(PROMPT)) -> Samples:
    return np.random.default_rng(3).normal(0, 32_768 * 10 ** (level_dbfs / 20), samples)


def found(heard: Samples, played: Samples = PROMPT, *, is_voiced: bool = False) -> float | None:
    meter = EchoReturn()
    for at in range(0, len(played) - FRAME + 1, FRAME):
        parts = (part[at : at + FRAME].astype(np.float32) for part in (heard, played))
        meter.feed(*parts, is_voiced=is_voiced)
    return meter.db


@pytest.mark.req("M05-012")
@pytest.mark.parametrize("delay_ms", [60, 200, 400, 500])
@pytest.mark.parametrize("gain_db", [-6, -20, -35])
def test_an_echo_is_found_in_decibels(gain_db: int, delay_ms: int) -> None:
    heard = echo_of(PROMPT, gain_db, delay_ms) + noise(-65)
    assert found(heard) == pytest.approx(gain_db, abs=1.5)


def test_an_echo_is_found_in_noise_that_is_as_loud() -> None:
    echo = echo_of(PROMPT, -15, 200)
    level = 10 * np.log10(np.mean((echo / 32_768) ** 2))
    assert found(echo + noise(level)) == pytest.approx(-15, abs=1.5)


@pytest.mark.parametrize("level_dbfs", [-70, -50, -30])
def test_noise_is_no_echo(level_dbfs: int) -> None:
    assert found(noise(level_dbfs)) == -60


def test_a_patient_who_speaks_over_the_prompt_is_no_echo() -> None:
    patient = vowels(6.0, pitch=210.0).astype(float)
    assert found(patient, is_voiced=True) is None


def test_an_echo_that_the_detector_takes_for_a_voice_is_still_one() -> None:
    assert found(echo_of(PROMPT, -6, 200) + noise(-60), is_voiced=True) == pytest.approx(-6, abs=1.5)


def test_too_little_played_tells_nothing() -> None:
    assert EchoReturn().db is None
    assert found(noise(-50), np.zeros(len(PROMPT))) is None
    assert found(PROMPT[:16_000], PROMPT[:16_000]) is None


def test_prompts_of_their_own_delays_add_up() -> None:
    meter = EchoReturn()
    for delay_ms in (100, 120):
        heard = echo_of(PROMPT, -12, delay_ms) + noise(-60)
        for at in range(0, len(PROMPT) - FRAME + 1, FRAME):
            parts = (part[at : at + FRAME].astype(np.float32) for part in (heard, PROMPT))
            meter.feed(*parts, is_voiced=False)
        meter.pause()
    assert meter.db == pytest.approx(-12, abs=1.5)
