"""Small things of a call that are written down in order and in the background: no call waits for them."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

import structlog

from ari_app.core.errors import Conflict, Unavailable

_log = structlog.get_logger()

FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 2.0

Write = Callable[[], Awaitable[None]]


class LateNotes:
    """What is still to be written for one call; `owner` names it in the log."""

    def __init__(self, owner: str) -> None:
        self._owner = owner
        self._due: deque[tuple[str, Write]] = deque()
        self._lock = asyncio.Lock()
        self._writing: asyncio.Task[None] | None = None

    def add(self, name: str, write: Write) -> None:
        """Have `write` done after what was added before; it is retried until the database takes it."""
        self._due.append((name, write))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_all(), name=f"call-notes-{self._owner}")

    async def flush(self) -> None:
        """Write what is due, now. Raises Unavailable, with the rest still due."""
        async with self._lock:
            while self._due:
                name, write = self._due[0]
                try:
                    await write()
                except Unavailable:
                    raise
                except Conflict as error:
                    # it was written although the answer got lost; a worker that took the call over stops its steps
                    _log.warning("note_not_taken", owner=self._owner, note=name, reason=error.message)
                except Exception:
                    _log.exception("note_failed", owner=self._owner, note=name)
                self._due.popleft()

    async def close(self) -> None:
        """Stop writing; what is still due is lost."""
        if self._writing is not None:
            self._writing.cancel()
            await asyncio.gather(self._writing, return_exceptions=True)

    async def _write_all(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while True:
            try:
                return await self.flush()
            except Unavailable as error:
                _log.warning("note_delayed", owner=self._owner, reason=error.message)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
