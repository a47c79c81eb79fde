"""`ari-app plan`: check and show care plans."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rich.console import Console
from rich.table import Table

from ari_app.core.errors import WrongInput
from ari_app.policy.calling_rules import USUAL_WINDOWS, CallingRules, HolidayCalls
from ari_app.policy.caps import Caps
from ari_app.policy.plan_check import PlanReport, PointFigures
from ari_app.policy.windows import DailyWindows
from ari_app.questionnaire.findings import Finding
from ari_app.wiring import care_plans
from ari_app.wiring.care_plans import PlanReview
from ari_app.wiring.system import SystemClock

_WIDTH = 110


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """What is checked, under which rules, from which day (None: today) and for how many days."""

    file: Path | None
    first: date | None
    days: int
    zone: str
    windows: tuple[str, ...]
    weekends: bool
    holidays: HolidayCalls
    caps: Caps
    calendar: Path | None
    as_json: bool


def check(request: CheckRequest) -> int:
    """Print what was found; 1 when a plan does not fit. Raises WrongInput."""
    rules = _rules(request)
    first = request.first or SystemClock().now().astimezone(rules.zone).date()
    last = first + timedelta(days=request.days - 1)
    plans = care_plans.shipped() if request.file is None else care_plans.read(request.file)
    review = care_plans.review(plans, rules, first, last)
    if request.as_json:
        print(json.dumps(_data(review, first, last), ensure_ascii=False, indent=2))
    else:
        _print(review, first, last)
    return 0 if review.fits else 1


def show(name: str) -> None:
    """Print a shipped plan. Raises WrongInput."""
    print(care_plans.source(name), end="")


def _rules(request: CheckRequest) -> CallingRules:
    try:
        zone = ZoneInfo(request.zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise WrongInput(
            f"unknown time zone {request.zone!r}", mend="use one such as Asia/Shanghai"
        ) from None
    return CallingRules(
        zone=zone,
        windows=DailyWindows.parse(request.windows) if request.windows else USUAL_WINDOWS,
        calendar=care_plans.calendar_with(request.calendar),
        weekends=request.weekends,
        holidays=request.holidays,
        caps=request.caps,
    )


def _print(review: PlanReview, first: date, last: date) -> None:
    console = Console(width=_WIDTH, highlight=False, soft_wrap=False)
    console.print(_table(review, first, last))
    for report in review.reports:
        for word, findings in (("does not fit", report.faults), ("note", report.notes)):
            for finding in findings:
                _print_finding(console, f"{report.plan_id}, {word}", finding)
    for finding in review.calendar:
        _print_finding(console, "calendar, note", finding)


def _print_finding(console: Console, lead: str, finding: Finding) -> None:
    console.print(f"{lead}: {finding} ({finding.code})", markup=False)
    console.print(f"  mend: {finding.mend}", markup=False)


_COLUMNS = ("called", "with a later one", "left to people", "days moved", "least attempts", "fits")


def _table(review: PlanReview, first: date, last: date) -> Table:
    title = f"Care plans, started on each day from {first} to {last}"
    table = Table(title=title, title_justify="left")
    table.add_column("plan")
    table.add_column("point")
    for column in _COLUMNS:
        table.add_column(column, justify="right")
    for report in review.reports:
        for entry in report.points:
            table.add_row(*_row(report, entry))
        table.add_section()
    return table


def _row(report: PlanReport, entry: PointFigures) -> tuple[str, ...]:
    fits = entry.fits and not any(fault.place in (entry.code, entry.plan_id) for fault in report.faults)
    tries = "" if entry.least_tries is None else str(entry.least_tries)
    figures = (entry.called, entry.covered, entry.missed, entry.most_days_moved)
    return report.plan_id, entry.code, *(str(each) for each in figures), tries, "yes" if fits else "no"


def _data(review: PlanReview, first: date, last: date) -> dict[str, object]:
    return {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "fits": review.fits,
        "reports": [
            {
                "plan": report.plan_id,
                "points": [_figures(entry) for entry in report.points],
                "faults": [_finding(each) for each in report.faults],
                "notes": [_finding(each) for each in report.notes],
            }
            for report in review.reports
        ],
        "calendar": [_finding(each) for each in review.calendar],
    }


def _figures(entry: PointFigures) -> dict[str, object]:
    return {
        "plan": entry.plan_id,
        "point": entry.code,
        "called": entry.called,
        "covered": entry.covered,
        "missed": entry.missed,
        "mostDaysMoved": entry.most_days_moved,
        "leastAttempts": entry.least_tries,
    }


def _finding(finding: Finding) -> dict[str, str]:
    return {"code": finding.code, "place": finding.place, "message": finding.message, "mend": finding.mend}
