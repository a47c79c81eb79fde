"""Advice and goodbye after the last item."""

from __future__ import annotations

from ari_app.core.vocabulary import Disposition, FollowUpAction, MissingReason
from ari_app.dialogue.ending import conclude
from ari_app.dialogue.question import Question, Reply
from ari_app.dialogue.turn import Turn


def open(turn: Turn) -> None:
    """Say what to watch for, promise the guidance message, and say goodbye."""
    turn.request(FollowUpAction.SMS_GUIDANCE)
    conclude(turn, Disposition.COMPLETED, goodbye="closing.completed")


def question(turn: Turn) -> Question | None:
    """Nothing is asked here."""
    return None


def answer(turn: Turn, reply: Reply) -> None:
    """A last word changes nothing."""


def unsettled(turn: Turn, reason: MissingReason) -> None:
    """Nothing is asked here."""
