"""The conversation as a function of its script, its state and one event."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from ari_app.core.vocabulary import Disposition, FollowUpAction, MissingReason
from ari_app.dialogue.aside import hear_aside, is_aside
from ari_app.dialogue.asking import MOST_SILENCES, ask_again, is_asking
from ari_app.dialogue.confirmation import open_item
from ari_app.dialogue.ending import conclude
from ari_app.dialogue.events import (
    Answered,
    Event,
    Heard,
    HeardPartial,
    HungUp,
    KeysPressed,
    MachineHeard,
    NoInput,
    PromptEnded,
    Reopened,
    TimeIsUp,
    TransferEnded,
    Unheard,
)
from ari_app.dialogue.facts import PromptHeard
from ari_app.dialogue.going_back import belongs_to_before, goes_on, hear_whole
from ari_app.dialogue.hearing import hear, hear_parting, press
from ari_app.dialogue.line import line_changed, part_again
from ari_app.dialogue.lone_cry import outlasts
from ari_app.dialogue.overhearing import overhear
from ari_app.dialogue.risk import review
from ari_app.dialogue.script import Script
from ari_app.dialogue.stages import crisis
from ari_app.dialogue.stages.plan import STAGES
from ari_app.dialogue.state import Stage, State
from ari_app.dialogue.turn import Step, Turn
from ari_app.dialogue.unheard import stay_unheard

_MOST_SILENT_CHECKS = 2
# reasons that the patient gave; the rest was never put to him, or not heard
_SETTLED = frozenset(
    {
        MissingReason.NOT_MEASURED,
        MissingReason.DONT_KNOW,
        MissingReason.REFUSE_QUESTION,
        MissingReason.NOT_APPLICABLE,
    }
)


def start(script: Script, session_id: str, at: datetime, interrupted: State | None = None) -> State:
    """The state of a call that has not been answered yet.

    `interrupted` is where an earlier call of the same follow-up broke off: what it settled stands, and the
    questions go on at the first one that is open, once the person and the consents are checked anew.
    """
    state = State(session_id=session_id)
    if interrupted is None:
        return state
    return replace(
        state,
        answers=interrupted.answers,
        gaps=tuple(gap for gap in interrupted.gaps if gap.reason in _SETTLED),
        flags=interrupted.flags,
        raised=interrupted.raised,
        rules_applied=interrupted.rules_applied,
        scores=interrupted.scores,
    )


def advance(script: Script, state: State, event: Event) -> Step:
    """What `event` leads to. Pure; after the end only prompts that sounded and new dangers are still noted."""
    turn = Turn(script, state, event.at, STAGES)
    if state.stage is Stage.OVER and not isinstance(event, PromptEnded):
        return _after_the_end(turn, event)
    if outlasts(turn, event):
        return turn.step()
    match event:
        case Answered():
            if state.stage is Stage.RINGING:
                turn.enter(Stage.CONSENT)
        case Heard():
            _heard(turn, event)
        case Unheard():
            stay_unheard(turn, event)
        case HeardPartial() | MachineHeard():
            overhear(turn, event)
        case KeysPressed():
            press(turn, event)
        case NoInput():
            _silence(turn)
        case PromptEnded():
            _prompt_ended(turn, event)
        case HungUp() | TransferEnded() | Reopened() | TimeIsUp():
            line_changed(turn, event)
        case _:
            assert_never(event)
    return turn.step()


def _heard(turn: Turn, heard: Heard) -> None:
    """An answer to the open question, the rest of one before, or a word about something settled."""
    if goes_on(turn, heard):
        hear_whole(turn, heard)
    elif heard.before is not None and belongs_to_before(turn, heard):
        hear_aside(turn, replace(heard, code=heard.before.code))
    elif is_aside(turn, heard):
        hear_aside(turn, heard)
    else:
        hear(turn, heard)


def _after_the_end(turn: Turn, event: Event) -> Step:
    """While the goodbye sounds the patient can still be heard, and danger still outranks the end."""
    if not turn.state.parting:
        return Step(turn.state)
    match event:
        case Heard() | HeardPartial():
            hear_parting(turn, event)
        case Reopened():
            part_again(turn)
        case _:
            pass
    return turn.step()


def _prompt_ended(turn: Turn, event: PromptEnded) -> None:
    turn.establish(PromptHeard(event.at, event.command_id, event.heard_ms, event.completed, event.span))


def _silence(turn: Turn) -> None:
    turn.change(net_caught=False)
    if not is_asking(turn):
        return
    turn.change(silences=turn.state.silences + 1)
    if turn.state.stage is Stage.CRISIS:
        if turn.state.silences >= MOST_SILENCES:
            turn.rules.unsettled(turn, MissingReason.NO_INPUT)
        else:
            crisis.stay_silent(turn)
        return
    if turn.state.stage is Stage.LATER:
        turn.rules.unsettled(turn, MissingReason.NO_INPUT)
        return
    is_check = turn.state.stage in {Stage.CALLS_WISH, Stage.SUSPICION}
    if is_check and turn.state.silences >= _MOST_SILENT_CHECKS:
        turn.rules.unsettled(turn, MissingReason.NO_INPUT)
        return
    item = open_item(turn)
    if item is not None and not item.required:
        turn.rules.unsettled(turn, MissingReason.NO_INPUT)
        return
    if turn.state.silences >= MOST_SILENCES:
        _end_silent(turn)
        return
    ask_again(turn, "reask.silence", MissingReason.NO_INPUT)


def _end_silent(turn: Turn) -> None:
    code = turn.state.open_code
    if turn.state.stage is Stage.ITEMS and code is not None:
        turn.leave_out(code, MissingReason.NO_INPUT, turn.state.times_asked)
        turn.forget_question()
        review(turn)
    turn.request(FollowUpAction.REDIAL_SCHEDULED)
    conclude(turn, Disposition.NO_INPUT, goodbye="closing.no_input")
