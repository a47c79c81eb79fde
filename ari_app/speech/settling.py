"""Deciding what was said and how far to trust it: homophones mended, look-alikes weighed against the audio.

The figures were tuned on four voices and checked on four others (docs/figures/speech.md).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from ari_app.core.vocabulary import QType
from ari_app.dialogue.commands import Expectation
from ari_app.language.expectation import danger_phrases
from ari_app.language.hot_words import with_hot_words
from ari_app.language.phonetic import Repair, repair
from ari_app.language.several import names_several
from ari_app.speech.candidates import (
    NUMBER_TYPES,
    SCORE_TYPES,
    candidates,
    ends_with_degrees,
    has_dangling_sound,
    is_whole_degree,
    near_danger,
    with_tenths,
)
from ari_app.speech.latin_terms import with_latin_terms
from ari_app.speech.short_words import TAKEN, rescued, settles_as_heard
from ari_app.speech.weighing import Scorer, Settled, Weighed, confidence_of, weigh
from ari_app.speech.whisper_engine import Decoding

FREE_TYPES = frozenset({QType.OPEN_TEXT, QType.GLOBAL, QType.CALL_START})
_PLAIN_LENGTH = 6
# 吃不下 and 吃不香 are two answers: short words are always weighed
_PLAIN_CHOICE_LENGTH = 4
# words of correction that the recognizer writes as another word, which is no answer to any closed question
_MISHEARD = {"部队": "不对", "部第": "不对"}
# 没有 of three voices in eight; 美 alone would say that a wound is fine
_MISHEARD_ALONE = {"美容": "没有"}
# The telephone's band cuts the hiss of 是: it comes as 心 or 信, which nobody answers to "is it you". Whole utterances
# only; how far they are trusted is weighed against the audio like everything else.
_MISHEARD_WHOLE = {
    QType.PERSON_CONFIRM: {"我心": "我是", "我信": "我是", "我不信": "我不是", "我又是": "我就是"},
}
SURE = 0.60
"""What an item takes without reading it back."""
# below it
SEVERAL = 0.55
_PLAIN_LOGPROB = -0.5
_SHORT = 5
# Log odds: what a nat of margin, of acoustic doubt, of distance in sound and of swallowed sounds are worth.
_PER_MARGIN = 0.45
_MOST_MARGIN = 8.0
_PER_LOGPROB = 1.2
PER_DISTANCE = -2.0
_SHORTENED = -1.6
_PART_LOST = -4.0
_LOOPED = -1.0
_PLAIN = 2.0
_RESCUE_MARGIN = 3.5
_RESCUE_LOST = 8.0
_NUMBER_RESIZED = -2.5
_BEFORE_FEN = "零一二两三四五六七八九十半几"
_SCORE_ENDINGS = ("吧", "左右", "个", "点", "呢", "啊")
_PARTICLES = "吧了呢"
_ODD_PERCENT = re.compile(r"百分之[一二三四五六七八九百]$")
# 百分九五 was 百分之五十: without its 之 the first digit may be the 之
_TORN_PERCENT = re.compile(r"百分(?!之)")
# Nats per character that a danger phrase may fit worse than the free text; others lose more than two.
_DANGER_LOST = 1.8
_SHORT_DANGER_LOST = 0.4
_SHORT_DANGER_FIT = -2.0


def settle(decoding: Decoding, expectation: Expectation | None, score: Scorer, silence: Scorer) -> Settled:
    """Settle one decoded utterance for the open question; `score` weighs phrases against its audio.

    `silence` weighs them against a line on which nobody speaks.

    Clean speech that fits nothing keeps its words, with the trust its sound deserves.
    """
    if not decoding.text:
        return Settled("", 0.0)
    if expectation is None or expectation.qtype in FREE_TYPES:
        return with_latin_terms(named(_free(decoding, score), expectation), expectation, score)
    text = _MISHEARD_ALONE.get(decoding.text, decoding.text)
    text = _MISHEARD_WHOLE.get(expectation.qtype, {}).get(text, text)
    decoding = replace(decoding, text=as_meant(text))
    settled = _settle_closed(decoding, expectation, score, silence)
    if names_several(expectation.qtype, settled.text, dict(expectation.options)):
        return replace(settled, confidence=min(settled.confidence, SEVERAL))
    return settled


def named(settled: Settled, expectation: Expectation | None) -> Settled:
    """A free answer with the names that are expected in it put right by their sound; any other as it is."""
    if expectation is None or expectation.qtype is not QType.OPEN_TEXT:
        return settled
    return replace(settled, text=with_hot_words(settled.text, expectation.hot_words))


def as_meant(text: str) -> str:
    """The text of an answer to a closed question, words of correction that are always misheard put right."""
    for heard, meant in _MISHEARD.items():
        text = text.replace(heard, meant)
    return text


def _settle_closed(decoding: Decoding, expectation: Expectation, score: Scorer, silence: Scorer) -> Settled:
    raw = decoding.text
    if settles_as_heard(expectation, raw):
        return _free(decoding, score)
    options = dict(expectation.options)
    mended = repair(expectation.qtype, raw, expectation.phrases, options)
    sensible = weigh(expectation, mended.text, 0.0).sensible
    if sensible and _is_plain(expectation.qtype, decoding, mended):
        return Settled(mended.text, confidence_of(_PLAIN + _PER_LOGPROB * decoding.avg_logprob))
    texts = candidates(expectation.qtype, raw, mended.text, expectation.phrases)
    scores = score(texts)
    weighed = [weigh(expectation, *one) for one in zip(texts, scores, strict=True)]
    if sensible:
        text = _with_tenth(expectation.qtype, mended.text, weighed)
        judged = _judge(expectation.qtype, decoding, mended, text, weighed)
        if not mended.repaired or judged.confidence >= SURE:
            return judged
        return rescued(decoding, expectation, score, silence, mended.text) or judged
    number = _rescue(expectation.qtype, decoding, mended, weighed)
    if number and expectation.qtype not in SCORE_TYPES and not expectation.read_back:
        return number
    free = _free(decoding, score)
    short = None if free.alternatives else rescued(decoding, expectation, score, silence)
    if expectation.read_back:
        return short or number or free
    if number is None or (short and short.text not in number.text):
        return short or free
    # a score that both find is as sure as its sound; one that only the first finds is read back
    return number if short else replace(number, confidence=min(number.confidence, TAKEN))


def _is_plain(qtype: QType, decoding: Decoding, mended: Repair) -> bool:
    """Long, clear words of a kind that no minimal pair can turn round need no weighing."""
    if qtype in NUMBER_TYPES or mended.repaired or decoding.looped:
        return False
    least = _PLAIN_CHOICE_LENGTH if qtype is QType.CHOICE else _PLAIN_LENGTH
    return decoding.avg_logprob > _PLAIN_LOGPROB and len(decoding.text) > least


def _judge(
    qtype: QType, decoding: Decoding, mended: Repair, text: str, weighed: Sequence[Weighed]
) -> Settled:
    own = next(one for one in weighed if one.text == text)
    unsaid = mended.text if text != mended.text and mended.text[-1] not in _PARTICLES else ""
    rivals = [
        one for one in weighed if one.meaning != own.meaning and one.text != unsaid and _is_rival(text, one)
    ]
    best = max((one.score for one in weighed if one.meaning == own.meaning), default=own.score)
    margin = min(best - max((one.score for one in rivals), default=-math.inf), _MOST_MARGIN)
    odds = _PER_MARGIN * margin + _PER_LOGPROB * decoding.avg_logprob
    if mended.repaired and text == mended.text:
        odds += PER_DISTANCE * mended.distance
    odds += swallowed(qtype, decoding.text, text)
    if decoding.looped:
        odds += _LOOPED
    return Settled(text, confidence_of(odds))


def swallowed(qtype: QType, raw: str, text: str) -> float:
    """What it costs that a numeral may have been lost: 度五 is heard as 度, 八十 as 八, 七八分 as 七分."""
    if qtype is QType.TEMPERATURE and is_whole_degree(text):
        return _SHORTENED if ends_with_degrees(text) and ends_with_degrees(raw) else _PART_LOST
    if qtype is QType.TEMPERATURE and has_dangling_sound(raw):
        return _SHORTENED
    if qtype is QType.BIRTH_MD and text.startswith(("一月", "二月", "十月")):
        return _SHORTENED
    if qtype is QType.ADHERENCE_PCT and _TORN_PERCENT.search(text):
        return _PART_LOST
    if qtype is QType.ADHERENCE_PCT and (text != raw or _ODD_PERCENT.search(text)):
        return _NUMBER_RESIZED
    if qtype in SCORE_TYPES and (len(text) < len(raw) and text not in raw or _is_odd_score(text)):
        return _NUMBER_RESIZED
    return 0.0


def _is_odd_score(text: str) -> bool:
    """A numeral among words that are no part of any way to give a score (七大分 was 七八分)."""
    if "分" in text:
        return text[text.index("分") - 1] not in _BEFORE_FEN
    return len(text) > 2 and not text.endswith(_SCORE_ENDINGS)


def _rescue(qtype: QType, decoding: Decoding, mended: Repair, weighed: Sequence[Weighed]) -> Settled | None:
    """A short number that no homophone explains, but that one phrase fits far better than all others."""
    size = len(decoding.text)
    fitting = [one for one in weighed if one.answers and len(one.text) == size]
    if qtype not in NUMBER_TYPES or size > _SHORT or not fitting:
        return None
    top = max(fitting, key=lambda one: one.score)
    rivals = [one.score for one in fitting if one.meaning != top.meaning]
    lost = max(one.score for one in weighed) - top.score
    if not rivals or top.score - max(rivals) < _RESCUE_MARGIN or lost > _RESCUE_LOST:
        return None
    if swallowed(qtype, top.text, top.text):
        return None
    return _judge(qtype, decoding, mended, top.text, fitting)


def _free(decoding: Decoding, score: Scorer) -> Settled:
    """The words as heard; with each danger phrase in them that the audio fits nearly as well, as alternatives.

    Whole sentences: 医生说要是胸口疼 stays what a doctor said, and 没有晕倒 stays denied.
    """
    spliced = near_danger((decoding.text,), danger_phrases())
    own, *others = score((decoding.text, *spliced)) if spliced else (0.0,)
    likely = tuple(
        text
        for (text, phrase), fit in zip(spliced.items(), others, strict=True)
        if _fits(text, phrase, fit, own)
    )
    return Settled(decoding.text, math.exp(decoding.avg_logprob), likely)


def _fits(text: str, phrase: str, fit: float, own: float) -> bool:
    """Two syllables alone turn up in many a noise, so 救命 and 想死 must fit as well as what was heard."""
    lost = (own - fit) / len(phrase)
    if len(phrase) > 2:
        return lost <= _DANGER_LOST
    return lost <= _SHORT_DANGER_LOST and fit / len(text) >= _SHORT_DANGER_FIT


def _with_tenth(qtype: QType, text: str, weighed: Sequence[Weighed]) -> str:
    """`text`; a temperature with one more sound after its degrees gets the tenth that fits best."""
    if qtype is not QType.TEMPERATURE or not has_dangling_sound(text):
        return text
    tenths = set(with_tenths(text))
    fitting = [one for one in weighed if one.text in tenths]
    return max(fitting, key=lambda one: one.score).text if fitting else text


def _is_rival(text: str, other: Weighed) -> bool:
    """Whether `other` could have been said instead of `text`.

    Sums of log probabilities compare phrases of about the same length only, and the free decode has already
    heard that more follows than a mere beginning of `text`.
    """
    begins = len(other.text) < len(text) and text.startswith(other.text)
    return other.sensible and not begins and abs(len(other.text) - len(text)) <= 1
