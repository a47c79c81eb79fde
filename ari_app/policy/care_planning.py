"""From events and plans to the calls of a patient: when each is due, until when, and what cannot be called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import product

from ari_app.core.dialing_vocabulary import Suppression, WorkKind
from ari_app.policy.calling_rules import CallingRules
from ari_app.policy.caps import WEEK
from ari_app.policy.care_plan import CarePlan, Event, Point
from ari_app.policy.point_span import PointSpan, point_span
from ari_app.policy.windows import DailyWindows


@dataclass(frozen=True, slots=True)
class PlannedContact:
    """A call that is to be: `due_at` and `not_after` in UTC, both inside the rules the plan was made with.

    `external_id` is the same however often the event is told. `covers` are codes of earlier points of the plan that
    fell on the same day: this call stands for them. `not_before` is the earliest that its grace allows.
    """

    external_id: str
    plan_id: str
    plan_day: str
    questionnaire: str
    due_at: datetime
    not_after: datetime
    priority: int
    not_before: datetime
    ideal_start: datetime
    ideal_end: datetime
    max_attempts: int = 3
    retry_hours: tuple[float, ...] = (0, 24, 72)
    urgent: bool = False
    on_weekends: bool = False
    on_holidays: bool = False
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MissedPoint:
    """A call that the robot cannot place in time: a person has the work. `by_person`: the plan counts on it."""

    external_id: str
    plan_id: str
    plan_day: str
    questionnaire: str
    reason: Suppression
    by_person: bool
    work: WorkKind = WorkKind.MISSED_FOLLOW_UP


@dataclass(frozen=True, slots=True)
class Schedule:
    """A patient's calls by time, and what is missed."""

    contacts: tuple[PlannedContact, ...]
    missed: tuple[MissedPoint, ...]


def plan(
    events: Iterable[Event],
    plans: Iterable[CarePlan],
    rules: CallingRules,
    now: datetime,
    *,
    patient_windows: DailyWindows | None = None,
    touched: Sequence[datetime] = (),
) -> Schedule:
    """All calls of one patient that follow from events, seen from `now`.

    Two points of one plan and event on the same local day become one call: the later point's. First attempts keep
    the caps per day and per week, counted with `touched` (the ledger's); what must yield is moved on within its
    grace. Urgent calls come first and are bound by neither caps nor windows.
    """
    drafts: list[_Draft] = []
    missed: list[MissedPoint] = []
    for care_plan, event in product(tuple(plans), tuple(events)):
        made, lost = _of_event(care_plan, event, rules, now, patient_windows)
        drafts += made
        missed += lost
    contacts: list[PlannedContact] = []
    for draft in sorted(drafts, key=_rank):
        taken = [*touched, *(each.due_at for each in contacts if not each.urgent)]
        placed = _under_caps(draft, taken, rules, now, patient_windows)
        if isinstance(placed, MissedPoint):
            missed += [placed, *_covered(draft, placed.reason)]
        else:
            contacts.append(placed)
    return Schedule(tuple(sorted(contacts, key=lambda each: each.due_at)), tuple(missed))


@dataclass(frozen=True, slots=True)
class _Draft:
    plan: CarePlan
    event: Event
    point: Point
    span: PointSpan
    due_at: datetime
    covers: tuple[str, ...] = ()

    @property
    def external_id(self) -> str:
        return f"{self.plan.id}:{self.event.id}:{self.point.code}"


def _rank(draft: _Draft) -> tuple[bool, int, datetime, str]:
    return not draft.point.urgent, -draft.point.priority, draft.due_at, draft.external_id


def _of_event(
    care_plan: CarePlan, event: Event, rules: CallingRules, now: datetime, patient: DailyWindows | None
) -> tuple[list[_Draft], list[MissedPoint]]:
    drafts: list[_Draft] = []
    missed: list[MissedPoint] = []
    for point in care_plan.points:
        span = point_span(point, event, rules.zone)
        if span is None:
            continue
        due = next(span.dues(point, rules, now, patient), None)
        draft = _Draft(care_plan, event, point, span, due or span.start)
        if due is None:
            missed.append(_missed(draft, span.closed_because(point, rules, now, patient)))
        else:
            drafts.append(draft)
    return _one_a_day(drafts, rules), missed


def _one_a_day(drafts: list[_Draft], rules: CallingRules) -> list[_Draft]:
    kept: list[_Draft] = []
    for draft in sorted(
        drafts, key=lambda each: (each.due_at.astimezone(rules.zone).date(), each.span.start)
    ):
        before = kept[-1] if kept else None
        if before is None or draft.point.urgent or before.point.urgent or not _same_day(before, draft, rules):
            kept.append(draft)
            continue
        covers = (*before.covers, before.point.code, *draft.covers)
        kept[-1] = replace(draft, covers=covers)
    return kept


def _same_day(one: _Draft, other: _Draft, rules: CallingRules) -> bool:
    return one.due_at.astimezone(rules.zone).date() == other.due_at.astimezone(rules.zone).date()


def _under_caps(
    draft: _Draft, taken: list[datetime], rules: CallingRules, now: datetime, patient: DailyWindows | None
) -> PlannedContact | MissedPoint:
    if draft.point.urgent:
        return _contact(draft)
    reason = Suppression.DAILY_CAP
    for due in draft.span.dues(draft.point, rules, now, patient):
        over = _too_many(due, taken, rules)
        if over is None:
            return _contact(replace(draft, due_at=due))
        reason = over
    return _missed(draft, reason)


def _too_many(due: datetime, taken: list[datetime], rules: CallingRules) -> Suppression | None:
    """The cap that one more touch at `due` would break, whichever touches come before and after it."""
    day = due.astimezone(rules.zone).date()
    if sum(1 for at in taken if at.astimezone(rules.zone).date() == day) >= rules.caps.per_day:
        return Suppression.DAILY_CAP
    times = sorted((*taken, due))
    most = rules.caps.per_week
    if any(
        later - first < WEEK
        for first, later in zip(times, times[most:], strict=False)
        if first <= due <= later
    ):
        return Suppression.WEEKLY_CAP
    return None


def _contact(draft: _Draft) -> PlannedContact:
    care_plan, point, span = draft.plan, draft.point, draft.span
    return PlannedContact(
        external_id=draft.external_id,
        plan_id=care_plan.id,
        plan_day=point.code,
        questionnaire=point.questionnaire,
        due_at=draft.due_at,
        not_after=span.last,
        priority=point.priority,
        not_before=span.first,
        ideal_start=span.start,
        ideal_end=span.end,
        max_attempts=care_plan.max_attempts,
        retry_hours=care_plan.retry_hours,
        urgent=point.urgent,
        on_weekends=point.on_weekends,
        on_holidays=point.on_holidays,
        covers=draft.covers,
    )


def _covered(draft: _Draft, reason: Suppression) -> list[MissedPoint]:
    """The earlier points for which a call that finds no time would have stood."""
    points = {point.code: point for point in draft.plan.points}
    return [_missed(replace(draft, point=points[code], covers=()), reason) for code in draft.covers]


def _missed(draft: _Draft, reason: Suppression) -> MissedPoint:
    return MissedPoint(
        external_id=draft.external_id,
        plan_id=draft.plan.id,
        plan_day=draft.point.code,
        questionnaire=draft.point.questionnaire,
        reason=reason,
        by_person=draft.point.by_person,
    )
