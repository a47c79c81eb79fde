"""Asking and asking again: at most three times, the key pad from the second ask after silence."""

from __future__ import annotations

from ari_app.core.vocabulary import Intent, MissingReason
from ari_app.dialogue.question import HOLD_SECONDS, Question
from ari_app.dialogue.state import Stage
from ari_app.dialogue.turn import Turn

MOST_ASKS = 3
MOST_SILENCES = 3
MOST_PAUSES = 2

_LEADS = {
    Intent.RANGE: "reask.exact",
    Intent.BOUND: "reask.exact",
    Intent.AMBIGUOUS: "reask.sure",
    Intent.QUALITATIVE: "reask.quality",
    Intent.OUT_OF_RANGE: "reask.range",
    Intent.INVALID: "reask.range",
    Intent.PARTIAL: "reask.whole",
    Intent.MULTIPLE: "reask.one",
    Intent.LUNAR: "verify.lunar",
    Intent.OUT_OF_WINDOW: "appointment.outside",
}


def ask(turn: Turn, question: Question) -> None:
    """Ask a question for the first time."""
    asked = turn.state.asked
    turn.change(
        open_code=question.code,
        times_asked=1,
        silences=0,
        unclear=0,
        low=0,
        pauses=0,
        asked_which=False,
        cry_doubted=False,
        cry_begun=False,
        pending=None,
        half=None,
        asks_machine=False,
        asked=asked if question.code in asked else (*asked, question.code),
    )
    turn.say_sentences(question.code, question.ask, protected=question.protected, manner=question.manner)
    turn.listen(question)


def lead_for(intent: Intent) -> str:
    """What is said before a question is asked again."""
    return _LEADS.get(intent, "reask.sorry")


def ask_again(turn: Turn, lead: str, reason: MissingReason, *, full: bool = False) -> None:
    """Ask the open question once more, or give it up for `reason` when that was the third time.

    `full` repeats the first wording, as a patient who asked to hear it again wants.
    """
    question = turn.rules.question(turn)
    if question is None:
        return
    if turn.state.times_asked >= MOST_ASKS:
        turn.rules.unsettled(turn, reason)
        return
    turn.change(times_asked=turn.state.times_asked + 1, pending=None)
    turn.say(lead)
    _say_again(turn, question, full)
    if turn.state.silences or turn.state.low:
        turn.say_sentences(f"{question.code}.keys", question.keys)
    turn.listen(question)


def reopen(turn: Turn) -> None:
    """Ask the open question again after a break that was ours; it does not count as an ask."""
    question = turn.rules.question(turn)
    if question is None:
        return
    turn.change(pending=None)
    _say_again(turn, question, question.protected)
    turn.listen(question)


def _say_again(turn: Turn, question: Question, full: bool) -> None:
    turn.change(asks_machine=False)
    words, manner = (question.ask, question.manner) if full else (question.again, question.again_manner)
    turn.say_sentences(question.code, words, protected=question.protected, manner=manner)


def wait(turn: Turn) -> None:
    """The patient asked for a moment: listen longer, without asking again."""
    question = turn.rules.question(turn)
    if question is None:
        return
    if turn.state.pauses >= MOST_PAUSES:
        ask_again(turn, "reask.sorry", MissingReason.NO_INPUT)
        return
    turn.change(pauses=turn.state.pauses + 1)
    turn.say("control.hold")
    turn.listen(question, HOLD_SECONDS)


def is_asking(turn: Turn) -> bool:
    """Whether a question is open that a reply could answer."""
    return turn.state.open_code is not None and turn.state.stage not in {Stage.TRANSFER, Stage.OVER}
