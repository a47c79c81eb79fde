"""The event websocket: reads, pings, reconnects; never waits for whoever handles the events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import NoReturn

import aiohttp
import structlog

from ari_app.ari.event_parsing import parse, resource_ids
from ari_app.ari.event_times import EventTimes
from ari_app.ari.events import ApplicationReplaced, Connected, Disconnected
from ari_app.ari.faults import NotFound
from ari_app.ari.mailbox import PostOffice
from ari_app.ari.rest import Rest, path
from ari_app.core.errors import AppError, Conflict, Refused, Unavailable

PING_SECONDS = 3.0
FIRST_WAIT_SECONDS = 0.1
LONGEST_WAIT_SECONDS = 2.0
ECHO_SECONDS = 5.0
ECHO_WITHIN_SECONDS = 5.0
# A new socket may be deaf from the start, and everything that begins meanwhile fails; but a machine may also be so
# busy that an echo takes its time, so each next one is given twice as long.
FIRST_ECHO_SECONDS = 0.2
FIRST_ECHO_WITHIN_SECONDS = 1.5
OWN_CONNECT_SECONDS = 60.0
ECHO = "followup-echo"

_log = structlog.get_logger(__name__)


class EventSocket:
    """Keeps one Stasis application connected for as long as `run` runs.

    `jitter` gives numbers in [0, 1) that spread the reconnects of many workers. `on_connect` runs after each
    connect and before Connected is told (it renews subscriptions).
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        rest: Rest,
        url: str,
        app: str,
        post: PostOffice,
        jitter: Callable[[], float],
        on_connect: Callable[[], Awaitable[None]],
        deadline: float,
    ) -> None:
        self._session = session
        self._rest = rest
        self._url = url.rstrip("/") + "/ari/events"
        self._app = app
        self._post = post
        self._jitter = jitter
        self._on_connect = on_connect
        self._deadline = deadline
        self._time = asyncio.get_running_loop().time
        self._times = EventTimes()
        self._current: aiohttp.ClientWebSocketResponse | None = None
        self._opened, self._echoed = asyncio.Event(), asyncio.Event()
        self._given_up_at: float | None = None
        self._deaf = 0
        self.connects = 0

    async def connect(self) -> aiohttp.ClientWebSocketResponse:
        """Open the socket. Raises Refused on a wrong password, Unavailable when there is no Asterisk."""
        try:
            async with asyncio.timeout(self._deadline):
                socket = await self._session.ws_connect(
                    self._url, params={"app": self._app}, heartbeat=PING_SECONDS
                )
        except aiohttp.WSServerHandshakeError as refused:
            if refused.status in (401, 403):
                raise Refused(
                    f"Asterisk refused the event websocket ({refused.status})",
                    mend="check the settings against user, password, read_only and permit in ari.conf",
                ) from None
            raise Unavailable(f"Asterisk refused the event websocket ({refused.status})") from None
        except (aiohttp.ClientError, OSError, TimeoutError) as gone:
            if isinstance(gone, TimeoutError):
                self._given_up_at = self._time()
            raise Unavailable(
                f"no event websocket at Asterisk ({type(gone).__name__})",
                mend="is Asterisk running, and is its HTTP server enabled in http.conf?",
            ) from None
        await self._greet(socket)
        return socket

    async def _greet(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        try:
            await self._on_connect()
        except BaseException:
            await _shut(socket)
            raise
        self.connects += 1
        self._post.announce(Connected(self.connects, self._time()))
        _log.info("ari_connected", app=self._app, n=self.connects)

    async def run(self, socket: aiohttp.ClientWebSocketResponse) -> NoReturn:
        """Read for ever, reconnecting. Raises Conflict when another program took the application name."""
        listening = asyncio.create_task(self._listen_for_echoes(), name=f"ari-echo-{self._app}")
        try:
            while True:
                self._current = socket
                self._opened.set()
                try:
                    await self._read(socket)
                finally:
                    await _shut(socket)
                self._post.announce(Disconnected(self._time()))
                _log.warning("ari_disconnected", app=self._app, close_code=socket.close_code)
                socket = await self._reconnect()
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)

    async def _reconnect(self) -> aiohttp.ClientWebSocketResponse:
        wait = FIRST_WAIT_SECONDS
        while True:
            await asyncio.sleep(wait * (0.5 + self._jitter() / 2))
            try:
                return await self.connect()
            except AppError as still:
                _log.warning("ari_reconnect_failed", app=self._app, code=still.code)
                wait = min(wait * 2, LONGEST_WAIT_SECONDS)

    async def _listen_for_echoes(self) -> None:
        """Close a socket that is open and through which Asterisk tells nothing.

        Asterisk keeps applications by name: when it notices at last that an older socket of ours is dead, it takes
        the application from the newer one too (seen on 22.10 after a dead network path).
        """
        while True:
            within = await self._until_due()
            asked = self._current
            if await self._hears_echo(within):
                self._deaf = 0
            elif asked is self._current and asked is not None:
                self._deaf += 1
                _log.warning("ari_events_silent", app=self._app)
                await _shut(asked)

    async def _until_due(self) -> float:
        """Every so often, and soon after each connect; the seconds within which an echo must come."""
        try:
            async with asyncio.timeout(ECHO_SECONDS):
                await self._opened.wait()
        except TimeoutError:
            return ECHO_WITHIN_SECONDS
        self._opened.clear()
        await asyncio.sleep(FIRST_ECHO_SECONDS)
        if self.connects == 1:
            return ECHO_WITHIN_SECONDS
        return min(FIRST_ECHO_WITHIN_SECONDS * 2.0**self._deaf, ECHO_WITHIN_SECONDS)

    async def _hears_echo(self, within: float) -> bool:
        """Whether what we have Asterisk tell our application comes back.

        An Asterisk that is out of reach, or does not take it from this user, proves nothing.
        """
        self._echoed.clear()
        try:
            await self._rest.post("events.userEvent", path("events", "user", ECHO), application=self._app)
            async with asyncio.timeout(within):
                await self._echoed.wait()
        except (NotFound, TimeoutError):
            return False
        except AppError:
            return True
        return True

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            if message.type is not aiohttp.WSMsgType.TEXT:
                continue
            try:
                raw = json.loads(message.data)
            except ValueError:
                _log.error("ari_event_unreadable", length=len(message.data))
                continue
            if raw.get("type") == "ChannelUserevent" and raw.get("eventname") == ECHO:
                self._echoed.set()
                continue
            event = parse(raw, self._rest, self._time(), self._times)
            if isinstance(event, ApplicationReplaced):
                if self._is_own_late_connect():
                    _log.warning("ari_replaced_by_own_connect", app=self._app)
                    return
                self._post.announce(event)
                raise Conflict(
                    f"another program took the Stasis application {self._app}",
                    mend="give each worker an application name of its own",
                )
            self._post.deliver(event, resource_ids(raw))

    def _is_own_late_connect(self) -> bool:
        """Whether a connect that we gave up may have reached Asterisk after the one that we use.

        A dead network path keeps what was sent into it: when it opens, Asterisk takes the old handshakes too.
        """
        at = self._given_up_at
        return at is not None and self._time() - at < OWN_CONNECT_SECONDS


async def _shut(socket: aiohttp.ClientWebSocketResponse) -> None:
    """Close without waiting long for a peer that may be gone."""
    try:
        async with asyncio.timeout(0.5):
            await socket.close()
    except TimeoutError:
        return
