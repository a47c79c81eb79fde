"""The last word before dialing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from ari_app.core.dialing_vocabulary import CampaignState, NumberKind, NumberList, Suppression, WorkKind
from ari_app.policy.calling_rules import HolidayCalls
from ari_app.policy.caps import Touches
from ari_app.policy.governance import Candidate, Dial, Later, Never, Number, decide
from ari_app.policy.windows import DailyWindows
from tests.unit.policy.calendars import RULES, utc

MAIN = Number(NumberKind.MAIN)
SECOND = Number(NumberKind.SECOND)
GUARDIAN = Number(NumberKind.GUARDIAN)
NOW = utc("2026-03-10 10:00")
DUE = utc("2026-03-10 09:00")
FINE = Candidate((MAIN, SECOND), DUE)
SPENT = Touches(tuple(utc(f"2026-03-10 09:{minute}") for minute in (10, 20)))


def _decide(now: str = "2026-03-10 10:00", **changes: Any) -> Dial | Later | Never:
    return decide(replace(FINE, **changes), RULES, utc(now))


def test_what_may_be_dialed_is_dialed_within_five_seconds() -> None:
    assert decide(FINE, RULES, NOW) == Dial(NumberKind.MAIN, NOW + timedelta(seconds=5))


@pytest.mark.req("M05-001")
@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-03-10 08:59:59", Later(utc("2026-03-10 09:00"), Suppression.OUTSIDE_HOURS)),
        ("2026-03-10 09:00:00", Dial(NumberKind.MAIN, utc("2026-03-10 09:00:05"))),
        ("2026-03-10 11:59:52", Dial(NumberKind.MAIN, utc("2026-03-10 11:59:55"))),
        ("2026-03-10 19:59:00", Dial(NumberKind.MAIN, utc("2026-03-10 19:59:05"))),
        ("2026-03-10 19:59:54", Dial(NumberKind.MAIN, utc("2026-03-10 19:59:55"))),
        ("2026-03-10 19:59:55", Later(utc("2026-03-11 09:00"), Suppression.CLOSING_SOON)),
        ("2026-03-10 20:00:00", Later(utc("2026-03-11 09:00"), Suppression.OUTSIDE_HOURS)),
    ],
)
def test_nothing_is_dialed_past_the_end_of_the_window(now: str, expected: Dial | Later) -> None:
    assert _decide(now, due_at=utc("2026-03-10 08:00")) == expected


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (NumberList.DO_NOT_CALL, Suppression.DO_NOT_CALL),
        (NumberList.COMPLAINT, Suppression.COMPLAINT),
        (NumberList.BLACK, Suppression.BLACKLISTED),
    ],
)
@pytest.mark.parametrize("urgent", [False, True])
def test_lists_hold_for_ever_and_for_urgent_calls_too(
    entry: NumberList, reason: Suppression, urgent: bool
) -> None:
    listed = frozenset({entry})
    never = Never(reason, WorkKind.SUPPRESSED_FOLLOW_UP)
    assert _decide(lists=listed, urgent=urgent) == never
    assert _decide(numbers=(replace(MAIN, lists=listed), SECOND), urgent=urgent) == never
    assert _decide(numbers=(MAIN, replace(SECOND, lists=listed)), urgent=urgent) == never


def test_a_campaign_for_the_whitelist_alone() -> None:
    white = frozenset({NumberList.WHITE})
    later = _decide(whitelist_only=True)
    assert isinstance(later, Later) and later.reason is Suppression.NOT_WHITELISTED
    assert isinstance(_decide(whitelist_only=True, lists=white), Dial)
    assert isinstance(_decide(whitelist_only=True, numbers=(replace(MAIN, lists=white),)), Dial)


def test_a_number_that_does_not_work_is_passed_over() -> None:
    vacant = replace(MAIN, lists=frozenset({NumberList.INVALID}))
    broken = replace(SECOND, valid=False)
    second = _decide(numbers=(vacant, SECOND))
    assert isinstance(second, Dial) and second.number is NumberKind.SECOND
    assert _decide(numbers=(vacant, broken)) == Never(Suppression.NO_VALID_NUMBER, WorkKind.FIX_NUMBER)
    assert _decide(numbers=()) == Never(Suppression.NO_VALID_NUMBER, WorkKind.FIX_NUMBER)


def test_a_minor_is_called_at_the_guardian_s_number() -> None:
    numbers = (MAIN, GUARDIAN)
    found = _decide(is_minor=True, has_guardian=True, numbers=numbers)
    assert isinstance(found, Dial) and found.number is NumberKind.GUARDIAN
    assert _decide(is_minor=True, numbers=numbers) == Never(
        Suppression.GUARDIAN_MISSING, WorkKind.FIND_GUARDIAN
    )
    only_main = _decide(is_minor=True, has_guardian=True)
    assert isinstance(only_main, Dial) and only_main.number is NumberKind.MAIN
    adult = _decide(numbers=(GUARDIAN, MAIN))
    assert isinstance(adult, Dial) and adult.number is NumberKind.MAIN


@pytest.mark.parametrize("exempt", [{}, {"urgent": True}, {"requested": True}])
def test_no_attempt_after_the_last(exempt: dict[str, Any]) -> None:
    used_up = _decide(touches=Touches((), 3), **exempt)
    assert used_up == Never(Suppression.ATTEMPTS_USED_UP, WorkKind.MISSED_FOLLOW_UP)
    assert isinstance(_decide(touches=Touches((), 2), **exempt), Dial)
    assert isinstance(_decide(max_attempts=2, touches=Touches((), 2), **exempt), Never)


@pytest.mark.req("M03-005")
def test_caps_of_the_person_and_of_a_shared_number() -> None:
    tomorrow = Later(utc("2026-03-11 09:00"), Suppression.DAILY_CAP)
    assert _decide(touches=SPENT) == tomorrow
    assert _decide(numbers=(replace(MAIN, touches=SPENT),)) == tomorrow
    assert isinstance(_decide(touches=SPENT, urgent=True), Dial)
    assert isinstance(_decide(touches=SPENT, requested=True), Dial)


def test_a_wait_for_a_cap_ends_within_calling_hours() -> None:
    friday = Touches(tuple(utc(f"2026-03-13 09:{minute}") for minute in (10, 20)))
    assert _decide("2026-03-13 10:00", touches=friday) == Later(
        utc("2026-03-16 09:00"), Suppression.DAILY_CAP
    )


@pytest.mark.req("M05-002")
def test_urgent_calls_at_night_and_on_holidays() -> None:
    night = "2026-02-17 02:00"
    early = utc("2026-02-16 00:00")
    assert _decide(night, due_at=early, urgent=True) == Dial(NumberKind.MAIN, utc("2026-02-17 02:00:05"))
    assert _decide("2026-02-17 10:00", due_at=early) == Later(utc("2026-02-24 09:00"), Suppression.HOLIDAY)
    closed = replace(RULES, holidays=HolidayCalls.NONE)
    waits = decide(replace(FINE, due_at=early, urgent=True), closed, utc(night))
    assert waits == Later(utc("2026-02-24 00:00"), Suppression.HOLIDAY)


def test_a_call_asked_for_comes_at_its_hour_but_not_at_night_by_our_delay() -> None:
    asked = utc("2026-03-10 22:00")
    assert isinstance(_decide("2026-03-10 22:05", due_at=asked, requested=True), Dial)
    assert _decide("2026-03-10 21:00", due_at=asked, requested=True) == Later(asked, Suppression.NOT_DUE)
    morning = utc("2026-03-11 09:00")
    late = _decide("2026-03-10 23:01", due_at=asked, requested=True)
    assert late == Later(morning, Suppression.OUTSIDE_HOURS)
    busy = _decide("2026-03-10 22:05", due_at=asked, requested=True, in_call=True)
    assert busy == Later(morning, Suppression.ALREADY_IN_CALL)


@pytest.mark.req("M05-002")
def test_who_opted_in_is_called_on_holidays() -> None:
    early = utc("2026-02-16 00:00")
    assert isinstance(_decide("2026-02-17 10:00", due_at=early, on_holidays=True), Dial)
    weekend = _decide("2026-03-07 10:00", due_at=early)
    assert weekend == Later(utc("2026-03-09 09:00"), Suppression.WEEKEND)
    assert isinstance(_decide("2026-03-07 10:00", due_at=early, on_weekends=True), Dial)


@pytest.mark.req("M05-014")
def test_windows_that_never_meet_become_work() -> None:
    late = DailyWindows.parse("20:00-22:00")
    assert _decide(patient_windows=late) == Never(Suppression.NO_COMMON_HOURS, WorkKind.MISSED_FOLLOW_UP)
    assert _decide(patient_windows=DailyWindows.parse("15:00-22:00")) == Later(
        utc("2026-03-10 15:00"), Suppression.OUTSIDE_PATIENT_HOURS
    )


def test_a_follow_up_that_lost_its_sense_becomes_work() -> None:
    too_late = Never(Suppression.TOO_LATE, WorkKind.MISSED_FOLLOW_UP)
    assert _decide(not_after=utc("2026-03-10 09:59")) == too_late
    assert _decide("2026-03-10 20:30", not_after=utc("2026-03-11 08:00")) == too_late
    assert isinstance(_decide(not_after=NOW), Dial)


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (CampaignState.DRAFT, Suppression.CAMPAIGN_NOT_STARTED),
        (CampaignState.PAUSED, Suppression.CAMPAIGN_PAUSED),
    ],
)
def test_only_a_running_campaign_dials(state: CampaignState, reason: Suppression) -> None:
    assert _decide(campaign=state) == Later(utc("2026-03-10 10:15"), reason)
    assert isinstance(_decide(campaign=None), Dial)


@pytest.mark.parametrize("state", [CampaignState.STOPPED, CampaignState.FINISHED])
def test_an_ended_campaign_never_dials(state: CampaignState) -> None:
    assert _decide(campaign=state) == Never(Suppression.CAMPAIGN_ENDED, None)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"is_deceased": True}, Never(Suppression.DECEASED, None)),
        ({"due_at": utc("2026-03-10 10:01")}, Later(utc("2026-03-10 10:01"), Suppression.NOT_DUE)),
        ({"in_call": True}, Later(utc("2026-03-10 10:05"), Suppression.ALREADY_IN_CALL)),
        (
            {"needs_people": True, "people_on_duty": False},
            Later(utc("2026-03-10 10:15"), Suppression.NOBODY_ON_DUTY),
        ),
        ({"needs_people": True}, Dial(NumberKind.MAIN, utc("2026-03-10 10:00:05"))),
        ({"people_on_duty": False}, Dial(NumberKind.MAIN, utc("2026-03-10 10:00:05"))),
    ],
)
def test_what_else_decides(changes: dict[str, Any], expected: Dial | Later | Never) -> None:
    assert _decide(**changes) == expected
