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

    Beyond those years only weekends are known; `findings` says so for a span of time.
    """

    holidays: Mapping[date, str] = field(default_factory=dict)
    workdays: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()

    @staticmethod
    def parse(text: str) -> HolidayCalendar:
        """Of JSON: years → their holidays (name, from, to) and make-up workdays. Raises WrongInput."""
        try:
            data = json.loads(text)
        except ValueError:
            raise WrongInput("the holiday calendar is not JSON") from None
        years = fields.mapping(fields.mapping(data, "calendar").get("years"), "calendar: years")
        holidays: dict[date, str] = {}
        workdays: set[date] = set()
        for year, value in years.items():
            place = f"year {year}"
            entry = fields.mapping(value, place)
            fields.refuse_unknown(entry, frozenset({"source", "holidays", "workdays"}), place)
            for span in fields.sequence(entry, "holidays", place):
                holidays |= _holiday(fields.mapping(span, place), place)
            workdays |= {_day(day, place) for day in fields.texts(entry, "workdays", place)}
        if holidays.keys() & workdays:
            raise WrongInput("a day of the calendar is both a holiday and a workday")
        return HolidayCalendar(holidays, frozenset(workdays), frozenset(_year(year) for year in years))

    def overridden(self, other: HolidayCalendar) -> HolidayCalendar:
        """These days with a hospital's own over them: each day that `other` names is taken from `other`."""
        holidays = {day: name for day, name in self.holidays.items() if day not in other.workdays}
        workdays = self.workdays - other.holidays.keys() | other.workdays
        return HolidayCalendar(holidays | dict(other.holidays), workdays, self.years | other.years)

    def kind(self, day: date) -> DayKind:
        """What kind of day it is; a weekend day inside a holiday is a holiday."""
        if day in self.holidays:
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
                "the public holidays of this year are not known: only weekends are kept free",
                "add the year to the holiday calendar when the State Council has announced it",
            )
            for year in range(first.year, last.year + 1)
            if year not in self.years
        )


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
