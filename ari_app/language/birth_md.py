"""The month and day of birth, in the solar calendar."""

from __future__ import annotations

import re

from ari_app.core.vocabulary import Intent
from ari_app.language.settling import corrects
from ari_app.language.numerals import Numeral, find_numerals
from ari_app.language.phrases import Phrases
from ari_app.language.readings import CERTAIN, LIKELY, Asked, accept, reask
from ari_app.language.understanding import Understanding

_LUNAR = Phrases(
    "农历",
    "阴历",
    "旧历",
    "老历",
    "夏历",
    "老黄历",
    "初(一|二|三|四|五|六|七|八|九|十)",
    "正月",
    "腊月",
    "冬月",
    "闰",
    "廿",
    "大年",
)
_SOLAR = Phrases("阳历", "公历", "新历", "阳的", "身份证上")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAY_UNIT = re.compile(r"[号日]")
_VAGUE = Phrases("月(底|初|中)", "(上|中|下)旬", "号左右", "几号", "好像", "大概", "可能", "记不")


def parse_birth_md(asked: Asked) -> Understanding | None:
    """`MM-DD`; a lunar date is asked for in the solar calendar."""
    text = asked.text
    if _LUNAR.within(text):
        solar = _SOLAR.pattern.search(text)
        if solar is None or _LUNAR.within(text[solar.end() :]):
            return reask(Intent.LUNAR)
        text = text[solar.end() :]
    dates = _dates(text)
    if not dates:
        return _compact(text) or (reask(Intent.PARTIAL) if find_numerals(text, masked=False) else None)
    if _VAGUE.within(text):
        return reask(Intent.AMBIGUOUS)
    if len({(month, day) for month, day, _, _ in dates}) > 1:
        between = text[dates[-2][3] : dates[-1][2]]
        if not corrects(between):
            return reask(Intent.MULTIPLE)
    month, day, _, _ = dates[-1]
    return _checked(month, day)


def _checked(month: int, day: int) -> Understanding:
    if not 1 <= month <= 12 or not 1 <= day <= _DAYS[month - 1]:
        return reask(Intent.INVALID)
    return accept(f"{month:02d}-{day:02d}", confidence=CERTAIN)


def _dates(text: str) -> list[tuple[int, int, int, int]]:
    """Every month-and-day in `text`: month, day, start, end. A month with several days gives the last corrected."""
    numerals = [one for one in find_numerals(text, masked=False) if not one.decimal]
    out: list[tuple[int, int, int, int]] = []
    for first, second in zip(numerals, numerals[1:], strict=False):
        if text[first.end : second.start] not in ("月", "月份", "月的", "月份的", "月是"):
            continue
        unit = _DAY_UNIT.match(text, second.end)
        end = second.end if unit is None else unit.end()
        if second.high is None:
            out.append((int(first.value), int(second.value), first.start, end))
    return out + _corrected_day(text, numerals, out)


def _corrected_day(
    text: str, numerals: list[Numeral], dates: list[tuple[int, int, int, int]]
) -> list[tuple[int, int, int, int]]:
    """七月二十号不对二十一号: the month stays, the day is taken back."""
    if not dates:
        return []
    month, _, _, end = dates[-1]
    later = [one for one in numerals if one.start >= end and _DAY_UNIT.match(text, one.end)]
    return [(month, int(one.value), one.start, one.end + 1) for one in later[-1:]]


def _compact(text: str) -> Understanding | None:
    """0720, 七二零 or 7/20: digits without 月."""
    slash = re.fullmatch(r"\D*(\d{1,2})[/.](\d{1,2})\D*", text)
    if slash:
        return _checked(int(slash[1]), int(slash[2]))
    strings = [one.digits for one in find_numerals(text, masked=False)]
    if len(strings) == 1 and len(strings[0]) == 4:
        checked = _checked(int(strings[0][:2]), int(strings[0][2:]))
        return accept(checked.value, confidence=LIKELY) if checked.value else checked
    if len(strings) == 1 and len(strings[0]) == 8:
        return _checked(int(strings[0][4:6]), int(strings[0][6:]))
    return None
