"""When to call again."""

from __future__ import annotations

from ari_app.core.vocabulary import Action, Disposition, FollowUpAction, MissingReason, QType
from ari_app.dialogue.asking import ask_again, lead_for
from ari_app.dialogue.ending import conclude
from ari_app.dialogue.moment import spoken_moment
from ari_app.dialogue.prompt_book import prompt
from ari_app.dialogue.question import Question, Reply
from ari_app.dialogue.turn import Turn

CODE = "later"


def open(turn: Turn) -> None:
    """Ask for a better time."""
    turn.change(open_code=CODE, times_asked=1)
    found = question(turn)
    turn.say_sentences("later.ask", found.ask)
    turn.listen(found)


def question(turn: Turn) -> Question:
    """A day and a time."""
    return Question(
        code=CODE,
        qtype=QType.RESCHEDULE,
        ask=prompt(turn.script, "later.ask").sentences,
        again=prompt(turn.script, "later.again").sentences,
    )


def answer(turn: Turn, reply: Reply) -> None:
    """Take the time; one that stays unclear is left to the calling plan."""
    moment = spoken_moment(reply.meaning.value) if reply.meaning.action is Action.ACCEPT else None
    if moment is not None:
        turn.request(FollowUpAction.REDIAL_SCHEDULED, moment)
        conclude(turn, Disposition.CALLBACK_SCHEDULED, goodbye="later.noted")
    elif reply.meaning.action is Action.REASK and turn.state.times_asked < 2:
        ask_again(turn, lead_for(reply.meaning.intent), MissingReason.DONT_KNOW)
    else:
        unsettled(turn, MissingReason.DONT_KNOW)


def unsettled(turn: Turn, reason: MissingReason) -> None:
    """No time was named: the calling plan decides."""
    turn.request(FollowUpAction.REDIAL_SCHEDULED)
    conclude(turn, Disposition.CALLBACK_SCHEDULED, goodbye="later.soon")
