"""Systolic and diastolic pressure in mm[Hg]."""

from __future__ import annotations

import re
from dataclasses import replace

from ari_app.core.vocabulary import Intent
from ari_app.language.settling import corrects
from ari_app.language.numerals import Numeral, consecutive, find_numerals
from ari_app.language.phrases import Phrases
from ari_app.language.readings import CERTAIN, Asked, accept, missing, reask
from ari_app.language.understanding import Understanding

UNIT = "mm[Hg]"
_SYS = Phrases("高压", "收缩压", "上压", "高的", "上面", "高")
_DIA = Phrases("低压", "舒张压", "下压", "低的", "下面", "低")
_NOT_MEASURED = Phrases("(没|没有|还没|忘了|忘记|从来没)[去]?(量|测)", "(没|没有)(血压计|血压仪)")
_QUALITY = Phrases("正常", "高", "低", "还行", "稳定", "还好", "挺好", "不高", "可以")
_FOREIGN = re.compile(r"[天次回遍个月号岁年点分]|小时|分钟")


def parse_blood_pressure(asked: Asked) -> Understanding | None:
    """`{"sys","dia"}`; half a pair is kept as partial."""
    text = asked.text
    numbers = [one for one in find_numerals(text) if not _FOREIGN.match(text, one.end)]
    if not numbers:
        return _from_words(text)
    if any(one.high is not None or (_han(text, one) and consecutive(one.digits)) for one in numbers):
        return reask(Intent.RANGE)
    if _vague(text, numbers):
        return reask(Intent.BOUND)
    named_sys, named_dia = _named(text, numbers, _SYS), _named(text, numbers, _DIA)
    if named_sys is None and named_dia is None and len(numbers) == 2:
        named_sys, named_dia = (_pressure(one) for one in numbers)
    if named_sys is None and named_dia is None and len(numbers) == 1:
        named_sys = _pressure(numbers[0])
    return _checked(named_sys, named_dia)


def _pressure(number: Numeral) -> int:
    value = number.value
    if value < 30 and float(value).is_integer() and not number.digits:
        value *= 10
    return int(value)


def _han(text: str, number: Numeral) -> bool:
    return not text[number.start].isascii()


def _vague(text: str, numbers: list[Numeral]) -> bool:
    for one in numbers:
        if re.match(r"多|几|以上|以下|左右|出头", text[one.end :]) and text[one.end : one.end + 2] != "左右":
            return True
        if re.search(r"(?:不到|超过|快|将近)$", text[: one.start]):
            return True
    return False


def _named(text: str, numbers: list[Numeral], words: Phrases) -> int | None:
    found = list(words.pattern.finditer(text))
    if not found:
        return None
    values = []
    for name in found:
        after = [one for one in numbers if one.start >= name.end() and one.start - name.end() <= 4]
        if after:
            values.append((after[0], _pressure(after[0])))
    if not values:
        return None
    follow = [one for one in numbers if one.start > values[-1][0].end]
    if follow and corrects(text[values[-1][0].end : follow[0].start]):
        return _pressure(follow[0])
    return values[-1][1]


def _checked(sys: int | None, dia: int | None) -> Understanding:
    if sys is None or dia is None:
        return replace(reask(Intent.PARTIAL), sys=sys, dia=dia)
    if not (60 <= sys <= 260 and 30 <= dia <= 160):
        return reask(Intent.OUT_OF_RANGE)
    if sys <= dia:
        return reask(Intent.INVALID)
    return accept({"sys": sys, "dia": dia}, UNIT, CERTAIN)


def _from_words(text: str) -> Understanding | None:
    if _NOT_MEASURED.within(text):
        return missing(Intent.NOT_MEASURED)
    return reask(Intent.QUALITATIVE) if _QUALITY.within(text) else None
