"""Calls that come in: recognized and carried on with, or told a notice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog

from ari_app.ari.channel import Channel
from ari_app.ari.events import ChannelDestroyed, Connected, Overflowed, StasisStart
from ari_app.ari.mailbox import Mailbox
from ari_app.calls.notice import Notice, NoticePlan
from ari_app.calls.notice_words import NoticeKind, NoticeWords
from ari_app.core.errors import AppError, Conflict, Unavailable
from ari_app.core.phone import PhoneNumber
from ari_app.store import inbound
from ari_app.store.inbound import InboundCall, InboundOutcome, Reception
from ari_app.store.references import Lease
from ari_app.wiring.node import Node

_log = structlog.get_logger()

INBOUND = "inbound"
"""First argument of Stasis() in the dialplan by which such a call is known."""
MOST_NOTICES = 20
NOTICES_END_SECONDS = 20.0
MAILBOX_SIZE = 8192
_KINDS = {
    InboundOutcome.BEING_CALLED: NoticeKind.BEING_CALLED,
    InboundOutcome.FULL: NoticeKind.FULL,
}


@dataclass(frozen=True, slots=True)
class Arrival:
    """A channel that came in, and the caller's number as the trunk or the dialplan gave it.

    One that is not new was found waiting; it may be a living call that a lost worker carried.
    """

    channel: Channel
    number: str
    is_new: bool


class CallBacks:
    """Serves the calls that come in at this worker's Asterisk.

    `take(lease, channel)` carries a recognized caller's attempt; False when it cannot any more. Once `stop` is set
    nobody is taken, and callers are asked to call again.
    """

    def __init__(
        self,
        node: Node,
        organization_id: UUID,
        stop: asyncio.Event,
        take: Callable[[Lease, str], bool],
    ) -> None:
        self._node = node
        self._organization_id = organization_id
        self._stop = stop
        self._take = take
        settings = node.settings
        self._words = NoticeWords(
            settings.hospital.name, settings.inbound.phone, has_desk=settings.call.agent is not None
        )
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._talking: set[str] = set()

    async def serve(self) -> None:
        """Serve until cancelled, or no event comes any more; notices under way are then given a moment to end."""
        rendering = asyncio.create_task(self._render_logged(), name="callbacks-render")
        try:
            with self._node.client.all_events(MAILBOX_SIZE) as mailbox:
                await self._look_for_waiting()
                await self._follow(mailbox)
        except AppError as error:
            # the worker follows the connection itself and knows what that means for its calls
            _log.warning("callers_not_served", code=error.code, reason=error.message)
        finally:
            rendering.cancel()
            await asyncio.gather(rendering, return_exceptions=True)
            await self._end_notices()

    async def _follow(self, mailbox: Mailbox) -> None:
        async for event in mailbox:
            match event:
                case StasisStart() if event.args[:1] == (INBOUND,):
                    number = _number(event.channel, event.args[1:])
                    self._arrived(Arrival(event.channel, number, is_new=True))
                case ChannelDestroyed():
                    self._talking.discard(event.channel.id)
                case Connected() | Overflowed():
                    await self._look_for_waiting()
                case _:
                    pass

    async def _look_for_waiting(self) -> None:
        """Callers who came while nobody was told of it."""
        try:
            channels = await self._node.client.channels.list()
        except AppError as error:
            _log.warning("callers_not_looked_for", code=error.code)
            return
        self._talking &= {channel.id for channel in channels}
        for channel in channels:
            plan = channel.json.get("dialplan") or {}
            app, *args = str(plan.get("app_data", "")).split(",")
            if plan.get("app_name") == "Stasis" and app == self._node.client.app and args[:1] == [INBOUND]:
                self._arrived(Arrival(channel, _number(channel, tuple(args[1:])), is_new=False))

    def _arrived(self, arrival: Arrival) -> None:
        """Receive it in a task of its own. A flood of calls is hung up on (congestion) rather than queued."""
        name = arrival.channel.id
        if name in self._tasks or name in self._talking:
            return
        is_flood = len(self._tasks) >= MOST_NOTICES
        work = self._refuse(arrival) if is_flood else self._receive_logged(arrival)
        task = asyncio.create_task(work, name=f"inbound-{name}")
        self._tasks[name] = task
        task.add_done_callback(lambda _: self._tasks.pop(name, None))

    async def _refuse(self, arrival: Arrival) -> None:
        _log.warning("caller_refused", channel_id=arrival.channel.id, reason="too many at once")
        await arrival.channel.hangup(reason="congestion")

    async def _receive_logged(self, arrival: Arrival) -> None:
        """One caller's failure is logged and never takes the others along; nobody is left on a silent line."""
        try:
            await self._receive(arrival)
            return
        except AppError as error:
            reason, code = error.message, error.code
            _log.error("caller_not_served", channel_id=arrival.channel.id, code=code, reason=reason)
        except Exception:
            _log.exception("caller_crashed", channel_id=arrival.channel.id)
        if arrival.is_new:
            await _hang_up(arrival.channel)

    async def _receive(self, arrival: Arrival) -> None:
        channel = arrival.channel
        try:
            reception = await self._reception(arrival)
        except Unavailable as error:
            if not arrival.is_new:
                raise
            _log.error("caller_not_looked_up", channel_id=channel.id, reason=error.message)
            reception = Reception(InboundOutcome.FULL)
        if reception is None:
            return
        _log.info("call_came_in", channel_id=channel.id, outcome=reception.outcome.value)
        if reception.lease is None:
            await self._notify(arrival, _KINDS.get(reception.outcome, NoticeKind.NEUTRAL))
            return
        self._talking.add(channel.id)
        if not self._take(reception.lease, channel.id):
            await channel.hangup(reason="normal")

    async def _reception(self, arrival: Arrival) -> Reception | None:
        """What is made of the call; None when it is carried already, or over."""
        channel, phone = arrival.channel, PhoneNumber.of_caller(arrival.number)
        e164 = None if phone is None else phone.e164
        call = InboundCall(self._organization_id, self._node.settings.worker.id, channel.id, e164)
        async with self._node.store.unit_of_work() as uow:
            before = await inbound.received(uow, call)
        if before is not None and before.outcome is InboundOutcome.RECOGNIZED:
            if before.is_over:
                await channel.hangup(reason="normal")
            else:
                self._talking.add(channel.id)
            return None
        await channel.ring()
        return Reception(before.outcome) if before is not None else await self._recognize(call)

    async def _recognize(self, call: InboundCall) -> Reception:
        """Raises Conflict only when the follow-up changed hands twice meanwhile."""
        try:
            return await self._recognize_once(call)
        except Conflict:
            return await self._recognize_once(call)

    async def _recognize_once(self, call: InboundCall) -> Reception:
        now = self._node.clock.now()
        until = now + timedelta(seconds=self._node.settings.worker.lease_seconds)
        room = self._node.settings.inbound.concurrency - len(self._talking)
        async with self._node.store.unit_of_work() as uow:
            return await inbound.receive(uow, call, now, until, has_room=room > 0 and not self._stop.is_set())

    async def _notify(self, arrival: Arrival, kind: NoticeKind) -> None:
        node, call = self._node, self._node.settings.call
        plan = NoticePlan(
            id=node.ids.new(),
            channel=arrival.channel.id,
            kind=kind,
            words=self._words,
            sounds=await self._render(),
            desk=call.agent,
            desk_ring_seconds=call.agent_ring_seconds,
            caller_id=node.settings.asterisk.caller_id,
        )
        await Notice(plan, node.client, node.media.new_link()).run()

    async def _render_logged(self) -> None:
        """Ahead of the first caller; what fails now is tried again then."""
        try:
            await self._render()
        except AppError as error:
            _log.warning("notices_not_rendered", code=error.code, reason=error.message)

    async def _render(self) -> dict[str, bytes]:
        wanted, prompts = self._words.every, self._node.prompts
        await prompts.ensure(wanted, None)
        return await asyncio.to_thread(lambda: {text: prompts.load(text) for text in wanted})

    async def _end_notices(self) -> None:
        tasks = list(self._tasks.values())
        if tasks:
            await asyncio.wait(tasks, timeout=NOTICES_END_SECONDS)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _number(channel: Channel, given: tuple[str, ...]) -> str:
    caller = channel.json.get("caller") or {}
    return next((each for each in given if each), str(caller.get("number", "")))


async def _hang_up(channel: Channel) -> None:
    try:
        await channel.hangup(reason="failure")
    except AppError as error:
        _log.warning("caller_not_hung_up", channel_id=channel.id, code=error.code)
