"""When a point of a plan should be called after its event, and how far it may be moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from ari_app.core.dialing_vocabulary import Suppression
from ari_app.policy.calling_rules import CallingRules, next_allowed
from ari_app.policy.care_plan import Event, PlanEvent, Point
from ari_app.policy.windows import DailyWindows


@dataclass(frozen=True, slots=True)
class PointSpan:
    """The ideal time from `start` to `end`, and the `first` and `last` moment with grace (all UTC)."""

    start: datetime
    end: datetime
    first: datetime
    last: datetime

    def dues(
        self, point: Point, rules: CallingRules, now: datetime, patient: DailyWindows | None
    ) -> Iterator[datetime]:
        """When it may be due by rules and patient's windows, not before `now`: the best time first, one a local day.

        The best is the first allowed moment of the ideal time, then of each day after it; with `moves_earlier` of
        each day before it.
        """
        opened = rules.opened(weekends=point.on_weekends, holidays=point.on_holidays)
        seen: set[datetime] = set()
        for start in self._starts(point, rules.zone):
            at = next_allowed(max(start, now), opened, None, patient, exempt=point.urgent)
            if at is None:
                return
            if at <= self.last and at not in seen:
                seen.add(at)
                yield at

    def closed_because(
        self, point: Point, rules: CallingRules, now: datetime, patient: DailyWindows | None
    ) -> Suppression:
        """Why there is no time at which it may be due."""
        opened = rules.opened(weekends=point.on_weekends, holidays=point.on_holidays)
        if now > self.last:
            return Suppression.TOO_LATE
        if next_allowed(self.start, opened, None, patient, exempt=point.urgent) is None:
            return Suppression.NO_COMMON_HOURS
        day = self.start.astimezone(rules.zone).date()
        return opened.day_closed(day, exempt=point.urgent) or Suppression.OUTSIDE_HOURS

    def _starts(self, point: Point, zone: tzinfo) -> Iterator[datetime]:
        yield self.start
        day = self.start.astimezone(zone).date()
        step = -1 if point.moves_earlier else 1
        start = midnight(day + timedelta(days=step), zone)
        while self.first <= start <= self.last:
            yield start
            day += timedelta(days=step)
            start = midnight(day + timedelta(days=step), zone)


def midnight(day: date, zone: tzinfo) -> datetime:
    """When that local day begins, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def point_span(point: Point, event: Event, zone: tzinfo) -> PointSpan | None:
    """The span of a point after (or before) an event; None when the event does not start it."""
    if event.kind is not point.event or (point.unless_confirmed and event.confirmed):
        return None
    if point.hours is not None:
        low, high = (event.at.astimezone(UTC) + timedelta(hours=each) for each in point.hours)
    else:
        days = point.days_for(event.score)
        if days is None:
            return None
        day = event.at.astimezone(zone).date() + timedelta(days=days)
        low, high = midnight(day, zone), midnight(day + timedelta(days=1), zone)
    return _with_grace(point, event, zone, low, high)


def _with_grace(point: Point, event: Event, zone: tzinfo, low: datetime, high: datetime) -> PointSpan:
    grace = timedelta(days=point.grace_days)
    first, last = low, high
    if point.moves_earlier:
        first = midnight(low.astimezone(zone).date() - grace, zone)
    elif point.grace_days:
        # the ideal end of a day-long span is the next midnight: its own day is the one before
        end_day = (high - timedelta(microseconds=1)).astimezone(zone).date()
        last = midnight(end_day + grace + timedelta(days=1), zone)
    if event.kind is PlanEvent.APPOINTED:
        last = min(last, max(low, event.at.astimezone(UTC)))
    return PointSpan(low, high, first, last)
