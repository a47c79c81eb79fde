"""Which utterances are heard a second time: what a closed question makes no sense of, free words, near dangers."""

from __future__ import annotations

from collections.abc import Sequence

from ari_app.core.vocabulary import QType
from ari_app.dialogue.commands import Expectation
from ari_app.language.suspected_phrases import suspected_phrases
from ari_app.speech.candidates import near_danger, sounds_near_danger
from ari_app.speech.port import Transcript
from ari_app.speech.settling import FREE_TYPES
from ari_app.speech.weighing import Scorer, weigh

LEAST_CHARACTERS = 4
"""Shorter texts hold no danger that a net could tell by its sound."""
LEAST_OF_AN_ANSWER = 7
"""Shorter answers that were understood hold nothing beside the answer."""

MOST_PHRASES = 16
MOST_LOST = 3.0
"""Nats per character that a danger phrase may fit worse than what was heard."""

# before it is known who speaks a danger that is only suspected is not asked for
_NEVER = frozenset(
    {QType.PERSON_CONFIRM, QType.CONSENT, QType.ID_TAIL, QType.BIRTH_MD, QType.CALL_START, QType.RESCHEDULE}
)


def is_worth_another_look(heard: Transcript, expectation: Expectation | None) -> bool:
    """Whether a danger may be hidden in it: not where one is told already, nor in what just answers the question."""
    if expectation is None or expectation.qtype in _NEVER or expectation.read_back:
        return False
    if len(heard.raw_text) < LEAST_CHARACTERS or heard.alternatives:
        return False
    if expectation.qtype in FREE_TYPES or not weigh(expectation, heard.text, 0.0).answers:
        return True
    is_long = len(heard.raw_text) >= LEAST_OF_AN_ANSWER
    return is_long and sounds_near_danger(heard.raw_text, suspected_phrases())


def nearly_fitting(texts: Sequence[str], score: Scorer) -> tuple[str, ...]:
    """Each of `texts` with a danger phrase for what sounds like it, where that fits not much worse than the first."""
    spliced = near_danger(texts, suspected_phrases(), MOST_PHRASES)
    if not spliced:
        return ()
    own, *others = score((texts[0], *spliced))
    return tuple(
        text
        for (text, phrase), fit in zip(spliced.items(), others, strict=True)
        if (own - fit) / len(phrase) <= MOST_LOST
    )
