"""A bounded number of decodes at once, a bounded queue before them, and a deadline on each."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from ari_app.core.errors import Unavailable

T = TypeVar("T")


class Busy(Unavailable):
    """Every decoder works and the queue is full."""

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

    async def run(self, work: Callable[[], T], deadline_s: float, *, may_wait: bool) -> T:
        """Run `work` and give its result; Busy without a free place, Late after the deadline.

        Work that may not wait is refused as soon as all threads are taken, so that it never delays others.
        """
        if self.pending >= self.parallel + (self._max_waiting if may_wait else 0):
            raise Busy("the recognizer is busy", mend="add recognizer processes or hosts")
        self.pending += 1
        future = self._threads.submit(work)
        future.add_done_callback(self._counter(asyncio.get_running_loop()))
        try:
            async with asyncio.timeout(deadline_s):
                return await asyncio.wrap_future(future)
        except TimeoutError as error:
            raise Late("the recognizer missed the deadline") from error

    def close(self) -> None:
        """Drop what waits; what runs ends by itself."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _counter(self, loop: asyncio.AbstractEventLoop) -> Callable[[object], None]:
        def ended(_: object) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._ended)

        return ended

    def _ended(self) -> None:
        self.pending -= 1
