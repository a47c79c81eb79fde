"""Days and times of day in speech: 明天下午两点, 一个小时后, 下午两点不行四点以后吧."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ari_app.language.availability import AVAILABLE, HAPPENS_THEN, UNAVAILABLE
from ari_app.language.clock_words import NIGHT, Clock, find_clocks, hour_of_day, in_window
from ari_app.language.corrections import corrects
from ari_app.language.day_words import (
    LUNAR,
    VAGUE_DAY,
    day_of,
    days_written_out,
    find_days,
    names_no_known_day,
)
from ari_app.language.time_from_now import Doubt, from_now

_REJECTED_BEFORE = re.compile(r"(?:除了|不是|不要|别|不在|不能是|不想)$")
_NOW = re.compile("现在|这会儿|这阵|眼下|目前|我?正在?|我在")
_REASON = re.compile("下班|下了班")
_THIS_TIME = re.compile(
    r"(?<=[天儿号一二三四五六日])[也还是就的]*(?:现在)?(?:这个?(?:时候|时间|点儿?|钟点)(?!不|也不|没)|这会儿)"
)
_ONLY_A_DAY_BEHIND = re.compile(r"[^不没别]{0,4}")
_SAME_PHRASE = re.compile(
    r"(?:的|在|就|是|那个?|嗯|啊|呃|吧|到|大概|差不多|左右|早点|晚点|一早|早早|儿|(?:吃[完过了]?)?饭(?:以|之)?后?)*"
)


@dataclass(slots=True)
class _Stated:
    """A day and a time said in one breath, at `start`..`end`."""

    start: int
    end: int
    day: re.Match[str] | None = None
    part: str | None = None
    clock: Clock | None = None
    reason: bool = False


def moment_in(text: str, now: datetime) -> dict[str, object] | None:
    """`{"dt"}` for an exact time, `{"date","part"}` for a part of a day; None when none is said or it is in doubt."""
    found = find_moment(text, now)
    return found if isinstance(found, dict) else None


def find_moment(text: str, now: datetime, base: date | None = None) -> dict[str, object] | Doubt | None:
    """The time that is meant, why it is in doubt, or None when no time is said. All local to `now`.

    A time without a day is on `base`, today when there is none.
    """
    after = from_now(text, now)
    if after is not None:
        return after
    text = days_written_out(text)
    text = _THIS_TIME.sub(f"{now:%H:%M}", text)
    if LUNAR.within(text):
        return Doubt.LUNAR
    stated = _stated(text)
    if not stated:
        return None
    kept = _without_reasons(_kept(text, stated))
    no_day = all(one.day is None for one in stated) and (VAGUE_DAY.within(text) or names_no_known_day(text))
    if not kept or no_day:
        return Doubt.AMBIGUOUS
    if all(_is_gone(one) for one in kept):
        return Doubt.OUT_OF_WINDOW
    kept = [one for one in kept if not _is_gone(one)]
    values = [_value(one, now, base or now.date()) for one in kept]
    if any(not _within(value, values[-1]) for value in values):
        return Doubt.MULTIPLE
    return values[-1]


def _is_gone(one: _Stated) -> bool:
    return one.day is not None and one.day["gone"] is not None


def _without_reasons(stated: Sequence[_Stated]) -> list[_Stated]:
    """五点过后 我下了班: what ends then is why, not when; a day long gone with no time is none either."""
    kept = [one for one in stated if not (_is_gone(one) and one.part is None and one.clock is None)]
    timed = any(one.clock is not None and not one.reason for one in kept)
    return [one for one in kept if not (timed and one.reason)]


def _within(value: dict[str, object] | Doubt, last: dict[str, object] | Doubt) -> bool:
    """Whether `value` is what was said last, or its day alone (后天吧 后天上午)."""
    if value == last or not isinstance(value, dict) or not isinstance(last, dict):
        return value == last
    return value.items() <= last.items() or (set(value) == {"date"} and _day(value) == _day(last))


def _day(value: dict[str, object]) -> str:
    return str(value.get("date") or value.get("dt"))[:10]


def _stated(text: str) -> list[_Stated]:
    """Days and times joined where they are said in one breath."""
    out: list[_Stated] = []
    for piece in sorted(_pieces(text), key=lambda one: one.start):
        last = out[-1] if out else None
        if last and _SAME_PHRASE.fullmatch(text, last.end, piece.start) and not _clash(last, piece):
            last.end, last.day = piece.end, last.day or piece.day
            last.part, last.clock = piece.part or last.part, last.clock or piece.clock
            last.reason = last.reason and piece.reason
        elif last and last.day is None and _is_day_behind(text, last.end, piece):
            last.day = piece.day
        else:
            out.append(piece)
    return out


def _pieces(text: str) -> list[_Stated]:
    """Every day and every time of day by itself."""
    pieces = [_Stated(one.start(), one.end(), day=one) for one in find_days(text)]
    # The numbers of a day (下周三, 二十号) are no hours.
    masked = "".join(_blanked(text, pieces))
    for clock in find_clocks(masked):
        inside = next((one for one in pieces if one.start <= clock.start and clock.end <= one.end), None)
        if inside is None:
            pieces.append(
                _Stated(
                    clock.start,
                    clock.end,
                    part=clock.part,
                    clock=clock if clock.hour is not None else None,
                    reason=_REASON.match(masked, clock.start) is not None,
                )
            )
        else:
            inside.part = clock.part
    return pieces


def _is_day_behind(text: str, end: int, piece: _Stated) -> bool:
    """十点到十一点都行 明天: a bare day at the very end."""
    alone = piece.day is not None and piece.part is None and piece.clock is None
    return (
        alone
        and not text[piece.end :].strip("吧啊的嘛呢")
        and bool(_ONLY_A_DAY_BEHIND.fullmatch(text, end, piece.start))
    )


def _blanked(text: str, days: Sequence[_Stated]) -> list[str]:
    chars = list(text)
    for one in days:
        if one.day is not None and not one.day["relative"]:
            chars[one.start : one.end] = "\ue010" * (one.end - one.start)
    return chars


def _clash(first: _Stated, second: _Stated) -> bool:
    both_parts = first.part is not None and second.part is not None and first.part != second.part
    return bool(
        (first.day and second.day)
        or (first.clock and second.clock)
        or both_parts
        or (first.clock and second.part)
    )


def _kept(text: str, stated: Sequence[_Stated]) -> list[_Stated]:
    """Those that suit the patient; a later one takes over the day, and a bare hour the part, of the one before."""
    out: list[_Stated] = []
    before: _Stated | None = None
    for index, one in enumerate(stated):
        until = stated[index + 1].start if index + 1 < len(stated) else len(text)
        tail = _NOW.split(text[one.end : until])[0]
        if before is not None:
            one.day = one.day or (None if _is_gone(before) else before.day)
            if one.part is None and one.clock is not None and before.day is one.day and not _is_gone(before):
                one.part = before.part
        between = "" if before is None else text[before.end : one.start]
        if out and corrects(between):
            out.clear()
        before = one
        if one.clock is not None and not one.clock.op and HAPPENS_THEN.match(tail):
            one.reason = True
        if UNAVAILABLE.within(AVAILABLE.stripped(tail)) or _REJECTED_BEFORE.search(text, 0, one.start):
            continue
        out.append(one)
    return out


def _value(one: _Stated, now: datetime, base: date) -> dict[str, object] | Doubt:
    day = base if one.day is None else day_of(one.day, now.date())
    if day is None:
        return Doubt.AMBIGUOUS
    if one.clock is None:
        return _part_of(day, one.part, now, said=one.day is not None)
    earliest = now.hour + now.minute / 60 if day == now.date() else 0.0
    hour = hour_of_day(one.clock.hour or 0, one.part, earliest=earliest)
    if one.part == NIGHT or (hour is not None and not in_window(hour)):
        return Doubt.OUT_OF_WINDOW
    if hour is None or one.clock.minute > 59:
        return Doubt.AMBIGUOUS
    moment = datetime.combine(day, now.time()).replace(
        hour=hour, minute=one.clock.minute, second=0, microsecond=0
    )
    if moment <= now.replace(tzinfo=None):
        return Doubt.AMBIGUOUS
    return _at(moment, one.part, one.clock)


def _at(moment: datetime, part: str | None, clock: Clock) -> dict[str, object]:
    spoken = f"{moment:%H:%M}"
    out: dict[str, object] = {"date": moment.date().isoformat()}
    if part is not None:
        out["part"] = part
    if clock.start_hour is not None:
        first = moment.hour - ((clock.hour or 0) - clock.start_hour) % 12
        return out | {"after": f"{first:02d}:00", "before": spoken}
    return out | {clock.op: spoken} if clock.op else {"dt": f"{moment:%Y-%m-%dT%H:%M}"}


_ENDS = {"morning": 12, "noon": 14, "afternoon": 18, "evening": 21}


def _part_of(day: date, part: str | None, now: datetime, *, said: bool) -> dict[str, object] | Doubt:
    if part == NIGHT:
        return Doubt.OUT_OF_WINDOW
    if part is None:
        return {"date": day.isoformat()} if said else Doubt.AMBIGUOUS
    if day == now.date() and now.hour >= _ENDS[part]:
        return Doubt.AMBIGUOUS
    return {"date": day.isoformat(), "part": part}
