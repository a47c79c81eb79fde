"""Waiting while the patient is fetched; whoever comes is greeted anew."""

from __future__ import annotations

from ari_app.core.vocabulary import Disposition, FollowUpAction, MissingReason, QType
from ari_app.dialogue.ending import conclude
from ari_app.dialogue.prompt_book import prompt
from ari_app.dialogue.question import HOLD_SECONDS, Question, Reply
from ari_app.dialogue.state import Stage
from ari_app.dialogue.turn import Turn

_CODE = "person"
_MOST_RESTARTS = 2


def open(turn: Turn) -> None:
    """Thank and wait."""
    turn.change(open_code=_CODE, times_asked=1)
    turn.say("person.waiting")
    turn.listen(question(turn))


def question(turn: Turn) -> Question:
    """Anything at all that tells that somebody is there."""
    return Question(
        code=_CODE,
        qtype=QType.PERSON_CONFIRM,
        ask=prompt(turn.script, "person.ask").sentences,
        again=prompt(turn.script, "person.still_there").sentences,
        patience_seconds=HOLD_SECONDS,
    )


def answer(turn: Turn, reply: Reply) -> None:
    """Somebody is there: begin anew, with the notice."""
    greet_anew(turn)


def unsettled(turn: Turn, reason: MissingReason) -> None:
    """Nobody came."""
    give_up(turn)


def greet_anew(turn: Turn) -> None:
    """Greet whoever came to the phone; not for ever."""
    if turn.state.restarts >= _MOST_RESTARTS:
        give_up(turn)
        return
    turn.change(restarts=turn.state.restarts + 1)
    turn.enter(Stage.CONSENT)


def give_up(turn: Turn) -> None:
    """Try another time."""
    turn.request(FollowUpAction.REDIAL_SCHEDULED)
    conclude(turn, Disposition.PATIENT_UNAVAILABLE, goodbye="closing.unavailable")
