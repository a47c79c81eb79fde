"""A TCP proxy before Asterisk's HTTP port that can be shut like a dead network path, or hold one call's voice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

_MEDIA = b"GET /media/"


class Gate:
    """Carries ARI requests, events and audio between the worker and Asterisk.

    Shut, it is a black hole as TCP meets one: nothing is lost or closed, nothing comes through, and new connections
    hang; what was sent meanwhile arrives when it opens again.
    """

    def __init__(self, target: tuple[str, int]) -> None:
        self._target = target
        self._pumps: set[asyncio.Task[None]] = set()
        self._open = asyncio.Event()
        self._open.set()
        self._held: dict[str, asyncio.Event] = {}
        self._dropped: set[str] = set()
        self.url = ""

    @classmethod
    @asynccontextmanager
    async def before(cls, port: int) -> AsyncIterator[Gate]:
        """Listen on a free port of 127.0.0.1 for the Asterisk on `port`."""
        gate = cls(("127.0.0.1", port))
        server = await asyncio.start_server(gate._serve, "127.0.0.1", 0)
        gate.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield gate
        finally:
            server.close()
            for pump in gate._pumps:
                pump.cancel()
            await asyncio.gather(*gate._pumps, return_exceptions=True)

    def shut(self) -> None:
        """Let nothing through."""
        self._open.clear()

    def reopen(self) -> None:
        """Let everything through, what waited first."""
        self._open.set()

    def hold_voice(self, connection: str) -> None:
        """Keep back what the worker sends on this media connection."""
        self._held[connection] = asyncio.Event()

    def release_voice(self, *, drop: bool) -> None:
        """Let the held voices go; `drop` them when their sender is dead: nobody ever said them."""
        if drop:
            self._dropped |= self._held.keys()
        for held in self._held.values():
            held.set()
        self._held = {}

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._open.wait()
            far_reader, far_writer = await asyncio.open_connection(*self._target)
        except OSError:
            writer.close()
            return
        first = await reader.read(65_536)
        name = first[len(_MEDIA) :].split(b" ")[0].decode() if first.startswith(_MEDIA) else ""
        far_writer.write(first)
        for source, sink, held in ((reader, far_writer, name), (far_reader, writer, "")):
            pump = asyncio.create_task(self._pump(source, sink, held), name="gate-pump")
            self._pumps.add(pump)
            pump.add_done_callback(self._pumps.discard)

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, name: str) -> None:
        try:
            while True:
                data = await source.read(65_536)
                await self._open.wait()
                if name in self._held:
                    await self._held[name].wait()
                if not data or name in self._dropped:
                    return
                sink.write(data)
                await sink.drain()
        except ConnectionError:
            return
        finally:
            sink.close()
            with suppress(ConnectionError):
                await sink.wait_closed()
