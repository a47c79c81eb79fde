"""Purpose, use, retention and the right to stop; asked of the verified patient alone."""

from __future__ import annotations

from ari_app.core.vocabulary import Action, ConsentKind, FollowUpAction, MissingReason
from ari_app.dialogue.asking import ask, ask_again, lead_for
from ari_app.dialogue.consents import record_consent
from ari_app.dialogue.controls import refuse
from ari_app.dialogue.question import Question, Reply
from ari_app.dialogue.stages.consent import consent_question, leave_to_person
from ari_app.dialogue.state import Stage
from ari_app.dialogue.turn import Turn


def open(turn: Turn) -> None:
    """Say what the questions are for and ask."""
    ask(turn, question(turn))


def question(turn: Turn) -> Question:
    """Whether the health questions are all right."""
    return consent_question(turn, "data_consent")


def answer(turn: Turn, reply: Reply) -> None:
    """A yes begins the questions, a no ends the call."""
    if reply.meaning.action is not Action.ACCEPT:
        ask_again(turn, lead_for(reply.meaning.intent), MissingReason.DONT_KNOW)
        return
    if reply.meaning.value != "yes":
        refuse(turn, reply)
        return
    record_consent(turn, ConsentKind.HEALTH_QUESTIONS, True, reply)
    if turn.script.patient.is_minor:
        turn.request(FollowUpAction.GUARDIAN_CONSENT_LOGGED)
    turn.enter(Stage.ITEMS)


def unsettled(turn: Turn, reason: MissingReason) -> None:
    """Without a clear yes no health question is asked."""
    leave_to_person(turn)
