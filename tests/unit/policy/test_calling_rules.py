"""When patients may be called: to the second, over weekends and holidays, where clocks change and where not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ari_app.core.dialing_vocabulary import Suppression
from ari_app.policy.calling_rules import CallingRules, HolidayCalls, closed_because, closes_at, next_allowed
from ari_app.policy.windows import NEVER, DailyWindows
from tests.unit.policy.calendars import (
    ALL_DAYS,
    BERLIN,
    CALENDAR,
    RULES,
    SHANGHAI,
    is_open,
    local,
    minutes,
    utc,
)

SAMPLE = DailyWindows.parse(["09:00-12:00", "14:00-19:30"])
SPANS = st.tuples(st.integers(0, 287), st.integers(1, 288)).filter(lambda span: span[0] < span[1])
WINDOWS = st.lists(SPANS, min_size=1, max_size=3).map(
    lambda spans: DailyWindows.of((start * 5, end * 5) for start, end in spans)
)
MOMENTS = st.timedeltas(timedelta(), timedelta(days=365)).map(
    lambda each: datetime(2025, 12, 20, tzinfo=UTC) + each
)
ZONES = st.sampled_from([SHANGHAI, BERLIN, ZoneInfo("Australia/Lord_Howe")])


@pytest.mark.req("M05-001")
@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-10 08:59:59", "2026-03-10 09:00:00"),
        ("2026-03-10 09:00:00", "2026-03-10 09:00:00"),
        ("2026-03-10 19:59:00", "2026-03-10 19:59:00"),
        ("2026-03-10 19:59:59.999999", "2026-03-10 19:59:59.999999"),
        ("2026-03-10 20:00:00", "2026-03-11 09:00:00"),
        ("2026-03-13 20:00:00", "2026-03-16 09:00:00"),
    ],
)
def test_the_edges_of_a_working_day(at: str, expected: str) -> None:
    rules = replace(RULES, quiet=NEVER)
    assert next_allowed(utc(at), rules) == utc(expected)


@pytest.mark.req("M05-014", "M19-006")
@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-10 11:59:59", "2026-03-10 11:59:59"),
        ("2026-03-10 12:00:00", "2026-03-10 14:00:00"),
        ("2026-03-10 13:59:59", "2026-03-10 14:00:00"),
        ("2026-03-10 19:29:59", "2026-03-10 19:29:59"),
        ("2026-03-10 19:30:00", "2026-03-11 09:00:00"),
    ],
)
def test_the_windows_of_a_campaign(at: str, expected: str) -> None:
    assert next_allowed(utc(at), replace(RULES, quiet=NEVER), SAMPLE) == utc(expected)


@pytest.mark.req("M05-014", "M19-006")
def test_policy_campaign_and_patient_windows_all_hold() -> None:
    patient = DailyWindows.parse("08:00-09:30,19:00-21:00")
    assert next_allowed(utc("2026-03-10 09:30"), RULES, SAMPLE, patient) == utc("2026-03-10 19:00")
    assert next_allowed(utc("2026-03-10 19:30"), RULES, SAMPLE, patient) == utc("2026-03-11 09:00")
    assert closes_at(utc("2026-03-10 19:10"), RULES, SAMPLE, patient) == utc("2026-03-10 19:30")
    assert closes_at(utc("2026-03-10 19:30"), RULES, SAMPLE, patient) is None
    assert next_allowed(utc("2026-03-10 09:30"), RULES, SAMPLE, DailyWindows.parse("20:00-22:00")) is None


@pytest.mark.req("M05-002")
@pytest.mark.parametrize(
    ("holidays", "weekends", "exempt", "expected"),
    [
        (HolidayCalls.URGENT, False, False, "2026-02-24 09:00"),
        (HolidayCalls.URGENT, True, False, "2026-02-24 09:00"),
        (HolidayCalls.URGENT, False, True, "2026-02-14 21:00"),
        (HolidayCalls.NONE, False, True, "2026-02-14 21:00"),
        (HolidayCalls.ALL, False, False, "2026-02-16 09:00"),
        (HolidayCalls.ALL, True, False, "2026-02-15 09:00"),
    ],
)
def test_the_evening_before_spring_festival(
    holidays: HolidayCalls, weekends: bool, exempt: bool, expected: str
) -> None:
    rules = replace(RULES, holidays=holidays, weekends=weekends)
    assert next_allowed(utc("2026-02-14 21:00"), rules, exempt=exempt) == utc(expected)


@pytest.mark.req("M05-002")
def test_urgent_calls_on_a_holiday() -> None:
    noon = utc("2026-02-17 12:30")
    assert next_allowed(noon, RULES, exempt=True) == noon
    closed = replace(RULES, holidays=HolidayCalls.NONE)
    assert next_allowed(noon, closed, exempt=True) == utc("2026-02-24 00:00")
    assert closed_because(noon, closed, exempt=True) is Suppression.HOLIDAY
    assert not closed.opened(weekends=True, holidays=True).day_closed(date(2026, 2, 14))
    assert closed.opened(weekends=True, holidays=True).day_closed(date(2026, 2, 17)) is Suppression.HOLIDAY


@pytest.mark.req("M05-002")
def test_a_make_up_saturday_is_a_working_day() -> None:
    assert next_allowed(utc("2026-02-28 09:00"), RULES) == utc("2026-02-28 09:00")
    assert next_allowed(utc("2026-03-07 09:00"), RULES) == utc("2026-03-09 09:00")


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        ("2026-02-17 10:00", Suppression.HOLIDAY),
        ("2026-03-07 10:00", Suppression.WEEKEND),
        ("2026-03-10 20:00", Suppression.OUTSIDE_HOURS),
        ("2026-03-10 13:00", Suppression.OUTSIDE_HOURS),
        ("2026-03-10 19:45", Suppression.OUTSIDE_CAMPAIGN_HOURS),
        ("2026-03-10 09:30", Suppression.OUTSIDE_PATIENT_HOURS),
        ("2026-03-10 15:00", None),
    ],
)
def test_why_it_is_closed(at: str, reason: Suppression | None) -> None:
    assert closed_because(utc(at), RULES, SAMPLE, DailyWindows.parse("10:00-20:00")) is reason


@settings(deadline=None)
@given(MOMENTS, WINDOWS, WINDOWS, st.one_of(st.none(), WINDOWS), st.booleans(), ZONES)
@pytest.mark.req("M05-014", "M03-005")
def test_the_next_moment_is_open_to_the_microsecond(
    moment: datetime,
    policy: DailyWindows,
    quiet: DailyWindows,
    patient: DailyWindows | None,
    weekends: bool,
    zone: ZoneInfo,
) -> None:
    rules = CallingRules(zone, policy, quiet, CALENDAR, weekends)
    found = next_allowed(moment, rules, SAMPLE, patient)
    if found is None:
        return
    assert found >= moment and found.tzinfo is UTC
    assert is_open(found, rules, SAMPLE, patient)
    end = closes_at(found, rules, SAMPLE, patient)
    assert end is not None and end > found
    assert is_open(end - timedelta(microseconds=1), rules, SAMPLE, patient)
    assert all(is_open(each, rules, SAMPLE, patient) for each in minutes(found, end, 5))
    assert next_allowed(found, rules, SAMPLE, patient) == found
    assert closed_because(found, rules, SAMPLE, patient) is None


@settings(deadline=None, max_examples=60)
@given(MOMENTS, WINDOWS, WINDOWS, st.booleans(), ZONES)
@pytest.mark.req("M05-014")
def test_no_open_minute_is_passed_over(
    moment: datetime, policy: DailyWindows, patient: DailyWindows, weekends: bool, zone: ZoneInfo
) -> None:
    rules = CallingRules(zone, policy, DailyWindows(((720, 840),)), CALENDAR, weekends)
    found = next_allowed(moment, rules, None, patient)
    until = found or moment + timedelta(days=20)
    grid = moment.replace(second=0, microsecond=0) + timedelta(minutes=5 - moment.minute % 5)
    passed = [
        each
        for each in minutes(grid, min(until, grid + timedelta(days=20)), 5)
        if is_open(each, rules, patient)
    ]
    changed = {each for each in passed if _clock_changes(each, zone)}
    assert set(passed) == changed


def _clock_changes(moment: datetime, zone: ZoneInfo) -> bool:
    day = timedelta(hours=12)
    return (moment - day).astimezone(zone).utcoffset() != (moment + day).astimezone(zone).utcoffset()


@settings(deadline=None)
@given(MOMENTS, WINDOWS)
def test_in_shanghai_the_same_wall_clock_is_the_same_offset_all_year(
    moment: datetime, policy: DailyWindows
) -> None:
    rules = replace(ALL_DAYS, windows=policy)
    found = next_allowed(moment, rules)
    assert found is not None
    assert found.astimezone(SHANGHAI).utcoffset() == timedelta(hours=8)
    assert next_allowed(moment + timedelta(days=7), rules) == found + timedelta(days=7)


@pytest.mark.parametrize(
    ("at", "expected_utc"),
    [
        ("2026-03-28 21:00", "2026-03-29 07:00"),
        ("2026-03-27 21:00", "2026-03-28 08:00"),
        ("2026-10-24 21:00", "2026-10-25 08:00"),
        ("2026-10-23 21:00", "2026-10-24 07:00"),
    ],
)
def test_nine_o_clock_in_berlin_when_the_clocks_change(at: str, expected_utc: str) -> None:
    rules = CallingRules(BERLIN, weekends=True)
    assert next_allowed(local(at, BERLIN), rules) == datetime.fromisoformat(expected_utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        (BERLIN, "2026-03-29"),
        (BERLIN, "2026-10-25"),
        (ZoneInfo("Australia/Lord_Howe"), "2026-04-05"),
        (ZoneInfo("Australia/Lord_Howe"), "2026-10-04"),
    ],
)
@pytest.mark.parametrize("window", ["02:20-05:00", "00:30-02:20", "01:40-05:00", "00:30-01:40"])
def test_a_window_whose_edge_does_not_exist_or_comes_twice(zone: ZoneInfo, day: str, window: str) -> None:
    rules = CallingRules(zone, DailyWindows.parse(window), NEVER, weekends=True)
    found = next_allowed(local(f"{day} 00:00", zone), rules)
    assert found is not None and found.astimezone(zone).date().isoformat() == day
    end = closes_at(found, rules)
    assert end is not None and end - found >= timedelta(minutes=10)
    assert all(is_open(each, rules) for each in minutes(found, end))


def test_no_window_at_all_is_never() -> None:
    assert next_allowed(utc("2026-03-10 09:00"), RULES, NEVER) is None
