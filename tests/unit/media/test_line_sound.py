"""The gate before the recognizer: the exchange's tones by their cadence, voices, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from ari_app.media.line_sound import LineSound
from ari_app.media.port import FRAME_BYTES, SAMPLE_RATE
from tests.bench.early_media_clips import music, tone
from tests.fakes.vowels import vowels


class NeverAsked:
    """A detector that must not be needed."""

    def feed(self, pcm: bytes) -> list[float]:
        """One window each."""
        return [0.0]

    def reset(self) -> None:
        """Nothing is kept."""


class AlwaysVoice(NeverAsked):
    """A detector that takes everything for a voice."""

    def feed(self, pcm: bytes) -> list[float]:
        """One window each."""
        return [1.0]


def heard(sound: LineSound, samples: np.ndarray) -> LineSound:
    noise = np.random.default_rng(1).normal(0, 0.0005, len(samples))
    pcm = ((samples + noise) * 32_767).astype("<i2").tobytes()
    for start in range(0, len(pcm) - FRAME_BYTES, FRAME_BYTES):
        sound.hear(pcm[start : start + FRAME_BYTES])
    return sound


@pytest.mark.parametrize("hertz", [430.0, 450.0, 468.0])
@pytest.mark.parametrize(
    ("cadence", "kind"), [((1.0, 4.0), "ring"), ((0.35, 0.35), "busy"), ((0.7, 0.7), "congestion")]
)
def test_the_tones_of_chinese_exchanges(cadence: tuple[float, float], kind: str, hertz: float) -> None:
    sound = heard(LineSound(NeverAsked()), tone(hertz, *cadence, 7.0))
    assert sound.tone == kind
    assert sound.heard_ring is (kind == "ring")
    assert sound.sound_seconds < 0.6


@pytest.mark.parametrize("seed", range(4))
def test_music_is_no_tone(seed: int) -> None:
    sound = heard(LineSound(NeverAsked()), music(12.0, np.random.default_rng(seed)))
    assert sound.tone is None
    assert sound.sound_seconds > 5


def test_another_countrys_tone_is_none_of_ours() -> None:
    sound = heard(LineSound(NeverAsked()), tone(440.0 * 1.4, 1.0, 4.0, 11.0))
    assert sound.tone is None


def test_a_steady_tone_has_no_cadence() -> None:
    assert heard(LineSound(NeverAsked()), tone(450.0, 20.0, 0.1, 8.0)).tone is None


def test_a_voice_is_what_the_detector_says_and_only_while_it_sounds() -> None:
    sound = LineSound(AlwaysVoice())
    silence, voice = np.zeros(SAMPLE_RATE, np.float32), vowels(0.6, SAMPLE_RATE).astype(np.float32) / 32_768
    likely = [heard(sound, part).voice_is_likely for part in (silence, voice, silence)]
    assert likely == [False, True, False]
    assert 0.3 < sound.voiced_seconds < 0.8
