"""A test call (拨测) to a probe of ours: rings, is answered, a tone goes out, and what comes back is measured."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ari_app.ari.client import Client
from ari_app.ari.events import ChannelDestroyed, ChannelDtmfReceived, ChannelStateChange, Dial, StasisStart
from ari_app.ari.faults import TrunkUnavailable
from ari_app.ari.mailbox import Mailbox
from ari_app.calls.legs import LegIds, Legs
from ari_app.core.clock import Clock
from ari_app.media.link import MediaLink
from ari_app.media.port import FRAME_BYTES, AudioIn, MediaPort, PlayoutStarted
from ari_app.media.tone_meter import TONE_SECONDS, ToneMeter, tone_pcm
from ari_app.policy.line_test import LineMeasure

# a probe that keys the number which it sees begins at once; else the tone goes out
FIRST_KEY_SECONDS = 1.0
KEYS_SECONDS = 6.0
RETURN_SECONDS = 1.0
GONE_SECONDS = 5.0
_END_OF_KEYS = "#"
_MOST_KEYS = 20


@dataclass(frozen=True, slots=True)
class ProbePlan:
    """One test call: `id` names what is made in Asterisk for it."""

    id: UUID
    endpoint: str
    caller_id: str
    ring_seconds: float


class ProbeCall:
    """Runs one; nothing of it is left in Asterisk afterwards."""

    def __init__(self, plan: ProbePlan, client: Client, clock: Clock, link: MediaLink) -> None:
        self._plan, self._client, self._clock, self._link = plan, client, clock, link
        self._legs = Legs(client, client.app, LegIds(plan.id))
        self._meter = ToneMeter()
        self._rang_at: float | None = None
        self._answered_at: float | None = None
        self._played_at: float | None = None
        self._keys = ""
        self._answered_or_gone, self._gone = asyncio.Event(), asyncio.Event()
        self._key_came, self._keyed = asyncio.Event(), asyncio.Event()
        self._end: ChannelDestroyed | None = None

    async def run(self) -> LineMeasure:
        """Call, measure, hang up. Raises Unavailable when Asterisk cannot be reached."""
        try:
            with self._client.events_for(str(self._plan.id), prefix=str(self._plan.id)) as mailbox:
                async with _beside(self._follow(mailbox)):
                    dialed_at = await self._call()
                    return self._measure(dialed_at)
        except TrunkUnavailable as error:
            return LineMeasure(was_dialed=False, cause_text=error.message)
        finally:
            self._link.drop()
            await asyncio.shield(self._legs.tear_down())

    async def _call(self) -> float:
        told = await self._legs.create(self._plan.endpoint, self._plan.caller_id, self._link.request)
        media = await self._link.connect(told)
        try:
            async with _beside(self._hear(media)):
                await self._legs.join()
                dialed_at = self._clock.monotonic()
                await self._legs.dial(self._plan.ring_seconds)
                await _within(self._answered_or_gone, self._plan.ring_seconds + 1.0)
                if self._answered_at is not None:
                    await self._sound(media)
                await self._legs.hang_up_patient()
                await _within(self._gone, GONE_SECONDS)
                return dialed_at
        finally:
            await media.close()

    async def _sound(self, media: MediaPort) -> None:
        """The probe may key the number that it saw; then the tone goes out and may come back."""
        await _within(self._key_came, FIRST_KEY_SECONDS)
        if self._keys:
            await _within(self._keyed, KEYS_SECONDS)
        pcm = tone_pcm()
        await media.play("tone", pcm + bytes(-len(pcm) % FRAME_BYTES))
        await _within(self._gone, TONE_SECONDS + RETURN_SECONDS)

    def _measure(self, dialed_at: float) -> LineMeasure:
        answered, end = self._answered_at is not None, self._end
        back_at, played_at = self._meter.tone_at, self._played_at
        is_back = back_at is not None and played_at is not None
        return LineMeasure(
            ring_ms=_ms(dialed_at, self._rang_at),
            answer_ms=_ms(dialed_at, self._answered_at),
            heard_dbfs=self._meter.loudest_dbfs if answered else None,
            tone_dbfs=self._meter.tone_dbfs if is_back else None,
            round_trip_ms=_ms(played_at, back_at) if played_at is not None else None,
            keyed=self._keys if self._keyed.is_set() and self._keys else None,
            cause=None if end is None else end.cause,
            tech_cause=None if end is None else end.tech_cause,
            cause_text=None if end is None else end.cause_txt,
        )

    async def _hear(self, media: MediaPort) -> None:
        async for event in media.events():
            match event:
                case AudioIn() if self._answered_at is not None:
                    self._meter.feed(event.pcm, event.at)
                case PlayoutStarted():
                    self._played_at = event.at
                case _:
                    pass

    async def _follow(self, mailbox: Mailbox) -> None:
        probe = str(self._plan.id)
        async for event in mailbox:
            match event:
                case StasisStart():
                    self._legs.entered(event.channel.id).set()
                case Dial(dialstatus="RINGING") if event.peer.id == probe:
                    self._rang_at = self._rang_at or event.at
                case ChannelStateChange() if event.channel.id == probe and event.channel.state == "Up":
                    self._answered_at = self._answered_at or event.at
                    self._answered_or_gone.set()
                case ChannelDtmfReceived() if event.channel.id == probe:
                    self._key(event.digit)
                case ChannelDestroyed() if event.channel.id == probe:
                    self._end = event
                    self._answered_or_gone.set()
                    self._gone.set()
                case _:
                    pass

    def _key(self, digit: str) -> None:
        self._key_came.set()
        if digit == _END_OF_KEYS or len(self._keys) >= _MOST_KEYS:
            self._keyed.set()
        elif not self._keyed.is_set():
            self._keys += digit


@asynccontextmanager
async def _beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run `work` beside the block and end it with the block."""
    task = asyncio.create_task(work, name="probe-call")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _within(event: asyncio.Event, seconds: float) -> None:
    """Wait for it, at most so long."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return


def _ms(begin: float, end: float | None) -> int | None:
    return None if end is None else max(0, round((end - begin) * 1000))
