"""Staying on the line with a patient in crisis whom no colleague could take: company, help lines, listening."""

from __future__ import annotations

from ari_app.core.vocabulary import Action, Disposition, MissingReason, QType
from ari_app.dialogue.ending import conclude
from ari_app.dialogue.prompt_book import prompt
from ari_app.dialogue.question import LONG_PATIENCE_SECONDS, Question, Reply
from ari_app.dialogue.turn import Turn

CODE = "crisis"
_MOST_EXCHANGES = 6


def open(turn: Turn) -> None:
    """Give the help lines and ask whether somebody is with the patient."""
    turn.change(open_code=CODE, times_asked=1)
    turn.say("self_harm.alone")
    turn.listen(question(turn))


def question(turn: Turn) -> Question:
    """Whether somebody is there; from then on whatever the patient wants to say."""
    asked = prompt(turn.script, "self_harm.alone").sentences
    return Question(
        code=CODE,
        qtype=QType.YES_NO if turn.state.times_asked <= 1 else QType.OPEN_TEXT,
        ask=asked,
        again=asked,
        patience_seconds=LONG_PATIENCE_SECONDS,
    )


def answer(turn: Turn, reply: Reply) -> None:
    """Listen on; nothing routine is asked."""
    key = "self_harm.listening"
    if turn.state.times_asked == 1 and reply.meaning.action is Action.ACCEPT:
        key = "self_harm.company" if reply.meaning.value == "yes" else "self_harm.no_company"
    _stay(turn, key)


def unsettled(turn: Turn, reason: MissingReason) -> None:
    """The patient does not speak any more: the help line once more, and the colleague's call."""
    conclude(turn, Disposition.CALLBACK_SCHEDULED, goodbye="self_harm.end")


def stay_silent(turn: Turn) -> None:
    """The patient is silent: say that somebody is still there."""
    _stay(turn, "self_harm.still_there")


def _stay(turn: Turn, key: str) -> None:
    if turn.state.times_asked >= _MOST_EXCHANGES:
        unsettled(turn, MissingReason.NO_INPUT)
        return
    turn.change(times_asked=turn.state.times_asked + 1)
    turn.say(key)
    turn.listen(question(turn))
