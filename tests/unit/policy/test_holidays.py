"""Workdays, weekends, holidays, and the workdays that make up for them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ari_app.core.errors import WrongInput
from ari_app.policy.holidays import DayKind, HolidayCalendar
from tests.unit.policy.calendars import CALENDAR


@pytest.mark.req("M05-002")
@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2026-02-13", DayKind.WORKDAY),
        ("2026-02-14", DayKind.WORKDAY),
        ("2026-02-15", DayKind.HOLIDAY),
        ("2026-02-23", DayKind.HOLIDAY),
        ("2026-02-24", DayKind.WORKDAY),
        ("2026-02-28", DayKind.WORKDAY),
        ("2026-03-07", DayKind.WEEKEND),
        ("2026-09-20", DayKind.WORKDAY),
        ("2026-10-07", DayKind.HOLIDAY),
        ("2026-10-10", DayKind.WORKDAY),
        ("2026-10-11", DayKind.WEEKEND),
        ("2025-01-26", DayKind.WORKDAY),
        ("2025-02-04", DayKind.HOLIDAY),
        ("2025-10-08", DayKind.HOLIDAY),
    ],
)
def test_days_of_the_chinese_calendar(day: str, kind: DayKind) -> None:
    assert CALENDAR.kind(date.fromisoformat(day)) is kind


@pytest.mark.parametrize(("year", "holidays"), [(2025, 28), (2026, 33)])
def test_the_years_hold_as_many_days_off_as_were_announced(year: int, holidays: int) -> None:
    assert sum(day.year == year for day in CALENDAR.holidays) == holidays


def test_every_make_up_day_is_a_weekend_day_near_a_holiday() -> None:
    for day in CALENDAR.workdays:
        assert day.weekday() >= 5
        assert any(abs(day - holiday) <= timedelta(days=14) for holiday in CALENDAR.holidays)


def test_a_year_that_is_not_known_is_told() -> None:
    assert CALENDAR.findings(date(2025, 1, 1), date(2026, 12, 31)) == ()
    (finding,) = CALENDAR.findings(date(2026, 11, 1), date(2027, 2, 1))
    assert (finding.code, finding.place) == ("holidays_unknown", "2027")
    assert (
        "kept free are all weekends, and as presumed 元旦 01-01 to 01-03, 春节 02-04 to 02-13"
        in finding.message
    )


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2027-01-01", DayKind.HOLIDAY),
        ("2027-02-05", DayKind.HOLIDAY),
        ("2027-02-09", DayKind.HOLIDAY),
        ("2027-06-09", DayKind.HOLIDAY),
        ("2027-10-01", DayKind.HOLIDAY),
        ("2027-02-20", DayKind.WEEKEND),
        ("2027-02-22", DayKind.WORKDAY),
        ("2027-11-02", DayKind.WORKDAY),
        ("2035-10-01", DayKind.WORKDAY),
    ],
)
def test_of_a_year_that_is_not_known_the_statutory_days_are_presumed(day: str, kind: DayKind) -> None:
    assert CALENDAR.kind(date.fromisoformat(day)) is kind


def test_a_year_beyond_what_is_presumed_says_that_only_weekends_are_free() -> None:
    (finding,) = CALENDAR.findings(date(2035, 1, 1), date(2035, 2, 1))
    assert "only weekends are kept free" in finding.message


@pytest.mark.parametrize("year", [2025, 2026])
def test_statutory_days_are_free_whether_announced_or_presumed(year: int) -> None:
    statutory = {"01-01", "04-05", "05-01", "05-02", "10-01", "10-02", "10-03"}
    for day in statutory:
        assert CALENDAR.kind(date.fromisoformat(f"{year}-{day}")) is DayKind.HOLIDAY
        assert CALENDAR.kind(date.fromisoformat(f"2027-{day}")) is DayKind.HOLIDAY


def test_single_days_of_a_hospital_do_not_make_a_year_known() -> None:
    own = HolidayCalendar.parse('{"years": {"2027": {"holidays": [{"name": "院庆", "from": "2027-06-01"}]}}}')
    both = CALENDAR.overridden(own)
    assert both.kind(date(2027, 6, 1)) is DayKind.HOLIDAY
    assert both.kind(date(2027, 2, 8)) is DayKind.HOLIDAY
    assert [each.place for each in both.findings(date(2027, 1, 1), date(2027, 12, 31))] == ["2027"]


def test_a_hospital_s_own_days_come_over_the_shipped_ones() -> None:
    own = HolidayCalendar.parse(
        '{"years": {"2026": {"holidays": [{"name": "院庆", "from": "2026-06-01"}], "workdays": ["2026-10-07"]},'
        ' "2027": {"source": "通知", "holidays": [{"name": "元旦", "from": "2027-01-01", "to": "2027-01-03"}]}}}'
    )
    both = CALENDAR.overridden(own)
    assert both.kind(date(2026, 6, 1)) is DayKind.HOLIDAY
    assert both.kind(date(2026, 10, 7)) is DayKind.WORKDAY
    assert both.kind(date(2026, 10, 6)) is DayKind.HOLIDAY
    assert both.kind(date(2027, 1, 2)) is DayKind.HOLIDAY
    assert both.kind(date(2027, 10, 1)) is DayKind.WORKDAY, "a year that is known is as it was announced"
    assert both.findings(date(2027, 1, 1), date(2027, 12, 31)) == ()


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"years": {"26": {}}}',
        '{"years": {"2026": {"holidays": [{"name": "x", "from": "2026-13-01"}]}}}',
        '{"years": {"2026": {"holidays": [{"name": "x", "from": "2026-02-02", "to": "2026-02-01"}]}}}',
        '{"years": {"2026": {"holidays": [{"name": "x", "from": "2026-02-02"}], "workdays": ["2026-02-02"]}}}',
        '{"years": {"2026": {"workday": []}}}',
        '{"years": {}, "presumed": {"days": []}}',
    ],
)
def test_a_calendar_with_a_mistake_is_refused(text: str) -> None:
    with pytest.raises(WrongInput):
        HolidayCalendar.parse(text)
