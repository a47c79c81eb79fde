"""Back to a question whose answer went on: what a pause cut in two is understood as one, and what it did is undone.

Only for the questions before the first item: an agreement and an identity are never taken from half a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ari_app.core.vocabulary import Action, ConsentKind, IdentityFactor, Intent
from ari_app.dialogue.events import Before, Heard
from ari_app.dialogue.facts import ConsentTakenBack, IdentityChecked
from ari_app.dialogue.hearing import context_of, hear
from ari_app.dialogue.stages import verify
from ari_app.dialogue.state import Stage
from ari_app.dialogue.turn import Turn
from ari_app.language.beginnings import may_be_beginning
from ari_app.language.lost_no import is_mere_no
from ari_app.language.parser import understand
from ari_app.language.phrases import Phrases
from ari_app.language.understanding import Understanding

_WAY: Mapping[str, tuple[Stage, Stage]] = {
    "consent": (Stage.CONSENT, Stage.PERSON),
    "person": (Stage.PERSON, Stage.VERIFY),
    "data_consent": (Stage.DATA_CONSENT, Stage.ITEMS),
}
CODES = frozenset(_WAY)
_CONSENTS = {"consent": ConsentKind.RECORDING, "data_consent": ConsentKind.HEALTH_QUESTIONS}
_ASKS_WHETHER = Phrases("吗|么|不(可以|行)?吗?")
# a whole answer is taken back only for what says its opposite
_OPPOSITES = frozenset(
    {Intent.REFUSE_CALL, Intent.DNC, Intent.NOT_SELF, Intent.PROXY, Intent.WRONG_NUMBER, Intent.LATER}
)


def goes_on(turn: Turn, heard: Heard) -> bool:
    """Whether what was heard belongs to the answer before, and together they say something else."""
    before = heard.before
    if before is None or not _is_near(turn, before):
        return False
    alone, together = (
        _meaning(turn, before.code, before.text),
        _meaning(turn, before.code, _words(before, heard)),
    )
    if before.code in _CONSENTS and before.code == turn.state.open_code and is_mere_no(before.text):
        return True  # 不 … 可以 agrees to nothing
    if may_be_beginning(before.text):
        return together.action is not Action.ACCEPT or not _is_same(alone, together)
    if alone.action is not Action.ACCEPT:
        return False
    if before.code in _CONSENTS and _is_agreed_no_more(turn, heard, together):
        return True
    return any(_contradicts(alone, each) for each in (together, _meaning(turn, before.code, heard.text)))


def belongs_to_before(turn: Turn, heard: Heard) -> bool:
    """Whether it only completes the answer, and so answers nothing new: 好 … 的, 我是 … 李秀英."""
    before = heard.before
    if before is None or not _is_near(turn, before) or before.code == turn.state.open_code:
        return False
    if may_be_beginning(before.text):
        return True
    if before.code in _CONSENTS or _answers_now(turn, heard):
        return False
    return _is_same(
        _meaning(turn, before.code, before.text), _meaning(turn, before.code, _words(before, heard))
    )


def hear_whole(turn: Turn, heard: Heard) -> None:
    """Take the answer before back and deal with all of it."""
    before = heard.before
    assert before is not None
    asked_in, led_to = _WAY[before.code]
    if turn.state.stage is led_to:
        if (kind := _CONSENTS.get(before.code)) is not None:
            turn.establish(ConsentTakenBack(turn.at, kind))
        if before.code == "person":
            turn.establish(IdentityChecked(turn.at, IdentityFactor.NAME, False, heard.span))
        turn.change(stage=asked_in, informant=None if before.code == "person" else turn.state.informant)
        turn.forget_question()
        turn.change(open_code=before.code, times_asked=1)
    turn.change(unclear=0, pauses=0, asked_which=False)
    hear(
        turn,
        replace(
            heard,
            text=_words(before, heard),
            raw_text=_raw_words(before, heard),
            # 不 … 救命: what stood before it denies no danger
            alternatives=(*heard.alternatives, heard.text, heard.raw_text),
            code=None,
            before=None,
        ),
    )


def _is_near(turn: Turn, before: Before) -> bool:
    """Whether nothing but the answer before lies between its question and now."""
    return turn.state.stage in _WAY.get(before.code, ())


def _is_agreed_no_more(turn: Turn, heard: Heard, together: Understanding) -> bool:
    """Whether a consent is none with what follows, and that answers nothing else: 可以 … 吗, 同意 … 才怪."""
    if _ASKS_WHETHER.whole("".join(heard.text.split())):
        return True
    return together.action is Action.REASK and not _answers_now(turn, heard)


def _answers_now(turn: Turn, heard: Heard) -> bool:
    """Whether it says something to the question that is open by now, or at any time."""
    question = turn.rules.question(turn)
    if question is None:
        return False
    meaning = understand(question.qtype, question.text, heard.text, context_of(turn, question))
    is_factor = turn.state.stage is Stage.VERIFY and bool(verify.read(question.text, heard.text)[1])
    return meaning.action is not Action.REASK or is_factor


def _is_same(one: Understanding, other: Understanding) -> bool:
    return (one.action, one.value, one.scope) == (other.action, other.value, other.scope)


def _contradicts(answer: Understanding, meaning: Understanding) -> bool:
    if meaning.action is Action.ACCEPT:
        return not _is_same(answer, meaning)
    return meaning.intent in _OPPOSITES


def _words(before: Before, heard: Heard) -> str:
    return f"{before.text}，{heard.text}"


def _raw_words(before: Before, heard: Heard) -> str:
    return f"{before.text}，{heard.raw_text}"


def _meaning(turn: Turn, code: str, text: str) -> Understanding:
    """What `text` means as an answer to the question `code`, whichever is open now."""
    now = turn.state
    turn.change(stage=_WAY[code][0], open_code=code)
    question = turn.rules.question(turn)
    assert question is not None
    meaning = understand(question.qtype, question.text, text, context_of(turn, question))
    turn.change(stage=now.stage, open_code=now.open_code)
    return meaning
