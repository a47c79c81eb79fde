"""Purpose, use, retention and the right to stop; asked of the verified patient alone."""

from __future__ import annotations

from dataclasses import replace

from ari_app.core.vocabulary import (
    Action,
    ConsentKind,
    Disposition,
    FollowUpAction,
    MessageTemplate,
    MissingReason,
)
from ari_app.dialogue.asking import ask, ask_again, lead_for
from ari_app.dialogue.consents import may_go_on, record_consent
from ari_app.dialogue.controls import refuse
from ari_app.dialogue.ending import conclude
from ari_app.dialogue.facts import MessagePromised
from ari_app.dialogue.prompt_book import prompt
from ari_app.dialogue.question import Question, Reply
from ari_app.dialogue.stages.consent import consent_question, leave_to_person
from ari_app.dialogue.state import Stage
from ari_app.dialogue.turn import Turn


def open(turn: Turn) -> None:
    """Say what the questions are for and ask; some may only be asked while a person could take over."""
    if not _may_be_asked(turn):
        turn.request(FollowUpAction.REDIAL_SCHEDULED)
        conclude(turn, Disposition.CALLBACK_SCHEDULED, goodbye="closing.postponed")
        return
    ask(turn, question(turn))


def question(turn: Turn) -> Question:
    """Whether the health questions are all right; a relative is not told what the patient was treated for."""
    found = consent_question(turn, "data_consent")
    if turn.state.informant is None or turn.script.patient.is_minor:
        return found
    proxy = prompt(turn.script, "data_consent.proxy")
    return replace(found, ask=proxy.sentences, manner=proxy.manner)


def answer(turn: Turn, reply: Reply) -> None:
    """A yes begins the questions, a no ends the call."""
    if reply.meaning.action is not Action.ACCEPT or may_go_on(turn, reply):
        ask_again(turn, lead_for(reply.meaning.intent), MissingReason.DONT_KNOW)
        return
    if reply.meaning.value != "yes":
        refuse(turn, reply)
        return
    record_consent(turn, ConsentKind.HEALTH_QUESTIONS, True, reply)
    turn.establish(MessagePromised(turn.at, MessageTemplate.CONSENT_NOTICE))
    if turn.script.patient.is_minor:
        turn.request(FollowUpAction.GUARDIAN_CONSENT_LOGGED)
    if turn.state.answers:
        turn.say("items.resume")
    turn.enter(Stage.ITEMS)


def _may_be_asked(turn: Turn) -> bool:
    script = turn.script
    needs_person = any(item.link_id in script.rules.needs_person for item in script.questionnaire.items)
    return not needs_person or script.agents_available or script.hours.contains(turn.local_now)


def unsettled(turn: Turn, reason: MissingReason) -> None:
    """Without a clear yes no health question is asked."""
    leave_to_person(turn)
