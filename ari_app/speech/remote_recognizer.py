"""A recognizer behind the vosk-server websocket protocol: ours, or any vosk-server a hospital has."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress

import aiohttp

from ari_app.core.errors import Unavailable, WrongInput
from ari_app.dialogue.commands import Expectation
from ari_app.speech import protocol
from ari_app.speech.audio import SAMPLE_RATE
from ari_app.speech.port import Transcript

_MEND = "check that `ari-app asr` (or your vosk-server) runs and that speech.asr_url names it"
_MEND_PROTOCOL = 'for a vosk-server set speech.asr_protocol = "vosk"'
_MOST_REPLIES_DUE = 200  # a plain server answers every piece of audio; unread answers would block it at last
_CLOSED = (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSING, aiohttp.WSMsgType.CLOSED)


class RemoteRecognizer:
    """Opens one connection per utterance. `extended=False` keeps to what a plain vosk-server knows."""

    def __init__(
        self, session: aiohttp.ClientSession, url: str, *, deadline_s: float = 4.0, extended: bool = True
    ) -> None:
        self._session = session
        self._url = url
        self._deadline_s = deadline_s
        self._extended = extended

    async def open(self, expectation: Expectation | None) -> RemoteStream:
        """Connect and tell what is expected; raises Unavailable when nobody answers in time."""
        try:
            async with asyncio.timeout(self._deadline_s):
                socket = await self._session.ws_connect(self._url, heartbeat=15)
                try:
                    await socket.send_str(self._config(expectation))
                except BaseException:
                    await socket.close()
                    raise
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise Unavailable(f"the recognizer at {self._url} does not answer", mend=_MEND) from error
        return RemoteStream(socket, self._deadline_s, extended=self._extended)

    def _config(self, expectation: Expectation | None) -> str:
        if not self._extended:
            return protocol.plain_config_message(SAMPLE_RATE)
        return protocol.config_message(SAMPLE_RATE, expectation, round(self._deadline_s * 1000))

    async def check(self) -> None:
        """Ask once for the text of a moment of silence; raises Unavailable when no call could be heard."""
        stream = await self.open(None)
        try:
            await stream.feed(bytes(SAMPLE_RATE // 5))
            await stream.hypothesis()
        finally:
            await stream.close()


class RemoteStream:
    """One utterance on its own connection."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, deadline_s: float, *, extended: bool) -> None:
        self._socket = socket
        self._deadline_s = deadline_s
        self._extended = extended
        self._settled: list[Transcript] = []
        self._partial = ""
        self._replies_due = 0

    async def feed(self, pcm: bytes) -> None:
        """Send audio; raises Unavailable when the connection is gone."""
        await self._send(pcm)
        if not self._extended:
            self._replies_due += 1
            if self._replies_due > _MOST_REPLIES_DUE:
                self._take_plain(await self._receive())

    async def hypothesis(self) -> Transcript | None:
        """The text so far; None when the recognizer is too busy. A plain server gives its last partial."""
        if self._extended:
            await self._send(protocol.HYPOTHESIS)
            reply = await self._receive()
            if "error" in reply:
                return None
            if "confidence" not in reply:
                raise Unavailable("the recognizer does not speak the extended protocol", mend=_MEND_PROTOCOL)
            return protocol.transcript_of(reply, str(reply.get("partial", "")), final=False)
        while self._replies_due:
            self._take_plain(await self._receive())
        texts = [one.text for one in self._settled] + [self._partial]
        return _join([*self._settled, _unsure(self._partial)], final=False) if any(texts) else None

    async def finish(self) -> Transcript:
        """The final text of the whole utterance; raises Unavailable on overload or a missed deadline."""
        await self._send(protocol.EOF)
        reply = await (self._receive() if self._extended else self._plain_final())
        if "error" in reply:
            raise Unavailable(
                f"the recognizer refused: {reply['error']}", mend=_MEND, code=str(reply["error"])
            )
        last = protocol.transcript_of(reply, _han(str(reply.get("text", ""))), final=True)
        return _join([*self._settled, last], final=True)

    async def close(self) -> None:
        """Let the connection go."""
        with suppress(aiohttp.ClientError, OSError):
            await self._socket.close()

    async def _plain_final(self) -> dict[str, object]:
        """The reply to the end: the first with `text` after those to the audio that are still due."""
        while self._replies_due:
            self._take_plain(await self._receive())
        while "text" not in (reply := await self._receive()):
            continue
        return reply

    def _take_plain(self, reply: Mapping[str, object]) -> None:
        self._replies_due -= 1
        self._partial = _han(str(reply.get("partial", "")))
        if text := _han(str(reply.get("text", ""))):
            self._settled.append(protocol.transcript_of(reply, text, final=True))

    async def _send(self, data: str | bytes) -> None:
        try:
            async with asyncio.timeout(self._deadline_s):
                if isinstance(data, str):
                    await self._socket.send_str(data)
                else:
                    await self._socket.send_bytes(data)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise Unavailable("the recognizer closed the connection", mend=_MEND) from error

    async def _receive(self) -> dict[str, object]:
        try:
            # The server's own deadline comes first, so that its reason is the one that is told.
            async with asyncio.timeout(self._deadline_s + 0.5):
                message = await self._socket.receive()
        except TimeoutError as error:
            raise Unavailable("the recognizer missed the deadline", mend=_MEND, code="deadline") from error
        if message.type in _CLOSED or message.type is aiohttp.WSMsgType.ERROR:
            raise Unavailable("the recognizer closed the connection", mend=_MEND)
        try:
            return protocol.parse_message(str(message.data))
        except WrongInput as error:
            raise Unavailable("the recognizer's reply is not understood", mend=_MEND) from error


def _han(text: str) -> str:
    """Vosk puts blanks between words; nothing in Mandarin is said by them."""
    return "".join(text.split())


def _unsure(text: str) -> Transcript:
    return Transcript(text, text, 0.0, final=False)


def _join(parts: list[Transcript], *, final: bool) -> Transcript:
    said = [part for part in parts if part.text] or parts[-1:]
    return Transcript(
        text="".join(part.text for part in said),
        raw_text="".join(part.raw_text for part in said),
        confidence=min(part.confidence for part in said),
        final=final,
        start_ms=said[0].start_ms,
        end_ms=said[-1].end_ms,
        alternatives=tuple(one for part in said for one in part.alternatives),
    )
