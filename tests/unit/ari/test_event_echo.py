"""A websocket that is open and brings nothing is left; here a server that plays Asterisk losing an application."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import WSMsgType, web

from ari_app.ari import event_socket
from ari_app.ari.client import connect
from ari_app.ari.events import Connected


class Forgetful:
    """Forgets the application of the first `lost` websockets: in silence, or telling it with a 404."""

    def __init__(self, lost: int, *, tells: bool) -> None:
        self._lost = lost
        self._tells = tells
        self._sockets: list[web.WebSocketResponse] = []

    @asynccontextmanager
    async def open(self) -> AsyncIterator[str]:
        """Serve; gives the address."""
        app = web.Application()
        app.router.add_get("/ari/events", self._events)
        app.router.add_post(f"/ari/events/user/{event_socket.ECHO}", self._user_event)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()

    async def _events(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets.append(socket)
        async for message in socket:
            if message.type is WSMsgType.CLOSE:
                break
        return socket

    async def _user_event(self, request: web.Request) -> web.Response:
        assert (await request.json())["application"] == "app"
        if len(self._sockets) > self._lost:
            await self._sockets[-1].send_json({"type": "ChannelUserevent", "eventname": event_socket.ECHO})
        elif self._tells:
            return web.json_response({"message": "Application not found"}, status=404)
        return web.Response(status=204)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_socket, "FIRST_ECHO_SECONDS", 0.05)
    monkeypatch.setattr(event_socket, "ECHO_SECONDS", 0.1)
    monkeypatch.setattr(event_socket, "ECHO_WITHIN_SECONDS", 0.3)


@pytest.mark.parametrize(("lost", "tells"), [(1, True), (1, False), (0, True)])
async def test_a_socket_that_brings_nothing_is_left(lost: int, tells: bool) -> None:
    async with (
        Forgetful(lost, tells=tells).open() as url,
        connect(url, "u", "p", app="app", jitter=random.random) as client,
    ):
        with client.all_events() as mailbox:
            await asyncio.sleep(1.2)
            events = [await mailbox.get(0.1) for _ in range(2 * lost)]
            with pytest.raises(TimeoutError):
                await mailbox.get(0.05)
    assert [event.n for event in events if isinstance(event, Connected)] == [2] * lost
