"""How much of the prescribed medicine was taken, in percent."""

from __future__ import annotations

import re
from dataclasses import replace

from ari_app.core.vocabulary import Intent
from ari_app.language.adherence_words import (
    ALL_FORGOTTEN,
    ALL_TAKEN,
    BARE_FRAME,
    BARE_NONE,
    NO_MEDICINE,
    NOT_ALL,
    PARTLY,
)
from ari_app.language.number_words import CLASSIFIERS
from ari_app.language.numerals import DIGITS, Numeral, consecutive, find_numerals
from ari_app.language.phrases import Phrases
from ari_app.language.quantities import Measure, Quantity, quantities
from ari_app.language.readings import CERTAIN, LIKELY, WEAK, Asked, accept, missing, reask
from ari_app.language.settling import settle
from ari_app.language.shares import with_percents
from ari_app.language.understanding import Understanding

UNIT = "%"
_MEASURE = Measure(re.compile(r"%|成|个百分点|趴"), re.compile(rf"{CLASSIFIERS}|[分度样点]|星期|礼拜|毫"))
# 上星期忘过 这星期全吃了
_OTHER_WEEK = re.compile(
    r"^.{0,4}?(?:上+个?(?:星期|礼拜|周|月)|以前|原来|之前|刚出院|[早前头][些几]年|早先|年轻的?时候|从前)[^这现最]*(?=这[一个]?(?:星期|礼拜|周|回|次|阵|段)|现在|最近|如今)"
)
_RAN_OUT = re.compile(
    r"断顿|断货|断了?档|(?:药|吃)[我也都早已经全就]*(?:吃光|吃没|吃完)(?!饭)|[天]没药(?!吃的)|没药了|药没了|买不(?:到|着)"
)
_ABOUT_HALF = Phrases("(大|小|多|少)半")
_FORGOTTEN_BEFORE = re.compile(
    r"(?:忘|漏|落|断|没吃|没有吃|没服|少吃)[了掉过记]?[吃服]?[了有]?(?:大概|差不多|百分之)*$"
)
_FORGOTTEN_AFTER = re.compile(r"(?:左右)?的?药?(?:都|我)?(?:忘|没吃|没有吃|没服|漏|落)")
_FORGOTTEN = Phrases("忘", "漏", "落(了|过|一|两)", "没吃", "没服")


def of_this_week(text: str) -> str:
    """`text` without what is told of an earlier week or year, where this one is told of as well."""
    return _OTHER_WEEK.sub("", text) or text


def parse_adherence(asked: Asked) -> Understanding | None:
    """0..100 percent."""
    if NO_MEDICINE.within(asked.text) and not _RAN_OUT.search(asked.text):
        return missing(Intent.NOT_APPLICABLE)
    if _ABOUT_HALF.within(asked.text):
        return reask(Intent.QUALITATIVE, "half")
    text, counted = with_percents(asked.text)
    numerals = [_scaled(text, one) for one in find_numerals(text) if text[one.end : one.end + 2] != "分之"]
    found = quantities(_without_percent_words(text), numerals, _MEASURE)
    taken = [one for one in found if not _forgotten(text, one)]
    if found and not taken:
        return reask(Intent.QUALITATIVE, "partly")
    if not taken:
        return _from_words(text)
    chosen = settle(text, taken)
    if isinstance(chosen, Understanding):
        return chosen
    return _checked(text, chosen, counted=counted)


def _checked(text: str, chosen: Quantity, *, counted: bool) -> Understanding:
    if not 0 <= chosen.low <= 100:
        return reask(Intent.OUT_OF_RANGE, chosen.low)
    stated = chosen.unit or text[: chosen.start].endswith("百分之")
    if not stated and chosen.low <= 10:
        return reask(Intent.AMBIGUOUS, chosen.low)
    if (counted or chosen.low == 100) and _FORGOTTEN.within(ALL_TAKEN.stripped(text)):
        return reask(Intent.AMBIGUOUS, chosen.low)
    confidence = WEAK if counted else CERTAIN if stated else LIKELY
    return accept(int(round(chosen.low)), UNIT, confidence)


def _without_percent_words(text: str) -> str:
    """百分之 in front of a number, replaced by characters that mean nothing so that places stay."""
    return text.replace("百分之", "\ue010\ue010\ue010")


def _scaled(text: str, number: Numeral) -> Numeral:
    """八成 is 80, 八成五 is 85, 六七成 is 60..70."""
    if text[number.end : number.end + 1] != "成":
        return number
    pair = consecutive(number.digits)
    if pair:
        return replace(number, value=pair[0] * 10.0, high=pair[1] * 10.0, digits="")
    after = text[number.end + 1 : number.end + 2]
    extra = 5 if after == "半" else DIGITS.get(after, 0)
    # 八成五 but 八成一次没忘: the next character decides whether the digit counts something else.
    if extra and not re.match(CLASSIFIERS, text[number.end + 2 :]):
        return replace(number, value=number.value * 10 + extra, end=number.end + 2, digits="")
    high = None if number.high is None else number.high * 10
    return replace(number, value=number.value * 10, high=high, digits="")


def _forgotten(text: str, one: Quantity) -> bool:
    """忘了三成, 三成没吃: the share that was not taken."""
    if _FORGOTTEN_BEFORE.search(text[: one.start]):
        return True
    return _FORGOTTEN_AFTER.match(text, one.end) is not None


def _from_words(text: str) -> Understanding | None:
    ran_out = _RAN_OUT.search(text) is not None
    if NOT_ALL.within(text) or (ran_out and not (BARE_NONE.within(text) or ALL_FORGOTTEN.within(text))):
        return reask(Intent.QUALITATIVE, "partly")
    all_taken, rest = ALL_TAKEN.within(text), ALL_TAKEN.stripped(text)
    none_taken, bare_none = ALL_FORGOTTEN.within(rest), BARE_NONE.within(rest)
    if PARTLY.within(rest) or (all_taken and (none_taken or bare_none)):
        return reask(Intent.QUALITATIVE, "partly")
    if all_taken:
        return accept(100, UNIT, LIKELY)
    if none_taken or (bare_none and _nothing_narrows(rest)):
        return accept(0, UNIT, LIKELY)
    return reask(Intent.QUALITATIVE, "partly") if bare_none else None


def _nothing_narrows(text: str) -> bool:
    return not BARE_FRAME.stripped(BARE_NONE.stripped(text)) or text.startswith("停了")
