"""One connection to the recognizer: its utterance so far, and the answers to its requests."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace

import structlog
from aiohttp import WSMsgType, web

from ari_app.core.errors import AppError, WrongInput
from ari_app.speech import protocol
from ari_app.speech.decode_pool import DecodePool
from ari_app.speech.engine import Engine
from ari_app.speech.protocol import StreamConfig
from ari_app.speech.served_utterance import ServedUtterance

MAX_SECONDS = 120
_log = structlog.get_logger()


class AsrSession:
    """Serves one websocket until its end; requests are answered in the order they came."""

    def __init__(self, socket: web.WebSocketResponse, engine: Engine, pool: DecodePool) -> None:
        self._socket = socket
        self._engine = engine
        self._pool = pool
        self._config = StreamConfig()
        self._utterance: ServedUtterance | None = None
        self._partial = ""

    async def serve(self) -> None:
        """Read messages until the client ends or a message cannot be used."""
        try:
            async for message in self._socket:
                if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                    break
                if not await self._serve_one(message.data):
                    break
        finally:
            await self._begin_anew()
        await self._socket.close()

    async def _serve_one(self, data: str | bytes) -> bool:
        try:
            return await self._handle(data)
        except WrongInput as error:
            await self._error(error)
            return False

    async def _handle(self, data: str | bytes) -> bool:
        if isinstance(data, bytes):
            await self._take(data)
            return True
        match protocol.parse_message(data):
            case {"config": config}:
                self._config = protocol.parse_config(config)
            case {"hypothesis": _}:
                await self._tell(final=False)
            case {"reset": _}:
                await self._tell(final=True)
                await self._begin_anew()
            case {"eof": _}:
                await self._tell(final=True)
                return False
            case _:
                raise WrongInput("unknown message", code="bad_request")
        return True

    async def _take(self, pcm: bytes) -> None:
        utterance = self._open_utterance()
        if utterance.bytes + len(pcm) > MAX_SECONDS * self._config.sample_rate * 2:
            raise WrongInput(f"more than {MAX_SECONDS} s of audio in one utterance", code="too_long")
        utterance.put(pcm)
        if not self._config.extended:
            await self._answer_audio(utterance)

    async def _answer_audio(self, utterance: ServedUtterance) -> None:
        """As a vosk-server does: one reply to each piece of audio, a result where the engine found an end."""
        if self._engine.hears_as_it_comes:
            with suppress(AppError):  # told with the final result
                self._partial = (await utterance.so_far()).text
            if piece := utterance.take_piece():
                await self._send({"text": piece.text, **protocol.result_fields(piece)})
                return
        await self._send({"partial": self._partial})

    async def _tell(self, *, final: bool) -> None:
        utterance = self._open_utterance()
        try:
            heard = await (utterance.end() if final else utterance.so_far())
        except AppError as error:
            await self._error(error)
            return
        self._partial = heard.text
        fields = protocol.result_fields(replace(heard, final=final))
        await self._send({"text" if final else "partial": heard.text, **fields})

    def _open_utterance(self) -> ServedUtterance:
        if self._utterance is None:
            self._utterance = ServedUtterance(self._engine, self._pool, self._config)
        return self._utterance

    async def _begin_anew(self) -> None:
        if self._utterance is not None:
            await self._utterance.close()
        self._utterance = None
        self._partial = ""

    async def _error(self, error: AppError) -> None:
        _log.warning("asr_request_failed", code=error.code, reason=error.message)
        code = "bad_request" if error.code == WrongInput.code else error.code
        await self._send({"error": code, "message": error.message})

    async def _send(self, reply: dict[str, object]) -> None:
        # A client that left while its decode ran is no error of this side.
        with suppress(ConnectionResetError):
            await self._socket.send_str(json.dumps(reply, ensure_ascii=False))
