"""Care plans out of JSON, each mistake named by its place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from itertools import pairwise
from typing import TypeVar

from ari_app.core.errors import WrongInput
from ari_app.policy.care_plan import CarePlan, PlanEvent, Point, ScoreStep
from ari_app.policy.redial import RedialPlan
from ari_app.policy.selection import Selection
from ari_app.questionnaire import fields

_PLAN = frozenset(
    {
        "id",
        "version",
        "title",
        "family",
        "applies",
        "max_attempts",
        "retry_hours",
        "points",
        "about",
        "thresholds",
    }
)
_POINT = frozenset(
    {
        "code", "event", "questionnaire", "days", "hours", "by_score", "grace_days", "moves_earlier", "priority",
        "urgent", "on_weekends", "on_holidays", "by_person", "unless_confirmed", "thresholds",
    }
)  # fmt: skip
_APPLIES = frozenset({"departments", "diagnoses", "procedures", "least_age", "most_age"})
_Word = TypeVar("_Word", bound=StrEnum)


def load(text: str) -> tuple[CarePlan, ...]:
    """The plan, or the list of plans, in a JSON text. Raises WrongInput."""
    try:
        data = json.loads(text)
    except ValueError:
        raise WrongInput("the care plan is not JSON") from None
    plans = tuple(_plan(each) for each in (data if isinstance(data, list) else [data]))
    if len({plan.id for plan in plans}) < len(plans):
        raise WrongInput("two plans have the same id", mend="plans of one kind share a family, not an id")
    return plans


def _plan(data: object) -> CarePlan:
    entry = fields.mapping(data, "plan")
    identity = fields.text(entry, "id", "plan")
    place = f"plan {identity}"
    fields.refuse_unknown(entry, _PLAN, place)
    points = tuple(_point(each, place) for each in fields.sequence(entry, "points", place))
    if not points:
        raise WrongInput(f"{place}: it has no points")
    if len({point.code for point in points}) < len(points):
        raise WrongInput(f"{place}: two points have the same code")
    ladder = RedialPlan(
        max_attempts=fields.whole(entry, "max_attempts", place, 3),
        retry_hours=_numbers(entry, "retry_hours", place) or (0, 24, 72),
    )
    return CarePlan(
        id=identity,
        version=fields.text(entry, "version", place),
        title=fields.text(entry, "title", place),
        points=points,
        family=fields.text(entry, "family", place, identity),
        applies=_applies(fields.mapping(entry.get("applies", {}), place), place),
        max_attempts=ladder.max_attempts,
        retry_hours=ladder.retry_hours,
        thresholds=_limits(entry, place),
    )


def _applies(data: Mapping[str, object], place: str) -> Selection:
    fields.refuse_unknown(data, _APPLIES, place)
    return Selection(
        diagnoses=fields.texts(data, "diagnoses", place),
        procedures=fields.texts(data, "procedures", place),
        departments=fields.texts(data, "departments", place),
        least_age=_optional_whole(data, "least_age", place),
        most_age=_optional_whole(data, "most_age", place),
    )


def _point(data: object, place: str) -> Point:
    entry = fields.mapping(data, f"{place}: point")
    code = fields.text(entry, "code", f"{place}: point")
    place = f"{place}: {code}"
    fields.refuse_unknown(entry, _POINT, place)
    hours = _numbers(entry, "hours", place)
    if hours and (len(hours) != 2 or hours[0] > hours[1]):
        raise WrongInput(f"{place}: hours must be two numbers, the first not above the second")
    point = Point(
        code=code,
        event=_word(PlanEvent, entry, "event", place),
        questionnaire=fields.text(entry, "questionnaire", place),
        days=_optional_whole(entry, "days", place),
        hours=(hours[0], hours[1]) if hours else None,
        by_score=tuple(_step(each, place) for each in fields.sequence(entry, "by_score", place)),
        grace_days=fields.whole(entry, "grace_days", place, 0),
        priority=fields.whole(entry, "priority", place, 5),
        thresholds=_limits(entry, place),
        **{key: _truth(entry, key, place) for key in _TRUTHS},
    )
    _refuse_impossible(point, place)
    return point


_TRUTHS = ("moves_earlier", "urgent", "on_weekends", "on_holidays", "by_person", "unless_confirmed")


def _refuse_impossible(point: Point, place: str) -> None:
    ways = (point.days is not None, point.hours is not None, bool(point.by_score))
    if sum(ways) != 1:
        raise WrongInput(f"{place}: give one of days, hours and by_score")
    if point.by_score and (
        point.event is not PlanEvent.ADHERENCE_SCORED
        or any(step.below is None for step in point.by_score[:-1])
        or point.by_score[-1].below is not None
        or any((a.below or 0) >= (b.below or 101) or a.days > b.days for a, b in pairwise(point.by_score))
    ):
        raise WrongInput(
            f"{place}: by_score goes from low to high scores after adherence_scored, a lower score never later",
            mend='such as [{"below": 60, "days": 3}, {"below": 80, "days": 7}, {"days": 30}]',
        )
    if point.grace_days < 0:
        raise WrongInput(f"{place}: grace_days cannot be negative")


def _step(data: object, place: str) -> ScoreStep:
    entry = fields.mapping(data, place)
    fields.refuse_unknown(entry, frozenset({"below", "days"}), place)
    below = fields.number(entry, "below", place) if "below" in entry else None
    days = _optional_whole(entry, "days", place)
    if days is None or days < 0:
        raise WrongInput(f"{place}: each step of by_score needs days")
    return ScoreStep(below, days)


def _optional_whole(data: Mapping[str, object], key: str, place: str) -> int | None:
    return fields.whole(data, key, place, 0) if key in data else None


def _numbers(data: Mapping[str, object], key: str, place: str) -> tuple[float, ...]:
    values = fields.sequence(data, key, place)
    found = tuple(value for value in values if fields.is_number(value) and not isinstance(value, bool))
    if len(found) < len(values):
        raise WrongInput(f"{place}: {key} must be a list of numbers")
    return found


def _limits(data: Mapping[str, object], place: str) -> dict[str, float]:
    limits = fields.mapping(data.get("thresholds", {}), f"{place}: thresholds")
    return {name: fields.number(limits, name, f"{place}: thresholds") for name in limits}


def _truth(data: Mapping[str, object], key: str, place: str) -> bool:
    value = data.get(key, False)
    if not isinstance(value, bool):
        raise WrongInput(f"{place}: {key} must be true or false")
    return value


def _word(kind: type[_Word], data: Mapping[str, object], key: str, place: str) -> _Word:
    value = fields.text(data, key, place)
    try:
        return kind(value)
    except ValueError:
        raise WrongInput(f"{place}: {key} is none of {', '.join(kind)}") from None
