"""A danger that may have been told: asked for in one plain question, so that what was misheard alarms nobody."""

from __future__ import annotations

import re
from dataclasses import replace

from ari_app.core.vocabulary import Action, Flag, InputSource, MissingReason, QType
from ari_app.dialogue.asking import ask_again
from ari_app.dialogue.front_question import front_question
from ari_app.dialogue.lone_cry import outlasts_question
from ari_app.dialogue.question import LOW_CONFIDENCE, Question, Reply
from ari_app.dialogue.risk import review
from ari_app.dialogue.state import Stage
from ari_app.dialogue.suspecting import CODES, leave_to_person
from ari_app.dialogue.turn import Turn
from ari_app.language.understanding import Value

MOST_ASKS = 2
# a yes that may be none costs a call by a nurse, a no that may be none a life
_LEAST_SURE_YES = 0.3
# 有 and 是 agree alike, whatever follows; 有点睡不着 tells of something else
_YES = re.compile("[嗯啊唉哎，]*(?:有(?![点些没]|一点|什么|啥)|有一?点+$|[是对](?!不)|想过|偶尔|经常)")
# 想过 没用 is no no, nor is 伤口不疼 one to a wish to die
_IN_PART = re.compile("[嗯啊唉哎，]*(?:有过|想过|偶尔|经常)")
_OF_THE_BODY = re.compile("[疼痛烧晕吐咳肿痒血渗喘]")


def open(turn: Turn) -> None:
    """Ask."""
    asked = _question(turn)
    turn.change(open_code=asked.code, times_asked=1)
    turn.say_sentences(asked.code, asked.ask, manner=asked.manner)
    turn.listen(asked)


def question(turn: Turn) -> Question | None:
    """Whether there is such a danger; yes and no in this order on the key pad."""
    return None if turn.state.suspected is None else _question(turn)


def answer(turn: Turn, reply: Reply) -> None:
    """A yes is the danger, a no leads back to the open item; what stays unclear is left to a person."""
    said = _said(turn, reply)
    if said == "yes":
        turn.note_flags((_suspected(turn),))
        turn.change(suspected=None)
        if not review(turn):
            turn.enter(Stage.ITEMS)
    elif said == "no" and not reply.is_below(LOW_CONFIDENCE):
        turn.change(suspected=None)
        turn.enter(Stage.ITEMS)
    elif turn.state.times_asked < MOST_ASKS:
        ask_again(turn, "reask.sorry", MissingReason.LOW_CONFIDENCE)
    else:
        unsettled(turn, MissingReason.LOW_CONFIDENCE)


def _said(turn: Turn, reply: Reply) -> Value:
    """`yes` or `no`; None for what is neither: 就是伤口有点疼 is no yes to what was asked."""
    meaning = reply.meaning
    if meaning.action is Action.ACCEPT and reply.source is InputSource.KEYPAD:
        return meaning.value
    if meaning.action is Action.ACCEPT and meaning.value == "no":
        speaks_of_body = _suspected(turn) is Flag.SELF_HARM and _OF_THE_BODY.search(reply.text)
        return None if speaks_of_body or _IN_PART.match(reply.text) else "no"
    return "yes" if _YES.match(reply.text) else None


def unsettled(turn: Turn, reason: MissingReason) -> None:
    """Neither yes nor no: a person looks at it, and the questions go on."""
    if outlasts_question(turn):
        return
    leave_to_person(turn)
    turn.enter(Stage.ITEMS)


def _question(turn: Turn) -> Question:
    asked = front_question(turn.script, CODES[_suspected(turn)], QType.YES_NO, key_digits=1)
    return replace(asked, confidence_floor=_LEAST_SURE_YES)


def _suspected(turn: Turn) -> Flag:
    flag = turn.state.suspected
    if flag is None:
        raise ValueError("nothing is suspected")
    return flag
