"""Mailboxes: one bounded queue per owner, so that a slow one never holds up the others."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Iterable

from ari_app.ari.events import AriEvent, Event, Overflowed
from ari_app.core.errors import AppError

MAILBOX_SIZE = 512


class Mailbox:
    """The events of one owner, in order. Iterate it, or `get` with a deadline; one task reads it.

    When more than `size` wait, later ones are dropped until the reader has caught up and has been told so
    by one `Overflowed`. Iteration ends when the mailbox is closed.
    """

    def __init__(self, post: PostOffice, size: int = MAILBOX_SIZE) -> None:
        self._post = post
        self._size = size
        self._waiting: deque[Event] = deque()
        self._dropped = 0
        self._arrived = asyncio.Event()
        self._closed = False
        self._failure: AppError | None = None

    def own(self, *ids: str, prefix: str | None = None) -> None:
        """Take what concerns these ids too, and every id that begins with `prefix`."""
        self._post.assign(self, ids, prefix)

    async def get(self, timeout: float | None = None) -> Event:
        """The next event. Raises TimeoutError after `timeout` seconds, StopAsyncIteration when closed."""
        async with asyncio.timeout(timeout):
            return await self.__anext__()

    def __aiter__(self) -> Mailbox:
        return self

    async def __anext__(self) -> Event:
        while not self._waiting:
            if self._dropped:
                dropped, self._dropped = self._dropped, 0
                return Overflowed(dropped)
            if self._failure:
                raise self._failure
            if self._closed:
                raise StopAsyncIteration
            self._arrived.clear()
            await self._arrived.wait()
        return self._waiting.popleft()

    def put(self, event: Event) -> None:
        """Add an event; never waits."""
        if self._dropped or len(self._waiting) >= self._size:
            self._dropped += 1
        else:
            self._waiting.append(event)
        self._arrived.set()

    def fail(self, failure: AppError) -> None:
        """After what waits has been read, reading raises `failure`: no event will come any more."""
        self._failure = failure
        self._arrived.set()

    def close(self) -> None:
        """Take no more events; safe to call twice."""
        self._closed = True
        self._post.forget(self)
        self._arrived.set()

    def __enter__(self) -> Mailbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class PostOffice:
    """Which mailbox gets what."""

    def __init__(self) -> None:
        self._boxes: set[Mailbox] = set()
        self._for_all: set[Mailbox] = set()
        self._by_id: defaultdict[str, set[Mailbox]] = defaultdict(set)
        self._by_prefix: defaultdict[str, set[Mailbox]] = defaultdict(set)
        self._prefix_lengths: tuple[int, ...] = ()
        self._failure: AppError | None = None

    def open(
        self,
        ids: Iterable[str] = (),
        prefix: str | None = None,
        everything: bool = False,
        size: int = MAILBOX_SIZE,
    ) -> Mailbox:
        """A mailbox for these ids, for every id that begins with `prefix`, or for `everything`."""
        box = Mailbox(self, size)
        self._boxes.add(box)
        if everything:
            self._for_all.add(box)
        self.assign(box, ids, prefix)
        if self._failure:
            box.fail(self._failure)
        return box

    def assign(self, box: Mailbox, ids: Iterable[str], prefix: str | None) -> None:
        """Send what concerns `ids` and `prefix` to `box` too."""
        for one in ids:
            self._by_id[one].add(box)
        if prefix:
            self._by_prefix[prefix].add(box)
            self._measure_prefixes()

    def forget(self, box: Mailbox) -> None:
        """Send nothing more to `box`."""
        self._boxes.discard(box)
        self._for_all.discard(box)
        for index in (self._by_id, self._by_prefix):
            for key in [key for key, boxes in index.items() if box in boxes]:
                index[key].discard(box)
                if not index[key]:
                    del index[key]
        self._measure_prefixes()

    def deliver(self, event: AriEvent, ids: Iterable[str]) -> None:
        """Put an event into the mailboxes of its owners, once each."""
        owners = set(self._for_all)
        for one in ids:
            owners |= self._by_id.get(one, set())
            for length in self._prefix_lengths:
                owners |= self._by_prefix.get(one[:length], set())
        for box in owners:
            box.put(event)

    def announce(self, event: Event) -> None:
        """Put an event into every mailbox."""
        for box in list(self._boxes):
            box.put(event)

    def fail(self, failure: AppError) -> None:
        """Tell every mailbox, and those to come, that there will be no more events."""
        self._failure = failure
        for box in list(self._boxes):
            box.fail(failure)

    def close(self) -> None:
        """Close every mailbox."""
        for box in list(self._boxes):
            box.close()

    def _measure_prefixes(self) -> None:
        self._prefix_lengths = tuple({len(prefix) for prefix in self._by_prefix})
