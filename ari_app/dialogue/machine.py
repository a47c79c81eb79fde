"""Answers that are no person's: carrier announcements, voicemail, call assistants."""

from __future__ import annotations

from ari_app.core.vocabulary import Action, Disposition, FollowUpAction, Intent, QType
from ari_app.dialogue.ending import conclude
from ari_app.dialogue.state import Stage
from ari_app.dialogue.turn import Turn
from ari_app.language.parser import understand
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
# later the patient has said who he is: whatever sounds like an announcement then is no answer of a machine
MACHINE_STAGES = frozenset({Stage.RINGING, Stage.CONSENT, Stage.PERSON})
# outcomes after which nobody is on the line to be spoken to
MACHINE_OUTCOMES = _CARRIER | {Disposition.VOICEMAIL, Disposition.CALL_ASSISTANT}


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
