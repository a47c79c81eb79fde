"""A time that the patient named: as the one text that actions carry, and whether he can be called then."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from ari_app.dialogue.script import Script
from ari_app.language.understanding import Value
from ari_app.policy.windows import DailyWindows

# a day that was named without its year and lies farther off is one of this year that has passed
_FARTHEST = timedelta(days=180)
_PART_ENDS = {"morning": 12, "noon": 14, "afternoon": 18, "evening": 24}


class Fit(StrEnum):
    """How a wished time fits: it can be kept, lies outside the calling hours or in the past, or is no time."""

    FITS = "fits"
    OUTSIDE = "outside"
    PAST = "past"
    UNCLEAR = "unclear"


def spoken_moment(value: Value) -> str | None:
    """`YYYY-MM-DDTHH:MM`, or `YYYY-MM-DD part`, or `YYYY-MM-DD`; None when no day was named."""
    match value:
        case {"dt": str(moment)}:
            return moment
        case {"date": str(day)}:
            part = part_of(value)
            return day if part is None else f"{day} {part}"
        case _:
            return None


def part_of(value: Value) -> str | None:
    """The part of the day that was named, or the one in which a named limit lies."""
    match value:
        case {"part": str(part)} if part in _PART_ENDS:
            return part
        case {"after": str(limit)} | {"before": str(limit)} if limit[:2].isdigit():
            hour = int(limit[:2])
            return next((name for name, end in _PART_ENDS.items() if hour < end), None)
        case _:
            return None


def fit_of(value: Value, script: Script, at: datetime, hours: DailyWindows | None = None) -> Fit:
    """Whether a patient can be called (or seen, in `hours`) at the time he named, seen from `at`."""
    now = at.astimezone(script.zone).replace(tzinfo=None)
    match value:
        case {"dt": str(text)}:
            moment = datetime.fromisoformat(text).replace(tzinfo=None)
            if moment <= now or moment - now > _FARTHEST:
                return Fit.PAST
            return Fit.FITS if (hours or script.hours).contains(moment) else Fit.OUTSIDE
        case {"date": str(text)}:
            day = datetime.fromisoformat(text)
            if day.date() == now.date() and part_of(value) is None:
                return Fit.UNCLEAR  # "not today" names today as well
            end = day + timedelta(hours=_PART_ENDS.get(part_of(value) or "", 24))
            return Fit.FITS if end > now and day - now <= _FARTHEST else Fit.PAST
        case _:
            return Fit.UNCLEAR
