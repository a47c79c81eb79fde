"""The second identity factor. What was said is compared, never kept, never read back."""

from __future__ import annotations

from ari_app.core.vocabulary import (
    Action,
    Disposition,
    FollowUpAction,
    IdentityFactor,
    Intent,
    MissingReason,
    QType,
)
from ari_app.dialogue.asking import MOST_ASKS, ask, ask_again, lead_for
from ari_app.dialogue.ending import conclude
from ari_app.dialogue.facts import IdentityChecked
from ari_app.dialogue.front_question import front_question
from ari_app.dialogue.question import LONG_PATIENCE_SECONDS, Question, Reply
from ari_app.dialogue.state import Stage
from ari_app.dialogue.turn import Turn
from ari_app.language.keypad import parse_keys
from ari_app.language.parser import understand
from ari_app.language.understanding import Context, Understanding

Factors = tuple[tuple[IdentityFactor, str], ...]

_MOST_WRONG = 3
_BOTH = 2
_SHORTEST_FACTOR = 3
_LONGEST_BOTH = 24
CODE = "verify"


def open(turn: Turn) -> None:
    """Ask for the id tail or the birthday."""
    ask(turn, question(turn))


def question(turn: Turn) -> Question:
    """The last four of the id card, or the month and day of birth."""
    return front_question(
        turn.script, CODE, QType.ID_TAIL, key_digits=4, patience_seconds=LONG_PATIENCE_SECONDS
    )


def answer(turn: Turn, reply: Reply) -> None:
    """Compare what was said as an id tail and as a birthday; either match is enough."""
    for factor, value in reply.factors:
        matched = turn.script.identity.matches(factor, value)
        turn.establish(IdentityChecked(turn.at, factor, matched, reply.span))
        if matched:
            turn.change(verified=True, identified=True)
            turn.enter(Stage.DATA_CONSENT)
            return
    if reply.factors:
        _wrong(turn)
    elif reply.meaning.intent is Intent.REFUSE_QUESTION:
        unsettled(turn, MissingReason.REFUSE_QUESTION)
    else:
        ask_again(turn, lead_for(reply.meaning.intent), MissingReason.DONT_KNOW)


def unsettled(turn: Turn, reason: MissingReason) -> None:
    """Nothing clinical is said to somebody who could not be identified."""
    turn.request(FollowUpAction.HUMAN_TASK)
    conclude(turn, Disposition.VERIFY_FAILED, goodbye="closing.verify_failed")


def read(asked: str, text: str) -> tuple[Understanding, Factors]:
    """What `text` means as an identity answer, and the complete factors in it."""
    tail = understand(QType.ID_TAIL, asked, text, Context())
    birthday = understand(QType.BIRTH_MD, asked, text, Context())
    tail_says_more = tail.action is not Action.REASK or birthday.action is Action.REASK
    meaning = tail if tail_says_more and birthday.intent is not Intent.LUNAR else birthday
    found = _factors(tail, birthday) or _both(asked, text)
    return meaning, found


def read_keys(digits: str) -> Factors:
    """The complete factors in what was keyed: four digits may be either."""
    return _factors(parse_keys(QType.ID_TAIL, digits, {}), parse_keys(QType.BIRTH_MD, digits, {}))


def _both(asked: str, text: str) -> Factors:
    """Both factors said in one breath, in either order: the one place where two whole ones meet."""
    words = "".join(text.split())
    if "月" not in words or len(words) > _LONGEST_BOTH:
        return ()
    for cut in range(_SHORTEST_FACTOR, len(words) - _SHORTEST_FACTOR + 1):
        for tail, birthday in ((words[:cut], words[cut:]), (words[cut:], words[:cut])):
            if "月" not in birthday or "月" in tail:
                continue
            found = _factors(
                understand(QType.ID_TAIL, asked, tail, Context()),
                understand(QType.BIRTH_MD, asked, birthday, Context()),
            )
            if len(found) == _BOTH:
                return found
    return ()


def _factors(tail: Understanding, birthday: Understanding) -> Factors:
    meanings = ((IdentityFactor.ID_TAIL, tail), (IdentityFactor.BIRTH_MD, birthday))
    return tuple(
        (factor, meaning.value)
        for factor, meaning in meanings
        if meaning.action is Action.ACCEPT and isinstance(meaning.value, str)
    )


def _wrong(turn: Turn) -> None:
    turn.change(wrong=turn.state.wrong + 1)
    if turn.state.wrong >= _MOST_WRONG or turn.state.times_asked >= MOST_ASKS:
        unsettled(turn, MissingReason.DONT_KNOW)
        return
    ask_again(turn, "verify.wrong", MissingReason.DONT_KNOW)
