"""The recording of one call: Asterisk records both directions, so that it outlives us and tells what was heard."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import structlog

from ari_app.ari.channel import Channel
from ari_app.ari.client import Client
from ari_app.ari.faults import AriConflict, NotFound, ServerFault
from ari_app.core.errors import AppError
from ari_app.dialogue.events import Span
from ari_app.media.recording import EMPTY_WAV, Track, WavInfo, merge_stereo

_log = structlog.get_logger()

FINISH_SECONDS = 5.0
TOLD_SECONDS = 0.5
ASK_PAUSE_SECONDS = 0.1
LOST_MS = 300
"""A file that is shorter than its time by more than this has lost sound: Asterisk was kept waiting."""


class Recorder:
    """Records what the patient says (`in`) and what the patient hears (`out`) from the answer on.

    Spans count milliseconds from the start of the stereo file, which is the start of the earlier of the two.
    `name` is what its files are called after, by default the patient's channel.
    """

    def __init__(self, client: Client, app: str, patient: Channel, name: str | None = None) -> None:
        self._client = client
        self._app = app
        self._patient = patient
        self._name = name or patient.id
        self._started: dict[str, float] = {}
        self._both_started = asyncio.Event()
        self._unfinished: set[str] = set()
        self._ended_at: float | None = None
        self._all_finished = asyncio.Event()
        self._destroyed = False

    @property
    def name_in(self) -> str:
        """The recording of the patient's voice, and the snoop channel that makes it."""
        return f"{self._name}-in"

    @property
    def name_out(self) -> str:
        """The recording of what the patient hears, and the snoop channel that makes it."""
        return f"{self._name}-out"

    @property
    def started_at(self) -> float | None:
        """When the stereo file begins, on the event loop's clock; None before that."""
        return min(self._started.values()) if self._started else None

    async def start(
        self, enter: Callable[[str], asyncio.Event], seconds: float, loop_time: Callable[[datetime], float]
    ) -> bool:
        """Begin what is not recorded yet; whether both directions were running within `seconds`. May be tried again.

        `enter` gives the event that is set when a channel id has entered Stasis, `loop_time` when on the event
        loop's clock a wall time was. One direction that fails keeps the other from nothing.
        """
        sides = [("in", self.name_in), ("out", self.name_out)]
        begun = [
            self._record(spy, name, enter(name), loop_time)
            for spy, name in sides
            if name not in self._started
        ]
        reason = f"Asterisk did not begin in {seconds} s"
        try:
            async with asyncio.timeout(seconds):
                failures = [each for each in await asyncio.gather(*begun, return_exceptions=True) if each]
                if not failures:
                    await self._both_started.wait()
                    return True
                reason = str(failures[0])
        except TimeoutError:
            failures = []
        _log.error("recording_not_started", attempt_id=self._name, reason=reason)
        for bug in (each for each in failures if not isinstance(each, AppError)):
            raise bug
        return False

    def recording_started(self, name: str, at: float) -> None:
        """Asterisk said that a recording runs."""
        if name in (self.name_in, self.name_out):
            self._started[name] = at
            self._unfinished.add(name)
            if len(self._started) == 2:
                self._both_started.set()

    def resume(self, started_at: float) -> None:
        """The recordings of a living call that a lost worker began at `started_at`."""
        self._started = {self.name_in: started_at, self.name_out: started_at}
        self._unfinished = {self.name_in, self.name_out}
        self._both_started.set()

    def recording_ended(self, name: str, at: float | None = None) -> None:
        """Asterisk said that a recording is on disk, or failed: when it happened, where that is known."""
        if name in self._unfinished and at is not None:
            self._ended_at = at
        self._unfinished.discard(name)
        if not self._unfinished:
            self._all_finished.set()

    def span(self, began_at: float, ended_at: float) -> Span | None:
        """Where in the stereo file that stretch of time is; None when nothing was recording."""
        if self.started_at is None:
            return None
        begin = max(0, round((began_at - self.started_at) * 1000))
        return Span(begin, max(begin + 1, round((ended_at - self.started_at) * 1000)))

    async def destroy(self) -> None:
        """Throw both recordings away, also what is already on disk."""
        self._destroyed = True
        for name in (self.name_in, self.name_out):
            await self._client.recordings.at(name).cancel()
            await self._client.channels.hangup(name)
            await self._client.recordings.deleteStored(name)

    async def finish(self, folder: Path) -> Path | None:
        """After the call: fetch both directions, merge them into one stereo file, remove the originals.

        A direction that was never recorded is silence in it. Returns None when there is no recording. Blocking
        work runs in a thread.
        """
        await self._hang_up_snoops()
        if self._destroyed or not self._started:
            return None
        try:
            async with asyncio.timeout(FINISH_SECONDS):
                await self._until_all_ended()
        except TimeoutError:
            _log.warning("recording_end_not_told", attempt_id=self._name)
        sides = [await self._stored(name) for name in (self.name_in, self.name_out)]
        if not any(sides):
            return None
        target = folder / f"{self._name}.wav"
        made = await asyncio.to_thread(
            _merge, target, [side or EMPTY_WAV for side in sides], self._offsets_ms()
        )
        self._tell_of_loss(made)
        for name in (self.name_in, self.name_out):
            await self._client.recordings.deleteStored(name)
        return target

    async def finish_left_behind(self, started_at: float, folder: Path) -> Path | None:
        """Like `finish`, of recordings that a lost worker began at `started_at` (event loop's clock).

        Nobody tells of their end here: Asterisk is asked until they have ended.
        """
        self._started = {self.name_in: started_at, self.name_out: started_at}
        await self._hang_up_snoops()
        try:
            async with asyncio.timeout(FINISH_SECONDS):
                for name in (self.name_in, self.name_out):
                    await self._until_ended(name)
        except TimeoutError:
            _log.warning("recording_end_not_seen", attempt_id=self._name)
        self._all_finished.set()
        return await self.finish(folder)

    async def _until_all_ended(self) -> None:
        """Asterisk tells it; one that was restarted meanwhile knows nothing of it, and is asked."""
        try:
            async with asyncio.timeout(TOLD_SECONDS):
                await self._all_finished.wait()
        except TimeoutError:
            for name in tuple(self._unfinished):
                await self._until_ended(name)

    async def _until_ended(self, name: str) -> None:
        while True:
            try:
                await self._client.recordings.getLive(name)
            except NotFound:
                return
            await asyncio.sleep(ASK_PAUSE_SECONDS)

    async def _runs_already(self, name: str) -> bool:
        try:
            await self._client.recordings.getLive(name)
        except NotFound:
            return False
        return True

    async def _stored(self, name: str) -> bytes | None:
        try:
            return await self._client.recordings.getStoredFile(name)
        except NotFound:
            return None

    def _tell_of_loss(self, made: WavInfo) -> None:
        if self._ended_at is None or self.started_at is None:
            return
        lost_ms = round((self._ended_at - self.started_at) * 1000) - made.duration_ms
        if lost_ms > LOST_MS:
            _log.warning("recording_lost_sound", attempt_id=self._name, lost_ms=lost_ms)

    def _offsets_ms(self) -> list[int]:
        start = self.started_at or 0.0
        return [
            round((self._started.get(name, start) - start) * 1000) for name in (self.name_in, self.name_out)
        ]

    async def _hang_up_snoops(self) -> None:
        for name in (self.name_in, self.name_out):
            await self._client.channels.hangup(name)

    async def _record(
        self, spy: str, name: str, entered: asyncio.Event, loop_time: Callable[[datetime], float]
    ) -> None:
        try:
            snoop = await self._patient.snoopChannel(self._app, spy=spy, snoopId=name)
            await entered.wait()
        except (AriConflict, ServerFault):
            # made by a worker that was lost, or by a request of ours whose answer did not come: the Swagger
            # promises 409, and Asterisk answers 500
            snoop = await self._client.channels.get(name)
            if await self._runs_already(name):
                began = loop_time(snoop.created_at)
                self.recording_started(name, max(began, self.started_at or began))
                return
        self._unfinished.add(name)
        try:
            await snoop.record(name, "wav", ifExists="overwrite", beep=False)
        except AppError:
            self.recording_ended(name)
            raise


def _merge(target: Path, sides: list[bytes], offsets_ms: list[int]) -> WavInfo:
    """Write the stereo file: patient left, what the patient heard right. The folder is made when it lacks."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    parts = [target.with_suffix(f".{side}.part") for side in ("in", "out")]
    try:
        for part, content in zip(parts, sides, strict=True):
            part.write_bytes(content)
        patient, heard = (Track(part, offset) for part, offset in zip(parts, offsets_ms, strict=True))
        return merge_stereo(patient, heard, target)
    finally:
        for part in parts:
            part.unlink(missing_ok=True)
