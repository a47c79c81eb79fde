"""From audio and what the open question expects to a settled transcript with a calibrated confidence."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from typing import NamedTuple

import numpy as np

from ari_app.dialogue.commands import Expectation
from ari_app.speech.audio import SAMPLE_RATE
from ari_app.speech.port import Transcript
from ari_app.speech.resample import Samples
from ari_app.speech.second_look import is_worth_another_look, nearly_fitting
from ari_app.speech.settling import settle
from ari_app.speech.voiced import VoiceDetector, VoicedSpan
from ari_app.speech.weighing import Settled
from ari_app.speech.whisper_engine import MAX_WINDOW_S, Decoding, WhisperEngine

LEAD_MS = 200
"""How much is heard before and after the voice."""

_LEAD = SAMPLE_RATE * LEAD_MS // 1000
_CHUNK = int((MAX_WINDOW_S - 1) * SAMPLE_RATE)

# the longest that the detector goes on, and how loud that is beside the voice: -14 dB
_MOST_RELEASE = SAMPLE_RATE * 3 // 10
_RELEASE_SHARE = 0.2

RELEASE_MS = 60
"""How long the voice detector goes on after the voice: the median over 221 utterances on the line."""


class Heard(NamedTuple):
    """A transcript and the voiced span it rests on."""

    transcript: Transcript
    span: VoicedSpan | None


class VoicedHearing(ABC):
    """Hears the voiced part of whole utterances, from several threads at once."""

    def __init__(self) -> None:
        self._local = threading.local()

    def hear(self, samples: Samples, expectation: Expectation | None, earlier: Heard | None) -> Heard:
        """Decode the voiced part of 16 kHz samples; gives `earlier` back when no speech was added since."""
        span = self._detector().span(samples)
        if span is None:
            return Heard(Transcript("", "", 0.0, final=True), None)
        if earlier is not None and earlier.span is not None and _adds_nothing(samples, earlier.span, span):
            return earlier
        return Heard(self.hear_voiced(_voiced(samples, span), span, expectation), span)

    def other_hearings(
        self, samples: Samples, expectation: Expectation | None, heard: Heard
    ) -> tuple[str, ...]:
        """Nothing: this engine hears one thing only."""
        return ()

    @abstractmethod
    def hear_voiced(self, voiced: Samples, span: VoicedSpan, expectation: Expectation | None) -> Transcript:
        """Decode samples that begin up to 200 ms before `span`, the voice's place in the utterance."""

    def _detector(self) -> VoiceDetector:
        detector = getattr(self._local, "detector", None)
        if not isinstance(detector, VoiceDetector):
            detector = self._local.detector = VoiceDetector()
        return detector


class Hearing(VoicedHearing):
    """Hears with Whisper."""

    def __init__(self, engine: WhisperEngine) -> None:
        super().__init__()
        self._engine = engine

    def hear_voiced(self, voiced: Samples, span: VoicedSpan, expectation: Expectation | None) -> Transcript:
        """Decode and settle, in pieces where it is longer than the model hears at once."""
        settled = [
            self._settle(voiced[start : start + _CHUNK], expectation)
            for start in range(0, voiced.size, _CHUNK)
        ]
        return Transcript(
            text="".join(text.text for _, text in settled),
            raw_text="".join(decoding.text for decoding, _ in settled),
            confidence=min(text.confidence for _, text in settled),
            final=True,
            start_ms=span.start_ms,
            end_ms=end_of_voice(span),
            alternatives=tuple(one for _, text in settled for one in text.alternatives),
        )

    def other_hearings(
        self, samples: Samples, expectation: Expectation | None, heard: Heard
    ) -> tuple[str, ...]:
        """The likeliest other texts of what made no sense as an answer, or answers a question for free words."""
        if heard.span is None or not is_worth_another_look(heard.transcript, expectation):
            return ()
        voiced = _voiced(samples, heard.span)
        look = self._engine.look_again(voiced[-_CHUNK:])
        texts = look.texts
        if voiced.size <= _CHUNK:
            texts = tuple(dict.fromkeys((heard.transcript.raw_text, *texts)))
        if not texts:
            return ()
        fitting = nearly_fitting(texts, lambda phrases: self._engine.score(look.encoded, phrases))
        return tuple(dict.fromkeys((*texts[1:], *fitting)))

    def _settle(self, samples: Samples, expectation: Expectation | None) -> tuple[Decoding, Settled]:
        decoding = self._engine.decode(samples)
        encoded = decoding.encoded
        return decoding, settle(
            decoding,
            expectation,
            lambda phrases: self._engine.score(encoded, phrases),
            self._engine.score_silence,
        )


def _voiced(samples: Samples, span: VoicedSpan) -> Samples:
    return samples[max(0, span.start - _LEAD) : span.end + _LEAD]


def _adds_nothing(samples: Samples, earlier: VoicedSpan, span: VoicedSpan) -> bool:
    """Whether `span` holds no more speech than `earlier`, which was found when less had come.

    The detector goes on for a while after a voice; what it takes in then is far softer than the voice was.
    """
    if span.close_to(earlier):
        return True
    added = samples[earlier.end : span.end]
    if span.close_to(VoicedSpan(earlier.start, span.end)) and 0 < added.size <= _MOST_RELEASE:
        return _level(added) <= _RELEASE_SHARE * _level(samples[earlier.start : earlier.end])
    return False


def _level(samples: Samples) -> float:
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) if samples.size else 0.0


def end_of_voice(span: VoicedSpan) -> int:
    """Where the voice of a span ends, in milliseconds."""
    return max(span.start_ms + 1, span.end_ms - RELEASE_MS)
