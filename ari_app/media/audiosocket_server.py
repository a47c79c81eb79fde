"""Links over AudioSocket: Asterisk connects to a server of ours, under a UUID that is chosen before the channel is.

AudioSocket knows no password and no encryption. A UUID lets one connection in, once, while its call waits for it;
it is a secret between Asterisk and this process, and whoever brings another one is turned away.
"""

from __future__ import annotations

import asyncio
import errno
from types import TracebackType
from typing import Self
from uuid import UUID

import structlog

from ari_app.core.errors import Unavailable
from ari_app.core.ids import IdSource
from ari_app.media.audiosocket_connection import AudioSocketConnection
from ari_app.media.audiosocket_media import AudioSocketMedia
from ari_app.media.audiosocket_names import Names
from ari_app.media.link import ExternalMedia
from ari_app.media.port import MediaPort

log = structlog.get_logger()

CONNECT_SECONDS = 3.0
# Asterisk says who it is within milliseconds. Of more that say nothing than this the oldest goes first, so that a
# flood of idle connections keeps no call out.
IDENTIFY_SECONDS = 2.0
UNIDENTIFIED_LIMIT = 128
_FORMAT_OF_RATE = {8_000: "slin", 16_000: "slin16"}


class AddressTaken(Unavailable):
    """Somebody listens there already."""

    code = "audiosocket_address_taken"


class AudioSocketServer:
    """Listens for Asterisk's connections (a MediaSource). Open it with `open`; always `close` it."""

    def __init__(self, ids: IdSource, rate: int) -> None:
        self._loop = asyncio.get_running_loop()
        self._names = Names(ids)
        self._rate = rate
        self._server: asyncio.Server | None = None
        self._told_address = ""
        self._expected: dict[UUID, asyncio.Future[AudioSocketConnection]] = {}
        self._unidentified: dict[AudioSocketConnection, asyncio.TimerHandle] = {}
        self._open: set[AudioSocketConnection] = set()

    @classmethod
    async def open(
        cls, host: str, port: int, ids: IdSource, *, told_address: str | None = None, rate: int = 8_000
    ) -> Self:
        """Listen at `host`:`port` (0: any free port).

        `told_address` (host:port) is where Asterisk finds us, by default where we listen. `rate` (8,000 or
        16,000 Hz) is that of the media channels; 16,000 needs Asterisk 20.17, 21.12 or 22.7. Raises Unavailable
        when the address cannot be listened at, AddressTaken when somebody else does.
        """
        opened = cls(ids, rate)
        try:
            server = await opened._loop.create_server(lambda: AudioSocketConnection(opened), host, port)
        except OSError as error:
            kind = AddressTaken if error.errno == errno.EADDRINUSE else Unavailable
            raise kind(
                f"AudioSocket cannot listen at {host}:{port}: {error.strerror or error}",
                mend="correct asterisk.audiosocket_listen; every worker of a host needs a port of its own",
            ) from error
        opened._server = server
        bound = server.sockets[0].getsockname()[1]
        shown = f"[{host}]" if ":" in host else host
        opened._told_address = told_address or f"{shown}:{bound}"
        log.info("audiosocket_listening", address=f"{shown}:{bound}", told=opened._told_address)
        return opened

    @property
    def told_address(self) -> str:
        """Where Asterisk is told to connect."""
        return self._told_address

    @property
    def connections(self) -> int:
        """How many are open, those included that have not said who they are."""
        return len(self._open)

    def new_link(self) -> AudioSocketLink:
        """A link for one call; from now on its UUID is expected."""
        uuid = self._names.take(self._loop.time())
        self._expected[uuid] = self._loop.create_future()
        request = ExternalMedia(
            format=_FORMAT_OF_RATE[self._rate],
            external_host=self._told_address,
            encapsulation="audiosocket",
            transport="tcp",
            connection_type="client",
            data=str(uuid),
        )
        return AudioSocketLink(self, uuid, request, self._rate)

    async def arrival(self, uuid: UUID) -> AudioSocketConnection:
        """Wait for the connection of an expected UUID; whoever waited has it."""
        connection = await self._expected[uuid]
        del self._expected[uuid]
        return connection

    def forget(self, uuid: UUID) -> None:
        """Nobody is expected under this UUID any more."""
        arrived = self._expected.pop(uuid, None)
        if arrived is not None and arrived.done() and not arrived.cancelled():
            arrived.result().hang_up()  # it came, and nobody took it

    async def close(self) -> None:
        """Stop listening and hang up all connections. Safe to call twice."""
        if self._server is None:
            return
        self._server.close()
        for connection in list(self._open):
            connection.hang_up()
        await asyncio.gather(*(connection.wait_gone() for connection in list(self._open)))
        await self._server.wait_closed()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def opened(self, connection: AudioSocketConnection) -> None:
        """A connection came; it has a moment to say who it is."""
        self._open.add(connection)
        self._unidentified[connection] = self._loop.call_later(IDENTIFY_SECONDS, self._turn_away, connection)
        if len(self._unidentified) > UNIDENTIFIED_LIMIT:
            self._turn_away(next(iter(self._unidentified)))

    def identified(self, connection: AudioSocketConnection, uuid: UUID) -> bool:
        """It says who it is; only whom a call waits for, and who has not come yet, is let in."""
        self._drop_timer(connection)
        arrived = self._expected.get(uuid)
        if arrived is None or arrived.done():
            log.warning("audiosocket_refused", peer=connection.peer, reason="no call waits for this UUID")
            return False
        arrived.set_result(connection)
        return True

    def lost(self, connection: AudioSocketConnection) -> None:
        """It is closed."""
        self._drop_timer(connection)
        self._open.discard(connection)
        if connection.uuid is not None:
            self._names.give_back(connection.uuid, self._loop.time())

    def _turn_away(self, connection: AudioSocketConnection) -> None:
        log.warning("audiosocket_refused", peer=connection.peer, reason="it does not say who it is")
        self._drop_timer(connection)
        connection.hang_up()

    def _drop_timer(self, connection: AudioSocketConnection) -> None:
        timer = self._unidentified.pop(connection, None)
        if timer is not None:
            timer.cancel()


class AudioSocketLink:
    """One call's link: its UUID is expected until it has connected, or is dropped."""

    def __init__(self, server: AudioSocketServer, uuid: UUID, request: ExternalMedia, rate: int) -> None:
        self._server = server
        self._uuid = uuid
        self._request = request
        self._rate = rate

    @property
    def request(self) -> ExternalMedia:
        """What to create in Asterisk."""
        return self._request

    async def connect(self, told: str = "") -> MediaPort:
        """Wait for Asterisk. Raises Unavailable when it does not come in time."""
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                connection = await self._server.arrival(self._uuid)
        except TimeoutError:
            raise Unavailable(
                f"Asterisk did not connect to {self._request.external_host} for the call's audio",
                mend="correct asterisk.audiosocket_address; look for a firewall between the two",
            ) from None
        return AudioSocketMedia(connection, self._rate)

    def drop(self) -> None:
        """The UUID is not expected any more; a connection that came and was not taken is closed."""
        self._server.forget(self._uuid)
