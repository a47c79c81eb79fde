"""The worker: takes attempts that are due, carries each in a task of its own, and drains when told to stop."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

import structlog

from ari_app.calls.loop_lag import LoopLag
from ari_app.core.errors import AppError

_log = structlog.get_logger()

POLL_SECONDS = 0.5
BACK_OFF_SECONDS = 2.0


class Worker:
    """Carries up to `capacity` calls at once, and takes no more while its loop is late.

    `claim(n)` takes up to n attempts for this worker, `carry` runs one to its end, `renew` keeps the hold on
    those under way; whatever they raise is logged and never stops the worker.
    """

    def __init__(
        self,
        capacity: int,
        claim: Callable[[int], Awaitable[Sequence[UUID]]],
        carry: Callable[[UUID], Awaitable[object]],
        renew: Callable[[], Awaitable[None]],
        renew_seconds: float,
    ) -> None:
        self._capacity = capacity
        self._claim = claim
        self._carry = carry
        self._renew = renew
        self._renew_seconds = renew_seconds
        self._under_way: dict[UUID, asyncio.Task[None]] = {}
        self._tasks: asyncio.TaskGroup | None = None
        self._lag = LoopLag()
        self._was_late = False

    async def run(self, stop: asyncio.Event, living: Sequence[UUID] = ()) -> None:
        """Take up the `living` calls first, then claim until `stop` is set; then wait for the calls to end."""
        async with asyncio.TaskGroup() as tasks:
            self._tasks = tasks
            beside = [
                tasks.create_task(self._keep_renewing(), name="worker-renew"),
                tasks.create_task(self._lag.watch(), name="worker-lag"),
            ]
            for attempt in living:
                self._start(tasks, attempt)
            while not stop.is_set():
                await self._take_more(tasks)
                await _either(stop, POLL_SECONDS)
            _log.info("worker_draining", calls=len(self._under_way))
            while self._under_way:
                await asyncio.wait(self._under_way.values())
            self._tasks = None
            for task in beside:
                task.cancel()

    def take(self, attempt: UUID) -> bool:
        """Carry an attempt that came by itself, even beyond the capacity; False when the worker has ended."""
        if self._tasks is not None:
            self._start(self._tasks, attempt)
        return self._tasks is not None

    async def _take_more(self, tasks: asyncio.TaskGroup) -> None:
        free = self._capacity - len(self._under_way)
        if free <= 0 or self._is_overloaded():
            return
        try:
            claimed = await self._claim(free)
        except AppError as error:
            _log.warning("claim_failed", code=error.code, reason=error.message)
            await asyncio.sleep(BACK_OFF_SECONDS)
            return
        except Exception:
            _log.exception("claim_crashed")
            await asyncio.sleep(BACK_OFF_SECONDS)
            return
        for attempt in claimed:
            self._start(tasks, attempt)

    def _is_overloaded(self) -> bool:
        """Whether the calls under way are as many as this process can serve in time."""
        is_late = bool(self._under_way) and self._lag.is_late
        if is_late and not self._was_late:
            _log.warning("worker_overloaded", calls=len(self._under_way), capacity=self._capacity)
        self._was_late = is_late
        return is_late

    def _start(self, tasks: asyncio.TaskGroup, attempt: UUID) -> None:
        task = tasks.create_task(self._guarded(attempt), name=f"call-{attempt}")
        self._under_way[attempt] = task
        task.add_done_callback(lambda _: self._under_way.pop(attempt, None))

    async def _guarded(self, attempt: UUID) -> None:
        """One call's failure is logged with its trace and never takes the others along."""
        try:
            await self._carry(attempt)
        except AppError as error:
            _log.error("call_not_carried", attempt_id=str(attempt), code=error.code, reason=error.message)
        except Exception:
            _log.exception("call_crashed", attempt_id=str(attempt))
        others = {task for task in self._under_way.values() if task is not asyncio.current_task()}
        _log.info(
            "call_finished",
            attempt_id=str(attempt),
            calls=len(others),
            tasks=len(asyncio.all_tasks()),
        )

    async def _keep_renewing(self) -> None:
        while True:
            await asyncio.sleep(self._renew_seconds)
            try:
                await self._renew()
            except AppError as error:
                _log.warning("lease_not_renewed", code=error.code, reason=error.message)
            except Exception:
                _log.exception("lease_renewal_crashed")


async def _either(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
