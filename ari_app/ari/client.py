"""The ARI client: `async with connect(...) as client`, then ari-py's object model, awaited."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import structlog

from ari_app.ari.bridge import Bridge, Bridges
from ari_app.ari.channel import Channel
from ari_app.ari.channels import Channels
from ari_app.ari.event_socket import EventSocket
from ari_app.ari.events import AriEvent
from ari_app.ari.mailbox import MAILBOX_SIZE, Mailbox, PostOffice
from ari_app.ari.playback import Playback, Playbacks
from ari_app.ari.recording import LiveRecording, Recordings
from ari_app.ari.rest import Rest
from ari_app.ari.server import Applications, AsteriskServer, Endpoints
from ari_app.core.errors import AppError, Unavailable

DEADLINE_SECONDS = 5.0
# below Asterisk's session_keep_alive of 15 s, so that no request goes into a connection that it is closing
KEEP_ALIVE_SECONDS = 10.0
# Asterisk's sessionlimit counts every connection, media websockets too: take a fixed small share of it
REST_CONNECTIONS = 32

Handler = Callable[..., Awaitable[None] | None]

_log = structlog.get_logger(__name__)


class Client:
    """One Stasis application on one Asterisk. Made by `connect`."""

    def __init__(self, rest: Rest, post: PostOffice, app: str) -> None:
        self.app = app
        self.channels = Channels(rest)
        self.bridges = Bridges(rest)
        self.playbacks = Playbacks(rest)
        self.recordings = Recordings(rest)
        self.applications = Applications(rest)
        self.asterisk = AsteriskServer(rest)
        self.endpoints = Endpoints(rest)
        self._post = post
        self._subscriptions: list[str] = []
        self._handlers: list[asyncio.Task[None]] = []

    def events_for(self, *ids: str, prefix: str | None = None, size: int = MAILBOX_SIZE) -> Mailbox:
        """A mailbox for what concerns these ids, and every id that begins with `prefix`.

        Ids are those of channels, bridges and playbacks, names of recordings, `endpoint:TECH/NAME`.
        Connected, Disconnected and Overflowed come too. Open it before you create what it is for.
        """
        return self._post.open(ids, prefix, size=size)

    def all_events(self, size: int = MAILBOX_SIZE) -> Mailbox:
        """A mailbox for every event of the application."""
        return self._post.open(everything=True, size=size)

    async def subscribe(self, *event_sources: str) -> None:
        """Subscribe the application to event sources, now and after each reconnect."""
        await self.applications.subscribe(self.app, list(event_sources))
        self._subscriptions += [one for one in event_sources if one not in self._subscriptions]

    async def renew_subscriptions(self) -> None:
        """Subscribe again to all that `subscribe` was asked for; what is gone is left out."""
        for source in self._subscriptions:
            try:
                await self.applications.subscribe(self.app, source)
            except AppError as gone:
                _log.warning("ari_subscription_lost", source=source, code=gone.code)

    def on_event(self, event_type: str, fn: Handler, about: str | None = None) -> Mailbox:
        """Call `fn(event)`, plain or async, for each event of a type. Close the result to stop.

        With `about` only for events that concern this id, as ari-py's `channel.on_event` did. Each
        registration has its own queue and task: order is kept, and a slow one holds up nobody else.
        """
        return self._handle(event_type, lambda event: fn(event), about)

    def on_channel_event(self, event_type: str, fn: Handler, about: str | None = None) -> Mailbox:
        """Call `fn(channel, event)`; for Dial the channel is the one that is dialed."""
        return self._on_object(event_type, fn, about, ("channel", "peer"), Channel)

    def on_bridge_event(self, event_type: str, fn: Handler, about: str | None = None) -> Mailbox:
        """Call `fn(bridge, event)`."""
        return self._on_object(event_type, fn, about, ("bridge",), Bridge)

    def on_playback_event(self, event_type: str, fn: Handler, about: str | None = None) -> Mailbox:
        """Call `fn(playback, event)`."""
        return self._on_object(event_type, fn, about, ("playback",), Playback)

    def on_live_recording_event(self, event_type: str, fn: Handler, about: str | None = None) -> Mailbox:
        """Call `fn(recording, event)`."""
        return self._on_object(event_type, fn, about, ("recording",), LiveRecording)

    async def close(self) -> None:
        """End the handlers and the mailboxes."""
        self._post.close()
        for task in self._handlers:
            task.cancel()
        await asyncio.gather(*self._handlers, return_exceptions=True)

    def _on_object(
        self, event_type: str, fn: Handler, about: str | None, fields: tuple[str, ...], kind: type[object]
    ) -> Mailbox:
        def call(event: AriEvent) -> Awaitable[None] | None:
            for name in fields:
                if isinstance(one := getattr(event, name, None), kind):
                    return fn(one, event)
            return None

        return self._handle(event_type, call, about)

    def _handle(self, event_type: str, call: Callable[[AriEvent], Any], about: str | None) -> Mailbox:
        mailbox = self.all_events() if about is None else self.events_for(about)
        task = asyncio.create_task(_serve(mailbox, event_type, call), name=f"ari-handler-{event_type}")
        task.add_done_callback(self._handlers.remove)
        self._handlers.append(task)
        return mailbox


async def _serve(mailbox: Mailbox, event_type: str, call: Callable[[AriEvent], Any]) -> None:
    try:
        async for event in mailbox:
            if isinstance(event, AriEvent) and event.type == event_type:
                await _guarded(event, call)
    except AppError as gone:
        _log.warning("ari_handler_ended", event_type=event_type, code=gone.code)


async def _guarded(event: AriEvent, call: Callable[[AriEvent], Any]) -> None:
    """Run one handler; what it raises is logged, and the next event is handled all the same."""
    try:
        result = call(event)
        if inspect.isawaitable(result):
            await result
    except Exception:
        _log.exception("ari_handler_failed", event_type=event.type)


def authorization(username: str, password: str) -> dict[str, str]:
    """The header that every request and both websockets (events and media) carry."""
    return {"Authorization": aiohttp.encode_basic_auth(username, password)}


@asynccontextmanager
async def connect(
    base_url: str,
    username: str,
    password: str,
    *,
    app: str,
    jitter: Callable[[], float],
    deadline: float = DEADLINE_SECONDS,
) -> AsyncIterator[Client]:
    """Connect to Asterisk at `base_url` (http://host:port) as Stasis application `app`.

    Raises Refused on a wrong password and Unavailable when nothing answers. `deadline` bounds every single
    call in seconds; `jitter` gives numbers in [0, 1) for the back-off. The first event in a mailbox that was
    opened before a reconnect is Disconnected, then Connected.
    """
    post = PostOffice()
    async with rest_session(base_url, username, password, deadline=deadline) as (session, rest):
        client = Client(rest, post, app)
        socket = EventSocket(session, rest, base_url, app, post, jitter, client.renew_subscriptions, deadline)
        opened = await socket.connect()
        reader = asyncio.create_task(socket.run(opened), name=f"ari-events-{app}")
        reader.add_done_callback(lambda task: _report(task, post))
        try:
            yield client
        finally:
            reader.cancel()
            await asyncio.gather(reader, return_exceptions=True)
            await client.close()


@asynccontextmanager
async def rest_session(
    base_url: str, username: str, password: str, *, deadline: float = DEADLINE_SECONDS
) -> AsyncIterator[tuple[aiohttp.ClientSession, Rest]]:
    """REST alone, without a Stasis application: what `doctor` needs."""
    connector = aiohttp.TCPConnector(limit=REST_CONNECTIONS + 1, keepalive_timeout=KEEP_ALIVE_SECONDS)
    headers = authorization(username, password)
    async with aiohttp.ClientSession(connector=connector, headers=headers) as session:
        yield session, Rest(session, base_url, deadline)


def _report(task: asyncio.Task[Any], post: PostOffice) -> None:
    """Whoever waits for events learns that the reader ended; a bug in it is logged with its trace."""
    if task.cancelled() or (failure := task.exception()) is None:
        return
    if isinstance(failure, AppError):
        _log.error("ari_events_ended", code=failure.code)
        post.fail(failure)
        return
    _log.error("ari_reader_failed", exc_info=failure)
    post.fail(Unavailable("the ARI event reader failed"))
