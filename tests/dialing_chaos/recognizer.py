"""A recognizer of a few lines that speaks our protocol: once it has heard a voice it knows what was said."""

from __future__ import annotations

import asyncio
import json
import sys

import numpy as np
from aiohttp import WSMsgType, web

from ari_app.speech import protocol
from ari_app.speech.port import Transcript

CONFIDENCE = 0.97
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


def main() -> None:
    """Serve on a free port, or on the one that is given, until killed."""
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    asyncio.run(_serve(port))


async def _serve(port: int) -> None:
    app = web.Application()
    app.router.add_get("/", _hear)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    print(f"{LISTENING}ws://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


async def _hear(request: web.Request) -> web.WebSocketResponse:
    socket = web.WebSocketResponse(heartbeat=15)
    await socket.prepare(request)
    utterance = _Utterance()
    async for message in socket:
        if message.type is WSMsgType.BINARY:
            utterance.take(message.data)
            continue
        if message.type is not WSMsgType.TEXT:
            break
        asked = json.loads(message.data)
        if "config" in asked:
            expectation = protocol.parse_config(asked["config"]).expectation
            utterance = _Utterance("" if expectation is None else expectation.code)
            continue
        final = "hypothesis" not in asked
        heard = utterance.heard(final=final)
        reply = {"text" if final else "partial": heard.text, **protocol.result_fields(heard)}
        await socket.send_str(json.dumps(reply, ensure_ascii=False))
        if final:
            break
    await socket.close()
    return socket


class _Utterance:
    def __init__(self, code: str = "") -> None:
        self._text = _SAYS.get(code, _OTHERWISE)
        self._milliseconds = 0.0
        self._voiced: list[tuple[float, float]] = []

    def take(self, pcm: bytes) -> None:
        """Audio of 16 kHz."""
        samples = np.frombuffer(pcm, "<i2").astype(np.float32)
        if not len(samples):
            return
        start, self._milliseconds = self._milliseconds, self._milliseconds + len(samples) / 16
        if float(np.sqrt(np.mean(samples**2))) > _LEAST_LEVEL:
            self._voiced.append((start, self._milliseconds))

    def heard(self, *, final: bool) -> Transcript:
        """The text, as soon as there was enough of a voice."""
        voiced = sum(end - start for start, end in self._voiced) / 1000
        if voiced < _LEAST_VOICED_SECONDS:
            return Transcript("", "", 0.0, final=final, start_ms=0, end_ms=0)
        return Transcript(
            self._text,
            self._text,
            CONFIDENCE,
            final=final,
            start_ms=round(self._voiced[0][0]),
            end_ms=round(self._voiced[-1][1]),
        )


if __name__ == "__main__":
    main()
