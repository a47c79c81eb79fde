"""A recognizer behind the vosk-server websocket protocol: ours, or any vosk-server a hospital has."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress

import aiohttp

from ari_app.core.errors import Unavailable, WrongInput
from ari_app.dialogue.commands import Expectation
from ari_app.speech import protocol, vosk_results
from ari_app.speech.audio import SAMPLE_RATE
from ari_app.speech.port import Transcript, Word
from ari_app.speech.word_settling import transcript_of_words

_MEND = "check that `ari-app asr` (or your vosk-server) runs and that speech.asr_url names it"
_MEND_PROTOCOL = 'for a vosk-server set speech.asr_protocol = "vosk"'
_MOST_REPLIES_DUE = 200  # a plain server answers every piece of audio; unread answers would block it at last
_CONNECT_SECONDS = 2.0  # one that does not answer within this is away, however long it may think
_PATIENCE_SECONDS = 0.5  # a hypothesis that comes later is of no use to anybody
_CLOSE_SECONDS = 1.0  # a server that does not say goodbye holds up no call's end
_CLOSED = (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSING, aiohttp.WSMsgType.CLOSED)


class RemoteRecognizer:
    """Opens one connection per utterance. `extended=False` keeps to what a plain vosk-server knows.

    With `background` all others are heard first: `finish` raises Unavailable (`busy`) unless a decoder is free. A
    plain vosk-server knows no such thing.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        url: str,
        *,
        deadline_s: float = 4.0,
        extended: bool = True,
        background: bool = False,
    ) -> None:
        self._session = session
        self._url = url
        self._deadline_s = deadline_s
        self._extended = extended
        self._background = background

    async def open(self, expectation: Expectation | None) -> RemoteStream:
        """Connect and tell what is expected; raises Unavailable when nobody answers in time."""
        try:
            async with asyncio.timeout(min(self._deadline_s, _CONNECT_SECONDS)):
                socket = await self._session.ws_connect(
                    self._url, heartbeat=15, timeout=aiohttp.ClientWSTimeout(ws_close=_CLOSE_SECONDS)
                )
                try:
                    await socket.send_str(self._config(expectation))
                except BaseException:
                    await socket.close()
                    raise
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise Unavailable(f"the recognizer at {self._url} does not answer", mend=_MEND) from error
        if self._extended:
            return RemoteStream(socket, self._deadline_s)
        return PlainStream(socket, self._deadline_s, expectation)

    def _config(self, expectation: Expectation | None) -> str:
        if not self._extended:
            return protocol.plain_config_message(SAMPLE_RATE)
        deadline_ms = round(self._deadline_s * 1000)
        return protocol.config_message(SAMPLE_RATE, expectation, deadline_ms, background=self._background)

    async def check(self) -> None:
        """Ask once for the text of a moment of silence; raises Unavailable when no call could be heard."""
        stream = await self.open(None)
        try:
            await stream.feed(bytes(SAMPLE_RATE // 5))
            await (stream.hypothesis() if self._extended else stream.finish())
        finally:
            await stream.close()


class RemoteStream:
    """One utterance on its own connection to `ari-app asr`."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, deadline_s: float) -> None:
        self._socket = socket
        self._deadline_s = deadline_s

    async def feed(self, pcm: bytes) -> None:
        """Send audio; raises Unavailable when the connection is gone."""
        await self._send(pcm)

    async def hypothesis(self) -> Transcript | None:
        """The text so far; None when the recognizer is too busy."""
        await self._send(protocol.HYPOTHESIS)
        reply = await self._receive()
        if "error" in reply:
            return None
        if "confidence" not in reply:
            raise Unavailable("the recognizer does not speak the extended protocol", mend=_MEND_PROTOCOL)
        return protocol.transcript_of(reply, str(reply.get("partial", "")), final=False)

    async def finish(self) -> Transcript:
        """The final text of the whole utterance; raises Unavailable on overload or a missed deadline."""
        await self._send(protocol.EOF)
        reply = await self._receive()
        if "error" in reply:
            raise Unavailable(
                f"the recognizer refused: {reply['error']}", mend=_MEND, code=str(reply["error"])
            )
        return protocol.transcript_of(reply, str(reply.get("text", "")), final=True)

    async def close(self) -> None:
        """Let the connection go."""
        with suppress(aiohttp.ClientError, OSError):
            await self._socket.close()

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


class PlainStream(RemoteStream):
    """One utterance on its own connection to a vosk-server.

    Such a server answers every piece of audio, with a partial or, where it finds an end of its own, with a result;
    it does not know what is expected, so the words are settled here.
    """

    def __init__(
        self,
        socket: aiohttp.ClientWebSocketResponse,
        deadline_s: float,
        expectation: Expectation | None,
    ) -> None:
        super().__init__(socket, deadline_s)
        self._expectation = expectation
        self._words: list[Word] = []
        self._partial: Mapping[str, object] = {}
        self._replies_due = 0

    async def feed(self, pcm: bytes) -> None:
        """Send audio; raises Unavailable when the connection is gone."""
        await self._send(pcm)
        self._replies_due += 1
        if self._replies_due > _MOST_REPLIES_DUE:
            self._take(await self._receive())

    async def hypothesis(self) -> Transcript | None:
        """The words so far; None when there are none yet, or when the server is behind."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE_SECONDS):
                await self._catch_up()
        if self._replies_due:
            return None
        words = [*self._words, *vosk_results.words_of({"text": self._partial.get("partial", "")})]
        return transcript_of_words(words, self._expectation, final=False) if words else None

    async def finish(self) -> Transcript:
        """The final text: after the replies to audio that are still due, the first that is a result."""
        await self._send(protocol.EOF)
        try:
            async with asyncio.timeout(self._deadline_s):
                await self._catch_up()
                while not vosk_results.is_result(reply := await self._receive()):
                    continue
        except TimeoutError as error:
            raise Unavailable("the recognizer missed the deadline", mend=_MEND, code="deadline") from error
        self._end_piece(reply)
        return transcript_of_words(self._words, self._expectation, final=True)

    async def _catch_up(self) -> None:
        while self._replies_due:
            self._take(await self._receive())

    def _take(self, reply: Mapping[str, object]) -> None:
        self._replies_due -= 1
        if vosk_results.is_result(reply):
            self._end_piece(reply)
        else:
            self._partial = reply

    def _end_piece(self, reply: Mapping[str, object]) -> None:
        self._partial = {}
        self._words += vosk_results.words_of(reply)
