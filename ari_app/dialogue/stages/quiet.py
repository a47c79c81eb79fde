"""Stages in which nothing is asked: ringing, being transferred, over."""

from __future__ import annotations

from ari_app.core.vocabulary import MissingReason
from ari_app.dialogue.question import Question, Reply
from ari_app.dialogue.turn import Turn


def open(turn: Turn) -> None:
    """Nothing to begin."""


def question(turn: Turn) -> Question | None:
    """Nothing is asked."""
    return None


def answer(turn: Turn, reply: Reply) -> None:
    """What is said here changes nothing."""


def unsettled(turn: Turn, reason: MissingReason) -> None:
    """Nothing is asked."""
