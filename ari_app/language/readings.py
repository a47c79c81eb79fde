"""Short ways to write down what an utterance meant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ari_app.core.vocabulary import Action, Flag, Intent, QType
from ari_app.language.spoken import Spoken
from ari_app.language.understanding import Context, Understanding, Value

CERTAIN = 0.95
LIKELY = 0.85
WEAK = 0.7
GUESSED = 0.55
"""A digit guessed by its sound: below what a dialogue stores without reading it back."""
UNSURE = 0.3


@dataclass(frozen=True, slots=True)
class Asked:
    """An utterance together with the question it answers and the signs already found in it."""

    qtype: QType
    question: str
    context: Context
    spoken: Spoken
    flags: frozenset[Flag] = frozenset()

    @property
    def text(self) -> str:
        """The normalized text."""
        return self.spoken.text


Parser = Callable[[Asked], Understanding | None]


def accept(value: Value, unit: str | None = None, confidence: float = CERTAIN) -> Understanding:
    """A usable answer."""
    return Understanding(Action.ACCEPT, Intent.ANSWER, value, unit, confidence=confidence)


def reask(intent: Intent, value: Value = None, confidence: float = LIKELY) -> Understanding:
    """Not usable as it is: ask again, `intent` says why."""
    return Understanding(Action.REASK, intent, value, confidence=confidence)


def reask_range(low: float, high: float) -> Understanding:
    """A range was given where one number is wanted."""
    return Understanding(Action.REASK, Intent.RANGE, low=low, high=high, confidence=LIKELY)


def reask_bound(op: str, value: float) -> Understanding:
    """A bound was given (不到三十八) where a number is wanted."""
    return Understanding(Action.REASK, Intent.BOUND, value, op=op, confidence=LIKELY)


def missing(intent: Intent) -> Understanding:
    """The patient has no answer; `intent` is the reason."""
    return Understanding(Action.MISSING, intent, confidence=LIKELY)


def route(intent: Intent, value: Value = None, confidence: float = LIKELY) -> Understanding:
    """Not an answer but something that steers the call."""
    return Understanding(Action.ROUTE, intent, value, confidence=confidence)
