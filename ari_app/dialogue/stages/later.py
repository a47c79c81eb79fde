"""When to call again: a time that the patient names, within the calling hours."""

from __future__ import annotations

from ari_app.core.vocabulary import Action, Disposition, FollowUpAction, Intent, MissingReason, QType
from ari_app.dialogue.asking import ask_again, lead_for
from ari_app.dialogue.ending import conclude
from ari_app.dialogue.front_question import front_question
from ari_app.dialogue.moment import Fit, fit_of, spoken_moment
from ari_app.dialogue.question import Question, Reply
from ari_app.dialogue.state import Stage
from ari_app.dialogue.turn import Turn
from ari_app.language.understanding import Value

CODE = "later"
_LEADS = {Fit.OUTSIDE: "later.outside", Fit.PAST: "later.past", Fit.UNCLEAR: "reask.sorry"}


def open(turn: Turn) -> None:
    """Ask for a better time."""
    turn.change(open_code=CODE, times_asked=1)
    found = question(turn)
    turn.say("later.ask")
    turn.listen(found)


def question(turn: Turn) -> Question:
    """A day and a time."""
    return front_question(turn.script, CODE, QType.RESCHEDULE)


def wish(turn: Turn, value: Value, *, goodbye: str = "later.noted") -> None:
    """Take a wished time that fits; ask for one otherwise."""
    fit = fit_of(value, turn.script, turn.at)
    if fit is Fit.FITS:
        turn.request(FollowUpAction.REDIAL_SCHEDULED, spoken_moment(value))
        conclude(turn, Disposition.CALLBACK_SCHEDULED, goodbye=goodbye)
    elif turn.state.stage is Stage.LATER:
        ask_again(turn, _LEADS[fit], MissingReason.DONT_KNOW)
    elif fit is Fit.UNCLEAR:
        turn.enter(Stage.LATER)
    else:
        turn.change(stage=Stage.LATER)
        turn.forget_question()
        turn.change(open_code=CODE, times_asked=1)
        ask_again(turn, _LEADS[fit], MissingReason.DONT_KNOW)


def answer(turn: Turn, reply: Reply) -> None:
    """Take the time; one that stays unclear is left to the calling plan."""
    meaning = reply.meaning
    if meaning.action is Action.ACCEPT and fit_of(meaning.value, turn.script, turn.at) is not Fit.UNCLEAR:
        wish(turn, meaning.value)
    elif meaning.action is Action.REASK and turn.state.times_asked < 2:
        outside = meaning.intent is Intent.OUT_OF_WINDOW
        lead = _LEADS[Fit.OUTSIDE] if outside else lead_for(meaning.intent)
        ask_again(turn, lead, MissingReason.DONT_KNOW)
    else:
        unsettled(turn, MissingReason.DONT_KNOW)


def unsettled(turn: Turn, reason: MissingReason) -> None:
    """No time was named: the calling plan decides."""
    turn.request(FollowUpAction.REDIAL_SCHEDULED)
    conclude(turn, Disposition.CALLBACK_SCHEDULED, goodbye="later.soon")
