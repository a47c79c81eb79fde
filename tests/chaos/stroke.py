"""One stroke of a fault: calls are brought into their phases side by side, then it strikes, and is mended."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from ari_app.ari.channels import Channels
from ari_app.ari.client import rest_session
from ari_app.calls.legs import LegIds
from ari_app.lab.patient_script import spoken_words
from ari_app.lab.telephone_line import is_voiced, voiced_span
from ari_app.media.websocket_link import CONNECTION_VARIABLE
from tests.chaos.bed import PATIENT_HERTZ, Bed, attempt_of
from tests.chaos.faults import Fault
from tests.chaos.line import PHASE_SECONDS, Line
from tests.chaos.phases import ORDER, Phase
from tests.support.telephone_audio import tone

READY_SECONDS = 120.0
PAUSE_SECONDS = 1.0
"""Longer than the robot pauses between two sentences."""
SETTLE_SECONDS = 4.0
ENDS_WITHIN_SECONDS = 150.0
_POLL_SECONDS = 0.02
_ANSWERED = """
    SELECT count(*) > 0 FROM turns JOIN calls ON calls.id = call_id
    WHERE attempt_id = $1 AND speaker = 'patient' AND code = $2"""
_CLOSING = """
    SELECT count(*) > 0 FROM turns JOIN calls ON calls.id = call_id
    WHERE attempt_id = $1 AND speaker = 'robot' AND code LIKE 'closing.%'"""
_ENDED = "SELECT bool_and(state = 'ended') FROM attempts WHERE id = ANY($1)"


@dataclass(frozen=True, slots=True)
class Struck:
    """What one stroke met. Times are monotonic seconds; `notes` tells what did not come about as it was meant."""

    fault: Fault
    lines: tuple[Line, ...]
    struck_at: float
    mended_at: float
    nurses_left_at: float
    notes: tuple[str, ...]


class Stroke:
    """Stages one fault over calls in the given phases; `seed` draws reaction times and the moment of the strike."""

    def __init__(self, bed: Bed, fault: Fault, phases: Sequence[Phase], seed: str) -> None:
        self._bed, self._fault = bed, fault
        self._chance = random.Random(seed)
        self._lines = tuple(self._line(phase) for phase in phases)
        self._notes: list[str] = []
        self._desk_before = len(bed.desk.calls)

    def _line(self, phase: Phase) -> Line:
        number = f"139{self._chance.randrange(10**8):08d}"
        rings = self._chance.uniform(11.0, 16.0) if phase.name == "ringing" else 0.3
        return Line(number, phase, self._chance.randrange(10**6), rings)

    async def strike(self) -> Struck:
        """Bring every call into its phase, strike, mend, and wait for the calls to end."""
        with_cue = [line for line in self._lines if line.phase.cue is not None]
        await asyncio.gather(*(self._bed.place(line) for line in with_cue))
        async with asyncio.timeout(READY_SECONDS):
            await asyncio.gather(*(line.ready.wait() for line in with_cue))
        for names in ORDER:
            entering = [self._enter(line) for line in self._lines if line.phase.name in names]
            await asyncio.gather(*entering)
        struck_at = time.monotonic()
        self._notes += [
            f"{line.phase.name}: the phase was over before the strike"
            for line in self._lines
            if _is_past(line)
        ]
        await self._fault.begin(self._bed)
        self._bed.gate.release_voice(drop=self._fault.name == "worker")
        await asyncio.sleep(max(0.0, struck_at + self._fault.seconds - time.monotonic()))
        await self._fault.mend(self._bed)
        mended_at = time.monotonic()
        nurses_left_at = await self._send_nurses_home()
        await self._until_ended()
        return Struck(self._fault, self._lines, struck_at, mended_at, nurses_left_at, tuple(self._notes))

    async def _enter(self, line: Line) -> None:
        try:
            async with asyncio.timeout(PHASE_SECONDS):
                await getattr(self, f"_enter_{line.phase.name}")(line)
        except TimeoutError:
            self._notes.append(f"{line.phase.name}: the call did not come into its phase")

    async def _enter_ringing(self, line: Line) -> None:
        await self._bed.place(line)
        await asyncio.sleep(self._chance.uniform(0.5, 1.5))

    async def _enter_greeting(self, line: Line) -> None:
        await self._bed.place(line)
        await line.robot_speaks(0.0)
        await asyncio.sleep(self._chance.uniform(0.3, 3.0))

    async def _enter_nurse(self, line: Line) -> None:
        meant = self._desk_before + sum(each.phase.name == "nurse" for each in self._lines)
        line.release()
        await _until(lambda: _true(len(self._bed.desk.calls) >= meant))
        for nurse in self._bed.desk.calls[self._desk_before :]:
            await nurse.acknowledged.wait()
        line.call.set_background(tone(PATIENT_HERTZ, 1.0))
        await asyncio.sleep(1.0)

    async def _enter_goodbye(self, line: Line) -> None:
        """Words that are not understood at once are asked for again: only the closing itself is the goodbye."""
        async with self._bed.rows() as rows:
            line.release()
            await _until(lambda: rows.fetchval(_CLOSING, attempt_of(line)))
        await line.robot_speaks(time.monotonic())
        await asyncio.sleep(self._chance.uniform(0.1, 0.5))

    async def _enter_question(self, line: Line) -> None:
        line.release()
        await line.robot_speaks(line.went_at)
        await asyncio.sleep(self._chance.uniform(0.2, 1.0))

    async def _enter_commit(self, line: Line) -> None:
        """The answer is in the database, and the prompt that follows it has not begun."""
        self._bed.gate.hold_voice(await self._connection(line))
        async with self._bed.rows() as rows:
            line.release()
            await _until(lambda: rows.fetchval(_ANSWERED, attempt_of(line), line.phase.cue))

    async def _enter_answer(self, line: Line) -> None:
        assert line.phase.cue is not None
        span = voiced_span(self._bed.sounds[spoken_words(line.phase.answers[line.phase.cue][0])])
        assert span is not None
        line.release()
        await asyncio.sleep(span[1] + self._chance.uniform(-0.2, 0.5))

    async def _connection(self, line: Line) -> str:
        asterisk = self._bed.rig.asterisk
        media = LegIds(attempt_of(line)).media
        async with rest_session(asterisk.ari_url, asterisk.ari_user, asterisk.ari_password) as (_, rest):
            return await Channels(rest).at(media).getChannelVar(CONNECTION_VARIABLE)

    async def _send_nurses_home(self) -> float:
        """Nurses talk on for a while after the mend, then hang up."""
        nurses = [call for call in self._bed.desk.calls[self._desk_before :] if not call.ended.is_set()]
        if nurses:
            await asyncio.sleep(SETTLE_SECONDS)
        left_at = time.monotonic()
        for call in nurses:
            await call.hang_up()
        return left_at

    async def _until_ended(self) -> None:
        """Every attempt has ended, or its time is over; what hangs is told by the judge."""
        attempts = [attempt_of(line) for line in self._lines]
        with suppress(TimeoutError):
            async with asyncio.timeout(ENDS_WITHIN_SECONDS), self._bed.rows() as rows:
                await _until(lambda: rows.fetchval(_ENDED, attempts))
        for line in self._lines:
            line.release()
            if line.calls and not line.call.ended.is_set():
                await line.call.hang_up()


def _is_past(line: Line) -> bool:
    """Whether a call that was brought into its phase has left it again."""
    if line.phase.name == "ringing":
        return line.call.answered.is_set()
    if line.phase.name in ("greeting", "question", "goodbye"):
        recent = line.call.heard_since(time.monotonic() - PAUSE_SECONDS)
        return not any(is_voiced(pcm) for _, pcm in recent)
    return False


async def _until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Wait for what nobody tells: it has to be looked for."""
    while True:
        if await holds():
            return
        await asyncio.sleep(_POLL_SECONDS)


async def _true(value: bool) -> bool:
    return value
