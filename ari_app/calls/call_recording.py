"""A call's recording and what the database knows of it: begun, kept, or destroyed because the patient refused."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import structlog

from ari_app.calls.journal import Journal
from ari_app.calls.recorder import Recorder
from ari_app.core.clock import Clock
from ari_app.core.errors import AppError

_log = structlog.get_logger()

START_SECONDS = 2.0


class CallRecording:
    """Records one call. What cannot be written down when it happens is written down when the call has ended.

    `resumed_at` (event loop's clock) is when a lost worker began the recording of a call that is taken up.
    """

    def __init__(self, recorder: Recorder, journal: Journal, clock: Clock, resumed_at: float | None) -> None:
        self._recorder = recorder
        self._journal = journal
        self._clock = clock
        self._resumed_at = resumed_at
        self._is_noted = resumed_at is not None
        self._destruction_is_due = False

    async def start(self, enter: Callable[[str], asyncio.Event]) -> None:
        """Begin; returns when it runs, or cannot. Never raises: a call goes on without its recording."""
        if self._resumed_at is not None:
            self._recorder.resume(self._resumed_at)
            return
        if await self._recorder.start(enter, START_SECONDS):
            try:
                await self._note()
            except AppError as error:
                _log.warning("recording_not_noted", code=error.code)

    async def destroy(self) -> None:
        """The patient refused it: the audio goes, the proof that it went stays."""
        self._destruction_is_due = True
        await self._recorder.destroy()
        await self._journal.recording_destroyed()
        self._destruction_is_due = False

    async def keep(self, folder: Path) -> None:
        """After the call: store the stereo file in `folder`. A failure is logged; the call's result stands."""
        try:
            if self._destruction_is_due:
                await self.destroy()
            if await self._recorder.finish(folder):
                await self._note()
        except (AppError, OSError) as error:
            _log.error("recording_not_kept", reason=str(error))

    async def _note(self) -> None:
        began = self._recorder.started_at
        if began is not None and not self._is_noted:
            await self._journal.recording_began(self._clock.monotonic() - began)
            self._is_noted = True
