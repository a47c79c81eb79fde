"""A small server with the manners of alphacep's vosk-server, for what its clients must cope with.

The configuration gets no reply; every piece of audio gets one: a partial, or a result where the engine found an
end of its own (half a second of silence); `{"eof" : 1}`, compared as text, gets the final result and the
connection is closed. Any other text would be taken for audio there, which breaks the connection.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Literal

from aiohttp import WSMsgType, web

EOF = '{"eof" : 1}'
SILENCE_PIECES = 25
CONFIDENCE = 0.9


ResultStyle = Literal["words", "alternatives", "plain"]
"""How results are written: with each word's confidence, with alternatives instead, or as text alone."""


class VoskServer:
    """Hears the next of `words` with every piece of audio that is not silent, `delay_seconds` later."""

    def __init__(self, words: Sequence[str], style: ResultStyle, delay_seconds: float) -> None:
        self._style = style
        self._delay_seconds = delay_seconds
        self.configs: list[dict[str, object]] = []
        self.broken_by: list[str] = []
        self._words = words

    async def stream(self, request: web.Request) -> web.WebSocketResponse:
        """One connection."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        coming, heard, silent = iter(self._words), list[str](), 0
        async for message in socket:
            if message.type is WSMsgType.TEXT and "config" in message.data:
                self.configs.append(json.loads(message.data)["config"])
                continue
            await asyncio.sleep(self._delay_seconds)
            if message.type is WSMsgType.TEXT:
                if message.data == EOF:
                    await socket.send_str(self._result(heard))
                else:
                    self.broken_by.append(message.data)
                break
            silent = 0 if any(message.data) else silent + 1
            if silent == 0 and (word := next(coming, None)):
                heard.append(word)
            if silent == SILENCE_PIECES:
                await socket.send_str(self._result(heard))
                heard = []
            else:
                await socket.send_str(json.dumps({"partial": " ".join(heard)}, ensure_ascii=False))
        await socket.close()
        return socket

    def _result(self, words: Sequence[str]) -> str:
        text = " ".join(words)
        match self._style:
            case "words":
                return _result(words)
            case "alternatives":
                other = {"confidence": 130.1, "text": text + " 吗"}
                return json.dumps({"alternatives": [{"confidence": 137.2, "text": text}, other]})
            case "plain":
                return json.dumps({"text": text})


def _result(words: Sequence[str]) -> str:
    """As the engine writes it: no `result` when nothing was said."""
    if not words:
        return json.dumps({"text": ""})
    result = [
        {"conf": CONFIDENCE, "start": 0.1 * place, "end": 0.1 * (place + 1), "word": word}
        for place, word in enumerate(words)
    ]
    return json.dumps({"result": result, "text": " ".join(words)}, ensure_ascii=False)


@asynccontextmanager
async def vosk_server(
    words: Sequence[str], *, style: ResultStyle = "words", delay_seconds: float = 0.0
) -> AsyncIterator[tuple[VoskServer, str]]:
    """The server on a free port, and its address."""
    server = VoskServer(words, style, delay_seconds)
    app = web.Application()
    app.router.add_get("/", server.stream)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield server, f"ws://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
