"""Which stated numbers make one blood pressure reading: 早上一百六九十五 刚才一百三八十五 are two readings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ari_app.language.numerals import Numeral, consecutive, find_numerals
from ari_app.language.pressure_words import OTHER_MEASURE, named_behind, named_in_front
from ari_app.language.quantities import Measure, Quantity, quantities
from ari_app.language.settling import corrects
from ari_app.language.time_marks import TODAY, UNMARKED, time_of

_DAYS = (
    (-1, re.compile("昨")),
    (-2, re.compile("前[天晚儿夜]")),
    (-3, re.compile("前[几两些]|头[几两]|那[天几两]")),
    (-4, re.compile("上[个一]?(?:周|星期|礼拜)|上[次回]")),
    (-5, re.compile("上个?月|出院|住院|手术")),
)
_NO_DAY = -6
_KPA_TO_MMHG = 7.50062


@dataclass(slots=True)
class Reading:
    """One measurement as far as it was said; `time` is its rank in `time_marks`, `day` of the day named."""

    time: int
    day: int = _NO_DAY
    corrected: bool = False
    values: dict[str, Quantity] = field(default_factory=dict)


def pressure_numbers(text: str, gaps: Iterable[int], measure: Measure) -> list[Quantity]:
    """The numbers of blood pressures in `text`; a run of digits (13585) is cut into its two numbers."""
    numerals = [part for one in find_numerals(text) for part in _cut(text, one, frozenset(gaps))]
    kept: list[Quantity] = []
    for one in quantities(text, numerals, measure):
        if not OTHER_MEASURE.search(one.lead):
            kept.append(one)
    return kept


def _cut(text: str, number: Numeral, gaps: frozenset[int]) -> list[Numeral]:
    inside = [gap for gap in gaps if number.start < gap < number.end]
    if number.high is not None and len(inside) == 1:
        return find_numerals(text[: inside[0]])[-1:] + _behind(text, inside[0], number.end)
    digits = number.digits
    if len(digits) in (4, 5, 6) and number.end - number.start == len(digits):
        wide = 2 if len(digits) == 4 else 3
        first = Numeral(float(digits[:wide]), number.start, number.start + wide)
        second = Numeral(float(digits[wide:]), number.start + wide, number.end)
        return [first, second]
    if consecutive(digits) and text[number.start].isascii():
        return [Numeral(number.value, number.start, number.end)]
    return [number]


def _behind(text: str, start: int, end: int) -> list[Numeral]:
    return [
        Numeral(one.value, one.start + start, one.end + start, high=one.high)
        for one in find_numerals(text[start:end])
    ]


def readings(text: str, numbers: Sequence[Quantity]) -> list[Reading]:
    """The readings in the order they were said, taken-back ones left out."""
    behind = _all_named_behind(text, numbers)
    out: list[Reading] = []
    for index, one in enumerate(numbers):
        name = behind[index] if behind else named_in_front(one.lead)
        taken_back = bool(out) and corrects(one.lead)
        more_follow = index + 1 < len(numbers) and not corrects(numbers[index + 1].lead)
        if not out or _begins(out[-1], one, name, taken_back=taken_back, more_follow=more_follow):
            time = _time(one.lead)
            if taken_back:
                time = max(time, out.pop().time) if time == UNMARKED else time
            out.append(Reading(time, _how_recent(one.lead)))
        _put(out[-1], one, name, taken_back=taken_back)
    return out


def _all_named_behind(text: str, numbers: Sequence[Quantity]) -> list[str] | None:
    names = [named_behind(text, one.end) for one in numbers]
    if not numbers or named_in_front(numbers[0].lead) or None in names:
        return None
    return [str(name) for name in names]


def _begins(
    reading: Reading, one: Quantity, name: str | None, *, taken_back: bool, more_follow: bool
) -> bool:
    """Whether `one` is the first number of another reading than `reading`."""
    if taken_back:
        return name is None and more_follow
    if name is not None and name not in reading.values:
        return False
    return (
        len(reading.values) == 2
        or _other_day(reading, one.lead)
        or name in reading.values
        or _time(one.lead) not in (UNMARKED, reading.time)
    )


def _how_recent(lead: str) -> int:
    """A rank of the day named in `lead`, later days first; `_NO_DAY` where none is."""
    return max((rank for rank, words in _DAYS if words.search(lead)), default=_NO_DAY)


def _time(lead: str) -> int:
    time = time_of(lead)
    return TODAY if time == UNMARKED and ("晚上" in lead or "睡前" in lead) else time


def _other_day(reading: Reading, lead: str) -> bool:
    return reading.day != _how_recent(lead) != _NO_DAY


def _put(reading: Reading, one: Quantity, name: str | None, *, taken_back: bool) -> None:
    if name is None and taken_back and reading.values:
        name = _fitting(reading, one)
    if name is None:
        name = "sys" if "sys" not in reading.values else "dia"
    reading.values[name] = one


def _fitting(reading: Reading, one: Quantity) -> str:
    """Which of the two a lone corrected number replaces: the nearer one."""
    return min(reading.values, key=lambda name: abs(reading.values[name].low - one.low))


def in_mmhg(value: float, *, kilopascal: bool) -> float:
    """`value` in mm[Hg]."""
    return round(value * _KPA_TO_MMHG) if kilopascal else value
