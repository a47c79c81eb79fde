"""A call's timers: restarting makes the older one stale, stopping silences it."""

from __future__ import annotations

import asyncio

from ari_app.calls.signals import TimerFired, TimerKind
from ari_app.calls.timers import Timers


async def test_a_restarted_timer_fires_once() -> None:
    fired: list[TimerFired] = []
    timers = Timers(fired.append)
    timers.start(TimerKind.NO_INPUT, 0.01)
    timers.start(TimerKind.NO_INPUT, 0.02)
    await asyncio.sleep(0.06)
    assert len(fired) == 1
    assert timers.is_current(fired[0])
    assert not timers.is_current(fired[0]), "a signal counts once"


async def test_a_stopped_timer_is_stale_even_when_it_had_fired() -> None:
    fired: list[TimerFired] = []
    timers = Timers(fired.append)
    timers.start(TimerKind.RING, 0.01)
    await asyncio.sleep(0.03)
    timers.stop(TimerKind.RING)
    assert len(fired) == 1
    assert not timers.is_current(fired[0])
    assert not timers.is_running(TimerKind.RING)


async def test_all_stop_together() -> None:
    fired: list[TimerFired] = []
    timers = Timers(fired.append)
    for kind in TimerKind:
        timers.start(kind, 0.01)
    timers.stop_all()
    await asyncio.sleep(0.03)
    assert fired == []
