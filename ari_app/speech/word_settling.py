"""Settling what a word recognizer heard: homophones mended, and how far to trust the words.

Such engines (Vosk, a vosk-server) give each word a confidence and no way to weigh other phrases against the audio.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ari_app.core.vocabulary import QType
from ari_app.dialogue.commands import Expectation
from ari_app.language.expectation import danger_phrases
from ari_app.language.phonetic import repair
from ari_app.language.several import names_several
from ari_app.language.syllables import distance, syllables
from ari_app.speech.candidates import NUMBER_TYPES
from ari_app.speech.port import Transcript, Word
from ari_app.speech.settling import (
    FREE_TYPES,
    PER_DISTANCE,
    SEVERAL,
    as_meant,
    named,
    swallowed,
)
from ari_app.speech.vosk_results import joined_words
from ari_app.speech.weighing import Settled, confidence_of

_NUMERALS = frozenset("零〇一二两三四五六七八九十百半几点幺")
# Farther in sound than this, nothing vouches for a danger phrase: one half of one syllable in three may differ.
_DANGER_DISTANCE = 0.12
_LEAST_DANGER_LENGTH = 3
_MOST_SURE = 0.98


def transcript_of_words(words: Sequence[Word], expectation: Expectation | None, *, final: bool) -> Transcript:
    """The settled transcript of an utterance's words; empty when there are none."""
    raw = joined_words(word.text for word in words)
    settled = settle_words(words, expectation)
    return Transcript(
        text=settled.text,
        raw_text=raw,
        confidence=settled.confidence,
        final=final,
        start_ms=words[0].start_ms if words else 0,
        end_ms=words[-1].end_ms if words else 0,
        alternatives=settled.alternatives,
        words=tuple(words),
    )


def settle_words(words: Sequence[Word], expectation: Expectation | None) -> Settled:
    """Settle an utterance for the open question; what fits nothing keeps its words and the trust in their sound."""
    raw = joined_words(word.text for word in words)
    if not raw:
        return Settled("", 0.0)
    if expectation is None or expectation.qtype in FREE_TYPES:
        return named(Settled(raw, _mean(words), _near_danger(raw)), expectation)
    qtype, options = expectation.qtype, dict(expectation.options)
    mended = repair(qtype, as_meant(raw), expectation.phrases, options)
    odds = _log_odds(_trust(words, qtype)) + swallowed(qtype, raw, mended.text)
    if mended.repaired:
        odds += PER_DISTANCE * mended.distance
    confidence = confidence_of(odds)
    if names_several(qtype, mended.text, options):
        confidence = min(confidence, SEVERAL)
    return Settled(mended.text, confidence, _near_danger(raw))


def _trust(words: Sequence[Word], qtype: QType) -> float:
    """How sure the words are that the answer hangs on: for numbers the least sure numeral."""
    numerals = [word.confidence for word in words if _NUMERALS & set(word.text)]
    return min(numerals) if numerals and qtype in NUMBER_TYPES else _mean(words)


def _mean(words: Sequence[Word]) -> float:
    """The mean of the words' confidences, each word by its length."""
    return sum(word.confidence * len(word.text) for word in words) / sum(len(word.text) for word in words)


def _near_danger(raw: str) -> tuple[str, ...]:
    """Danger phrases that sound almost like a part of the text."""
    heard = syllables(raw)
    return tuple(
        phrase
        for phrase in danger_phrases()
        if len(phrase) >= _LEAST_DANGER_LENGTH and phrase not in raw and _sounds_in(heard, syllables(phrase))
    )


def _sounds_in(heard: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    size = len(wanted)
    parts = (heard[at : at + size] for at in range(len(heard) - size + 1))
    return any(distance(part, wanted) <= _DANGER_DISTANCE for part in parts)


def _log_odds(confidence: float) -> float:
    sure = min(_MOST_SURE, max(1 - _MOST_SURE, confidence))
    return math.log(sure / (1 - sure))
