"""The worker: never more calls than its capacity, one call's crash is its own, a stop drains."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from ari_app.calls import worker
from ari_app.calls.loop_lag import SAMPLES, LoopLag
from ari_app.calls.worker import Worker
from ari_app.core.errors import Unavailable

ATTEMPTS = [UUID(int=number) for number in range(7)]


class Bench:
    """Attempts to be carried, and what became of them."""

    def __init__(self, broken: frozenset[UUID] = frozenset()) -> None:
        self.waiting = list(ATTEMPTS)
        self.broken = broken
        self.carried: list[UUID] = []
        self.at_once = 0
        self.most_at_once = 0

    async def claim(self, at_most: int) -> Sequence[UUID]:
        taken, self.waiting = self.waiting[:at_most], self.waiting[at_most:]
        return taken

    async def carry(self, attempt: UUID) -> None:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(0.02)
            if attempt in self.broken:
                raise RuntimeError("a bug in one call")
            self.carried.append(attempt)
        finally:
            self.at_once -= 1

    async def renew(self) -> None:
        raise Unavailable("the database is away for a moment")


async def run(bench: Bench, capacity: int, seconds: float) -> None:
    stop = asyncio.Event()
    working = Worker(capacity, bench.claim, bench.carry, bench.renew, renew_seconds=0.01)
    asyncio.get_running_loop().call_later(seconds, stop.set)
    await working.run(stop)


async def test_capacity_is_kept() -> None:
    bench = Bench()
    await run(bench, capacity=3, seconds=1.2)
    assert bench.most_at_once == 3
    assert len(bench.carried) >= 6


async def test_a_crash_takes_no_other_call_along() -> None:
    bench = Bench(broken=frozenset({ATTEMPTS[1]}))
    await run(bench, capacity=7, seconds=0.1)
    assert bench.carried == [each for each in ATTEMPTS if each != ATTEMPTS[1]]


async def test_a_stop_waits_for_the_calls_under_way() -> None:
    bench = Bench()
    await run(bench, capacity=2, seconds=0.005)
    assert len(bench.carried) == 2
    assert len(bench.waiting) == 5


class Haunted(Bench):
    """A bench whose claim and renewal crash at first."""

    def __init__(self) -> None:
        super().__init__()
        self.crashes = 0
        self.renewals = 0

    async def claim(self, at_most: int) -> Sequence[UUID]:
        if not self.crashes:
            self.crashes += 1
            raise RuntimeError("a bug in the claim")
        return await super().claim(at_most)

    async def renew(self) -> None:
        self.renewals += 1
        raise RuntimeError("a bug in the renewal")


async def test_a_crash_of_claim_or_renewal_ends_no_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "BACK_OFF_SECONDS", 0.01)
    bench = Haunted()
    with capture_logs() as logs:
        await run(bench, capacity=7, seconds=0.6)
    assert bench.carried == ATTEMPTS
    assert bench.renewals > 1
    told = {entry["event"] for entry in logs if entry["log_level"] == "error"}
    assert told == {"claim_crashed", "lease_renewal_crashed"}


class Held(Bench):
    """A bench whose calls go on until they are let go."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.let_go = asyncio.Event(), asyncio.Event()

    async def carry(self, attempt: UUID) -> None:
        self.begun.set()
        await self.let_go.wait()
        self.carried.append(attempt)


async def test_what_came_by_itself_is_carried_beyond_the_capacity_and_after_the_stop() -> None:
    bench, stop = Held(), asyncio.Event()
    working = Worker(1, bench.claim, bench.carry, bench.renew, renew_seconds=0.01)
    assert not working.take(ATTEMPTS[6])
    running = asyncio.create_task(working.run(stop), name="test-worker")
    await bench.begun.wait()
    stop.set()
    assert working.take(ATTEMPTS[6])
    bench.let_go.set()
    await running
    assert set(bench.carried) == {ATTEMPTS[0], ATTEMPTS[6]}
    assert not working.take(ATTEMPTS[5])


async def test_a_late_worker_takes_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench()
    stop, may_end, full = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def carry(attempt: UUID) -> None:
        bench.carried.append(attempt)
        if len(bench.carried) == 5:
            full.set()
        await may_end.wait()

    async def watch(lag: LoopLag) -> None:
        await stop.wait()

    monkeypatch.setattr(worker, "POLL_SECONDS", 0.01)
    # how late this machine is just now is no matter here
    monkeypatch.setattr(LoopLag, "watch", watch)

    async def claim_one(at_most: int) -> Sequence[UUID]:
        return await bench.claim(1)

    working = Worker(5, claim_one, carry, bench.renew, renew_seconds=1.0)
    for _ in range(SAMPLES):
        working._lag.sample(0.05)
    with capture_logs() as logs:
        running = asyncio.create_task(working.run(stop))
        await asyncio.sleep(0.2)
        # the first one is always taken: a process without calls has nothing to be late with
        assert bench.carried == ATTEMPTS[:1]
        for _ in range(SAMPLES):
            working._lag.sample(0.0)
        async with asyncio.timeout(5):
            await full.wait()
        stop.set()
        may_end.set()
        await running
    assert [each["calls"] for each in logs if each["event"] == "worker_overloaded"] == [1]
