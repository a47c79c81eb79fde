"""Care plans as data: at which points after (or before) an event a patient is called, and with what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from enum import StrEnum

from ari_app.policy.selection import Selection, Visit


class PlanEvent(StrEnum):
    """What starts points of a plan; `appointed` is a revisit, and its time is the appointment's."""

    DISCHARGED = "discharged"
    DISPENSED = "dispensed"
    APPOINTED = "appointed"
    ADHERENCE_SCORED = "adherence_scored"
    RISK_REPORTED = "risk_reported"


@dataclass(frozen=True, slots=True)
class ScoreStep:
    """For a score below `below` (None: any other), the point lies `days` after the event."""

    below: float | None
    days: int


@dataclass(frozen=True, slots=True)
class Point:
    """One call of a plan.

    It lies on the local day `days` after the event's (negative: before it), or between `hours` after the event,
    or by `by_score` of the event's score. Where that is not possible it is moved by at most `grace_days`: later,
    or with `moves_earlier` earlier. Where that is not possible either it is missed, and a person has the work.
    `by_person` says that the plan counts on this. `unless_confirmed`: left out for a confirmed appointment.
    `thresholds` of the alert rules, by name, hold for this call before those of the plan.
    """

    code: str
    event: PlanEvent
    questionnaire: str
    days: int | None = None
    hours: tuple[float, float] | None = None
    by_score: tuple[ScoreStep, ...] = ()
    grace_days: int = 0
    moves_earlier: bool = False
    priority: int = 5
    urgent: bool = False
    on_weekends: bool = False
    on_holidays: bool = False
    by_person: bool = False
    unless_confirmed: bool = False
    thresholds: Mapping[str, float] = field(default_factory=dict)

    def days_for(self, score: float | None) -> int | None:
        """The day for that score; None when the point has no day."""
        for step in self.by_score:
            if step.below is None or (score is not None and score < step.below):
                return step.days
        return self.days


@dataclass(frozen=True, slots=True)
class CarePlan:
    """A versioned plan. Of the plans of one `family` the one that fits a visit most closely is taken."""

    id: str
    version: str
    title: str
    points: tuple[Point, ...]
    family: str
    applies: Selection = Selection()
    max_attempts: int = 3
    retry_hours: tuple[float, ...] = (0, 24, 72)
    thresholds: Mapping[str, float] = field(default_factory=dict)

    def thresholds_at(self, code: str) -> dict[str, float]:
        """The thresholds of the alert rules at the point of that code: its own, else those of the plan."""
        own = next((each.thresholds for each in self.points if each.code == code), {})
        return {**self.thresholds, **own}

    @property
    def closeness(self) -> int:
        """How closely it is cut to its patients: a procedure counts most, then a diagnosis, then a department."""
        applies = self.applies
        return 4 * bool(applies.procedures) + 2 * bool(applies.diagnoses) + bool(applies.departments)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a patient or will. `id` is the hospital's and never changes; `at` is aware.

    `score` is the adherence in percent; `confirmed`: the appointment has been confirmed.
    """

    id: str
    kind: PlanEvent
    at: datetime
    score: float | None = None
    confirmed: bool = False


def plans_for(plans: Iterable[CarePlan], visit: Visit, zone: tzinfo) -> tuple[CarePlan, ...]:
    """Of each family the plan that fits the visit most closely, in the order given; the first of equals."""
    best: dict[str, CarePlan] = {}
    for plan in plans:
        if not plan.applies.fits(visit, zone):
            continue
        known = best.get(plan.family)
        if known is None or plan.closeness > known.closeness:
            best[plan.family] = plan
    return tuple(best.values())
