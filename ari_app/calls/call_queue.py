"""The one queue of a call, fed by Asterisk's events for as long as the call is carried."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import structlog

from ari_app.ari.client import Client
from ari_app.ari.faults import AriConflict, WrongState
from ari_app.calls.ari_feed import AriFeed
from ari_app.calls.course import Course
from ari_app.calls.legs import Legs
from ari_app.calls.recorder import Recorder
from ari_app.calls.signals import ChannelGone, Signal
from ari_app.core.clock import Clock
from ari_app.core.errors import Conflict

_log = structlog.get_logger()


class CallQueue:
    """Signals in order for the one task of the call `name`, whose `course` tells when it became another's."""

    def __init__(self, name: str, course: Course, clock: Clock) -> None:
        self._name = name
        self._course = course
        self._clock = clock
        self.waiting: asyncio.Queue[Signal] = asyncio.Queue()

    def post(self, signal: Signal) -> None:
        """Add one."""
        self.waiting.put_nowait(signal)

    async def next(self) -> Signal:
        """The next one. Raises Conflict when the call is another program's now."""
        signal = await self.waiting.get()
        if self._course.is_lost:
            raise Conflict("another program took the Stasis application of this worker")
        return signal

    async def next_until(self, until: float) -> Signal | None:
        """The next one; None at that time (event loop's clock). Raises as `next`."""
        try:
            async with asyncio.timeout(max(0.0, until - self._clock.monotonic())):
                return await self.next()
        except TimeoutError:
            return None

    @asynccontextmanager
    async def fed(
        self, client: Client, legs: Legs, recorder: Recorder, key_told: Callable[[str], None]
    ) -> AsyncIterator[None]:
        """While the block runs, Asterisk's events of the call are posted."""
        with client.events_for(legs.ids.patient, prefix=self._name) as mailbox:
            feed = AriFeed(client, legs, recorder, self.post, key_told)
            follower = asyncio.create_task(feed.follow(mailbox), name=f"call-feed-{self._name}")
            follower.add_done_callback(self._feed_ended)
            try:
                yield
            finally:
                follower.cancel()
                await asyncio.gather(follower, return_exceptions=True)

    def _feed_ended(self, task: asyncio.Task[None]) -> None:
        """Without Asterisk's events the call cannot be steered: count it as gone, and say why in the log.

        When another program took the application, the call is that program's now.
        """
        if task.cancelled() or (failure := task.exception()) is None:
            return
        self._course.is_lost = self._course.is_lost or isinstance(failure, Conflict)
        _log.error("call_feed_failed", attempt_id=self._name, exc_info=failure)
        self.post(ChannelGone(self._clock.monotonic(), None, "the event reader failed", None))


def was_taken_over(error: Exception) -> bool:
    """Whether the store said that another worker holds the call; Asterisk's own conflicts mean no such thing."""
    return isinstance(error, Conflict) and not isinstance(error, AriConflict | WrongState)
