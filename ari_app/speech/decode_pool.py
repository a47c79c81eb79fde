"""A bounded number of decodes at once, a bounded queue before them, and a deadline on each."""

from __future__ import annotations

import asyncio
import itertools
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from ari_app.core.errors import Unavailable

T = TypeVar("T")


class Busy(Unavailable):
    """Every decoder works and the queue is full, or what waits has waited too long."""

    code = "busy"


class Late(Unavailable):
    """The deadline passed before the result was there."""

    code = "deadline"


class DecodePool:
    """Runs decodes on threads. A decode that missed its deadline still holds its thread until it ends."""

    def __init__(self, parallel: int, max_waiting: int) -> None:
        self._threads = ThreadPoolExecutor(parallel, thread_name_prefix="decode")
        self.parallel = parallel
        self._max_waiting = max_waiting
        self.pending = 0
        self._numbers = itertools.count()
        self._submitted: dict[int, float] = {}
        self._lock = threading.Lock()

    @property
    def behind_s(self) -> float:
        """How long the oldest work that no thread has begun has waited, in seconds; 0 when none waits."""
        with self._lock:
            oldest = next(iter(self._submitted.values()), None)
        return 0.0 if oldest is None else time.monotonic() - oldest

    @property
    def has_free_thread(self) -> bool:
        """Whether a piece of work would begin at once."""
        return self.pending < self.parallel

    async def run(self, work: Callable[[], T], deadline_s: float, *, may_wait: bool) -> T:
        """Run `work` and give its result; Busy without a free place, Late after the deadline.

        Work that may not wait long is refused as soon as another one waits for every thread: it is behind one
        piece of work at most, and delays others by no more.
        """
        if self.pending >= self.parallel + (
            self._max_waiting if may_wait else min(self.parallel, self._max_waiting)
        ):
            raise Busy("the recognizer is busy", mend="add recognizer processes or hosts")
        return await self.go_on(work, deadline_s)

    async def go_on(self, work: Callable[[], T], deadline_s: float) -> T:
        """Run a small piece of something that was admitted already: never refused. Late after the deadline."""
        self.pending += 1
        number = next(self._numbers)
        with self._lock:
            self._submitted[number] = time.monotonic()
        future = self._threads.submit(self._begun, number, work)
        future.add_done_callback(self._counter(asyncio.get_running_loop(), number))
        try:
            async with asyncio.timeout(deadline_s):
                return await asyncio.wrap_future(future)
        except TimeoutError as error:
            raise Late("the recognizer missed the deadline") from error

    def close(self) -> None:
        """Drop what waits; what runs ends by itself."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _begun(self, number: int, work: Callable[[], T]) -> T:
        self._forget(number)
        return work()

    def _forget(self, number: int) -> None:
        with self._lock:
            self._submitted.pop(number, None)

    def _counter(self, loop: asyncio.AbstractEventLoop, number: int) -> Callable[[object], None]:
        def ended(_: object) -> None:
            self._forget(number)
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._ended)

        return ended

    def _ended(self) -> None:
        self.pending -= 1
