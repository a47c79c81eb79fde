"""A streaming recognizer that needs no model: it speaks vosk-server's protocol and knows what the patient says.

It tells the words as they are said, a little late, as a streaming engine does; so a run with it measures the
turn-taking alone. One call at a time: it cannot tell patients apart.
"""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import WSMsgType, web

from ari_app.lab.g711 import SAMPLE_RATE, Pcm
from ari_app.lab.rtp import PlayHandle
from ari_app.lab.telephone_line import voiced_span
from ari_app.provision.free_port import free_port

LAG_SECONDS = 0.2
_BYTES_PER_SECOND = 32_000


@dataclass(frozen=True, slots=True)
class Saying:
    """What a patient says at the moment, or said last."""

    text: str
    pcm: Pcm
    handle: PlayHandle

    def heard_by(self, moment: float) -> str:
        """The words so far, one blank between two."""
        began = self.handle.started_at
        span = voiced_span(self.pcm)
        if began is None or span is None:
            return ""
        letters = self.text.replace(" ", "")
        first, last = began + span[0], began + min(span[1], len(self.pcm) / SAMPLE_RATE)
        share = (moment - LAG_SECONDS - first) / (last - first)
        return " ".join(letters[: round(len(letters) * min(1.0, max(0.0, share)))])


@asynccontextmanager
async def scripted_streaming(saying: Callable[[], Saying | None]) -> AsyncIterator[str]:
    """Serve until the block ends; gives the address."""

    def words() -> str:
        now = saying()
        return "" if now is None else now.heard_by(time.monotonic())

    async def stream(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        seconds = 0.0
        async for message in socket:
            if message.type is WSMsgType.BINARY:
                seconds += len(message.data) / _BYTES_PER_SECOND
                await socket.send_str(json.dumps({"partial": words()}))
            elif message.type is WSMsgType.TEXT and "eof" in message.data:
                await socket.send_str(json.dumps(_result(words(), seconds)))
        return socket

    application = web.Application()
    application.router.add_get("/", stream)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield f"ws://127.0.0.1:{port}"
    finally:
        await runner.cleanup()


def _result(words: str, seconds: float) -> dict[str, object]:
    told = words.split(" ") if words else []
    each = max(0.01, (seconds - 1.0) / max(1, len(told)))
    result = [
        {"word": word, "conf": 1.0, "start": 0.5 + each * at, "end": 0.5 + each * (at + 1)}
        for at, word in enumerate(told)
    ]
    return {"text": words, "result": result} if result else {"text": ""}
