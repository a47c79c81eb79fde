"""What a patient's wish about an appointment leads to."""

from __future__ import annotations

from ari_app.core.vocabulary import Disposition, FollowUpAction
from ari_app.dialogue.ending import conclude
from ari_app.dialogue.moment import Fit, fit_of, spoken_moment
from ari_app.dialogue.turn import Turn
from ari_app.language.understanding import Value
from ari_app.policy.windows import CLINIC_HOURS

_LEADS = {Fit.PAST: "later.past", Fit.OUTSIDE: "appointment.outside"}


def unfit_lead(turn: Turn, wish: Value) -> str | None:
    """What to say of a wished time at which nobody can be seen; None of one that can be kept."""
    return _LEADS.get(fit_of(wish, turn.script, turn.at, CLINIC_HOURS))


def write_back(turn: Turn, wish: Value) -> bool:
    """Have a moved or cancelled appointment written back. True when the call ends with it.

    After a cancellation nothing about that visit is asked any more.
    """
    if isinstance(wish, dict) and wish.get("keep") is True:
        return False
    asked = write_back_of(wish)
    if asked is not None:
        turn.request(*asked)
    turn.request(FollowUpAction.HUMAN_TASK)
    if asked is not None and asked[0] is FollowUpAction.CANCEL_WRITEBACK:
        conclude(turn, Disposition.COMPLETED, goodbye="closing.cancelled")
        return True
    turn.say("appointment.moved")
    return False


def write_back_of(wish: Value) -> tuple[FollowUpAction, str | None] | None:
    """What the appointment system is to be told, with the time where one was named; None for a visit that stands."""
    match wish:
        case {"keep": True}:
            return None
        case {"cancel": True}:
            return FollowUpAction.CANCEL_WRITEBACK, None
        case _:
            when = spoken_moment(wish)
            return None if when is None else (FollowUpAction.RESCHEDULE_WRITEBACK, when)
