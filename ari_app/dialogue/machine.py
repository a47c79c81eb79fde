"""Answers that are no person's: carrier announcements, voicemail, call assistants."""

from __future__ import annotations

from ari_app.core.vocabulary import Action, Disposition, FollowUpAction, Intent, QType
from ari_app.dialogue.asking import reopen
from ari_app.dialogue.ending import conclude
from ari_app.dialogue.state import Stage, State
from ari_app.dialogue.turn import Turn
from ari_app.language.announcement import (
    announcement_over,
    is_said_by_machine,
    is_said_by_person,
    may_be_machine,
    says_no_machine,
    speaks_as_person,
)
from ari_app.language.parser import understand
from ari_app.language.redaction import redact_full_ids
from ari_app.language.understanding import Context, Understanding

_FINAL_NUMBERS = frozenset({Disposition.VACANT, Disposition.INVALID})
_NOT_REDIALED = frozenset({*_FINAL_NUMBERS, Disposition.BARRED})
_CARRIER = frozenset(
    {
        Disposition.VACANT,
        Disposition.INVALID,
        Disposition.SUSPENDED,
        Disposition.POWER_OFF,
        Disposition.UNREACHABLE,
        Disposition.BUSY,
        Disposition.NO_ANSWER,
        Disposition.REJECTED,
        Disposition.BARRED,
        Disposition.NETWORK,
        Disposition.FORWARDING,
    }
)
_MOST_FIRST_WORDS = 8
_FIRST_STAGES = frozenset({Stage.CONSENT, Stage.PERSON})
_SAID_BY_BOTH = frozenset(
    {Intent.LATER, Intent.GREETING, Intent.ASK_INFO, Intent.ASK_IDENTITY, Intent.OFFTOPIC, Intent.HOLD_ON}
)
_UNKNOWN_WHO = frozenset({Stage.CONSENT, Stage.PERSON, Stage.HANDOVER, Stage.LATER, Stage.CALLS_WISH})
# outcomes after which nobody is on the line to be spoken to
MACHINE_OUTCOMES = _CARRIER | {Disposition.VOICEMAIL, Disposition.CALL_ASSISTANT}


def is_unknown_who(state: State) -> bool:
    """Whether nobody has said who he is: later whatever sounds like an announcement is no answer of a machine."""
    return state.stage is Stage.RINGING or (state.stage in _UNKNOWN_WHO and not state.identified)


def keep_first_words(turn: Turn, text: str) -> None:
    """Keep what is heard while it is not known who speaks; it is looked at together."""
    words = turn.state.first_words
    if is_unknown_who(turn.state):
        turn.change(first_words=(*words, redact_full_ids(text))[-_MOST_FIRST_WORDS:])
    elif words:
        turn.change(first_words=())


def meets_machine(turn: Turn, text: str, meaning: Understanding) -> bool:
    """End the call at a machine; ask one that may be, for nobody is hung up on for a guess. True when that was all.

    `meaning` is what a person means by `text`: what is clear as that is no reason to ask.
    """
    if not is_unknown_who(turn.state):
        return False
    if (
        turn.state.stage in _FIRST_STAGES
        and not speaks_as_person(text)
        and end_if_machine(turn, first_words(text))
    ):
        return True
    if meets_announcement(turn):
        return True
    if turn.state.asked_machine:
        return _told_which(turn, text, meaning)
    is_unclear = meaning.action is Action.REASK or meaning.intent in _SAID_BY_BOTH
    # 好我的智能助理: an assistant's greeting is no consent
    is_unclear = is_unclear or (turn.state.stage is Stage.CONSENT and may_be_machine((text,)))
    if not is_unclear or meaning.flags or not may_be_machine(turn.state.first_words):
        return False
    return _ask_which(turn)


def meets_announcement(turn: Turn) -> bool:
    """End the call where a full phrase tells a machine, whatever was asked when it began. True when that was all."""
    found = announcement_over(turn.state.first_words)
    if found is None or not found.is_final:
        return False
    end_at_machine(turn, found.kind)
    return True


def _ask_which(turn: Turn) -> bool:
    question = turn.rules.question(turn)
    if question is None:
        return False
    turn.change(asked_machine=True, asks_machine=True)
    turn.say("person.machine")
    turn.listen(question)
    return True


def _told_which(turn: Turn, text: str, meaning: Understanding) -> bool:
    """The answer to whether it is an assistant; anything that answers the open question is left to it.

    A yes to this agrees to no recording: that is asked once more.
    """
    if is_said_by_machine(text):
        end_at_machine(turn, Disposition.CALL_ASSISTANT)
        return True
    is_yes = meaning.action is Action.ACCEPT and meaning.value == "yes"
    is_person = is_said_by_person(text) and turn.state.stage is not Stage.PERSON
    if is_person or says_no_machine(text) or (is_yes and agrees_to_nothing(turn)):
        turn.change(first_words=())
        reopen(turn)
        return True
    return False


def agrees_to_nothing(turn: Turn) -> bool:
    """Whether what was asked last is not the consent that is open, but whether it is an assistant."""
    return turn.state.asks_machine and turn.state.stage is Stage.CONSENT


def first_words(text: str) -> Understanding:
    """What the first thing heard is."""
    return understand(QType.CALL_START, "", text, Context())


def end_if_machine(turn: Turn, meaning: Understanding) -> bool:
    """End the call when a machine speaks; nothing about the patient is left with one."""
    match meaning.intent:
        case Intent.ANNOUNCEMENT:
            _announcement(turn, str(meaning.value))
        case Intent.VOICEMAIL:
            turn.request(FollowUpAction.REDIAL_SCHEDULED)
            conclude(turn, Disposition.VOICEMAIL)
        case Intent.CALL_ASSISTANT:
            turn.request(FollowUpAction.REDIAL_SCHEDULED)
            conclude(turn, Disposition.CALL_ASSISTANT, goodbye="closing.call_assistant")
        case _:
            return False
    return True


def end_at_machine(turn: Turn, kind: Disposition) -> None:
    """End the call at a machine that was told by a full phrase."""
    if kind is Disposition.CALL_ASSISTANT:
        end_if_machine(turn, Understanding(Action.ROUTE, Intent.CALL_ASSISTANT))
    elif kind is Disposition.VOICEMAIL:
        end_if_machine(turn, Understanding(Action.ROUTE, Intent.VOICEMAIL))
    else:
        _announcement(turn, kind.value)


def _announcement(turn: Turn, value: str) -> None:
    found = next((each for each in _CARRIER if each.value == value), Disposition.UNREACHABLE)
    if found in _FINAL_NUMBERS:
        turn.request(FollowUpAction.NUMBER_MARKED_INVALID)
    if found not in _NOT_REDIALED:
        turn.request(FollowUpAction.REDIAL_SCHEDULED)
    conclude(turn, found)
