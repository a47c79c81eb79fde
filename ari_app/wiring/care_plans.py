"""The packaged care plans and holiday calendar, a hospital's own files beside them, and their check."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from ari_app.alerting.adjusting import check_thresholds
from ari_app.core.errors import WrongInput
from ari_app.policy import care_plan_loading
from ari_app.policy.calling_rules import CallingRules
from ari_app.policy.care_plan import CarePlan
from ari_app.policy.holidays import HolidayCalendar
from ari_app.policy.plan_check import PlanReport, check_plans
from ari_app.questionnaire.findings import Finding
from ari_app.wiring import instruments

_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class PlanReview:
    """A report on each plan (and on all together), and the years whose holidays are not known."""

    reports: tuple[PlanReport, ...]
    calendar: tuple[Finding, ...]

    @property
    def fits(self) -> bool:
        """Whether every plan fits caps and windows."""
        return not any(report.faults for report in self.reports)


@cache
def calendar() -> HolidayCalendar:
    """The shipped calendar of public holidays in China."""
    return HolidayCalendar.parse((_data() / "holidays_cn.json").read_text(encoding="utf-8"))


def calendar_with(own: Path | None) -> HolidayCalendar:
    """The shipped calendar with a hospital's own days over it. Raises WrongInput."""
    return calendar() if own is None else calendar().overridden(HolidayCalendar.parse(_file(own)))


@cache
def names() -> tuple[str, ...]:
    """The names of the shipped plans."""
    plans = (_data() / "plans").iterdir()
    return tuple(sorted(each.name[:-5] for each in plans if each.name.endswith(".json")))


def source(name: str) -> str:
    """The JSON text of a shipped plan. Raises WrongInput when there is none of that name."""
    if not _NAME.fullmatch(name) or name not in names():
        raise WrongInput(f"there is no care plan {name}", mend=f"use one of {', '.join(names())}")
    return (_data() / "plans" / f"{name}.json").read_text(encoding="utf-8")


@cache
def shipped() -> tuple[CarePlan, ...]:
    """All plans that are shipped."""
    return tuple(plan for name in names() for plan in care_plan_loading.load(source(name)))


def read(path: Path) -> tuple[CarePlan, ...]:
    """The plan, or the list of plans, in a file. Raises WrongInput, for a threshold that is not safe too."""
    plans = care_plan_loading.load(_file(path))
    for plan in plans:
        check_thresholds(instruments.rules(), plan.thresholds)
        for point in plan.points:
            check_thresholds(instruments.rules(), point.thresholds)
    return plans


def review(
    plans: tuple[CarePlan, ...],
    rules: CallingRules,
    first: date,
    last: date,
    extra_codes: frozenset[str] = frozenset(),
) -> PlanReview:
    """Check plans with every day from `first` to `last` as the start.

    Questionnaires must be shipped ones or among `extra_codes`, those that the hospital has published.
    """
    known = frozenset(instruments.names()) | extra_codes
    return PlanReview(check_plans(plans, rules, first, last, known), rules.calendar.findings(first, last))


def _data() -> Traversable:
    return files("ari_app.policy") / "data"


def _file(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise WrongInput(f"{path} cannot be read", mend="give a readable file in UTF-8") from None
