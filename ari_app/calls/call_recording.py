"""A call's recording and what the database knows of it: begun, kept, or destroyed because the patient refused."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol

import structlog

from ari_app.calls.recorder import Recorder
from ari_app.core.clock import Clock
from ari_app.core.errors import AppError

_log = structlog.get_logger()

START_SECONDS = 1.5
# Nothing is asked on no tape, if a moment's patience can help it: a consent is worth more than two seconds.
TRIES_BEFORE_SPEAKING = 2
FIRST_PAUSE_SECONDS = 0.3
DESTROY_PAUSE_SECONDS = 1.0
AGAIN_SECONDS = 1.0


class RecordingJournal(Protocol):
    """Where it is written down what became of the recording."""

    def recording_began(self, seconds_ago: float) -> None:
        """Its first sample was written that long ago."""
        ...

    def recording_destroyed(self) -> None:
        """The audio is gone."""
        ...


class CallRecording:
    """Records one call.

    `resumed_at` (event loop's clock) is when a lost worker began the recording of a call that is taken up;
    `is_refused` tells that its patient refused to be recorded.
    """

    def __init__(
        self,
        recorder: Recorder,
        journal: RecordingJournal,
        clock: Clock,
        resumed_at: float | None,
        *,
        is_refused: bool = False,
    ) -> None:
        self._recorder = recorder
        self._journal = journal
        self._clock = clock
        self._resumed_at = resumed_at
        self._is_noted = resumed_at is not None
        self._is_refused = is_refused
        self._destruction_is_due = False
        self._destroying: asyncio.Task[None] | None = None
        self._starting: asyncio.Task[None] | None = None

    async def start(self, enter: Callable[[str], asyncio.Event]) -> None:
        """Begin; returns when it runs, or cannot. Never raises: a call goes on without its recording.

        What could not begin is tried again in the background: what is said meanwhile is on no tape, and has no span.
        """
        if self._is_refused:
            await self.destroy()
            return
        if self._resumed_at is not None:
            self._recorder.resume(self._resumed_at)
            return
        for tries in range(TRIES_BEFORE_SPEAKING):
            await asyncio.sleep(FIRST_PAUSE_SECONDS if tries else 0)
            if await self._started(enter) or self._destruction_is_due:
                return
        self._starting = asyncio.create_task(self._keep_starting(enter), name="start-recording")

    async def destroy(self) -> None:
        """The patient refused it: the audio goes, the proof that it went stays.

        Never raises: what fails is tried again in the background, and once more after the call.
        """
        self._destruction_is_due = True
        await _ended(self._starting)
        if not await self._destroyed() and self._destroying is None:
            self._destroying = asyncio.create_task(self._keep_destroying(), name="destroy-recording")

    async def keep(self, folder: Path) -> None:
        """After the call: store the stereo file in `folder`. A failure is logged; the call's result stands."""
        await self.close()
        try:
            if self._destruction_is_due:
                await self._destroyed()
            if await self._recorder.finish(folder):
                self._note()
        except (AppError, OSError) as error:
            _log.error("recording_not_kept", reason=str(error))

    async def close(self) -> None:
        """End what goes on in the background."""
        await _ended(self._starting)
        await _ended(self._destroying)

    async def _started(self, enter: Callable[[str], asyncio.Event]) -> bool:
        runs = await self._recorder.start(enter, START_SECONDS, self._loop_time)
        if not self._destruction_is_due:
            self._note()
        return runs

    async def _keep_starting(self, enter: Callable[[str], asyncio.Event]) -> None:
        while not self._destruction_is_due:
            await asyncio.sleep(AGAIN_SECONDS)
            if await self._started(enter):
                return

    def _loop_time(self, moment: datetime) -> float:
        ago = (self._clock.now() - moment).total_seconds()
        return self._clock.monotonic() - max(0.0, ago)

    async def _keep_destroying(self) -> None:
        while self._destruction_is_due:
            await asyncio.sleep(DESTROY_PAUSE_SECONDS)
            await self._destroyed()

    async def _destroyed(self) -> bool:
        try:
            await self._recorder.destroy()
        except AppError as error:
            _log.error("recording_not_destroyed", code=error.code)
            return False
        if self._destruction_is_due:
            self._destruction_is_due = False
            self._journal.recording_destroyed()
        return True

    def _note(self) -> None:
        began = self._recorder.started_at
        if began is not None and not self._is_noted:
            self._journal.recording_began(self._clock.monotonic() - began)
            self._is_noted = True


async def _ended(task: asyncio.Task[None] | None) -> None:
    """End what goes on in the background, if it does."""
    if task is not None:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
