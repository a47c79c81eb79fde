"""How a call ends: the gaps are filled with their reason, the note is written, the outcome is stored once."""

from __future__ import annotations

from ari_app.core.vocabulary import Disposition, MissingReason
from ari_app.dialogue.facts import CallConcluded
from ari_app.dialogue.noting import write_notes
from ari_app.dialogue.settled import gaps, settled_values
from ari_app.dialogue.state import Stage
from ari_app.dialogue.suspecting import leave_to_person
from ari_app.dialogue.turn import Turn
from ari_app.questionnaire.flow import is_enabled


def conclude(
    turn: Turn,
    disposition: Disposition,
    *,
    goodbye: str | None = None,
    rest: MissingReason = MissingReason.NOT_REACHED,
    gone: bool = False,
) -> None:
    """End the call. `rest` is the reason of every item not reached; `gone` when there is no one to hang up on.

    The outcome stands once it is stored: an end after a danger that was told during the goodbye only hangs up.
    """
    is_first = turn.state.disposition is None
    if is_first:
        leave_to_person(turn)
        _fill_gaps(turn, rest)
    if goodbye is not None and not gone:
        turn.say(goodbye)
    outcome = turn.state.disposition or disposition
    turn.change(disposition=outcome, stage=Stage.OVER, transfer=None, parting=not gone)
    turn.forget_question()
    if is_first:
        write_notes(turn)
        turn.establish(CallConcluded(turn.at, outcome))
    if not gone:
        turn.hang_up()


def _fill_gaps(turn: Turn, reason: MissingReason) -> None:
    for item in turn.script.questionnaire.items:
        state = turn.state
        values, missing = settled_values(state), gaps(state)
        if item.link_id in values or item.link_id in missing:
            continue
        if is_enabled(turn.script.questionnaire, item, values, state.flags):
            asked = state.times_asked if state.open_code == item.link_id else 0
            turn.leave_out(item.link_id, reason, asked)
