"""Phrases weighed against the audio of an utterance, with what each would mean as an answer."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from ari_app.core.vocabulary import Action, Intent
from ari_app.dialogue.commands import Expectation
from ari_app.language.parser import understand
from ari_app.language.understanding import Context

Scorer = Callable[[tuple[str, ...]], tuple[float, ...]]
"""Log probability (≤ 0, nats) of each phrase, comparable within one call."""

_NEVER_MEANT = frozenset({Intent.NOT_UNDERSTOOD, Intent.OUT_OF_RANGE, Intent.INVALID})


@dataclass(frozen=True, slots=True)
class Settled:
    """The text to go on with, its confidence 0..1, and what else it may have been (danger first)."""

    text: str
    confidence: float
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weighed:
    """A phrase, how well it fits the audio, and what it means: `sensible` to say here, `answers` the question."""

    text: str
    score: float
    meaning: str
    sensible: bool
    answers: bool


def weigh(expectation: Expectation, text: str, score: float) -> Weighed:
    """What `text` means as a reply to the open question."""
    context = Context(options=dict(expectation.options))
    meant = understand(expectation.qtype, expectation.question, text, context)
    sensible = meant.action is not Action.REASK or meant.intent not in _NEVER_MEANT
    meaning = f"{meant.action}:{meant.intent}:{meant.value}"
    return Weighed(text, score, meaning, sensible, meant.action is Action.ACCEPT)


def confidence_of(odds: float) -> float:
    """The confidence 0..1 that log odds stand for."""
    return 1 / (1 + math.exp(-odds))
