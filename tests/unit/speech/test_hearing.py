"""What is heard once is not heard again when nothing was added to it."""

from __future__ import annotations

import numpy as np
import pytest

from ari_app.dialogue.commands import Expectation
from ari_app.speech.audio import SAMPLE_RATE
from ari_app.speech.hearing import Heard, VoicedHearing
from ari_app.speech.port import Transcript
from ari_app.speech.resample import Samples
from ari_app.speech.voiced import VoiceDetector, VoicedSpan

VOICE_END = SAMPLE_RATE
RELEASE = SAMPLE_RATE // 5


class Counting(VoicedHearing):
    """Hears nothing in particular, and counts how often; the voice is found where the test says."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__()
        self.times = 0
        self.end = VOICE_END
        monkeypatch.setattr(VoiceDetector, "span", lambda _, samples: VoicedSpan(0, self.end))

    def hear_voiced(self, voiced: Samples, span: VoicedSpan, expectation: Expectation | None) -> Transcript:
        self.times += 1
        return Transcript("三分", "三分", 0.9, final=True)


def heard_twice(hearing: Counting, added: float) -> tuple[Heard, Heard]:
    """One hypothesis at the voice's end, and the final text after a fifth of a second at the level `added`."""
    voice = np.full(VOICE_END, 0.2, np.float32)
    first = hearing.hear(voice, None, None)
    hearing.end = VOICE_END + RELEASE
    later = np.concatenate((voice, np.full(RELEASE, added, np.float32)))
    return first, hearing.hear(later, None, first)


def test_what_the_detector_adds_after_the_voice_is_no_reason_to_hear_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hearing = Counting(monkeypatch)
    first, final = heard_twice(hearing, 0.01)
    assert final is first
    assert hearing.times == 1


def test_a_last_syllable_is(monkeypatch: pytest.MonkeyPatch) -> None:
    hearing = Counting(monkeypatch)
    heard_twice(hearing, 0.1)
    assert hearing.times == 2
