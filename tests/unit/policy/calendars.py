"""The rules, calendar and zones that the tests of this room share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from ari_app.policy.calling_rules import CallingRules
from ari_app.policy.windows import DailyWindows
from ari_app.wiring import care_plans

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
CALENDAR = care_plans.calendar()
RULES = CallingRules(SHANGHAI, calendar=CALENDAR)
ALL_DAYS = CallingRules(SHANGHAI, quiet=DailyWindows(()), weekends=True)


def local(text: str, zone: tzinfo = SHANGHAI) -> datetime:
    """An aware time of day in the zone, such as 2026-03-10 09:00."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def utc(text: str, zone: tzinfo = SHANGHAI) -> datetime:
    """The same moment in UTC."""
    return local(text, zone).astimezone(UTC)


def is_open(moment: datetime, rules: CallingRules, *windows: DailyWindows | None) -> bool:
    """Whether the wall clock and the calendar allow a call at `moment`: told minute by minute, not by spans."""
    at = moment.astimezone(rules.zone)
    minute = at.hour * 60 + at.minute
    day = at.date()
    is_workday = day in rules.calendar.workdays or day.weekday() < 5
    if day in rules.calendar.holidays or not (is_workday or rules.weekends):
        return False
    if any(start <= minute < end for start, end in rules.quiet.spans):
        return False
    every = (rules.windows, *(each for each in windows if each is not None))
    return all(any(start <= minute < end for start, end in each.spans) for each in every)


def minutes(first: datetime, last: datetime, step: int = 1) -> list[datetime]:
    """Every `step` minutes from `first` (included) to `last` (excluded)."""
    found = []
    while first < last:
        found.append(first)
        first += timedelta(minutes=step)
    return found
