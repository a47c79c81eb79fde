"""Where in an utterance somebody speaks, with windows whose likeness to a voice is written down."""

from __future__ import annotations

import numpy as np
import pytest

from ari_app.speech.audio import SAMPLE_RATE
from ari_app.speech.voiced import WINDOW, VoiceDetector, VoicedSpan


class Written:
    """A model that says what the test wrote."""

    def __init__(self, scores: list[float]) -> None:
        self._scores = iter(scores)

    def reset(self) -> None:
        return None

    def process(self, window: memoryview) -> float:
        return next(self._scores)


@pytest.fixture
def detector() -> VoiceDetector:
    return VoiceDetector()


def span(detector: VoiceDetector, scores: list[float]) -> VoicedSpan | None:
    detector._model = Written(scores)
    return detector.span(np.zeros(len(scores) * WINDOW, np.float32))


def test_a_clear_voice_is_taken_without_what_is_faint(detector: VoiceDetector) -> None:
    found = span(detector, [0.3, 0.3, 0.9, 0.9, 0.3])
    assert found == VoicedSpan(2 * WINDOW, 4 * WINDOW)


def test_a_faint_word_is_heard_with_what_is_around_it(detector: VoiceDetector) -> None:
    found = span(detector, [0.0] * 20 + [0.25] + [0.0] * 20)
    assert found == VoicedSpan(20 * WINDOW - SAMPLE_RATE // 5, 21 * WINDOW + SAMPLE_RATE // 5)


def test_noise_is_nobody(detector: VoiceDetector) -> None:
    assert span(detector, [0.1, 0.19, 0.15]) is None
