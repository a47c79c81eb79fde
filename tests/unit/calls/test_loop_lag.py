"""When a loop counts as late."""

from __future__ import annotations

import asyncio
import time

from ari_app.calls.loop_lag import SAMPLES, LoopLag


def lag_of(late: int, late_seconds: float = 0.03) -> LoopLag:
    lag = LoopLag()
    for number in range(SAMPLES):
        lag.sample(late_seconds if number < late else 0.001)
    return lag


def test_single_late_sleeps_are_no_overload() -> None:
    assert not LoopLag().is_late
    assert not lag_of(25).is_late
    assert lag_of(26).is_late
    assert not lag_of(SAMPLES, 0.015).is_late


def test_the_last_seconds_count() -> None:
    lag = lag_of(SAMPLES)
    for _ in range(SAMPLES):
        lag.sample(0.0)
    assert not lag.is_late


def hold_up() -> None:
    """What no code of ours may do."""
    time.sleep(0.06)


async def test_a_loop_that_is_held_up_is_found_late() -> None:
    lag = LoopLag()
    watching = asyncio.create_task(lag.watch())
    for _ in range(40):
        await asyncio.sleep(0.005)
        hold_up()
    watching.cancel()
    assert lag.is_late
