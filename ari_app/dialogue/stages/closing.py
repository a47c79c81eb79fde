"""Advice and goodbye after the last item."""

from __future__ import annotations

from ari_app.core.vocabulary import Disposition, FollowUpAction, MessageTemplate, MissingReason
from ari_app.dialogue.ending import conclude
from ari_app.dialogue.facts import MessagePromised
from ari_app.dialogue.prompt_book import prompt
from ari_app.dialogue.question import Question, Reply
from ari_app.dialogue.turn import Turn

_GOODBYE, _BY_MESSAGE = "closing.completed", "短信发给您"


def open(turn: Turn) -> None:
    """Say what to watch for, promise the guidance message where the goodbye does, and say goodbye."""
    turn.request(FollowUpAction.SMS_GUIDANCE)
    if any(_BY_MESSAGE in sentence for sentence in prompt(turn.script, _GOODBYE).sentences):
        turn.establish(MessagePromised(turn.at, MessageTemplate.AFTER_CARE))
    conclude(turn, Disposition.COMPLETED, goodbye=_GOODBYE)


def question(turn: Turn) -> Question | None:
    """Nothing is asked here."""
    return None


def answer(turn: Turn, reply: Reply) -> None:
    """A last word changes nothing."""


def unsettled(turn: Turn, reason: MissingReason) -> None:
    """Nothing is asked here."""
