"""The recognizer as a server: websocket on `/` (vosk-server's protocol and ours), `GET /health`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from weakref import WeakSet

import structlog
from aiohttp import WSCloseCode, web

from ari_app.core.errors import Unavailable
from ari_app.speech.asr_session import AsrSession
from ari_app.speech.decode_pool import DecodePool
from ari_app.speech.engine import Engine

MAX_MESSAGE_BYTES = 1 << 20
_log = structlog.get_logger()


class AsrServer:
    """Accepts connections and shares one model among them."""

    def __init__(self, engine: Engine, *, parallel: int, max_waiting: int) -> None:
        self._engine = engine
        self._pool = DecodePool(parallel, max_waiting)
        self._sockets: WeakSet[web.WebSocketResponse] = WeakSet()

    def application(self) -> web.Application:
        """The aiohttp application."""
        app = web.Application()
        app.router.add_get("/", self._stream)
        app.router.add_get("/health", self._health)
        app.on_shutdown.append(self._close_streams)
        return app

    async def _stream(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(heartbeat=15, max_msg_size=MAX_MESSAGE_BYTES)
        await socket.prepare(request)
        self._sockets.add(socket)
        try:
            await AsrSession(socket, self._engine, self._pool).serve()
        finally:
            self._sockets.discard(socket)
        return socket

    async def _health(self, _: web.Request) -> web.Response:
        return web.json_response(
            {
                "status": "ok",
                "engine": self._engine.name,
                "streams": len(self._sockets),
                "decoding": min(self._pool.pending, self._pool.parallel),
                "waiting": max(0, self._pool.pending - self._pool.parallel),
                "parallel": self._pool.parallel,
                "behind_ms": round(self._pool.behind_s * 1000),
            }
        )

    async def _close_streams(self, _: web.Application) -> None:
        for socket in tuple(self._sockets):
            await socket.close(code=WSCloseCode.GOING_AWAY, message=b"the recognizer stops")
        self._pool.close()


async def serve(
    server: AsrServer, host: str, port: int, stop: asyncio.Event, listening: Callable[[int], None]
) -> None:
    """Listen until `stop` is set; `listening` is told the port once it is open."""
    runner = web.AppRunner(server.application(), access_log=None, shutdown_timeout=5)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        try:
            await site.start()
        except OSError as error:
            raise Unavailable(f"cannot listen on {host}:{port}: {error.strerror}") from error
        bound = runner.addresses[0][1]
        _log.info("asr_listening", host=host, port=bound)
        listening(bound)
        await stop.wait()
        _log.info("asr_stopping")
    finally:
        await runner.cleanup()
