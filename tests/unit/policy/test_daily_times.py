"""Times of every day, and the next of them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from ari_app.core.errors import WrongInput
from ari_app.policy.daily_times import DailyTimes
from tests.unit.policy.calendars import SHANGHAI, utc

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-03-10 07:29", "2026-03-10 07:30"),
        ("2026-03-10 07:30", "2026-03-10 13:00"),
        ("2026-03-10 13:01", "2026-03-11 07:30"),
    ],
)
def test_the_next_time_is_after_the_moment(moment: str, expected: str) -> None:
    times = DailyTimes.parse(["13:00", "7:30", "07:30"])
    assert str(times) == "07:30,13:00"
    assert times.next_after(utc(moment), SHANGHAI) == utc(expected)


def test_the_day_on_which_the_clocks_change_has_its_time_too() -> None:
    half_past_two = DailyTimes.parse(["02:30"])
    first = half_past_two.next_after(utc("2026-03-28 12:00"), BERLIN)
    second = half_past_two.next_after(first, BERLIN)
    assert 0 < (second - first).total_seconds() <= 25 * 3600
    assert second.astimezone(BERLIN).day == 30


@pytest.mark.parametrize("texts", [[], ["24:00"], ["7.30"], ["07:60"], ["noon"]])
def test_what_is_no_time_of_the_day_is_refused(texts: list[str]) -> None:
    with pytest.raises(WrongInput):
        DailyTimes.parse(texts)
