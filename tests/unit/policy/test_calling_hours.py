"""When patients may be called."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from ari_app.policy.calling_hours import USUAL_HOURS, CallingHours


@pytest.mark.parametrize(
    ("hour", "minute", "is_open"),
    [(8, 59, False), (9, 0, True), (12, 30, True), (19, 59, True), (20, 0, False)],
)
def test_the_usual_hours(hour: int, minute: int, is_open: bool) -> None:
    assert USUAL_HOURS.contains(datetime(2026, 3, 10, hour, minute, tzinfo=UTC)) is is_open


def test_spans_with_a_break_at_noon() -> None:
    hours = CallingHours(((time(9), time(12)), (time(14), time(19, 30))))
    assert [hours.contains(datetime(2026, 3, 10, hour, tzinfo=UTC)) for hour in (11, 12, 13, 14, 19)] == [
        True,
        False,
        False,
        True,
        True,
    ]
