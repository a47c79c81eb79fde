"""One short word that was heard as another (没有 as 美容, 两分 as 辣椒): what it may have been, by the audio.

A recognizer that was taught with whole sentences writes a lone word as whatever it has read most. So each phrase counts
by how much likelier the audio makes it than silence does: what is rare in writing is no less often said over a
telephone. The limits were set by measurement (docs/figures/speech.md, docs/decisions/0014-short-words.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from ari_app.core.vocabulary import QType
from ari_app.dialogue.commands import Expectation
from ari_app.language.syllables import distance, syllables
from ari_app.language.yes_no import Form, form_of
from ari_app.speech.candidates import MAX_CANDIDATES, SCORE_TYPES
from ari_app.speech.weighing import Scorer, Settled, Weighed, weigh
from ari_app.speech.whisper_engine import Decoding

LONGEST = 4
"""Characters of what was heard; more than that is no lone word, unless the recognizer went round in a loop."""
TAKEN = 0.55
"""The confidence of what is taken: it is read back before it counts."""

# who it is and what somebody agrees to is asked again until it is heard
_STRICT = frozenset({QType.PERSON_CONFIRM, QType.CONSENT, QType.ID_TAIL, QType.BIRTH_MD})
_CLOSED = SCORE_TYPES | {QType.YES_NO, QType.CHOICE}
_CONTROL = ("再说一遍", "疼", "不想说了", "等一下", "什么")
_AGREED = ("对的", "对", "是的")
_DENIED = ("不对", "不是", "错了")
_READ_BACK = (*_AGREED, *_DENIED, "有", "有的", "没有", "嗯")
_EXISTENCE = ("有", "有的", "有一点", "没有", "没", "对", "是的", "不是", "不对", "要的")
_AGREEMENT = ("要的", "需要", "可以", "对的", "不用", "不要", "不是", "没有", "有", "有的")
_SCORES = (*(f"{digit}分" for digit in "零一两三四五六七八九十"), "疼", "什么", "没有", "不对")
# over a telephone one is heard for the other with any margin
_TWINS = frozenset({"六分", "九分"})
# 莫微以下 was no 没
_LONGER = 1
_CHOICES = 9
_LONGEST_CHOICE = 5


@dataclass(frozen=True, slots=True)
class _Limits:
    """In nats: how far above another meaning, above silence, and at most below what was heard.

    `gain` and `lost` are per character.
    """

    margin: float
    gain: float
    lost: float


_YES_NO_LIMITS = _Limits(margin=2.0, gain=0.8, lost=2.5)
_SCORE_LIMITS = _Limits(margin=2.0, gain=0.6, lost=4.5)
_CHOICE_LIMITS = _Limits(margin=5.0, gain=3.0, lost=3.0)
# a yes to what was read back is stored as it stands
_AGREED_LIMITS = _Limits(margin=3.0, gain=1.5, lost=2.0)


def settles_as_heard(expectation: Expectation, text: str) -> bool:
    """Whether `text` is a yes or no to what was read back, whatever the question's own answers are."""
    return expectation.read_back and expectation.qtype not in _STRICT and text in {*_AGREED, *_DENIED}


def rescued(
    decoding: Decoding, expectation: Expectation, score: Scorer, silence: Scorer, mended: str = ""
) -> Settled | None:
    """The one phrase that the audio of a short, senseless text fits far better than all of other meanings.

    `silence` scores the same phrases on a line on which nobody speaks; `mended` sounds like the text, if anything does.
    """
    if len(decoding.text) > (2 * LONGEST if decoding.looped else LONGEST):
        return None
    phrases = phrases_for(expectation, decoding.text)
    if not phrases:
        return None
    if mended and mended not in phrases:
        phrases = (*phrases[: MAX_CANDIDATES - 2], mended)
    texts = tuple(dict.fromkeys((decoding.text, *phrases)))
    scores = dict(zip(texts, score(texts), strict=True))
    heard, fits = scores[decoding.text], [scores[phrase] for phrase in phrases]
    gains = [fit - quiet for fit, quiet in zip(fits, silence(phrases), strict=True)]
    weighed = [_weigh(expectation, *one) for one in zip(phrases, gains, strict=True)]
    text = _clearest(expectation, heard, weighed, fits)
    if text is None or (len(decoding.text) - len(text) > _LONGER and not decoding.looped):
        return None
    return Settled(text, TAKEN)


def _clearest(
    expectation: Expectation, heard: float, weighed: Sequence[Weighed], fits: Sequence[float]
) -> str | None:
    """The answer that gains most on silence, where it does so clearly; `heard` and `fits` are log probabilities."""
    top = max((one for one in weighed if one.answers), key=lambda one: one.score, default=None)
    if top is None or top.text in _TWINS:
        return None
    limits = _limits(expectation, top.text)
    margin = top.score - max((one.score for one in weighed if one.meaning != top.meaning), default=top.score)
    # 没 and 没有 vouch for each other
    alike = [(one, fit) for one, fit in zip(weighed, fits, strict=True) if one.meaning == top.meaning]
    said, fit = max(alike, key=lambda one: one[1])
    gain = max(one.score / len(one.text) for one, _ in alike)
    lost = min((heard - fit) / len(one.text) for one, fit in alike)
    # a long phrase gains most on silence: what is taken must be the likeliest by its sound alone as well
    if fit < max(fits) or margin < limits.margin or gain < limits.gain or lost > limits.lost:
        return None
    return said.text


def phrases_for(expectation: Expectation, heard: str) -> tuple[str, ...]:
    """What may have been said where `heard` makes no sense, with opposites and requests that are no answers.

    One less than MAX_CANDIDATES at most; none where nothing is ever put in the place of what was heard.
    """
    if expectation.qtype in _STRICT:
        return ()
    found: tuple[str, ...]
    if expectation.read_back:
        found = (*_READ_BACK, *_CONTROL)
    elif expectation.qtype in SCORE_TYPES:
        found = _SCORES
    elif expectation.qtype is QType.CHOICE:
        found = (*_choices(expectation, heard), *_CONTROL)
    elif expectation.qtype is QType.YES_NO:
        is_existence = form_of(expectation.question) is Form.EXISTENCE
        found = (*(_EXISTENCE if is_existence else _AGREEMENT), *_CONTROL)
    else:
        return ()
    return tuple(dict.fromkeys(found))[: MAX_CANDIDATES - 1]


def _choices(expectation: Expectation, heard: str) -> list[str]:
    """What is nearest in sound to `heard` for each option, then the second nearest of each, and so on."""
    sounds = syllables(heard)
    short = [phrase for phrase in expectation.phrases if len(phrase) <= _LONGEST_CHOICE]
    by_meaning: dict[str, list[str]] = {}
    for phrase in sorted(short, key=lambda phrase: distance(sounds, syllables(phrase))):
        meant = weigh(expectation, phrase, 0.0)
        if meant.answers:
            by_meaning.setdefault(meant.meaning, []).append(phrase)
    return [phrase for row in zip_longest(*by_meaning.values()) for phrase in row if phrase][:_CHOICES]


def _weigh(expectation: Expectation, text: str, gain: float) -> Weighed:
    if expectation.read_back and text in _AGREED:
        return Weighed(text, gain, "agreed", sensible=True, answers=True)
    if expectation.read_back and text in _DENIED:
        return Weighed(text, gain, "denied", sensible=True, answers=True)
    meant = weigh(expectation, text, gain)
    # a sound of listening is none of the answers, also where it would do for a yes
    if text == "嗯" or expectation.read_back:
        return replace(meant, meaning=text, answers=False)
    return meant


def _limits(expectation: Expectation, text: str) -> _Limits:
    if expectation.read_back:
        return _AGREED_LIMITS if text in _AGREED else _YES_NO_LIMITS
    if expectation.qtype in SCORE_TYPES:
        return _SCORE_LIMITS
    return _CHOICE_LIMITS if expectation.qtype is QType.CHOICE else _YES_NO_LIMITS
