"""One TCP connection that Asterisk has made to us for a call's audio."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import Protocol, cast
from uuid import UUID

import structlog

from ari_app.media.audiosocket_frames import (
    Audio,
    BadFrame,
    Fault,
    Frame,
    FrameReader,
    HangUp,
    Identity,
    encode,
)

log = structlog.get_logger()

# Little may lie on the way to an Asterisk that takes nothing: what lies there can be flushed no more.
SEND_BUFFER_BYTES = 16_384


class Door(Protocol):
    """Whoever let the connection in."""

    def opened(self, connection: AudioSocketConnection) -> None:
        """It came; who it is, it has not said."""
        ...

    def identified(self, connection: AudioSocketConnection, uuid: UUID) -> bool:
        """It says who it is; False turns it away."""
        ...

    def lost(self, connection: AudioSocketConnection) -> None:
        """It is gone."""
        ...


class AudioSocketConnection(asyncio.Protocol):
    """Frames in and out. Until `serve` is called, what comes behind the identity is thrown away."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._reader = FrameReader()
        self._transport: asyncio.Transport | None = None
        self._take: Callable[[Frame], None] | None = None
        self._lost: Callable[[], None] | None = None
        self._gone = asyncio.Event()
        self.uuid: UUID | None = None
        self.is_held = False

    @property
    def is_open(self) -> bool:
        """Whether frames can be sent."""
        return self._transport is not None and not self._transport.is_closing()

    @property
    def peer(self) -> str:
        """Where it comes from."""
        return "" if self._transport is None else str(self._transport.get_extra_info("peername"))

    def serve(self, take: Callable[[Frame], None], lost: Callable[[], None]) -> None:
        """From now on every frame goes to `take`; `lost` is called once, when the connection is gone, or has gone."""
        self._take, self._lost = take, lost
        if self._gone.is_set():
            lost()

    def send_audio(self, rate: int, pcm: bytes) -> None:
        """Send sound, whole in one write: older versions of Asterisk lose a frame that comes in pieces."""
        if self._transport is not None and self.is_open:
            self._transport.write(encode(Audio(rate, pcm)))

    def hang_up(self) -> None:
        """Tell the far end that it is over, and close. Asterisk before 20.14 does not notice a mere end of stream."""
        if self._transport is None or not self.is_open:
            return
        self._transport.write(encode(HangUp()))
        if self._transport.get_write_buffer_size():
            self._transport.abort()  # nobody reads there any more
        else:
            self._transport.close()

    async def wait_gone(self) -> None:
        """Wait until the connection is closed."""
        await self._gone.wait()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by the event loop."""
        self._transport = cast(asyncio.Transport, transport)
        self._transport.set_write_buffer_limits(high=0)
        bare: socket.socket | None = self._transport.get_extra_info("socket")
        if bare is not None:
            bare.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        self._door.opened(self)

    def data_received(self, data: bytes) -> None:
        """Called by the event loop."""
        try:
            for frame in self._reader.feed(data):
                if not self.is_open:
                    return
                self._received(frame)
        except BadFrame as error:
            log.warning("audiosocket_bad_frame", peer=self.peer, reason=error.message)
            self.hang_up()

    def _received(self, frame: Frame) -> None:
        if self.uuid is None:
            self._identify(frame)
        elif isinstance(frame, HangUp):
            self.hang_up()
        elif isinstance(frame, Fault):
            log.warning("audiosocket_fault", peer=self.peer, detail=frame.detail.hex())
        elif self._take is not None:
            self._take(frame)

    def _identify(self, frame: Frame) -> None:
        if not isinstance(frame, Identity):
            raise BadFrame(f"the first frame is {type(frame).__name__} and not the UUID of a channel")
        if self._door.identified(self, frame.uuid):
            self.uuid = frame.uuid
        else:
            self.hang_up()

    def pause_writing(self) -> None:
        """Called by the event loop when the far end takes nothing more."""
        self.is_held = True

    def resume_writing(self) -> None:
        """Called by the event loop."""
        self.is_held = False

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by the event loop."""
        self._gone.set()
        self._door.lost(self)
        if self._lost is not None:
            self._lost()
