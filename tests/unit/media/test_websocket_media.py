"""What the adapter does with a server that is not quite an Asterisk: a real websocket server on a free port."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from ari_app.core.errors import AppError, Refused, Unavailable
from ari_app.media.port import AudioIn, MediaClosed, MediaEvent, PlayoutEnded
from ari_app.media.websocket_media import STALL_SECONDS, WebsocketMedia

START = {"event": "MEDIA_START", "format": "slin16", "optimal_frame_size": 640}
Talk = Callable[[web.WebSocketResponse], Awaitable[None]]


@asynccontextmanager
async def server(handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> AsyncIterator[str]:
    """Serve `handler`; gives the address."""
    app = web.Application()
    app.router.add_get("/media/{id}", handler)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        yield f"ws://127.0.0.1:{port}/media/x"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def connected(talk: Talk) -> AsyncIterator[WebsocketMedia]:
    """A port joined to a server that says MEDIA_START and then does `talk`."""

    async def handler(request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(protocols=("media",))
        await socket.prepare(request)
        await socket.send_str(json.dumps(START))
        await talk(socket)
        return socket

    async with server(handler) as url, aiohttp.ClientSession() as session:
        async with await WebsocketMedia.connect(session, url, "Basic x", deadline=2.0) as media:
            yield media


async def events_of(media: WebsocketMedia) -> list[MediaEvent]:
    return [event async for event in media.events()]


@pytest.mark.parametrize(
    ("status", "error"), [(401, Refused), (403, Refused), (404, Unavailable), (409, Unavailable)]
)
async def test_a_refused_handshake_is_told_by_its_kind(status: int, error: type[AppError]) -> None:
    async def handler(_: web.Request) -> web.StreamResponse:
        return web.Response(status=status)

    async with server(handler) as url, aiohttp.ClientSession() as session:
        with pytest.raises(error):
            await WebsocketMedia.connect(session, url, "Basic x", deadline=2.0)


@pytest.mark.parametrize(
    "first", ['{"event": "MEDIA_START", "format": "ulaw", "optimal_frame_size": 160}', "hm", "3"]
)
async def test_another_format_is_refused(first: str) -> None:
    async def handler(request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(protocols=("media",))
        await socket.prepare(request)
        await socket.send_str(first)
        await socket.receive()
        return socket

    async with server(handler) as url, aiohttp.ClientSession() as session:
        with pytest.raises(Refused):
            await WebsocketMedia.connect(session, url, "Basic x", deadline=2.0)


async def test_a_server_that_says_nothing_is_unavailable_by_the_deadline() -> None:
    async def handler(request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(protocols=("media",))
        await socket.prepare(request)
        await socket.receive()
        return socket

    async with server(handler) as url, aiohttp.ClientSession() as session:
        with pytest.raises(Unavailable):
            await WebsocketMedia.connect(session, url, "Basic x", deadline=0.2)


async def test_packets_of_any_length_become_frames_of_20_ms() -> None:
    async def talk(socket: web.WebSocketResponse) -> None:
        for size in (960, 960, 320, 640):
            await socket.send_bytes(bytes(size))

    async with connected(talk) as media:
        *audio, closed = await events_of(media)
    assert [len(frame.pcm) for frame in audio if isinstance(frame, AudioIn)] == [640] * 4
    assert isinstance(closed, MediaClosed)


async def test_commands_fit_into_what_asterisk_takes() -> None:
    texts: list[str] = []

    async def talk(socket: web.WebSocketResponse) -> None:
        async for message in socket:
            if message.type is aiohttp.WSMsgType.TEXT:
                texts.append(message.data)

    async with connected(talk) as media:
        await media.play(
            "an utterance with a name that is far longer than any command may be" * 3, bytes(9000)
        )
        await asyncio.sleep(0.05)
        await media.flush()
        await asyncio.sleep(0.05)
    assert {json.loads(text)["command"] for text in texts} == {"MARK_MEDIA", "FLUSH_MEDIA"}
    assert max(len(text.encode()) for text in texts) <= 128


async def test_a_server_that_stops_playing_does_not_hang_the_call() -> None:
    async def talk(socket: web.WebSocketResponse) -> None:
        async for _ in socket:
            pass

    async with connected(talk) as media:
        await media.play("lost", bytes(64_000))
        async with asyncio.timeout(STALL_SECONDS + 1):
            ended = await anext(media.events())
    assert isinstance(ended, PlayoutEnded)
    assert (ended.utterance_id, ended.completed, ended.played_ms) == ("lost", False, 0)


async def test_marks_from_before_a_flush_are_not_taken_for_the_next_prompt() -> None:
    marks: list[str] = []

    async def talk(socket: web.WebSocketResponse) -> None:
        async for message in socket:
            if message.type is not aiohttp.WSMsgType.TEXT:
                continue
            command = json.loads(message.data)
            if command["command"] == "MARK_MEDIA":
                marks.append(command["correlation_id"])
            else:
                for mark in marks:
                    await socket.send_json({"event": "MEDIA_MARK_PROCESSED", "correlation_id": mark})

    async with connected(talk) as media:
        await media.play("first", bytes(3200))
        await asyncio.sleep(0.05)
        await media.flush()
        await media.play("second", bytes(3200))
        await asyncio.sleep(0.1)
        await media.close()
        told = [event for event in await events_of(media) if not isinstance(event, AudioIn | MediaClosed)]
    assert [(each.utterance_id, type(each)) for each in told if isinstance(each, PlayoutEnded)] == [
        ("first", PlayoutEnded),
        ("second", PlayoutEnded),
    ]
    assert not any(isinstance(each, PlayoutEnded) and each.completed for each in told)


async def test_a_flush_is_not_taken_for_a_stall(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("ari_app.media.websocket_media.STALL_SECONDS", 0.1)

    async def talk(socket: web.WebSocketResponse) -> None:
        async for _ in socket:
            pass

    async with connected(talk) as media:
        await media.play("cut", bytes(3200))
        await asyncio.sleep(0.02)
        await media.flush()
        await asyncio.sleep(0.3)
    assert "playout_stalled" not in capsys.readouterr().out
