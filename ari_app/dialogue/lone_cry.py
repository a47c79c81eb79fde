"""An emergency of two syllables, hardly heard where a yes or no was asked for: the question is asked once more first.

对的 comes over a telephone as 救命 at times (docs/figures/speech.md), and an emergency ends the questions. One short
question is all that a real one waits: the second cry counts however it is heard, and so do silence, words that nobody
understands, a wish for a person, and a patient who is gone. What only asks to hear the question again, or to wait,
settles nothing. Nor is a cry lost of which the recognizer told while it was said, and nothing when it was over.
"""

from __future__ import annotations

from ari_app.core.vocabulary import Action, Flag, FollowUpAction, Intent, MissingReason, QType
from ari_app.dialogue.asking import MOST_ASKS, ask_again
from ari_app.dialogue.events import Event, Heard, HungUp, NoInput, TimeIsUp
from ari_app.dialogue.question import Question
from ari_app.dialogue.risk import URGENT_FLAGS, is_in_danger, raise_alone, review
from ari_app.dialogue.state import Stage
from ari_app.dialogue.turn import Turn
from ari_app.language.lone_cry import is_lone_cry, tells_danger
from ari_app.language.understanding import Understanding

_YES_OR_NO = frozenset({QType.YES_NO, QType.CONSENT, QType.PERSON_CONFIRM})
_SETTLES_NOTHING = frozenset({Intent.REPEAT, Intent.LOUDER_SLOWER, Intent.HOLD_ON})


def is_doubtful(turn: Turn, question: Question | None, heard: Heard) -> bool:
    """Whether all the danger that was heard is such a cry, for the first time since the question was asked."""
    if question is None or not may_be_yes(turn, question) or URGENT_FLAGS & {*heard.by_sound}:
        return False
    is_sure = heard.confidence >= question.confidence_floor
    if is_sure and tells_danger(heard.text):
        return False
    told = [text for text in (heard.text, heard.raw_text, *heard.alternatives) if tells_danger(text)]
    return bool(told) and all(is_lone_cry(text) for text in told)


def is_unfinished(turn: Turn, question: Question | None, meaning: Understanding) -> bool:
    """Whether an utterance that began with such a cry ended in nothing that is understood."""
    if question is None or not may_be_yes(turn, question):
        return False
    return meaning.action is Action.REASK and not URGENT_FLAGS & {*meaning.flags}


def may_be_yes(turn: Turn, question: Question) -> bool:
    """Whether a yes or no is waited for that could be misheard, and may be asked for again."""
    state = turn.state
    is_open = not state.cry_doubted and state.times_asked < MOST_ASKS and not is_in_danger(turn)
    return is_open and (state.pending is not None or question.qtype in _YES_OR_NO)


def ask_first(turn: Turn) -> None:
    """Ask again what was asked."""
    turn.change(cry_doubted=True, cry_begun=False)
    ask_again(turn, "reask.sorry", MissingReason.LOW_CONFIDENCE)


def was_meant(turn: Turn, meaning: Understanding) -> bool:
    """After a doubtful cry: whether what follows leaves it standing. True when it was acted on."""
    if not turn.state.cry_doubted:
        return False
    if meaning.action is Action.ROUTE and meaning.intent in _SETTLES_NOTHING:
        return _is_last_ask(turn) and _act(turn)
    if meaning.action is Action.REASK or meaning.intent is Intent.HUMAN:
        return _act(turn)
    # there only a plain yes or no settles it
    turn.change(cry_doubted=turn.state.stage is Stage.SUSPICION)
    return False


def was_meant_by_keys(turn: Turn, meaning: Understanding) -> bool:
    """The same of keys: those that answer nothing leave it standing until the question is given up."""
    if not turn.state.cry_doubted:
        return False
    if meaning.action is Action.REASK:
        return _is_last_ask(turn) and _act(turn)
    turn.change(cry_doubted=False)
    return False


def outlasts_question(turn: Turn) -> bool:
    """The same where the open question is given up."""
    return turn.state.cry_doubted and _act(turn)


def outlasts_unheard(turn: Turn) -> bool:
    """The same where something was said and nothing heard; what was begun is asked for. True when that was all."""
    question = turn.rules.question(turn)
    if turn.state.cry_begun and question is not None and may_be_yes(turn, question):
        ask_first(turn)
        return True
    return turn.state.cry_doubted and _is_last_ask(turn) and _act(turn)


def outlasts(turn: Turn, event: Event) -> bool:
    """Whether a doubtful cry is acted on because nothing follows; true when nothing else is to be done."""
    is_open = turn.state.cry_doubted or turn.state.cry_begun
    if not is_open or not isinstance(event, NoInput | TimeIsUp | HungUp):
        return False
    turn.change(cry_doubted=False, cry_begun=False)
    if not isinstance(event, HungUp):
        return _act(turn)
    turn.note_flags((Flag.EMERGENCY,))
    raise_alone(turn)
    turn.request(FollowUpAction.HUMAN_NOTIFIED)
    turn.request(FollowUpAction.CALLBACK_TASK)
    return False


def _is_last_ask(turn: Turn) -> bool:
    return turn.state.times_asked >= MOST_ASKS


def _act(turn: Turn) -> bool:
    turn.change(cry_doubted=False)
    turn.note_flags((Flag.EMERGENCY,))
    return review(turn)
