"""Care plans rehearsed on the calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ari_app.core.dialing_vocabulary import Suppression
from ari_app.core.vocabulary import Disposition
from ari_app.policy.calling_rules import CallingRules
from ari_app.policy.caps import Caps
from ari_app.policy.care_plan import CarePlan, Event, PlanEvent
from ari_app.policy.care_planning import plan
from ari_app.policy.plan_check import TOGETHER, PlanReport, check_plans
from ari_app.policy.plan_rehearsal import rehearse
from ari_app.wiring import care_plans
from tests.unit.policy.calendars import RULES, utc

PLANS = {each.id: each for each in care_plans.shipped()}
FESTIVAL = (date(2026, 2, 1), date(2026, 2, 28))


def _check(one: CarePlan, rules: CallingRules = RULES) -> PlanReport:
    (report,) = check_plans((one,), rules, *FESTIVAL, frozenset({each.questionnaire for each in one.points}))
    return report


@pytest.mark.req("M03-019", "M16-004", "M16-011")
@pytest.mark.parametrize(
    "begins",
    [date(2025, 1, 1), date(2026, 1, 1), date(2026, 11, 26), date(2027, 1, 1)],
    ids=["2025", "2026", "into presumed holidays", "presumed holidays"],
)
def test_what_is_shipped_fits_the_whole_year(begins: date) -> None:
    reports = check_plans(care_plans.shipped(), RULES, begins, begins + timedelta(days=364))
    assert [report.plan_id for report in reports] == [*care_plans.names(), TOGETHER]
    assert all(report.faults == () for report in reports)
    assert all(entry.called > 0 for report in reports for entry in report.points)


def test_a_point_that_cannot_wait_for_the_end_of_a_holiday_is_a_fault_unless_people_take_it() -> None:
    postop = PLANS["postop"]
    hurried = tuple(replace(point, by_person=False) for point in postop.points)
    report = _check(replace(postop, points=hurried))
    assert [(fault.code, fault.place) for fault in report.faults] == [
        ("not_called", "T+1"),
        ("not_called", "T+3"),
    ]
    assert "public holiday" in report.faults[0].message and "2026-02-14" in report.faults[0].message
    relaxed = _check(postop)
    assert relaxed.faults == ()
    assert [note.code for note in relaxed.notes] == ["left_to_people", "left_to_people"]
    assert [entry.missed for entry in relaxed.points] == [entry.missed for entry in report.points]
    opened = tuple(replace(point, on_holidays=True) for point in hurried)
    assert _check(replace(postop, points=opened)).faults == ()


def test_caps_that_starve_a_plan_are_found() -> None:
    postop = PLANS["postop"]
    alone = replace(
        postop, points=tuple(replace(each, by_person=False, on_holidays=True) for each in postop.points)
    )
    assert _check(alone).faults == ()
    report = _check(alone, replace(RULES, caps=Caps(per_day=1, per_contact=3, per_week=2)))
    assert {fault.place for fault in report.faults} == {"T+3"}
    assert "seven days" in report.faults[0].message


def test_more_attempts_than_the_cap_and_an_unknown_questionnaire_are_faults() -> None:
    greedy = replace(PLANS["risk"], max_attempts=4, retry_hours=(0, 1, 2, 3))
    (report,) = check_plans((greedy,), RULES, *FESTIVAL, frozenset())
    assert [fault.code for fault in report.faults] == ["attempts_over_cap", "questionnaire_unknown"]


def test_a_patient_who_never_answers_is_called_as_often_as_the_plan_allows() -> None:
    event = Event("e", PlanEvent.DISCHARGED, utc("2026-03-09 15:00"))
    schedule = plan((event,), (PLANS["postop"],), RULES, utc("2026-03-09 15:00"))
    done = {each.contact.plan_day: each for each in rehearse(schedule.contacts, RULES)}
    assert done["T+1"].dialed_at == (utc("2026-03-10 09:00"), utc("2026-03-11 09:00"))
    assert done["T+1"].given_up is Suppression.TOO_LATE
    assert len(done["T+30"].dialed_at) == 3
    assert done["T+30"].given_up is Suppression.ATTEMPTS_USED_UP
    answered = rehearse(schedule.contacts, RULES, answer=Disposition.COMPLETED)
    assert [len(each.dialed_at) for each in answered] == [1, 1, 1, 1]
