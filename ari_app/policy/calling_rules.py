"""When patients may be called: the hospital's windows, quiet hours, weekends and holidays, on one calendar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache

from ari_app.core.dialing_vocabulary import Suppression
from ari_app.policy.caps import Caps
from ari_app.policy.holidays import DayKind, HolidayCalendar
from ari_app.policy.windows import ALL_DAY, DAY_MINUTES, DailyWindows

SEARCHED_DAYS = 60
USUAL_WINDOWS = DailyWindows(((9 * 60, 20 * 60),))
LUNCH = DailyWindows(((12 * 60, 14 * 60),))


class HolidayCalls(StrEnum):
    """Whom the robot may call on public holidays."""

    NONE = "none"
    URGENT = "urgent"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class CallingRules:
    """A hospital's (or, with a campaign's own choices, a campaign's) rules for calling patients.

    `windows` and `quiet` are wall-clock spans in `zone`. Urgent calls (P1) and calls the patient asked for are
    bound by none of them, except that `holidays` may forbid even urgent ones.
    """

    zone: tzinfo
    windows: DailyWindows = USUAL_WINDOWS
    quiet: DailyWindows = LUNCH
    calendar: HolidayCalendar = field(default_factory=HolidayCalendar)
    weekends: bool = False
    holidays: HolidayCalls = HolidayCalls.URGENT
    caps: Caps = field(default_factory=Caps)

    def opened(self, *, weekends: bool, holidays: bool) -> CallingRules:
        """These rules for who opted in to calls on weekends or on holidays; `holidays` none stays none."""
        if not (weekends or holidays):
            return self
        open_holidays = holidays and self.holidays is not HolidayCalls.NONE
        return replace(
            self,
            weekends=self.weekends or weekends,
            holidays=HolidayCalls.ALL if open_holidays else self.holidays,
        )

    def day_closed(self, day: date, *, exempt: bool = False) -> Suppression | None:
        """Why nobody is called on that local day, or None when the day is open."""
        kind = self.calendar.kind(day)
        open_holidays = (HolidayCalls.ALL, HolidayCalls.URGENT) if exempt else (HolidayCalls.ALL,)
        if kind is DayKind.HOLIDAY and self.holidays not in open_holidays:
            return Suppression.HOLIDAY
        if exempt or self.weekends or kind is DayKind.WORKDAY:
            return None
        if kind is DayKind.WEEKEND or day.weekday() >= 5:
            return Suppression.WEEKEND
        return None

    def day_windows(
        self, campaign: DailyWindows | None, patient: DailyWindows | None, *, exempt: bool = False
    ) -> DailyWindows:
        """The windows of an open day: policy ∩ campaign ∩ patient, without the quiet hours."""
        if exempt:
            return ALL_DAY
        return _common(self.windows, self.quiet, campaign or ALL_DAY, patient or ALL_DAY)


@lru_cache(maxsize=1024)
def _common(
    windows: DailyWindows, quiet: DailyWindows, campaign: DailyWindows, patient: DailyWindows
) -> DailyWindows:
    return windows.without(quiet).intersect(campaign).intersect(patient)


def next_allowed(
    moment: datetime,
    rules: CallingRules,
    campaign: DailyWindows | None = None,
    patient: DailyWindows | None = None,
    *,
    exempt: bool = False,
) -> datetime | None:
    """The first moment from `moment` on at which the call may be dialed; None within 60 days means never.

    Times are aware; the result is UTC. `exempt` is for urgent calls and for those the patient asked for.
    """
    for start, end in _open_spans(moment, rules, rules.day_windows(campaign, patient, exempt=exempt), exempt):
        if moment < end:
            return max(start, moment.astimezone(UTC))
    return None


def closes_at(
    moment: datetime,
    rules: CallingRules,
    campaign: DailyWindows | None = None,
    patient: DailyWindows | None = None,
    *,
    exempt: bool = False,
) -> datetime | None:
    """The end (UTC, excluded) of the window that contains `moment`; None when `moment` is in none."""
    for start, end in _open_spans(moment, rules, rules.day_windows(campaign, patient, exempt=exempt), exempt):
        if start <= moment < end:
            return end
        if start > moment:
            return None
    return None


def closed_because(
    moment: datetime,
    rules: CallingRules,
    campaign: DailyWindows | None = None,
    patient: DailyWindows | None = None,
    *,
    exempt: bool = False,
) -> Suppression | None:
    """Why `moment` is not inside the calling hours, the hospital's reason first; None when it is inside."""
    if closes_at(moment, rules, campaign, patient, exempt=exempt) is not None:
        return None
    local = moment.astimezone(rules.zone)
    closed = rules.day_closed(local.date(), exempt=exempt)
    if closed is not None:
        return closed
    if not rules.windows.without(rules.quiet).contains(local):
        return Suppression.OUTSIDE_HOURS
    if campaign is not None and not campaign.contains(local):
        return Suppression.OUTSIDE_CAMPAIGN_HOURS
    if patient is not None and not patient.contains(local):
        return Suppression.OUTSIDE_PATIENT_HOURS
    return Suppression.OUTSIDE_HOURS


def _open_spans(
    moment: datetime, rules: CallingRules, windows: DailyWindows, exempt: bool
) -> Iterator[tuple[datetime, datetime]]:
    """Open spans in UTC, in order, from the local day of `moment` on."""
    first = moment.astimezone(rules.zone).date()
    for day in (first + timedelta(days=n) for n in range(SEARCHED_DAYS + 1)):
        if rules.day_closed(day, exempt=exempt) is not None:
            continue
        for start, end in windows.spans:
            span = (_starts(day, start, rules.zone), _ends(day, end, rules.zone))
            if span[0] < span[1]:
                yield span


def _starts(day: date, minutes: int, zone: tzinfo) -> datetime:
    return max(_readings(day, minutes, zone))


def _ends(day: date, minutes: int, zone: tzinfo) -> datetime:
    return min(_readings(day, minutes, zone))


def _readings(day: date, minutes: int, zone: tzinfo) -> tuple[datetime, datetime]:
    """The one or two moments at which the wall clock shows that minute; they differ where a clock is changed.

    A window is opened by the later and closed by the earlier one, so that it never reaches past its wall-clock
    edges.
    """
    days, rest = divmod(minutes, DAY_MINUTES)
    local = datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60), zone)
    return local.replace(fold=0).astimezone(UTC), local.replace(fold=1).astimezone(UTC)
