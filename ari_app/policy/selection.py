"""Whom a campaign is for: by diagnosis, procedure, department, day of discharge and age."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from ari_app.core.errors import WrongInput


@dataclass(frozen=True, slots=True)
class Visit:
    """What a selection looks at. `age` is in whole years on the day of selecting; None where it is not known."""

    diagnoses: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    department: str | None = None
    discharged_at: datetime | None = None
    age: int | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """All that is given must fit; what is empty or None fits everybody.

    Codes fit by their beginning, dots and case aside: S82 takes S82.1 and s821. Days of discharge are local days,
    both included; ages in years, both included. What is asked for but not known of a visit does not fit.
    """

    diagnoses: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    discharged_from: date | None = None
    discharged_to: date | None = None
    least_age: int | None = None
    most_age: int | None = None

    def __post_init__(self) -> None:
        _ordered(self.discharged_from, self.discharged_to, "day of discharge")
        _ordered(self.least_age, self.most_age, "age")
        if any(not _plain(code) for code in (*self.diagnoses, *self.procedures)):
            raise WrongInput("an empty code would select everybody", mend="leave the list empty instead")

    def fits(self, visit: Visit, zone: tzinfo) -> bool:
        """Whether the visit is selected; days are those of `zone`."""
        return (
            code_fits(self.diagnoses, visit.diagnoses)
            and code_fits(self.procedures, visit.procedures)
            and (not self.departments or visit.department in self.departments)
            and _within(self.discharged_from, self.discharged_to, _local_day(visit.discharged_at, zone))
            and _within(self.least_age, self.most_age, visit.age)
        )


def age_on(born: date, day: date) -> int:
    """Whole years; somebody born on 29 February is a year older on 1 March of a common year."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _ordered(low: date | int | None, high: date | int | None, what: str) -> None:
    if low is not None and not _within(None, high, low):
        raise WrongInput(f"the first {what} is after the last", mend="exchange them")


def _plain(code: str) -> str:
    return "".join(character for character in code.upper() if character.isalnum())


def code_fits(asked: tuple[str, ...], known: tuple[str, ...]) -> bool:
    """Whether a known code begins as one that is asked for, dots and case aside; nothing asked fits all."""
    return not asked or any(_plain(code).startswith(_plain(start)) for code in known for start in asked)


def _local_day(moment: datetime | None, zone: tzinfo) -> date | None:
    return None if moment is None else moment.astimezone(zone).date()


def _within(low: date | int | None, high: date | int | None, value: date | int | None) -> bool:
    if low is None and high is None:
        return True
    if value is None:
        return False
    return not (_less(value, low) or _less(high, value))


def _less(one: date | int | None, other: date | int | None) -> bool:
    if isinstance(one, date) and isinstance(other, date):
        return one < other
    return isinstance(one, int) and isinstance(other, int) and one < other
