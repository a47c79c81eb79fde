"""Media over Asterisk's chan_websocket in server mode: the app connects to the media channel's own address.

Needs control messages in JSON (Asterisk 20.18, 22.8, 23.2 or newer). Asterisk paces the audio by a timer of
its own; what it is given too early waits in a queue of 1000 frames of which we use a small part, so that a
flush finds little on the wire before it.

Asterisk itself asks for no password here: whoever knows the connection id (a random UUID) gets the audio,
once, since a second connection is turned away. The header is sent for a proxy that may stand in front.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from types import TracebackType
from typing import Self

import aiohttp
import structlog

from ari_app.core.errors import Refused, Unavailable
from ari_app.media.inbox import Inbox
from ari_app.media.playout import Playout
from ari_app.media.port import FRAME_BYTES, FRAME_MS, AudioIn, KeyIn, MediaClosed, MediaEvent

log = structlog.get_logger()

FORMAT = "slin16"
SUBPROTOCOL = "media"
AHEAD_MS = 1600
STALL_SECONDS = 2.0
_REFUSALS = (401, 403)


class WebsocketMedia:
    """The audio path of one call (a MediaPort). Make it with `connect`; always `close` it."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, *, ahead_ms: int = AHEAD_MS) -> None:
        self._socket = socket
        self._loop = asyncio.get_running_loop()
        self._inbox = Inbox()
        self._playout = Playout(ahead_ms // FRAME_MS)
        self._may_send = asyncio.Event()
        self._held = False
        self._held_times = 0
        self._partial = b""
        self._reader = asyncio.create_task(self._read(), name="media-reader")
        self._sender = asyncio.create_task(self._send(), name="media-sender")

    @classmethod
    async def connect(
        cls,
        session: aiohttp.ClientSession,
        url: str,
        authorization: str,
        *,
        deadline: float,
        ahead_ms: int = AHEAD_MS,
    ) -> Self:
        """Connect to `ws://host:port/media/<connection id>` within `deadline` seconds.

        `authorization` is the whole header value ("Basic …"). Raises Unavailable when Asterisk or the media
        channel is not there, Refused when it does not let us in or speaks another format.
        """
        socket = await _open(session, url, authorization, deadline)
        return cls(socket, ahead_ms=ahead_ms)

    @property
    def dropped_frames(self) -> int:
        """Incoming audio frames thrown away because nobody took them in time."""
        return self._inbox.dropped_frames

    @property
    def held_times(self) -> int:
        """How often Asterisk asked us to stop sending (MEDIA_XOFF)."""
        return self._held_times

    def events(self) -> AsyncIterator[MediaEvent]:
        """Everything that comes from the call, in order; ends after MediaClosed."""
        return self._inbox.events()

    async def play(self, utterance_id: str, pcm: bytes) -> None:
        """Queue an utterance; exactly one PlayoutEnded follows (nothing does after MediaClosed)."""
        if not self._inbox.closed:
            self._playout.add(utterance_id, pcm)
            self._may_send.set()

    async def flush(self) -> None:
        """Silence at once; what was queued tells how much of it had sounded."""
        self._tell_dropped()
        self._may_send.set()  # the sender waits for no mark of what was dropped
        await self._command("FLUSH_MEDIA")

    def key_told(self, digit: str) -> None:
        """Nothing to do: the websocket brings every key itself."""

    async def close(self) -> None:
        """Let go of the audio path; the media channel hangs up. Safe to call twice."""
        self._end()
        await self._socket.close()
        for ended in await asyncio.gather(self._reader, self._sender, return_exceptions=True):
            if isinstance(ended, Exception):
                log.error("media_task_failed", exc_info=ended)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def _tell_dropped(self) -> None:
        for ended in self._playout.drop(self._loop.time()):
            self._inbox.put(ended)

    def _end(self) -> None:
        """Nothing comes or goes any more."""
        self._tell_dropped()
        self._inbox.put(MediaClosed(self._loop.time()))
        self._sender.cancel()

    async def _command(self, name: str, **fields: str) -> None:
        """Send one control message; a socket that is going away is not an error (MediaClosed tells it)."""
        try:
            await self._socket.send_str(json.dumps({"command": name, **fields}))
        except (aiohttp.ClientError, ConnectionError):
            log.debug("media_command_lost", command=name)

    async def _read(self) -> None:
        try:
            async for message in self._socket:
                if message.type is aiohttp.WSMsgType.BINARY:
                    self._hear(message.data)
                elif message.type is aiohttp.WSMsgType.TEXT:
                    self._take(json.loads(message.data))
        finally:
            self._end()

    def _hear(self, pcm: bytes) -> None:
        """Asterisk passes on packets of the phone's own length (10, 30 … ms): cut them to 20 ms."""
        at = self._loop.time()
        self._partial += pcm
        whole = len(self._partial) // FRAME_BYTES * FRAME_BYTES
        for start in range(0, whole, FRAME_BYTES):
            self._inbox.put(AudioIn(self._partial[start : start + FRAME_BYTES], at))
        self._partial = self._partial[whole:]

    def _take(self, message: Mapping[str, object]) -> None:
        """One event of Asterisk's media channel."""
        at = self._loop.time()
        match message.get("event"):
            case "MEDIA_MARK_PROCESSED":
                for told in self._playout.marked(str(message.get("correlation_id")), at):
                    self._inbox.put(told)
            case "DTMF_END":
                self._inbox.put(KeyIn(str(message.get("digit")), at))
            case "MEDIA_XOFF":
                self._held = True
                self._held_times += 1
            case "MEDIA_XON":
                self._held = False
            case "ERROR":
                log.warning("media_error", detail=str(message.get("error_text")))
            case _:
                return
        self._may_send.set()

    async def _send(self) -> None:
        """Keep a little audio ahead in Asterisk, and notice when it stops taking any."""
        try:
            while True:
                self._may_send.clear()
                await self._send_what_may_go()
                if not await self._wait_for_progress():
                    log.warning("playout_stalled", in_flight_ms=self._playout.in_flight_ms)
                    await self.flush()
        except (aiohttp.ClientError, ConnectionError):
            log.debug("media_audio_lost")

    async def _send_what_may_go(self) -> None:
        while not self._held and (chunk := self._playout.next_chunk()) is not None:
            if chunk.opening is not None:
                await self._command("MARK_MEDIA", correlation_id=chunk.opening.id)
            if not self._playout.awaits(chunk.closing):
                continue
            await self._socket.send_bytes(chunk.pcm)
            await self._command("MARK_MEDIA", correlation_id=chunk.closing.id)

    async def _wait_for_progress(self) -> bool:
        """False when audio lies in Asterisk and no mark came back for far longer than a chunk lasts."""
        patience = STALL_SECONDS if self._playout.in_flight_ms else None
        try:
            async with asyncio.timeout(patience):
                await self._may_send.wait()
        except TimeoutError:
            return False
        return True


async def _open(
    session: aiohttp.ClientSession, url: str, authorization: str, deadline: float
) -> aiohttp.ClientWebSocketResponse:
    try:
        async with asyncio.timeout(deadline):
            socket = await session.ws_connect(
                url,
                protocols=(SUBPROTOCOL,),
                headers={"Authorization": authorization},
                autoping=True,
                compress=0,
            )
            await _greet(socket)
    except aiohttp.WSServerHandshakeError as error:
        if error.status in _REFUSALS:
            raise Refused("Asterisk refused the media connection", mend="check the ARI user") from error
        raise Unavailable(f"no media channel at this address (HTTP {error.status})") from error
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise Unavailable("Asterisk's media address does not answer", mend="check http.conf") from error
    return socket


async def _greet(socket: aiohttp.ClientWebSocketResponse) -> None:
    """Asterisk's first message; a socket that brings none, or a wrong one, is closed."""
    try:
        _check_start(await socket.receive())
    except BaseException:
        await socket.close()
        raise


def _check_start(message: aiohttp.WSMessage) -> None:
    """The first message must be a JSON MEDIA_START with our format and frame size."""
    try:
        start = json.loads(message.data)
        agreed = (start["event"], start["format"], start["optimal_frame_size"])
    except (TypeError, ValueError, KeyError) as error:
        raise Refused(
            "the media channel does not speak JSON control messages",
            mend="Asterisk 20.18, 22.8 or 23.2 or newer is needed, and transport_data=f(json)",
        ) from error
    if agreed != ("MEDIA_START", FORMAT, FRAME_BYTES):
        raise Refused(f"the media channel offers {agreed}", mend=f"create it with format={FORMAT}")
