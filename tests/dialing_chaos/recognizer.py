"""A recognizer before the real one: it knows the patients' own voice and what they mean; all else the real one hears.

The patients' voice is marked by a faint tone of 3 kHz, so nothing that a carrier, a mailbox or an assistant says is
taken for it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from contextlib import suppress

import aiohttp
import numpy as np
from aiohttp import WSMsgType, web

from ari_app.core.errors import Unavailable
from ari_app.dialogue.commands import Expectation
from ari_app.lab.g711 import SAMPLE_RATE as LINE_RATE
from ari_app.lab.g711 import Pcm
from ari_app.speech import protocol
from ari_app.speech.port import RecognitionStream, Transcript
from ari_app.speech.remote_recognizer import RemoteRecognizer

CONFIDENCE = 0.97
DEADLINE_SECONDS = 8.0
_RATE = 16_000
_MARK_HZ, _MARK_LEVEL = 3_000, 700.0
_LEAST_MARK = 150.0
_LEAST_LEVEL = 300.0
_LEAST_VOICED_SECONDS = 0.15
_SAYS = {
    "consent": "可以",
    "person": "是我",
    "verify": "四四一七",
    "data_consent": "同意",
    "pain_vas": "三分",
    "wants_callback": "不需要",
    "phq1": "完全没有",
    "phq2": "完全没有",
}
_OTHERWISE = "可以"
LISTENING = "listening on "


def mark(voice: Pcm) -> Pcm:
    """What a patient says (8 kHz), so that it is known again."""
    tone = _MARK_LEVEL * np.sin(2 * np.pi * _MARK_HZ * np.arange(len(voice)) / LINE_RATE)
    marked: Pcm = np.clip(voice + tone, -32_768, 32_767).astype(np.int16)
    return marked


def main() -> None:
    """Serve on a free port, or on the one that is given, until killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--behind", required=True, help="the websocket address of the real one")
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    asyncio.run(_serve(options.port, options.behind))


async def _serve(port: int, behind: str) -> None:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        real = RemoteRecognizer(session, behind, deadline_s=DEADLINE_SECONDS)

        async def hear(request: web.Request) -> web.WebSocketResponse:
            return await _hear(request, real)

        app = web.Application()
        app.router.add_get("/", hear)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        print(f"{LISTENING}ws://127.0.0.1:{runner.addresses[0][1]}", flush=True)
        await asyncio.Event().wait()


async def _hear(request: web.Request, real: RemoteRecognizer) -> web.WebSocketResponse:
    socket = web.WebSocketResponse(heartbeat=15)
    await socket.prepare(request)
    utterance = _Utterance(real, None)
    try:
        async for message in socket:
            if message.type is WSMsgType.BINARY:
                utterance.take(message.data)
                continue
            if message.type is not WSMsgType.TEXT:
                break
            asked = json.loads(message.data)
            if "config" in asked:
                utterance = _Utterance(real, protocol.parse_config(asked["config"]).expectation)
                continue
            final = "hypothesis" not in asked
            await socket.send_str(json.dumps(await _reply(utterance, final=final), ensure_ascii=False))
            if final:
                break
    finally:
        await utterance.close()
    await socket.close()
    return socket


async def _reply(utterance: _Utterance, *, final: bool) -> dict[str, object]:
    try:
        heard = await utterance.heard(final=final)
    except Unavailable as error:
        return {"error": "engine_failed", "message": error.message}
    if heard is None:
        return {"error": "busy", "message": "the real one is busy"}
    return {"text" if final else "partial": heard.text, **protocol.result_fields(heard)}


class _Utterance:
    """One of them: a patient's own as soon as the mark is in it, else the real one's matter."""

    def __init__(self, real: RemoteRecognizer, expectation: Expectation | None) -> None:
        self._real, self._expectation = real, expectation
        self._text = _SAYS.get("" if expectation is None else expectation.code, _OTHERWISE)
        self._samples = 0
        self._voiced: list[tuple[int, int]] = []
        self._mark = 0j
        self._unsent = bytearray()
        self._stream: RecognitionStream | None = None

    def take(self, pcm: bytes) -> None:
        """Audio of 16 kHz."""
        samples = np.frombuffer(pcm, "<i2").astype(np.float64)
        self._unsent += pcm
        start, self._samples = self._samples, self._samples + len(samples)
        if not len(samples) or float(np.sqrt(np.mean(samples**2))) <= _LEAST_LEVEL:
            return
        self._voiced.append((start, self._samples))
        at = np.arange(start, self._samples)
        self._mark += complex(np.sum(samples * np.exp(-2j * np.pi * _MARK_HZ * at / _RATE)))

    async def heard(self, *, final: bool) -> Transcript | None:
        """What was said; None when the real one is too busy to say. Raises Unavailable."""
        voiced = sum(end - start for start, end in self._voiced)
        if voiced < _LEAST_VOICED_SECONDS * _RATE:
            return Transcript("", "", 0.0, final=final, start_ms=0, end_ms=0)
        if 2 * abs(self._mark) / voiced < _LEAST_MARK:
            return await self._really_heard(final=final)
        return Transcript(
            self._text,
            self._text,
            CONFIDENCE,
            final=final,
            start_ms=round(self._voiced[0][0] * 1000 / _RATE),
            end_ms=round(self._voiced[-1][1] * 1000 / _RATE),
        )

    async def _really_heard(self, *, final: bool) -> Transcript | None:
        if self._stream is None:
            self._stream = await self._real.open(self._expectation)
        await self._stream.feed(bytes(self._unsent))
        self._unsent.clear()
        return await (self._stream.finish() if final else self._stream.hypothesis())

    async def close(self) -> None:
        """Let the real one go."""
        if self._stream is not None:
            with suppress(Unavailable):
                await self._stream.close()


if __name__ == "__main__":
    main()
