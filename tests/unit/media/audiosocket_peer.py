"""Asterisk's end of an AudioSocket connection, over real TCP: connects, says who it is, reads and writes frames."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Self
from uuid import UUID

from ari_app.media.audiosocket_frames import Audio, Frame, FrameReader, HangUp, Identity, encode
from ari_app.media.audiosocket_media import AudioSocketMedia
from ari_app.media.audiosocket_server import AudioSocketLink, AudioSocketServer
from ari_app.wiring.system import SystemIds


class Peer:
    """One connection; `frames` are all that came, with the time of each, `is_over` tells that ours has closed it."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self.frames: list[tuple[float, Frame]] = []
        self.is_over = asyncio.Event()
        self._reading = asyncio.create_task(self._read(), name="audiosocket-peer")

    @classmethod
    async def connect(cls, server: AudioSocketServer, uuid: UUID | None) -> Self:
        """Connect, and say who it is; None says nothing."""
        host, _, port = server.told_address.rpartition(":")
        peer = cls(*await asyncio.open_connection(host, int(port)))
        if uuid is not None:
            peer.send(Identity(uuid))
        return peer

    @property
    def heard(self) -> list[tuple[float, bytes]]:
        """The sound that came, with its times."""
        return [(at, frame.pcm) for at, frame in self.frames if isinstance(frame, Audio)]

    @property
    def was_hung_up(self) -> bool:
        """Whether the last frame said so."""
        return bool(self.frames) and isinstance(self.frames[-1][1], HangUp)

    def send(self, *frames: Frame) -> None:
        """Send frames."""
        self.send_raw(b"".join(encode(frame) for frame in frames))

    def send_raw(self, data: bytes) -> None:
        """Send bytes, whatever they are."""
        self._writer.write(data)

    def stop_reading(self) -> None:
        """Take nothing more, as an Asterisk that is stuck."""
        self._reading.cancel()
        self._reader._transport.pause_reading()  # type: ignore[attr-defined]

    async def close(self) -> None:
        """Close without a word."""
        self._reading.cancel()
        self._writer.close()
        await asyncio.gather(self._reading, self._writer.wait_closed(), return_exceptions=True)

    async def _read(self) -> None:
        frames = FrameReader()
        try:
            while data := await self._reader.read(65_536):
                at = asyncio.get_running_loop().time()
                self.frames += [(at, frame) for frame in frames.feed(data)]
        except ConnectionError:
            pass
        finally:
            self.is_over.set()


@asynccontextmanager
async def serving(rate: int = 8_000) -> AsyncIterator[AudioSocketServer]:
    """A server on a free port."""
    async with await AudioSocketServer.open("127.0.0.1", 0, SystemIds(), rate=rate) as server:
        yield server


@asynccontextmanager
async def joined(rate: int = 8_000) -> AsyncIterator[tuple[AudioSocketMedia, Peer]]:
    """An open audio path and its far end."""
    async with serving(rate) as server:
        link = server.new_link()
        peer = await Peer.connect(server, uuid_of(link))
        media = await link.connect()
        link.drop()
        assert isinstance(media, AudioSocketMedia)
        try:
            async with media:
                yield media, peer
        finally:
            await peer.close()


def uuid_of(link: AudioSocketLink) -> UUID:
    """The UUID that Asterisk is told."""
    assert link.request.data is not None
    return UUID(link.request.data)
