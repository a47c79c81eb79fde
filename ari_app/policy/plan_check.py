"""Whether care plans fit caps and windows, proved by rehearsing them from every day of a span of the calendar."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import product

from ari_app.core.dialing_vocabulary import Suppression
from ari_app.core.vocabulary import Disposition
from ari_app.policy.calling_rules import CallingRules
from ari_app.policy.care_plan import CarePlan, Event, PlanEvent, Point
from ari_app.policy.care_planning import Schedule, plan
from ari_app.policy.holidays import DayKind
from ari_app.policy.plan_rehearsal import Rehearsed, rehearse
from ari_app.policy.suppression_words import WORDS
from ari_app.questionnaire.findings import Finding

EVENT_TIMES = (time(9, 30), time(16, 30), time(23, 50))
"""Local times of day at which the events of a rehearsal happen."""
TOGETHER = "all together"


@dataclass(slots=True)
class PointFigures:
    """How one point fared over all rehearsals.

    `called` times it was dialed, `covered` times a later point of the same day stood for it, `missed` times a
    person has the work. `least_tries` is the fewest attempts it ever had room for, `most_days_moved` how many local
    days it came off its ideal time at most.
    """

    plan_id: str
    code: str
    by_person: bool
    called: int = 0
    covered: int = 0
    missed: int = 0
    moved: int = 0
    most_days_moved: int = 0
    least_tries: int | None = None
    fewest_on: date | None = None
    missed_on: date | None = None
    missed_why: Suppression | None = None

    @property
    def fits(self) -> bool:
        """Whether it was never missed, unless the plan counts on people."""
        return self.by_person or not self.missed


@dataclass(frozen=True, slots=True)
class PlanReport:
    """Of one plan, or of all at once on one patient: figures by point, faults, and what is only worth knowing."""

    plan_id: str
    points: tuple[PointFigures, ...]
    faults: tuple[Finding, ...]
    notes: tuple[Finding, ...] = ()


def check_plans(
    plans: Sequence[CarePlan],
    rules: CallingRules,
    first: date,
    last: date,
    questionnaires: Collection[str] | None = None,
) -> tuple[PlanReport, ...]:
    """A report on each plan, and, of several, one on all of them together on one patient.

    A plan alone is rehearsed with a patient who never answers, all together with one who always does: every day
    from `first` to `last` is the start once for each of EVENT_TIMES that matters. `questionnaires` are the codes
    that are known; None: they are not checked.
    """
    days = tuple(first + timedelta(days=n) for n in range((last - first).days + 1))
    reports = [_alone(one, rules, days, questionnaires) for one in plans]
    if len(plans) > 1:
        reports.append(_together(_one_of_each_family(plans), rules, days))
    return tuple(reports)


def _alone(
    one: CarePlan, rules: CallingRules, days: Sequence[date], questionnaires: Collection[str] | None
) -> PlanReport:
    faults = _static(one, rules, questionnaires)
    return _report(one.id, (one,), rules, days, Disposition.NO_ANSWER, faults)


def _together(plans: tuple[CarePlan, ...], rules: CallingRules, days: Sequence[date]) -> PlanReport:
    return _report(TOGETHER, plans, rules, days, Disposition.COMPLETED, [])


def _one_of_each_family(plans: Sequence[CarePlan]) -> tuple[CarePlan, ...]:
    """A patient never has two plans of one family; the one with most points stands for it."""
    largest: dict[str, CarePlan] = {}
    for one in plans:
        if one.family not in largest or len(one.points) > len(largest[one.family].points):
            largest[one.family] = one
    return tuple(largest.values())


def _static(one: CarePlan, rules: CallingRules, questionnaires: Collection[str] | None) -> list[Finding]:
    found = []
    if one.max_attempts > rules.caps.per_contact:
        message = (
            f"{one.max_attempts} attempts are more than the {rules.caps.per_contact} a follow-up may have"
        )
        found.append(Finding("attempts_over_cap", one.id, message, "lower max_attempts or raise the cap"))
    for point in one.points:
        if questionnaires is not None and point.questionnaire not in questionnaires:
            message = f"there is no questionnaire {point.questionnaire}"
            found.append(Finding("questionnaire_unknown", point.code, message, "publish it, or name another"))
    return found


def _report(
    name: str,
    plans: tuple[CarePlan, ...],
    rules: CallingRules,
    days: Sequence[date],
    answer: Disposition,
    faults: list[Finding],
) -> PlanReport:
    figures = {
        (one.id, point.code): PointFigures(one.id, point.code, point.by_person)
        for one in plans
        for point in one.points
    }
    for day, events in ((each, events) for each in days for events in _starts(plans, rules, each)):
        schedule = plan(events, plans, rules, datetime.combine(day, time(), rules.zone))
        _count(figures, schedule, rehearse(schedule.contacts, rules, answer=answer), rules, day)
    found = tuple(figures.values())
    faults += [_missed_finding(name, each, _MISSED) for each in found if not each.fits]
    notes = [_missed_finding(name, each, _LEFT) for each in found if each.fits and each.missed]
    return PlanReport(name, found, tuple(faults), tuple(notes))


APPOINTED_AFTER = timedelta(days=14)
"""An appointment is made that long before it, more or less: on the first workday from then on."""


def _starts(plans: tuple[CarePlan, ...], rules: CallingRules, day: date) -> Iterator[tuple[Event, ...]]:
    """All that may happen to one patient on that day: once for each time of day and step of a score that matters."""
    points = [point for one in plans for point in one.points]
    kinds = sorted({point.event for point in points})
    times = EVENT_TIMES if any(point.hours for point in points) else EVENT_TIMES[:1]
    scores = _scores(points) if len(plans) == 1 else _scores(points)[:1]
    for at, score in product(times, scores):
        moment = datetime.combine(day, at, rules.zone)
        yield tuple(
            Event(
                f"{kind}-{day}",
                kind,
                _appointment(rules, day) if kind is PlanEvent.APPOINTED else moment,
                score,
            )
            for kind in kinds
        )


def _scores(points: Sequence[Point]) -> tuple[float | None, ...]:
    """A score for each step of the tables, the lowest first; None where there is none."""
    steps = {step.below for point in points for step in point.by_score}
    lowest_first = sorted(steps, key=lambda below: _PERFECT if below is None else below)
    return tuple(_PERFECT if below is None else below - 1 for below in lowest_first) or (None,)


_PERFECT = 100.0


def _appointment(rules: CallingRules, day: date) -> datetime:
    """Clinics see patients on workdays."""
    wanted = day + APPOINTED_AFTER
    while rules.calendar.kind(wanted) is not DayKind.WORKDAY:
        wanted += timedelta(days=1)
    return datetime.combine(wanted, time(9), rules.zone)


def _count(
    figures: dict[tuple[str, str], PointFigures],
    schedule: Schedule,
    rehearsed: tuple[Rehearsed, ...],
    rules: CallingRules,
    day: date,
) -> None:
    for point in schedule.missed:
        _miss(figures[point.plan_id, point.plan_day], point.reason, day)
    for each in rehearsed:
        entry = figures[each.contact.plan_id, each.contact.plan_day]
        for code in each.contact.covers:
            figures[each.contact.plan_id, code].covered += 1
        if each.dialed_at:
            _call(entry, each, rules, day)
        else:
            _miss(entry, each.given_up or Suppression.NO_COMMON_HOURS, day)


def _miss(entry: PointFigures, reason: Suppression, day: date) -> None:
    entry.missed += 1
    entry.missed_on, entry.missed_why = entry.missed_on or day, entry.missed_why or reason


def _call(entry: PointFigures, each: Rehearsed, rules: CallingRules, day: date) -> None:
    entry.called += 1
    tries = len(each.dialed_at)
    if entry.least_tries is None or tries < entry.least_tries:
        entry.least_tries, entry.fewest_on = tries, day
    moved = _days_moved(each, rules)
    entry.moved += moved > 0
    entry.most_days_moved = max(entry.most_days_moved, moved)


def _days_moved(each: Rehearsed, rules: CallingRules) -> int:
    """Local days between the first attempt and the nearest ideal moment."""
    at, contact = each.dialed_at[0], each.contact
    ideal = min(max(at, contact.ideal_start), contact.ideal_end - timedelta(microseconds=1))
    return abs((at.astimezone(rules.zone).date() - ideal.astimezone(rules.zone).date()).days)


_MISSED = ("not_called", "give it more grace_days, open weekends or holidays to it, or say by_person")
_LEFT = ("left_to_people", "plan for people on such days")


def _missed_finding(report: str, entry: PointFigures, kind: tuple[str, str]) -> Finding:
    code, mend = kind
    why = "" if entry.missed_why is None else WORDS[entry.missed_why].en
    place = entry.code if report == entry.plan_id else f"{entry.plan_id} {entry.code}"
    message = (
        f"not called in {entry.missed} of the rehearsals, first when it starts on {entry.missed_on}: {why}"
    )
    return Finding(code, place, message, mend)
