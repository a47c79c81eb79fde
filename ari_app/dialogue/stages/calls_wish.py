"""Whether no more calls are wanted or one at another time: asked where a lost 别 would turn the one into the other."""

from __future__ import annotations

from ari_app.core.vocabulary import (
    Action,
    Disposition,
    FollowUpAction,
    InputSource,
    MissingReason,
    QType,
)
from ari_app.dialogue.asking import ask_again
from ari_app.dialogue.controls import never_again
from ari_app.dialogue.ending import conclude
from ari_app.dialogue.prompt_book import prompt
from ari_app.dialogue.question import Question, Reply
from ari_app.dialogue.stages import later
from ari_app.dialogue.state import Stage
from ari_app.dialogue.turn import Turn
from ari_app.language.lost_no import CallsWish, wish_about_calls
from ari_app.language.parser import understand
from ari_app.language.understanding import Context, Value

CODE = "calls_wish"


def ask_for_wish(turn: Turn) -> None:
    """Ask what was meant; the question that was open is taken up again where neither was."""
    if turn.state.stage is Stage.CALLS_WISH:
        ask_again(turn, "reask.sorry", MissingReason.DONT_KNOW)
        return
    # whoever was fetched has agreed to nothing yet
    is_fetched = turn.state.stage is Stage.PERSON and turn.state.unclear > 0
    turn.change(resume=Stage.CONSENT if is_fetched else turn.state.stage)
    turn.enter(Stage.CALLS_WISH)


def open(turn: Turn) -> None:
    """Ask."""
    turn.change(open_code=CODE, times_asked=1)
    turn.say("calls_wish.ask")
    turn.listen(question(turn))


def question(turn: Turn) -> Question:
    """No more calls, or another time; in this order on the key pad."""
    asked = prompt(turn.script, "calls_wish.ask")
    return Question(
        code=CODE,
        qtype=QType.CHOICE,
        ask=asked.sentences,
        again=prompt(turn.script, "calls_wish.again").sentences,
        keys=prompt(turn.script, "calls_wish.keys").sentences,
        options={CallsWish.NEVER: "不再接到电话", CallsWish.ANOTHER_TIME: "换个时间再打"},
        key_digits=1,
    )


def answer(turn: Turn, reply: Reply) -> None:
    """Do as is wished; what stays unclear is asked again."""
    match _wish(reply):
        case CallsWish.NEVER:
            never_again(turn, reply)
        case CallsWish.ANOTHER_TIME:
            later.wish(turn, _named_time(turn, reply))
        case CallsWish.NEITHER:
            turn.enter(turn.state.resume or Stage.CONSENT)
        case None:
            ask_again(turn, "reask.sorry", MissingReason.DONT_KNOW)


def unsettled(turn: Turn, reason: MissingReason) -> None:
    """He may have wished for no more calls: the robot places none for this, and a person looks at it."""
    turn.request(FollowUpAction.HUMAN_TASK)
    conclude(turn, Disposition.REFUSED, goodbye="closing.refused", rest=MissingReason.REFUSE_CALL)


def _named_time(turn: Turn, reply: Reply) -> Value:
    """The other time, where it is named at once."""
    if reply.source is InputSource.KEYPAD:
        return None
    meaning = understand(QType.RESCHEDULE, "", reply.text, Context(now=turn.local_now))
    return meaning.value if meaning.action is Action.ACCEPT else None


def _wish(reply: Reply) -> CallsWish | None:
    if reply.source is InputSource.KEYPAD:
        return next((each for each in CallsWish if each == reply.meaning.value), None)
    return wish_about_calls(reply.text)
