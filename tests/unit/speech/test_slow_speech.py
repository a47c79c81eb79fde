"""Slow speech lasts longer and sounds no deeper."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ari_app.core.errors import Unavailable
from ari_app.speech.audio import SAMPLE_RATE, read_wav, to_samples
from ari_app.speech.prompt_cache import PromptCache
from ari_app.speech.resample import Samples
from ari_app.speech.slow_speech import SLOWER, slower, stretched
from tests.fakes.vowels import vowels
from tests.unit.speech.test_prompt_cache import ToneVoice, files_in

DEEPEST, HIGHEST = 60, 400


def buzz(hertz: float, seconds: float = 2.0) -> Samples:
    """A tone with overtones, as a voice has."""
    at = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    waves = [np.sin(2 * np.pi * hertz * each * at) / each for each in range(1, 8)]
    return np.asarray(0.2 * np.sum(waves, axis=0), np.float32)


def pitch(samples: Samples) -> float:
    """The median of the pitch of each 50 ms, by autocorrelation, Hz."""
    found = []
    for start in range(0, samples.size - 800, 400):
        part = samples[start : start + 800] - samples[start : start + 800].mean()
        if float(np.sqrt(np.mean(part**2))) < 0.02:
            continue
        likeness = np.correlate(part, part, "full")[799:]
        lags = slice(SAMPLE_RATE // HIGHEST, SAMPLE_RATE // DEEPEST)
        found.append(SAMPLE_RATE / (lags.start + int(likeness[lags].argmax())))
    return float(np.median(found))


@pytest.mark.req("M06-002")
@pytest.mark.parametrize("hertz", [75, 110, 180, 260])
def test_a_tone_lasts_longer_at_the_same_pitch_and_strength(hertz: float) -> None:
    usual = buzz(hertz)
    slow = stretched(usual, SLOWER)
    assert slow.size == round(usual.size * SLOWER)
    assert pitch(slow) == pytest.approx(pitch(usual), rel=0.01)
    middle = slice(2_000, -2_000)
    assert np.abs(slow[middle]).max() == pytest.approx(np.abs(usual[middle]).max(), rel=0.05)


@pytest.mark.parametrize("factor", [0.8, 1.1, 1.25, 1.6])
def test_a_voice_keeps_its_pitch_and_its_syllables_move_apart(factor: float) -> None:
    usual = to_samples(vowels(3.0, pitch=190.0).tobytes())
    slow = stretched(usual, factor)
    assert slow.size == round(usual.size * factor)
    assert pitch(slow) == pytest.approx(pitch(usual), rel=0.03)
    usual_loud, slow_loud = (
        loudness(usual, SAMPLE_RATE // 50),
        loudness(slow, round(SAMPLE_RATE // 50 * factor)),
    )
    count = min(usual_loud.size, slow_loud.size)
    assert np.corrcoef(usual_loud[:count], slow_loud[:count])[0, 1] > 0.9


def loudness(samples: Samples, frame: int) -> Samples:
    """RMS of each frame."""
    count = samples.size // frame
    return np.asarray(
        np.sqrt(np.mean(samples[: count * frame].reshape(count, frame) ** 2, axis=1)), np.float32
    )


def test_silence_stays_silence_and_the_shortest_sound_is_no_fault() -> None:
    assert slower(bytes(32_000)) == bytes(40_000)
    assert slower(b"") == b""
    assert len(slower(bytes(2))) == 2


def test_no_click_is_added() -> None:
    usual = buzz(120)
    slow = stretched(usual, SLOWER)
    assert np.abs(np.diff(slow)).max() <= 1.1 * np.abs(np.diff(usual)).max()


async def test_a_slow_sentence_is_made_once_and_kept(tmp_path: Path) -> None:
    prompts = PromptCache(tmp_path, ToneVoice(), name="a", speed=1.0)
    with pytest.raises(Unavailable):
        prompts.load_slow("您好。")
    await prompts.ensure(["您好。"])
    slow = prompts.load_slow("您好。")
    assert slow == slower(prompts.load("您好。"))
    path = prompts.slow_path("您好。")
    assert read_wav(path.read_bytes(), path.name) == slow
    made = path.stat().st_mtime_ns
    assert prompts.load_slow("您好。") == slow
    assert path.stat().st_mtime_ns == made


async def test_a_damaged_slow_sentence_is_made_anew(tmp_path: Path) -> None:
    prompts = PromptCache(tmp_path, ToneVoice(), name="a", speed=1.0)
    await prompts.ensure(["您好。"])
    slow = prompts.load_slow("您好。")
    prompts.slow_path("您好。").write_bytes(b"RIFF")
    assert prompts.load_slow("您好。") == slow
    assert files_in(tmp_path) == sorted((prompts.path("您好。"), prompts.slow_path("您好。")))
