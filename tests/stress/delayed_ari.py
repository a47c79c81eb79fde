"""A proxy in front of Asterisk's HTTP port that holds back every ARI request for a random moment."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

_METHODS = (b"GET ", b"POST ", b"PUT ", b"DELETE ")
_WEBSOCKET = b"upgrade: websocket"


class DelayedAri:
    """Requests wait up to `longest` seconds each; websockets (events, audio) run free once they are open.

    `delayed` counts the requests.
    """

    def __init__(self, target: tuple[str, int], longest: float, seed: int) -> None:
        self._target = target
        self._longest = longest
        self._random = random.Random(seed)
        self._pumps: set[asyncio.Task[None]] = set()
        self.delayed = 0
        self.url = ""

    @classmethod
    @asynccontextmanager
    async def open(cls, port: int, longest: float, seed: int) -> AsyncIterator[DelayedAri]:
        """Listen on a free port of 127.0.0.1 for the Asterisk on `port`."""
        proxy = cls(("127.0.0.1", port), longest, seed)
        server = await asyncio.start_server(proxy._serve, "127.0.0.1", 0)
        proxy.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield proxy
        finally:
            server.close()
            for pump in proxy._pumps:
                pump.cancel()
            await asyncio.gather(*proxy._pumps, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(*self._target)
        for source, sink, is_ours in ((reader, far_writer, True), (far_reader, writer, False)):
            pump = asyncio.create_task(self._pump(source, sink, delays=is_ours), name="delayed-ari")
            self._pumps.add(pump)
            pump.add_done_callback(self._pumps.discard)

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, delays: bool) -> None:
        try:
            while data := await source.read(65_536):
                if delays and data.startswith(_METHODS):
                    self.delayed += 1
                    await asyncio.sleep(self._random.uniform(0, self._longest))
                    delays = _WEBSOCKET not in data.lower()
                sink.write(data)
                await sink.drain()
        except ConnectionError:
            return
        finally:
            sink.close()
            with suppress(ConnectionError):
                await sink.wait_closed()
