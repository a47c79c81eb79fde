"""Spans of the day: read, joined, met and cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ari_app.core.errors import WrongInput
from ari_app.policy.windows import ALL_DAY, DAY_MINUTES, NEVER, DailyWindows
from tests.unit.policy.calendars import local

EDGES = st.integers(0, DAY_MINUTES)
WINDOWS = st.lists(st.tuples(EDGES, EDGES).filter(lambda span: span[0] < span[1]), max_size=5).map(
    DailyWindows.of
)


def _minutes(windows: DailyWindows) -> set[int]:
    return {minute for start, end in windows.spans for minute in range(start, end)}


@pytest.mark.parametrize(
    "texts",
    [
        ["09:00-12:00", "14:00-19:30"],
        "09:00-12:00,14:00-19:30",
        ["14:00 - 19:30", "9:00-12:00"],
        "9：00至12：00；14:00~19:30",
    ],
)
def test_windows_as_people_write_them(texts: str | list[str]) -> None:
    windows = DailyWindows.parse(texts)
    assert windows.spans == ((540, 720), (840, 1170))
    assert windows.texts() == ("09:00-12:00", "14:00-19:30")


@pytest.mark.parametrize(
    "text",
    ["", "9-12", "12:00-09:00", "09:00-09:00", "09:60-10:00", "25:00-26:00", "23:00-24:01", "a09:00-10:00"],
)
def test_what_is_no_window_is_refused(text: str) -> None:
    with pytest.raises(WrongInput):
        DailyWindows.parse(text)


@pytest.mark.parametrize(
    ("minutes", "moved"),
    [
        (0, "09:00-20:00"),
        (480, "00:00-04:00,17:00-24:00"),
        (-600, "00:00-10:00,23:00-24:00"),
        (330, "00:00-01:30,14:30-24:00"),
    ],
)
def test_the_same_hours_by_another_clock(minutes: int, moved: str) -> None:
    day = DailyWindows.parse("09:00-20:00").shifted(minutes)
    assert ",".join(day.texts()) == moved
    assert day.shifted(-minutes) == DailyWindows.parse("09:00-20:00")
    assert ALL_DAY.shifted(minutes) == ALL_DAY
    assert NEVER.shifted(minutes) == NEVER


def test_no_window_at_all_is_refused() -> None:
    with pytest.raises(WrongInput, match="no calling window"):
        DailyWindows.parse([])
    with pytest.raises(WrongInput, match="in order"):
        DailyWindows(((600, 700), (650, 800)))


def test_until_midnight() -> None:
    windows = DailyWindows.parse("22:00-24:00")
    assert windows.contains(local("2026-03-10 23:59"))
    assert not windows.contains(local("2026-03-11 00:00"))


@given(WINDOWS, WINDOWS)
def test_the_arithmetic_of_windows_is_that_of_their_minutes(one: DailyWindows, other: DailyWindows) -> None:
    assert _minutes(one.intersect(other)) == _minutes(one) & _minutes(other)
    assert _minutes(one.without(other)) == _minutes(one) - _minutes(other)
    assert _minutes(one.complement()) == _minutes(ALL_DAY) - _minutes(one)
    assert one.intersect(ALL_DAY) == one
    assert one.intersect(NEVER) == NEVER


@given(st.lists(st.tuples(EDGES, EDGES).filter(lambda span: span[0] < span[1]), min_size=1, max_size=5))
def test_what_is_written_is_read_again(spans: list[tuple[int, int]]) -> None:
    windows = DailyWindows.of(spans)
    assert _minutes(windows) == {minute for start, end in spans for minute in range(start, end)}
    assert DailyWindows.parse(windows.texts()) == windows
