"""Which local days are workdays: weekends, public holidays, and the workdays that make up for them (调休)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from ari_app.core.errors import WrongInput
from ari_app.questionnaire import fields
from ari_app.questionnaire.findings import Finding

_SATURDAY = 5


class DayKind(StrEnum):
    """What kind of day a date is."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class HolidayCalendar:
    """Public holidays (with their name) and make-up workdays of the years covered.

    Beyond those `years` the `presumed` holidays are kept free, and every weekend, for nobody knows which weekends will
    be worked; `findings` says so for a span of time.
    """

    holidays: Mapping[date, str] = field(default_factory=dict)
    workdays: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()
    presumed: Mapping[date, str] = field(default_factory=dict)

    @staticmethod
    def parse(text: str) -> HolidayCalendar:
        """Of JSON: years → their holidays (name, from, to) and make-up workdays; and presumed holidays.

        A year is covered when it names the `source` from which it is taken; without one its days are single
        changes. Raises WrongInput.
        """
        try:
            data = json.loads(text)
        except ValueError:
            raise WrongInput("the holiday calendar is not JSON") from None
        calendar = fields.mapping(data, "calendar")
        years = fields.mapping(calendar.get("years"), "calendar: years")
        holidays: dict[date, str] = {}
        workdays: set[date] = set()
        covered: set[int] = set()
        for year, value in years.items():
            place = f"year {year}"
            entry = fields.mapping(value, place)
            fields.refuse_unknown(entry, frozenset({"source", "holidays", "workdays"}), place)
            holidays |= _holidays(entry, place)
            workdays |= {_day(day, place) for day in fields.texts(entry, "workdays", place)}
            named = _year(year)
            if fields.text(entry, "source", place, ""):
                covered.add(named)
        if holidays.keys() & workdays:
            raise WrongInput("a day of the calendar is both a holiday and a workday")
        presumed = _presumed(calendar.get("presumed"))
        return HolidayCalendar(holidays, frozenset(workdays), frozenset(covered), presumed)

    def overridden(self, other: HolidayCalendar) -> HolidayCalendar:
        """These days with a hospital's own over them: each day that `other` names is taken from `other`."""
        holidays = {day: name for day, name in self.holidays.items() if day not in other.workdays}
        workdays = self.workdays - other.holidays.keys() | other.workdays
        presumed = {**self.presumed, **other.presumed}
        return HolidayCalendar(holidays | dict(other.holidays), workdays, self.years | other.years, presumed)

    def kind(self, day: date) -> DayKind:
        """What kind of day it is; a weekend day inside a holiday is a holiday."""
        is_presumed = day in self.presumed and day.year not in self.years and day not in self.workdays
        if day in self.holidays or is_presumed:
            return DayKind.HOLIDAY
        if day.weekday() >= _SATURDAY and day not in self.workdays:
            return DayKind.WEEKEND
        return DayKind.WORKDAY

    def findings(self, first: date, last: date) -> tuple[Finding, ...]:
        """One for each year from `first` to `last` whose holidays are not known."""
        return tuple(
            Finding(
                "holidays_unknown",
                str(year),
                f"the public holidays of {year} are not known: {self._assumed(year)}",
                "when the State Council has announced them, add the year with its source: "
                "ari-app policy set --calendar FILE (docs/care-plans.md)",
            )
            for year in range(first.year, last.year + 1)
            if year not in self.years
        )

    def _assumed(self, year: int) -> str:
        spans = _spans({day: name for day, name in self.presumed.items() if day.year == year})
        if not spans:
            return "only weekends are kept free"
        return f"kept free are all weekends, and as presumed {', '.join(spans)}"


def _spans(days: Mapping[date, str]) -> list[str]:
    """Each holiday once, with its first and last day."""
    by_name: dict[str, list[date]] = {}
    for day in sorted(days):
        by_name.setdefault(days[day], []).append(day)
    return [f"{name} {found[0]:%m-%d} to {found[-1]:%m-%d}" for name, found in by_name.items()]


def _presumed(value: object) -> dict[date, str]:
    if value is None:
        return {}
    entry = fields.mapping(value, "presumed")
    fields.refuse_unknown(entry, frozenset({"source", "holidays"}), "presumed")
    return _holidays(entry, "presumed")


def _holidays(entry: Mapping[str, object], place: str) -> dict[date, str]:
    found: dict[date, str] = {}
    for span in fields.sequence(entry, "holidays", place):
        found |= _holiday(fields.mapping(span, place), place)
    return found


def _holiday(span: Mapping[str, object], place: str) -> dict[date, str]:
    fields.refuse_unknown(span, frozenset({"name", "from", "to"}), place)
    name = fields.text(span, "name", place)
    first = _day(fields.text(span, "from", place), place)
    last = _day(fields.text(span, "to", place, first.isoformat()), place)
    if not 0 <= (last - first).days < 31:
        raise WrongInput(f"{place}: {name} must end on or after its first day, within a month")
    return {first + timedelta(days=n): name for n in range((last - first).days + 1)}


def _day(text: str, place: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongInput(f"{place}: {text!r} is no day", mend="write it as 2026-10-01") from None


def _year(text: str) -> int:
    if not (text.isdecimal() and len(text) == 4):
        raise WrongInput(f"{text!r} is no year")
    return int(text)
