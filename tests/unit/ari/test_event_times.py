"""An event is dated by when it happened, not by when it came."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ari_app.ari.event_times import WATCHED_SECONDS, EventTimes

STAMP = datetime(2026, 3, 10, 2, 20, tzinfo=UTC)


def stamped(seconds: float) -> datetime:
    return STAMP + timedelta(seconds=seconds)


def test_an_event_that_was_held_back_is_dated_by_its_stamp() -> None:
    times = EventTimes()
    assert times.happened_at(100.004, stamped(0)) == pytest.approx(100.004)
    assert times.happened_at(101.364, stamped(1)) == pytest.approx(101.004, abs=1e-6)
    assert times.happened_at(101.365, None) == 101.365


def test_the_quickest_event_tells_how_far_the_clocks_are_apart() -> None:
    times = EventTimes()
    times.happened_at(100.4, stamped(0))
    assert times.happened_at(101.001, stamped(1)) == pytest.approx(101.001)
    assert times.happened_at(102.3, stamped(2)) == pytest.approx(102.001, abs=1e-6)


def test_a_wall_clock_that_was_set_is_followed() -> None:
    times = EventTimes()
    times.happened_at(100.0, stamped(0))
    assert times.happened_at(101.0, stamped(500)) == pytest.approx(101.0)
    assert times.happened_at(102.0, stamped(-500)) == pytest.approx(102.0)


def test_a_wall_clock_that_drifts_is_followed() -> None:
    times = EventTimes()
    times.happened_at(100.0, stamped(0))
    later = WATCHED_SECONDS + 1
    assert times.happened_at(100.0 + later, stamped(later - 0.5)) == pytest.approx(100.0 + later)
