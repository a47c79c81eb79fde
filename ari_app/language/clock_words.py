"""Times and parts of a day in speech: 后晌三点半, 晌午, 差一刻九点, 两点到四点."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ari_app.language.numerals import find_numerals

MORNING, NOON, AFTERNOON, EVENING, NIGHT = "morning", "noon", "afternoon", "evening", "night"
OPENS, CLOSES = 8, 21
"""Hours that a patient may wish for; when the robot really calls is the dialer's window, narrower than this."""
_PARTS = {
    NIGHT: ("后半夜", "下半夜", "大半夜", "三更半夜", "半夜", "凌晨", "深夜", "天不亮", "天没亮", "鸡叫"),
    NOON: ("中午", "正午", "晌午头", "晌午", "午间", "晌饭", "响午", "吃午饭"),
    AFTERNOON: (
        "下午", "后半晌", "后晌", "过晌", "午后", "下半天", "午觉后", "睡完午觉", "午睡后", "吃完午饭", "午饭后"
        , "中午吃完饭",
        "晌午后", "晌午以后", "晌午过后", "午休后", "下昼", "晏昼",
    ),
    MORNING: (
        "上午", "早上", "早晨", "明早", "今早", "后早", "一早", "清早", "大早", "早起", "前晌", "头晌", "头午",
        "上半天", "早间", "早饭后",
        "吃完早饭", "吃了早饭", "明晨", "前半晌", "午前", "朝早", "赶早",
    ),
    EVENING: (
        "晚上", "傍晚", "今晚", "明晚", "后晚", "夜里", "晚饭后", "吃完晚饭", "擦黑", "傍黑", "黄昏", "天黑",
        "黑了", "下黑", "晚间", "晚夕",
        "夜晚", "晚饭以后", "下班后", "下班以后", "下了班", "夜间", "黑里", "后黑", "晚黑",
    ),
}  # fmt: skip
_PART_OF = {word: part for part, words in _PARTS.items() for word in words}
_NUMBER = "[0-9]{1,2}|[零一二两三四五六七八九]?十[一二三四五六七八九]?|[零一二两三四五六七八九]"
_MINUTE = "[零〇][一二三四五六七八九]|[0-9]{1,2}|[一二三四五]?十[一二三四五六七八九]?"
_CLOCK = (
    rf"(?:差(?P<lack>一刻|五分|十分|5分|10分)(?:不到)?)?(?P<hour>{_NUMBER})"
    rf"(?:点|时(?!候|间))(?:来)?(?:钟|整)?(?P<minute>半|一刻|三刻|(?:{_MINUTE})分?)?(?P<lacking>差(?:一刻|五分|十分))?(?P<more>多)?"
)
_RANGE = rf"(?P<from>{_NUMBER})(?:点钟?)?(?:到|至|或者|或)(?=(?:{_NUMBER})点)"
_PAIR = (
    "(?P<pair>"
    + "|".join(
        f"{low}(?={high}点)" for low, high in zip("一两二三四五六七八", "两三三四五六七八九", strict=True)
    )
    + ")"
)
_TOKEN = re.compile(
    "(?P<part>" + "|".join(sorted(_PART_OF, key=len, reverse=True)) + ")"
    rf"|(?:{_RANGE}|{_PAIR})?{_CLOCK}|(?P<h>\d{{1,2}}):(?P<m>\d{{2}})"
)
_AFTER = re.compile(r"(?:钟|的|左右)?(?:以后|之后|过后|后(?!天|儿|晌|半)|往后|过了|开外|(?:以|之)?后都)")
_BEFORE = re.compile(r"(?:钟|的)?(?:以前|之前|前(?!天|晌|儿))")
_PAST = re.compile(r"过了$|过$")
_A_LITTLE = re.compile(
    r"一点(?:儿|点)|(?<=[有快慢大小])一点|(?<![明今后])(?<=[早晚])一点(?!半|钟|[一二三四五]?十)"
)
_WORDS = {"半": 30, "一刻": 15, "三刻": 45}
_LACKS = {"一刻": 15, "五分": 5, "十分": 10, "5分": 5, "10分": 10}


@dataclass(frozen=True, slots=True)
class Clock:
    """A part of a day, or an hour and minute as spoken (`hour` is not yet of 24), at `start`..`end`.

    `start_hour` is the first of two hours (两点到四点); `op` is `after`, `before` or empty.
    """

    start: int
    end: int
    part: str | None = None
    hour: int | None = None
    minute: int = 0
    start_hour: int | None = None
    op: str = ""


def find_clocks(text: str) -> list[Clock]:
    """Every part of a day and every time of day in `text`, in order."""
    little = {i for found in _A_LITTLE.finditer(text) for i in range(*found.span())}
    return [_clock(text, found) for found in _TOKEN.finditer(text) if found.start() not in little]


def _clock(text: str, found: re.Match[str]) -> Clock:
    start, end = found.span()
    if found["part"]:
        return Clock(start, end, part=_PART_OF[found["part"]])
    op = ""
    for name, pattern in (("after", _AFTER), ("before", _BEFORE)):
        behind = pattern.match(text, end)
        if behind is not None:
            op, end = name, behind.end()
    if found["more"] or (not op and _PAST.search(text, 0, start)):
        op = "after"
    if found["h"]:
        return Clock(start, end, hour=int(found["h"]), minute=int(found["m"]), op=op)
    first = found["from"] or found["pair"]
    hour, minute = _value(found["hour"]), _minute(found["minute"] or "")
    lack = _LACKS.get(found["lack"] or (found["lacking"] or "")[1:], 0)
    if lack:
        hour, minute = hour - 1, 60 - lack
    return Clock(start, end, hour=hour, minute=minute, start_hour=_value(first) if first else None, op=op)


def _minute(words: str) -> int:
    return _WORDS.get(words, _value(words.rstrip("分"))) if words else 0


def _value(words: str) -> int:
    numbers = find_numerals(words, masked=False)
    return int(numbers[0].value) if numbers else 0


def hour_of_day(hour: int, part: str | None, *, earliest: float) -> int | None:
    """The hour of 24 meant by a spoken `hour`; None when it may be either half of the day.

    `earliest` is the first time of the day that still lies ahead, in hours.
    """
    if hour > 12 or part in (MORNING, NIGHT):
        return hour if hour != 12 or part != NIGHT else 0
    if part == EVENING and hour < 5:
        return hour
    if part in (AFTERNOON, EVENING) or (part == NOON and hour < 3):
        return hour % 12 + 12 if hour < 12 or part == AFTERNOON else 24
    if part == NOON or hour == 12:
        return hour
    if hour < 7:
        return hour + 12
    if hour >= max(earliest, OPENS):
        return hour
    return hour + 12 if earliest and OPENS <= hour + 12 < CLOSES else None


def in_window(hour: int) -> bool:
    """Whether patients may be called then."""
    return OPENS <= hour < CLOSES
