"""From events to the calls of a patient."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ari_app.core.dialing_vocabulary import ContactStatus, Suppression, WorkKind
from ari_app.core.errors import WrongInput
from ari_app.policy.calling_rules import CallingRules
from ari_app.policy.caps import WEEK, Caps
from ari_app.policy.care_plan import CarePlan, Event, PlanEvent, plans_for
from ari_app.policy.care_plan_loading import load
from ari_app.policy.care_planning import PlannedContact, Schedule, plan
from ari_app.policy.replanning import ExistingContact, replan
from ari_app.policy.selection import Visit
from ari_app.policy.windows import DailyWindows
from ari_app.wiring import care_plans
from tests.unit.policy.calendars import BERLIN, CALENDAR, RULES, SHANGHAI, is_open, utc

PLANS = {each.id: each for each in care_plans.shipped()}


def _event(kind: PlanEvent, at: str, **more: Any) -> Event:
    return Event(f"{kind}-1", kind, utc(at), **more)


def _plan(name: str, *events: Event, now: str = "2025-01-01 00:00", **more: Any) -> Schedule:
    return plan(events, (PLANS[name],), RULES, utc(now), **more)


def is_moved(contact: PlannedContact) -> bool:
    """Whether it lies outside the point's ideal time."""
    return not contact.ideal_start <= contact.due_at <= contact.ideal_end


def _days(schedule: Schedule) -> dict[str, datetime]:
    return {each.plan_day: each.due_at for each in schedule.contacts}


@pytest.mark.req("M03-019")
def test_a_discharge_gives_the_first_third_seventh_and_thirtieth_day() -> None:
    schedule = _plan("postop", _event(PlanEvent.DISCHARGED, "2026-03-10 15:00"))
    assert _days(schedule) == {
        "T+1": utc("2026-03-11 09:00"),
        "T+3": utc("2026-03-13 09:00"),
        "T+7": utc("2026-03-17 09:00"),
        "T+30": utc("2026-04-09 09:00"),
    }
    assert [each.questionnaire for each in schedule.contacts] == [
        "q_postop_t1_v1",
        "q_postop_v1",
        "q_postop_t7_v1",
        "q_postop_t30_v1",
    ]
    assert schedule.contacts[0].external_id == "postop:discharged-1:T+1"
    assert schedule.missed == ()
    assert not any(is_moved(each) for each in schedule.contacts)


@pytest.mark.req("M03-019", "M07-024")
def test_the_first_call_comes_within_a_day_of_a_discharge_in_opening_hours_on_a_friday_too() -> None:
    for day in ("2026-03-10", "2026-03-13", "2026-03-14"):
        schedule = _plan("postop", _event(PlanEvent.DISCHARGED, f"{day} 09:30"))
        assert schedule.contacts[0].due_at - utc(f"{day} 09:30") <= timedelta(hours=24)


@pytest.mark.req("M03-019", "M05-002")
def test_over_spring_festival_points_move_and_what_cannot_is_work_for_people() -> None:
    schedule = _plan("postop", _event(PlanEvent.DISCHARGED, "2026-02-14 15:00"))
    assert _days(schedule) == {"T+7": utc("2026-02-24 09:00"), "T+30": utc("2026-03-16 09:00")}
    assert [each.plan_day for each in schedule.missed] == ["T+1", "T+3"]
    assert {(each.reason, each.work, each.by_person) for each in schedule.missed} == {
        (Suppression.HOLIDAY, WorkKind.MISSED_FOLLOW_UP, True)
    }


@pytest.mark.req("M16-004")
def test_reminders_three_days_and_one_day_before_a_revisit() -> None:
    visit = _event(PlanEvent.APPOINTED, "2026-03-13 08:00")
    assert _days(_plan("revisit", visit)) == {"R-3": utc("2026-03-10 09:00"), "R-1": utc("2026-03-12 09:00")}
    confirmed = _plan("revisit", replace(visit, confirmed=True))
    assert list(_days(confirmed)) == ["R-3"]


@pytest.mark.req("M16-004")
def test_a_reminder_moves_to_the_workday_before_and_two_on_one_day_are_one() -> None:
    monday = _plan("revisit", _event(PlanEvent.APPOINTED, "2026-03-16 08:00"))
    (only,) = monday.contacts
    assert (only.plan_day, only.due_at, only.covers) == ("R-1", utc("2026-03-13 09:00"), ("R-3",))
    assert only.not_after <= utc("2026-03-16 08:00")
    festival = _plan("revisit", _event(PlanEvent.APPOINTED, "2026-02-24 08:00"))
    assert _days(festival) == {"R-1": utc("2026-02-14 09:00")}


@pytest.mark.req("M16-004")
def test_an_appointment_made_late_is_still_reminded_of() -> None:
    late = _plan("revisit", _event(PlanEvent.APPOINTED, "2026-03-13 08:00"), now="2026-03-12 10:15")
    assert _days(late) == {"R-1": utc("2026-03-12 10:15")}
    assert [(each.plan_day, each.reason) for each in late.missed] == [("R-3", Suppression.TOO_LATE)]


@pytest.mark.req("M16-011")
@pytest.mark.parametrize(
    ("discharged", "due"),
    [
        ("2026-03-10 10:30", "2026-03-12 10:30"),
        ("2026-03-10 12:30", "2026-03-12 14:00"),
        ("2026-03-10 21:00", "2026-03-13 09:00"),
        ("2026-03-12 10:30", "2026-03-16 09:00"),
        ("2026-02-13 10:30", "2026-02-24 09:00"),
    ],
)
def test_satisfaction_between_48_and_72_hours_or_in_the_next_window(discharged: str, due: str) -> None:
    (only,) = _plan("satisfaction", _event(PlanEvent.DISCHARGED, discharged)).contacts
    assert only.due_at == utc(due)
    after = only.due_at - utc(discharged)
    assert is_moved(only) is not (timedelta(hours=48) <= after <= timedelta(hours=72))


def test_a_call_after_dispensing() -> None:
    (only,) = _plan("dispensing", _event(PlanEvent.DISPENSED, "2026-03-10 10:30")).contacts
    assert (only.due_at, only.questionnaire) == (utc("2026-03-13 09:00"), "q_chronic_v1")


@pytest.mark.req("M16-005")
def test_the_lower_the_adherence_the_sooner_the_call() -> None:
    found = []
    for score in (20.0, 59.9, 60.0, 79.9, 80.0, 100.0, None):
        (only,) = _plan(
            "chronic", _event(PlanEvent.ADHERENCE_SCORED, "2026-03-10 10:30", score=score)
        ).contacts
        found.append((only.ideal_start - utc("2026-03-10 00:00")).days)
    assert found == [3, 3, 7, 7, 30, 30, 30]


def test_a_risk_is_called_about_at_once_at_night_and_before_all_else() -> None:
    events = (
        _event(PlanEvent.DISCHARGED, "2026-02-16 20:00"),
        _event(PlanEvent.RISK_REPORTED, "2026-02-16 23:00"),
    )
    schedule = plan(events, care_plans.shipped(), RULES, utc("2026-02-16 23:01"))
    first = schedule.contacts[0]
    assert (first.plan_id, first.due_at, first.urgent) == ("risk", utc("2026-02-16 23:01"), True)
    assert first.priority == max(each.priority for each in schedule.contacts)


def test_windows_of_the_patient_that_never_open_are_told() -> None:
    nights = DailyWindows.parse("21:00-23:00")
    schedule = _plan("postop", _event(PlanEvent.DISCHARGED, "2026-03-10 15:00"), patient_windows=nights)
    assert schedule.contacts == ()
    assert {each.reason for each in schedule.missed} == {Suppression.NO_COMMON_HOURS}


def test_what_the_ledger_holds_makes_a_plan_yield() -> None:
    nurse = [utc("2026-03-11 09:00"), utc("2026-03-11 10:00")]
    schedule = _plan("postop", _event(PlanEvent.DISCHARGED, "2026-03-10 15:00"), touched=nurse)
    assert _days(schedule)["T+1"] == utc("2026-03-12 09:00")


def test_the_plan_cut_most_closely_is_taken_of_each_family() -> None:
    general = PLANS["postop"]
    ward = replace(general, id="ward", applies=replace(general.applies, departments=("骨科",)))
    knee = replace(general, id="knee", applies=replace(general.applies, procedures=("81.54",)))
    every = (general, ward, knee, PLANS["satisfaction"])

    def _chosen(visit: Visit) -> list[str]:
        return [each.id for each in plans_for(every, visit, SHANGHAI)]

    assert _chosen(Visit()) == ["postop", "satisfaction"]
    assert _chosen(Visit(department="骨科")) == ["ward", "satisfaction"]
    assert _chosen(Visit(department="骨科", procedures=("81.5400",))) == ["knee", "satisfaction"]


def _stored(contact: PlannedContact, **changes: Any) -> ExistingContact:
    stored = ExistingContact(
        contact.external_id, ContactStatus.OPEN, contact.due_at, contact.not_after, contact.questionnaire
    )
    return replace(stored, **changes)


def test_the_same_events_again_change_nothing() -> None:
    schedule = _plan("postop", _event(PlanEvent.DISCHARGED, "2026-03-10 15:00"))
    changes = replan([_stored(each) for each in schedule.contacts], schedule)
    assert len(changes.keep) == 4
    assert (changes.move, changes.cancel, changes.add, changes.missed) == ((), (), (), ())


def test_an_overdue_call_is_not_put_back_to_the_end_of_the_queue() -> None:
    event = _event(PlanEvent.DISCHARGED, "2026-03-10 15:00")
    stored = [_stored(each) for each in _plan("postop", event).contacts]
    again = _plan("postop", event, now="2026-03-11 11:00")
    assert again.contacts[0].due_at == utc("2026-03-11 11:00")
    assert len(replan(stored, again).keep) == 4


def test_a_corrected_discharge_moves_what_was_not_begun_and_leaves_what_is_over() -> None:
    before = _plan("postop", _event(PlanEvent.DISCHARGED, "2026-03-10 15:00"))
    after = _plan("postop", _event(PlanEvent.DISCHARGED, "2026-03-11 15:00"))
    done, begun, *others = before.contacts
    stored = [
        _stored(done, status=ContactStatus.COMPLETED),
        _stored(begun, attempts=1),
        *(_stored(each) for each in others),
    ]
    changes = replan(stored, after)
    assert changes.keep == (done.external_id, begun.external_id)
    assert [each.plan_day for each in changes.move] == ["T+7", "T+30"]
    assert (changes.cancel, changes.add) == ((), ())


def test_a_withdrawn_event_cancels_what_is_open_and_a_new_one_adds() -> None:
    schedule = _plan("revisit", _event(PlanEvent.APPOINTED, "2026-03-13 08:00"))
    first, second = schedule.contacts
    stored = [_stored(first, status=ContactStatus.COMPLETED), _stored(second)]
    changes = replan(stored, Schedule((), ()))
    assert (changes.keep, changes.cancel) == ((first.external_id,), (second.external_id,))
    assert replan([], schedule).add == schedule.contacts


MOMENTS = st.timedeltas(timedelta(), timedelta(days=400)).map(lambda gap: utc("2025-11-20 00:00") + gap)
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(sorted(PlanEvent)),
        st.timedeltas(timedelta(), timedelta(days=12)),
        st.integers(0, 100),
    ),
    min_size=1,
    max_size=6,
)
PATIENT = st.sampled_from(
    [None, DailyWindows.parse("09:00-10:00,18:00-20:00"), DailyWindows.parse("15:00-16:00")]
)


@pytest.mark.req("M03-019", "M03-005", "M05-014")
@settings(deadline=None, max_examples=150)
@example(
    utc("2025-11-21 00:00"),
    [
        (PlanEvent.ADHERENCE_SCORED, timedelta(), 0),
        (PlanEvent.ADHERENCE_SCORED, timedelta(), 0),
        (PlanEvent.APPOINTED, timedelta(days=1), 0),
        (PlanEvent.APPOINTED, timedelta(days=3), 0),
    ],
    None,
    SHANGHAI,
    1,
    1,
)
@given(MOMENTS, EVENTS, PATIENT, st.sampled_from([SHANGHAI, BERLIN]), st.integers(1, 3), st.integers(1, 6))
def test_no_plan_goes_beyond_caps_and_windows_and_nothing_is_lost(
    start: datetime,
    drawn: list[tuple[PlanEvent, timedelta, int]],
    patient: DailyWindows | None,
    zone: Any,
    per_day: int,
    per_week: int,
) -> None:
    rules = CallingRules(zone, calendar=CALENDAR, caps=Caps(per_day=per_day, per_week=per_week))
    events = [Event(f"e{n}", kind, start + gap, float(score)) for n, (kind, gap, score) in enumerate(drawn)]
    schedule = plan(events, PLANS.values(), rules, start, patient_windows=patient)
    bound = sorted(each.due_at for each in schedule.contacts if not each.urgent)
    assert all(later - first >= WEEK for first, later in zip(bound, bound[per_week:], strict=False))
    days = [at.astimezone(zone).date() for at in bound]
    assert all(days.count(day) <= per_day for day in days)
    for each in schedule.contacts:
        assert max(each.not_before, start) <= each.due_at <= each.not_after
        opened = rules.opened(weekends=each.on_weekends, holidays=each.on_holidays)
        assert each.urgent or is_open(each.due_at, opened, patient)
    told = [each.external_id for each in schedule.contacts]
    told += [each.external_id for each in schedule.missed]
    covered = sum(len(each.covers) for each in schedule.contacts)
    expected = [
        (one.id, event.id, point.code)
        for one in PLANS.values()
        for event in events
        for point in one.points
        if point.event is event.kind
    ]
    assert len(set(told)) == len(told)
    assert len(told) + covered == len(expected)


GOOD: dict[str, Any] = {
    "id": "mine",
    "version": "1",
    "title": "t",
    "points": [{"code": "T+1", "event": "discharged", "days": 1, "questionnaire": "q_postop_v1"}],
}


def _with_point(**changes: Any) -> str:
    return json.dumps(GOOD | {"points": [GOOD["points"][0] | changes]})


def test_a_small_plan_is_enough() -> None:
    (found,) = load(json.dumps(GOOD))
    assert (found.family, found.max_attempts, found.points[0].priority) == ("mine", 3, 5)
    assert load(json.dumps([GOOD])) == (found,)
    assert isinstance(found, CarePlan)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not JSON"),
        ("3", "must be a JSON object"),
        (json.dumps(GOOD | {"point": []}), "unknown key 'point'"),
        (json.dumps(GOOD | {"points": []}), "no points"),
        (json.dumps(GOOD | {"points": GOOD["points"] * 2}), "same code"),
        (json.dumps([GOOD, GOOD]), "same id"),
        (json.dumps(GOOD | {"max_attempts": 4}), "4 attempts need"),
        (json.dumps(GOOD | {"retry_hours": [0, "24", 72]}), "list of numbers"),
        (json.dumps(GOOD | {"applies": {"diagnoses": ["."]}}), "empty code"),
        (_with_point(event="born"), "event is none of"),
        (_with_point(hours=[1, 2]), "give one of"),
        (_with_point(days=1.5), "whole number"),
        (_with_point(grace_days=-1), "cannot be negative"),
        (_with_point(urgent=1), "true or false"),
        (_with_point(dayz=1), "unknown key 'dayz'"),
    ],
)
def test_a_plan_with_a_mistake_is_refused_by_its_place(text: str, message: str) -> None:
    with pytest.raises(WrongInput, match=message):
        load(text)


@pytest.mark.req("M16-005")
@pytest.mark.parametrize(
    "steps",
    [
        [{"below": 60, "days": 3}],
        [{"days": 30}, {"below": 60, "days": 3}],
        [{"below": 80, "days": 3}, {"below": 60, "days": 7}, {"days": 30}],
        [{"below": 60, "days": 7}, {"days": 3}],
    ],
)
def test_a_table_by_which_worse_patients_are_called_later_is_refused(steps: list[dict[str, int]]) -> None:
    point = {"code": "C", "event": "adherence_scored", "by_score": steps, "questionnaire": "q_chronic_v1"}
    with pytest.raises(WrongInput, match="a lower score never later"):
        load(json.dumps(GOOD | {"points": [point]}))
