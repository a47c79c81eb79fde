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
        ("2027-10-01", DayKind.WORKDAY),
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


def test_a_hospital_s_own_days_come_over_the_shipped_ones() -> None:
    own = HolidayCalendar.parse(
        '{"years": {"2026": {"holidays": [{"name": "院庆", "from": "2026-06-01"}], "workdays": ["2026-10-07"]},'
        ' "2027": {"holidays": [{"name": "元旦", "from": "2027-01-01", "to": "2027-01-03"}]}}}'
    )
    both = CALENDAR.overridden(own)
    assert both.kind(date(2026, 6, 1)) is DayKind.HOLIDAY
    assert both.kind(date(2026, 10, 7)) is DayKind.WORKDAY
    assert both.kind(date(2026, 10, 6)) is DayKind.HOLIDAY
    assert both.kind(date(2027, 1, 2)) is DayKind.HOLIDAY
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
    ],
)
def test_a_calendar_with_a_mistake_is_refused(text: str) -> None:
    with pytest.raises(WrongInput):
        HolidayCalendar.parse(text)
