"""Dangers that may have been told, too unsure for an alarm: asked for once, else left to a person."""

from __future__ import annotations

from ari_app.core.vocabulary import Flag, FollowUpAction
from ari_app.dialogue.state import Stage
from ari_app.dialogue.turn import Turn

CODES = {Flag.EMERGENCY: "suspected_emergency", Flag.SELF_HARM: "suspected_self_harm"}
"""The code of the question for each danger that can be asked for."""


def note_suspected(turn: Turn, suspected: tuple[Flag, ...]) -> None:
    """Have a danger asked for that may have been told at a questionnaire item: each at most once in a call.

    Before the items nothing of it is asked: it is not known who listens. What was raised already is being acted on.
    A second one that comes up before the first is settled is left to a person.
    """
    state = turn.state
    new = [flag for flag in suspected if flag in CODES and flag not in (*state.flags, *state.suspicions)]
    if not new or state.stage not in {Stage.ITEMS, Stage.SUSPICION}:
        return
    turn.change(suspicions=(*state.suspicions, new[0]))
    if state.suspected is None:
        turn.change(suspected=new[0])
    else:
        _queue(turn, new[0])


def waits_to_be_asked(turn: Turn) -> bool:
    """Whether a suspected danger has not been asked for yet."""
    return turn.state.suspected is not None and turn.state.stage is Stage.ITEMS


def leave_to_person(turn: Turn) -> None:
    """What is suspected and was not settled goes to a nurse, who hears the recording: the robot decides nothing."""
    flag = turn.state.suspected
    if flag is None:
        return
    turn.change(suspected=None)
    if flag not in turn.state.flags:
        _queue(turn, flag)


def _queue(turn: Turn, flag: Flag) -> None:
    turn.request(FollowUpAction.REVIEW_QUEUE, CODES[flag])
    turn.request(FollowUpAction.HUMAN_REVIEW)
