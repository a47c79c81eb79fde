"""Late timers move no deadline; only who is far too late makes a pause."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ari_app.media.frame_clock import FRAME_SECONDS, MAX_BEHIND_SECONDS, FrameClock


def run(lateness: list[float], start: float = 0.0) -> tuple[int, FrameClock, float]:
    """Look at each deadline so much too late; how many frames that made, the clock, and when it ended."""
    clock, frames, now = FrameClock(start), 0, start
    for late in lateness:
        now = clock.next_at + late
        frames += clock.due(now)
    return frames, clock, now


@given(
    st.lists(st.floats(min_value=0, max_value=MAX_BEHIND_SECONDS * 0.99), min_size=1, max_size=300),
    st.floats(min_value=0, max_value=1e6),
)
def test_lateness_never_adds_up(lateness: list[float], start: float) -> None:
    frames, clock, now = run(lateness, start)
    assert frames == pytest.approx((now - start) / FRAME_SECONDS + 0.5, abs=0.51)
    assert clock.pauses == 0


def test_an_hour_of_a_timer_that_is_always_late_has_every_frame() -> None:
    frames, clock, _ = run([0.0013] * 180_000)
    assert frames == 180_000
    assert clock.next_at == pytest.approx(3_600.0, abs=1e-6)


def test_nothing_is_due_before_the_deadline() -> None:
    clock = FrameClock(10.0)
    assert clock.due(9.999) == 0
    assert clock.due(10.0) == 1
    assert clock.due(10.019) == 0
    assert clock.due(10.0205) == 1


def test_a_little_late_is_made_up_for() -> None:
    clock = FrameClock(0.0)
    assert clock.due(0.05) == 3
    assert clock.next_at == pytest.approx(0.06)


def test_far_too_late_is_a_pause_and_no_burst() -> None:
    clock = FrameClock(0.0)
    assert clock.due(0.0) == 1
    assert clock.due(1.0) == 1
    assert clock.pauses == 1
    assert clock.next_at == pytest.approx(1.02)
