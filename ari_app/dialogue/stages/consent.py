"""Greeting: who calls, that it is an AI, that it is recorded, how long; and whether that is all right."""

from __future__ import annotations

from ari_app.core.vocabulary import (
    Action,
    ConsentKind,
    Disposition,
    FollowUpAction,
    MissingReason,
    QType,
)
from ari_app.dialogue.asking import ask, ask_again, lead_for
from ari_app.dialogue.consents import may_go_on, record_consent
from ari_app.dialogue.controls import refuse
from ari_app.dialogue.ending import conclude
from ari_app.dialogue.front_question import front_question
from ari_app.dialogue.question import Question, Reply
from ari_app.dialogue.state import Stage
from ari_app.dialogue.turn import Turn


def open(turn: Turn) -> None:
    """Greet and ask."""
    ask(turn, question(turn))


def question(turn: Turn) -> Question:
    """Whether recording and going on are all right."""
    return consent_question(turn, "consent")


def answer(turn: Turn, reply: Reply) -> None:
    """Only an explicit yes goes on; a no to the recording alone goes on without one."""
    meaning = reply.meaning
    if meaning.action is not Action.ACCEPT or may_go_on(turn, reply):
        ask_again(turn, lead_for(meaning.intent), MissingReason.DONT_KNOW)
        return
    if meaning.value != "yes" and meaning.scope != "recording":
        refuse(turn, reply)
        return
    granted = meaning.value == "yes"
    record_consent(turn, ConsentKind.RECORDING, granted, reply)
    if not granted:
        turn.say("consent.no_recording")
    turn.enter(Stage.PERSON)


def unsettled(turn: Turn, reason: MissingReason) -> None:
    """Without a clear yes nothing is asked; a person calls instead."""
    leave_to_person(turn)


def consent_question(turn: Turn, code: str) -> Question:
    """The question of either consent."""
    return front_question(turn.script, code, QType.CONSENT, key_digits=1)


def leave_to_person(turn: Turn) -> None:
    """The robot could not settle something it needs: a person calls back."""
    turn.request(FollowUpAction.HUMAN_TASK)
    conclude(turn, Disposition.CALLBACK_SCHEDULED, goodbye="closing.unsettled")
