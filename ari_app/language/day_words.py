"""Days in speech, counted from today: 大后天, 下礼拜三, 二十号, 下个月三号, 三天后."""

from __future__ import annotations

import re
from datetime import date, timedelta

from ari_app.language.numerals import find_numerals
from ari_app.language.phrases import Phrases

_RELATIVE = {
    "大大后天": 4, "大后天": 3, "大后儿": 3, "后天": 2, "后儿个": 2, "后儿": 2, "后日": 2, "明天": 1, "明儿个"
    : 1, "明儿": 1,
    "明个": 1, "明日": 1, "明早": 1, "明晚": 1, "明晨": 1, "今天": 0, "今儿个": 0, "今儿": 0, "今个": 0, "今日"
    : 0, "今早": 0,
    "今晚": 0, "当天": 0, "后早": 2, "后晚": 2,
}  # fmt: skip
_WEEKDAYS = {char: index for index, char in enumerate("一二三四五六日")} | {"天": 6, "末": 5}
_WEEKDAYS |= {str(index + 1): index for index in range(6)}
_NUMBER = "[0-9]{1,2}|[零一二三四五六七八九十两]{1,3}"
_DAY = re.compile(
    r"(?P<gone>大前[天儿日]|[昨前][天日晚儿]|上+个?(?:周|星期|礼拜)[一二三四五六日天])个?"
    "|(?:(?P<relative>" + "|".join(_RELATIVE) + ")个?)"
    r"|(?P<week>下下个?|下个?|上个?|这个?|本)?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天末1-6](?![0-9个天]))"
    rf"|(?P<months>下下个?月|下个?月|这个?月|本月)的?(?P<day_of>{_NUMBER})[号日]?"
    rf"|(?P<month>{_NUMBER})月份?的?(?P<day>{_NUMBER})[号日]?"
    rf"|(?P<number>{_NUMBER})[号日](?!楼|床|线)"
    rf"|(?:再?过|等|隔)?(?P<after>{_NUMBER})(?P<unit>天|个?星期|个?礼拜|周|个月)(?:以后|之后|过后|后)"
    rf"|(?:再?过|等)(?P<passing>[三四五六七八九十]|1?[0-9])(?P<span>天|个?星期|个?礼拜|周)(?!半)"
)
_NEXT_YEAR = 200
"""Days from which on a date of next year is not meant."""
LUNAR = Phrases(
    "农历",
    "阴历",
    "旧历",
    "老历",
    "正月",
    "腊月",
    "冬月",
    "初(一|二|三|四|五|六|七|八|九|十)",
    "廿",
    "大年",
    "除夕",
)
# 明田下午两点: how a recognizer writes 明天; a field behind the house has no time of day behind it
_BY_SOUND = re.compile(
    "(?P<day>[明名鸣铭后候厚今金巾])[天田添甜填](?=上午|下午|早|晚|中午|傍晚|[零一二两三四五六七八九十0-9]+点|[吧啊]?$)"
)
_DAY_SOUNDS = {
    **dict.fromkeys("明名鸣铭", "明"),
    **dict.fromkeys("后候厚", "后"),
    **dict.fromkeys("今金巾", "今"),
}
# 下州三, 离拜五: a day was named, but which one was not heard
_MISHEARD_DAY = re.compile(
    "[下这]?个?(?:[州洲舟粥轴]|[离里力理历][拜败摆]|星[七起气齐]|[新心]期)[一二三四五六日天末]"
    "|(?<![一-鿿])[一-鿿]?[田添甜填](?=上午|下午|早上|晚上|中午|傍晚)"
)
VAGUE_DAY = Phrases(
    "过(些|几|两|一段|阵)", "改(天|日)", "回头", "再说", "有空(再|的时候|了)", "到时候", "过阵",
    "几天(后|以后|之后)", "下次", "月(底|初|中|末)",
    "(上|中|下)旬", "赶明儿", "哪天", "抽空", "闲了", "两三天", "三四天",
    "(下|这)(个)?(周|星期|礼拜)(?!一|二|三|四|五|六|日|天)", "周末", "过节", "过年",
    "节后", "等(几|两)天", "国庆", "五一", "清明", "端午", "中秋", "春节", "元旦",
)  # fmt: skip


def days_written_out(text: str) -> str:
    """`text` with 明天, 后天 and 今天 in place of what only sounds like them in front of a time; as long as `text`."""
    return _BY_SOUND.sub(lambda found: _DAY_SOUNDS[found["day"]] + "天", text)


def names_no_known_day(text: str) -> bool:
    """Whether a day was named that was not heard well enough to tell which."""
    return _MISHEARD_DAY.search(text) is not None


def find_days(text: str) -> list[re.Match[str]]:
    """Every day named in `text`, in order."""
    return list(_DAY.finditer(text))


def day_of(found: re.Match[str], today: date) -> date | None:
    """The date that `found` means on `today`; None when there is no such date or it lies in the past."""
    if found["gone"]:
        return None
    if found["relative"]:
        return today + timedelta(days=_RELATIVE[found["relative"]])
    if found["weekday"]:
        return _weekday(found["week"] or "", found["weekday"], today)
    if found["day_of"]:
        return _in_month(
            today,
            {"下下": 2, "下": 1}.get(found["months"].rstrip("月").rstrip("个"), 0),
            _value(found["day_of"]),
        )
    if found["day"]:
        return _next_date(today, _value(found["month"]), _value(found["day"]))
    if found["number"]:
        return _numbered(today, _value(found["number"]))
    return _after(found, today)


def _value(words: str) -> int:
    numbers = find_numerals(words, masked=False)
    return int(numbers[0].value) if len(numbers) == 1 and numbers[0].high is None else 0


def _weekday(week: str, day: str, today: date) -> date | None:
    if day == "末":
        return None
    weeks = {"下下": 2, "下": 1}.get(week.rstrip("个"), 0)
    monday = today - timedelta(days=today.weekday())
    named = monday + timedelta(days=7 * weeks + _WEEKDAYS[day])
    if named >= today:
        return named
    return None if week else named + timedelta(days=7)


def _in_month(today: date, months: int, day: int) -> date | None:
    first = today.replace(day=1)
    for _ in range(months):
        first = (first + timedelta(days=32)).replace(day=1)
    try:
        named = first.replace(day=day)
    except ValueError:
        return None
    return named if named >= today else None


def _numbered(today: date, day: int) -> date | None:
    return _in_month(today, 0, day) or _in_month(today, 1, day)


def _next_date(today: date, month: int, day: int) -> date | None:
    for year in (today.year, today.year + 1):
        try:
            named = date(year, month, day)
        except ValueError:
            continue
        if named >= today:
            # 三月八号 said on the tenth is no day of next year.
            return named if named.year == today.year or (named - today).days < _NEXT_YEAR else None
    return None


def _after(found: re.Match[str], today: date) -> date | None:
    amount = _value(found["after"] or found["passing"])
    unit = found["unit"] or found["span"]
    if not amount:
        return None
    if unit == "个月":
        return _in_month(today, amount, today.day)
    return today + timedelta(days=amount * (1 if unit == "天" else 7))
