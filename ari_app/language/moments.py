"""Days and times of day in speech: 明天下午两点, 一个小时后, 后天上午."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from ari_app.language.numerals import find_numerals

_DAYS = {"大后天": 3, "后天": 2, "明天": 1, "明早": 1, "明晚": 1, "明儿": 1, "今天": 0, "今晚": 0, "今儿": 0}
_WEEKDAYS = {char: index for index, char in enumerate("一二三四五六日")} | {"天": 6, "末": 5}
_PARTS = (
    (
        "morning", ("上午", "早上", "早晨", "明早", "一早", "清早"),
    ), ("noon", ("中午", "正午")), ("afternoon", ("下午", "午后")),
    ("evening", ("晚上", "傍晚", "今晚", "明晚", "夜里", "晚饭后")),
)  # fmt: skip
_WEEKDAY = re.compile(r"(下下|下个|下|这个|这|本)?(?:周|星期|礼拜)([一二三四五六日天末])")
_AFTER = re.compile(r"(?:个)?(半)?(小时|钟头|分钟|分|天|星期|周|礼拜|刻钟)(半)?(?:以后|之后|后|再)")
_HALF_HOUR = re.compile(r"半(?:个)?(?:小时|钟头)(?:以后|之后|后|再)")
_CLOCK = re.compile(r"点(?:钟)?(半|一刻|三刻|整)?")
_MINUTES = {"半": 30, "一刻": 15, "三刻": 45, "整": 0}


def moment_in(text: str, now: datetime) -> dict[str, object] | None:
    """`{"dt"}` for an exact time, `{"date","part"}` for a part of a day; None when none is said."""
    after = _relative(text, now)
    if after is not None:
        return {"dt": after.strftime("%Y-%m-%dT%H:%M")}
    day = _day(text, now.date())
    part = next((name for name, words in _PARTS if any(word in text for word in words)), None)
    clock = _clock(text, part)
    if clock is not None:
        base = day or now.date()
        return {"dt": f"{base.isoformat()}T{clock[0]:02d}:{clock[1]:02d}"}
    if day is None and part is None:
        return None
    out: dict[str, object] = {"date": (day or now.date()).isoformat()}
    if part is not None:
        out["part"] = part
    return out


def _relative(text: str, now: datetime) -> datetime | None:
    if _HALF_HOUR.search(text):
        return now + timedelta(minutes=30)
    for number in find_numerals(text, masked=False):
        found = _AFTER.match(text, number.end)
        if found is None or number.high is not None or number.value > 1000:
            continue
        half, unit, half_after = found.groups()
        if unit in ("天", "星期", "周", "礼拜"):
            return None
        minutes = {"小时": 60.0, "钟头": 60.0, "刻钟": 15.0}.get(unit, 1.0)
        return now + timedelta(minutes=minutes * (number.value + (0.5 if half or half_after else 0)))
    return None


def _day(text: str, today: date) -> date | None:
    for word, days in _DAYS.items():
        if word in text:
            return today + timedelta(days=days)
    found = _WEEKDAY.search(text)
    if found is not None:
        wanted = _WEEKDAYS[found[2]]
        week = {"下下": 14, "下个": 7, "下": 7}.get(found[1] or "", 0)
        monday = today - timedelta(days=today.weekday())
        day = monday + timedelta(days=week + wanted)
        return day if day >= today else day + timedelta(days=7)
    return _numbered_day(text, today)


def _numbered_day(text: str, today: date) -> date | None:
    numbers = find_numerals(text, masked=False)
    for index, number in enumerate(numbers):
        if text[number.end : number.end + 1] not in ("号", "日") or number.high is not None:
            continue
        before = numbers[index - 1] if index else None
        month = int(before.value) if before and text[before.end : number.start] == "月" else None
        return _next_date(today, month, int(number.value))
    return None


def _next_date(today: date, month: int | None, day: int) -> date | None:
    try:
        if month is None:
            this = today.replace(day=day)
            return this if this >= today else _next_date(today, today.month % 12 + 1, day)
        this = today.replace(month=month, day=day)
        return this if this >= today else this.replace(year=this.year + 1)
    except ValueError:
        return None


def _clock(text: str, part: str | None) -> tuple[int, int] | None:
    written = re.search(r"(\d{1,2}):(\d{2})", text)
    if written:
        hour, minute = int(written[1]), int(written[2])
        return (hour, minute) if hour < 24 and minute < 60 else None
    numbers = find_numerals(text.replace("点", "时"), masked=False)
    flat = text.replace("点", "时")
    for index, number in enumerate(numbers):
        found = re.compile(_CLOCK.pattern.replace("点", "时")).match(flat, number.end)
        if (
            found is None
            or number.high is not None
            or (len(number.digits) == 2 and not text[number.start].isascii())
        ):
            continue
        minute = _MINUTES.get(found[1] or "", 0)
        after = numbers[index + 1] if index + 1 < len(numbers) else None
        if after is not None and after.start == found.end() and found[1] is None:
            minute = int(after.value)
        hour = int(number.value)
        if (
            (part in ("afternoon", "evening") and hour < 12)
            or (part == "noon" and hour < 3)
            or (part is None and 1 <= hour < 6 and "凌晨" not in text)
        ):
            hour += 12
        return (hour, minute) if hour < 24 and minute < 60 else None
    return None
