"""One connection to the recognizer: its audio so far, and the answers to its requests."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import structlog
from aiohttp import WSMsgType, web

from ari_app.core.errors import AppError, WrongInput
from ari_app.speech import protocol
from ari_app.speech.audio import SAMPLE_RATE, to_samples
from ari_app.speech.decode_pool import DecodePool
from ari_app.speech.hearing import Heard, Hearing
from ari_app.speech.protocol import StreamConfig
from ari_app.speech.resample import resample

MAX_SECONDS = 120
_log = structlog.get_logger()


class AsrSession:
    """Serves one websocket until its end; requests are answered in the order they came."""

    def __init__(self, socket: web.WebSocketResponse, hearing: Hearing, pool: DecodePool) -> None:
        self._socket = socket
        self._hearing = hearing
        self._pool = pool
        self._config = StreamConfig()
        self._pcm = bytearray()
        self._earlier: Heard | None = None

    async def serve(self) -> None:
        """Read messages until the client ends or a message cannot be used."""
        async for message in self._socket:
            if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                break
            try:
                going = await self._handle(message.data)
            except WrongInput as error:
                await self._error(error)
                break
            if not going:
                break
        await self._socket.close()

    async def _handle(self, data: str | bytes) -> bool:
        if isinstance(data, bytes):
            await self._take(data)
            return True
        match protocol.parse_message(data):
            case {"config": config}:
                self._config = protocol.parse_config(config)
            case {"hypothesis": _}:
                await self._decode(final=False)
            case {"reset": _}:
                await self._decode(final=True)
                self._pcm.clear()
                self._earlier = None
            case {"eof": _}:
                await self._decode(final=True)
                return False
            case _:
                raise WrongInput("unknown message", code="bad_request")
        return True

    async def _take(self, pcm: bytes) -> None:
        if len(self._pcm) + len(pcm) > MAX_SECONDS * self._config.sample_rate * 2:
            raise WrongInput(f"more than {MAX_SECONDS} s of audio in one utterance", code="too_long")
        self._pcm += pcm
        if not self._config.extended:
            await self._send({"partial": self._earlier.transcript.text if self._earlier else ""})

    async def _decode(self, *, final: bool) -> None:
        try:
            heard = await self._pool.run(self._work(), self._config.deadline_ms / 1000, may_wait=final)
        except AppError as error:
            await self._error(error)
            return
        self._earlier = heard
        key = "text" if final else "partial"
        fields = protocol.result_fields(replace(heard.transcript, final=final))
        await self._send({key: heard.transcript.text, **fields})

    def _work(self) -> Callable[[], Heard]:
        pcm, config, earlier = bytes(self._pcm), self._config, self._earlier

        def work() -> Heard:
            samples = resample(to_samples(pcm), config.sample_rate, SAMPLE_RATE)
            return self._hearing.hear(samples, config.expectation, earlier)

        return work

    async def _error(self, error: AppError) -> None:
        _log.warning("asr_request_failed", code=error.code, reason=error.message)
        code = "bad_request" if error.code == WrongInput.code else error.code
        await self._send({"error": code, "message": error.message})

    async def _send(self, reply: dict[str, object]) -> None:
        # A client that left while its decode ran is no error of this side.
        with suppress(ConnectionResetError):
            await self._socket.send_str(json.dumps(reply, ensure_ascii=False))
