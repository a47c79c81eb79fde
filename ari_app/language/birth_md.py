"""The month and day of birth, in the solar calendar."""

from __future__ import annotations

import re

from ari_app.core.vocabulary import Intent
from ari_app.language.birth_words import BETWEEN, DAY_FIRST, FEASTS, LUNAR, SOLAR, VAGUE, WRITTEN
from ari_app.language.corrections import corrects, remembered
from ari_app.language.numerals import Numeral, find_numerals
from ari_app.language.readings import CERTAIN, LIKELY, Asked, accept, reask
from ari_app.language.understanding import Understanding

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAY_UNIT = re.compile(r"[号日]")
# 五月十字号, 九月二十分好: a recognizer lost the digit behind the tens, or garbled the unit as well
_DIGIT_LOST = re.compile(r"[^号日啊吧呢嗯呀了啦哦的那生][号日好后候]")
_Date = tuple[int, int, int, int]


def parse_birth_md(asked: Asked) -> Understanding | None:
    """`MM-DD`; a lunar date is asked for in the solar calendar."""
    text = asked.text
    if LUNAR.within(text):
        solar = _solar_part(text)
        if solar is None:
            return reask(Intent.LUNAR)
        text = solar
    dates = _dates(text)
    if not dates:
        return _compact(text) or (reask(Intent.PARTIAL) if find_numerals(text, masked=False) else None)
    if VAGUE.within(remembered(text) if _dates(remembered(text)) else text):
        return reask(Intent.AMBIGUOUS)
    if len({(month, day) for month, day, _, _ in dates}) > 1:
        between = text[dates[-2][3] : dates[-1][2]]
        if not corrects(between):
            return reask(Intent.MULTIPLE)
    month, day, _, _ = dates[-1]
    return _checked(month, day)


def _solar_part(text: str) -> str | None:
    """What is said of the solar calendar beside the lunar one; None when it holds no date or lunar words too."""
    for named in reversed(list(SOLAR.pattern.finditer(text))):
        part = text[named.end() :]
        lunar = LUNAR.pattern.search(part)
        # 身份证上是三月十五 其实是农历的 leaves the date in doubt; a lunar date of its own does not.
        if lunar is not None and not find_numerals(part[lunar.end() :], masked=False):
            return None
        part = part if lunar is None else part[: lunar.start()]
        if find_numerals(part, masked=False):
            return part
    return None


def _checked(month: int, day: int, confidence: float = CERTAIN) -> Understanding:
    if not 1 <= month <= 12 or not 1 <= day <= _DAYS[month - 1]:
        return reask(Intent.INVALID)
    return accept(f"{month:02d}-{day:02d}", confidence=confidence)


def _dates(text: str) -> list[_Date]:
    """Every month-and-day in `text`: month, day, start, end. A month with several days gives the last corrected."""
    numerals = [one for one in find_numerals(text, masked=False) if not one.decimal]
    out: list[_Date] = []
    for first, second in zip(numerals, numerals[1:], strict=False):
        between = text[first.end : second.start]
        if second.value % 10 == 0 and _DIGIT_LOST.match(text, second.end):
            continue
        if BETWEEN.fullmatch(between) and second.high is None and not text.startswith("月", second.end):
            unit = _DAY_UNIT.match(text, second.end)
            end = second.end if unit is None else unit.end()
            out.append((int(first.value), int(second.value), first.start, end))
        elif DAY_FIRST.fullmatch(between) and text.startswith("月", second.end):
            out.append((int(second.value), int(first.value), first.start, second.end + 1))
    return out + _corrected_day(text, numerals, out)


def _corrected_day(text: str, numerals: list[Numeral], dates: list[_Date]) -> list[_Date]:
    """七月二十号不对二十一: the month stays, the day is taken back."""
    if not dates:
        return []
    month, _, _, end = dates[-1]
    later = [one for one in numerals if one.start >= end]
    if not later or text.startswith(("月", "点", "岁", "年"), later[-1].end) or later[-1].high is not None:
        return []
    unit = _DAY_UNIT.match(text, later[-1].end)
    if unit is None and not (len(later) == 1 and corrects(text[end : later[-1].start])):
        return []
    return [(month, int(later[-1].value), later[-1].start, later[-1].end)]


def _compact(text: str) -> Understanding | None:
    """0720, 19520315, 7/20, 国庆节: dates without 月."""
    written = WRITTEN.findall(text)
    if len(written) == 1:
        return _checked(int(written[0][0]), int(written[0][1]), LIKELY)
    strings = [one.digits for one in find_numerals(text, masked=False)]
    if len(strings) == 1 and len(strings[0]) in (4, 6, 8):
        checked = _checked(int(strings[0][-4:-2]), int(strings[0][-2:]), LIKELY)
        year_alone = len(strings[0]) == 4 and (strings[0][:2] in ("19", "20") or text[-1:] == "年")
        return reask(Intent.PARTIAL) if year_alone else checked
    feast = next((date for word, date in FEASTS.items() if word in text), None)
    return None if feast is None or re.search("前|后|不是", text) else _checked(*feast, LIKELY)
