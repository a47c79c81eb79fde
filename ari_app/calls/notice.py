"""A caller with whom the robot does not talk: hears a notice, may ask for the desk, and is said goodbye to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog

from ari_app.ari.client import Client
from ari_app.ari.events import ChannelDestroyed, ChannelDtmfReceived, StasisStart
from ari_app.ari.faults import NotFound
from ari_app.ari.mailbox import Mailbox
from ari_app.calls.legs import LegIds, Legs
from ari_app.calls.notice_words import ONE_MOMENT, THANKS, NoticeKind, NoticeWords
from ari_app.core.errors import AppError, Unavailable
from ari_app.media.link import MediaLink
from ari_app.media.port import FRAME_BYTES, KeyIn, MediaClosed, MediaPort, PlayoutEnded

_log = structlog.get_logger()

KEY_SECONDS = 5.0
LONGEST_SENTENCES_SECONDS = 40.0
LONGEST_SECONDS = 1800.0


@dataclass(frozen=True, slots=True)
class NoticePlan:
    """One caller: `id` names what is made in Asterisk for him, `channel` is his channel.

    `sounds` hold every sentence of `words` as audio; `desk` is the endpoint to which a caller may be connected.
    """

    id: UUID
    channel: str
    kind: NoticeKind
    words: NoticeWords
    sounds: Mapping[str, bytes]
    desk: str | None = None
    desk_ring_seconds: float = 20.0
    caller_id: str = ""


class Notice:
    """Runs one such call to its end; nothing of it is left in Asterisk afterwards."""

    def __init__(self, plan: NoticePlan, client: Client, link: MediaLink) -> None:
        self._plan = plan
        self._client = client
        self._link = link
        self._legs = Legs(client, client.app, LegIds(plan.id, caller=plan.channel))
        self._gone, self._wants_desk = asyncio.Event(), asyncio.Event()
        self._desk_up, self._desk_gone = asyncio.Event(), asyncio.Event()
        self._said: dict[str, asyncio.Event] = {}

    async def run(self) -> None:
        """Pick up, say it, and part. Raises Unavailable when Asterisk cannot be reached."""
        try:
            with self._client.events_for(self._plan.channel, prefix=str(self._plan.id)) as mailbox:
                async with _beside(self._follow(mailbox), "notice-events"):
                    await self._talk()
        except NotFound:
            _log.info("caller_gone", channel_id=self._plan.channel)
        finally:
            self._link.drop()
            await asyncio.shield(self._legs.tear_down())

    async def _talk(self) -> None:
        media = await self._link.connect(await self._legs.receive(self._link.request))
        try:
            async with _beside(self._hear(media), "notice-media"):
                await self._legs.join()
                await self._say(media, self._plan.words.opening(self._plan.kind))
                if self._may_ask and await _either(self._wants_desk, self._gone, KEY_SECONDS):
                    if await self._connected(media):
                        return
                    await self._say(media, self._plan.words.nobody_free)
                await self._say(media, (THANKS,))
        finally:
            await media.close()

    @property
    def _may_ask(self) -> bool:
        return self._plan.kind is NoticeKind.NEUTRAL and self._plan.desk is not None

    async def _connected(self, media: MediaPort) -> bool:
        """Ring the desk; whether somebody there talked with the caller. False also for a caller who hung up."""
        if self._plan.desk is None or self._gone.is_set():
            return False
        await self._say(media, (ONE_MOMENT,))
        try:
            await self._legs.ring_agent(self._plan.desk, self._plan.desk_ring_seconds, self._plan.caller_id)
            if not await _either(self._desk_up, self._desk_gone, self._plan.desk_ring_seconds + 1.0):
                return False
            await self._legs.join_agent()
        except AppError as error:
            _log.warning("desk_not_reached", channel_id=self._plan.channel, code=error.code)
            return False
        await _either(self._desk_gone, self._gone, LONGEST_SECONDS)
        return True

    async def _say(self, media: MediaPort, sentences: Sequence[str]) -> None:
        """Say it to its end, or until the caller hangs up or asks for the desk."""
        if self._gone.is_set():
            return
        pcm = b"".join(self._plan.sounds[text] for text in sentences)
        name = f"notice-{len(self._said)}"
        over = self._said[name] = asyncio.Event()
        await media.play(name, pcm + bytes(-len(pcm) % FRAME_BYTES))
        interrupted = self._gone if self._wants_desk.is_set() or not self._may_ask else self._wants_desk
        if await _either(interrupted, over, LONGEST_SENTENCES_SECONDS) and not over.is_set():
            await media.flush()

    async def _hear(self, media: MediaPort) -> None:
        async for event in media.events():
            match event:
                case PlayoutEnded(utterance_id=name) if name in self._said:
                    self._said[name].set()
                case KeyIn(digit="0"):
                    self._wants_desk.set()
                case MediaClosed():
                    self._end_all()
                case _:
                    pass

    async def _follow(self, mailbox: Mailbox) -> None:
        agent = self._legs.ids.agent
        async for event in mailbox:
            match event:
                case StasisStart():
                    self._legs.entered(event.channel.id).set()
                    if event.channel.id == agent:
                        self._desk_up.set()
                case ChannelDtmfReceived(digit="0") if event.channel.id == self._plan.channel:
                    self._wants_desk.set()
                case ChannelDestroyed() if event.channel.id == self._plan.channel:
                    self._gone.set()
                    self._end_all()
                case ChannelDestroyed() if event.channel.id == agent:
                    self._desk_gone.set()
                case _:
                    pass

    def _end_all(self) -> None:
        """Nothing sounds any more: nobody waits for it."""
        for over in self._said.values():
            over.set()


@asynccontextmanager
async def _beside(work: Coroutine[Any, Any, None], name: str) -> AsyncIterator[None]:
    """Run `work` beside the block and end it with the block."""
    task = asyncio.create_task(work, name=name)
    try:
        yield
    finally:
        task.cancel()
        ended = (await asyncio.gather(task, return_exceptions=True))[0]
        if isinstance(ended, AppError) and not isinstance(ended, Unavailable):
            _log.warning("notice_without_events", code=ended.code)


async def _either(wanted: asyncio.Event, other: asyncio.Event, seconds: float) -> bool:
    """Wait for either, at most so long; whether the wanted one happened."""
    waits = [asyncio.create_task(each.wait(), name="notice-wait") for each in (wanted, other)]
    try:
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
        await asyncio.gather(*waits, return_exceptions=True)
    return wanted.is_set()
