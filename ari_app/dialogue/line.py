"""What happens to the call itself: hung up, handed over, taken up again after a break, at its longest."""

from __future__ import annotations

from typing import assert_never

from ari_app.core.vocabulary import Disposition, FollowUpAction, MissingReason
from ari_app.dialogue.asking import is_asking, reopen
from ari_app.dialogue.controls import no_person
from ari_app.dialogue.ending import conclude
from ari_app.dialogue.events import HungUp, Reopened, TimeIsUp, TransferEnded
from ari_app.dialogue.machine import MACHINE_OUTCOMES
from ari_app.dialogue.risk import (
    crisis_alone,
    emergency_alone,
    is_in_danger,
    open_item_is_watched,
    was_in_danger,
)
from ari_app.dialogue.state import Stage, TransferReason
from ari_app.dialogue.turn import Turn

# what may not be lost of a goodbye: advice, and what to do at once
_LAST_WORDS = {
    Disposition.COMPLETED: "closing.completed",
    Disposition.EMERGENCY_ESCALATED: "emergency.alone",
}

LineEvent = HungUp | TransferEnded | Reopened | TimeIsUp


def line_changed(turn: Turn, event: LineEvent) -> None:
    """Deal with an event that nobody said."""
    match event:
        case HungUp():
            _hung_up(turn)
        case TransferEnded():
            _transfer_ended(turn, event)
        case Reopened():
            _reopened(turn)
        case TimeIsUp():
            _time_is_up(turn)
        case _:
            assert_never(event)


def _time_is_up(turn: Turn) -> None:
    if is_asking(turn) and not is_in_danger(turn):
        turn.request(FollowUpAction.REDIAL_SCHEDULED)
        conclude(turn, Disposition.PARTIAL, goodbye="closing.time_up")


def _hung_up(turn: Turn) -> None:
    state = turn.state
    if state.stage is Stage.RINGING:
        conclude(turn, Disposition.NO_ANSWER, gone=True)
        return
    ending = Disposition.PARTIAL
    if state.stage is Stage.CALLS_WISH:
        # he may have wished for no more calls: the robot places none, a person looks at it
        turn.request(FollowUpAction.HUMAN_TASK)
        conclude(turn, Disposition.REFUSED, rest=MissingReason.HANGUP, gone=True)
        return
    if open_item_is_watched(turn):
        turn.request(FollowUpAction.HUMAN_REVIEW)
    if state.transfer in {TransferReason.EMERGENCY, TransferReason.SELF_HARM}:
        turn.request(FollowUpAction.HUMAN_NOTIFIED)
        turn.request(FollowUpAction.CALLBACK_TASK)
        if state.transfer is TransferReason.EMERGENCY:
            ending = Disposition.EMERGENCY_ESCALATED
    elif not was_in_danger(turn):
        turn.request(FollowUpAction.REDIAL_SCHEDULED)
    conclude(turn, ending, rest=MissingReason.HANGUP, gone=True)


def _transfer_ended(turn: Turn, event: TransferEnded) -> None:
    reason = turn.state.transfer
    if reason is None:
        return
    if event.result == "connected":
        is_emergency = reason is TransferReason.EMERGENCY
        ending = Disposition.EMERGENCY_ESCALATED if is_emergency else Disposition.TRANSFERRED
        conclude(turn, ending, gone=True)
        return
    resume = turn.state.resume or Stage.ITEMS
    turn.change(transfer=None, resume=None, stage=resume)
    match reason:
        case TransferReason.EMERGENCY:
            emergency_alone(turn)
        case TransferReason.SELF_HARM:
            crisis_alone(turn)
        case TransferReason.ASKED:
            no_person(turn)
        case TransferReason.WOUND:
            turn.say("transfer.none")
            turn.request(FollowUpAction.CALLBACK_TASK)
            turn.enter(resume)
        case _:
            assert_never(reason)


def _reopened(turn: Turn) -> None:
    if turn.state.stage is Stage.RINGING:
        turn.enter(Stage.CONSENT)
        return
    turn.say("control.reopened")
    if turn.state.transfer is not None:
        turn.transfer(turn.state.transfer)
        return
    reopen(turn)


def part_again(turn: Turn) -> None:
    """The goodbye was cut off by a break that was ours: say it anew and hang up; the stored outcome stands."""
    outcome = turn.state.disposition
    if outcome is None:
        return
    if outcome not in MACHINE_OUTCOMES:
        turn.say("control.reopened")
        turn.say(_LAST_WORDS.get(outcome, "closing.again"))
    turn.hang_up()
