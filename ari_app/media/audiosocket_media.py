"""Media over AudioSocket, for an Asterisk without the media websocket: a TCP connection, paced by our own clock.

Asterisk passes on what it gets at once and tells nothing back. So one frame is sent every 20 ms, on deadlines that a
late timer does not move, and what was sent counts as sounding.

Silence is sent too, for the whole life of the connection: between 20.14 and 20.16 (22.4 and 22.6) a look for audio
that finds none ends the media channel, and from 20.17 (22.7) on it holds the channel until some comes
(github.com/asterisk/asterisk/issues/2089). It also keeps RTP flowing to carriers that cut silent calls.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from types import TracebackType
from typing import Self

import structlog

from ari_app.media.audiosocket_connection import AudioSocketConnection
from ari_app.media.audiosocket_frames import Audio, Frame, Key
from ari_app.media.frame_clock import FrameClock
from ari_app.media.inbox import Inbox
from ari_app.media.key_merge import KeyMerge, KeySource
from ari_app.media.paced_playout import PacedPlayout
from ari_app.media.port import FRAME_BYTES, FRAME_MS, SAMPLE_RATE, AudioIn, KeyIn, MediaClosed, MediaEvent
from ari_app.media.resample import Resampler

log = structlog.get_logger()

STALL_SECONDS = 2.0


class AudioSocketMedia:
    """The audio path of one call (a MediaPort) at `rate` Hz, that of the media channel's format."""

    def __init__(self, connection: AudioSocketConnection, rate: int) -> None:
        self._connection = connection
        self._rate = rate
        self._loop = asyncio.get_running_loop()
        self._inbox = Inbox()
        self._keys = KeyMerge()
        self._playout = PacedPlayout(rate)
        self._silence = bytes(rate * 2 * FRAME_MS // 1000)
        self._resampler: tuple[int, Resampler] | None = None
        self._partial = b""
        self._held_since: float | None = None
        self._clock = FrameClock(self._loop.time())
        self._timer: asyncio.Handle = self._loop.call_soon(self._tick)
        connection.serve(self._take, self._end)

    @property
    def dropped_frames(self) -> int:
        """Incoming audio frames thrown away because nobody took them in time."""
        return self._inbox.dropped_frames

    @property
    def pauses(self) -> int:
        """How often our own clock came so late that the patient heard a gap."""
        return self._clock.pauses

    def events(self) -> AsyncIterator[MediaEvent]:
        """Everything that comes from the call, in order; ends after MediaClosed."""
        return self._inbox.events()

    async def play(self, utterance_id: str, pcm: bytes) -> None:
        """Queue an utterance; exactly one PlayoutEnded follows (nothing does after MediaClosed)."""
        if not self._inbox.closed:
            self._playout.add(utterance_id, pcm)

    async def flush(self) -> None:
        """Silence at once: nothing is sent any more but what has been."""
        self._drop()

    def key_told(self, digit: str) -> None:
        """Asterisk's events told of a key; versions that send it on the audio path too make it count once."""
        self._pressed(KeySource.ARI, digit)

    async def close(self) -> None:
        """Let go of the audio path; the media channel hangs up. Safe to call twice."""
        self._end()
        self._connection.hang_up()
        await self._connection.wait_gone()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def _drop(self) -> None:
        for ended in self._playout.drop(self._loop.time()):
            self._inbox.put(ended)

    def _end(self) -> None:
        """Nothing comes or goes any more."""
        self._timer.cancel()
        self._drop()
        self._inbox.put(MediaClosed(self._loop.time()))

    def _take(self, frame: Frame) -> None:
        match frame:
            case Audio(rate, pcm):
                self._hear(rate, pcm)
            case Key(digit):
                self._pressed(KeySource.AUDIO_PATH, digit)
            case _:
                log.debug("audiosocket_frame_ignored", frame=type(frame).__name__)

    def _hear(self, rate: int, pcm: bytes) -> None:
        """Asterisk passes on packets of the phone's own length (10, 30 … ms): cut them to 20 ms."""
        at = self._loop.time()
        self._partial += self._at_our_rate(rate, pcm)
        whole = len(self._partial) // FRAME_BYTES * FRAME_BYTES
        for start in range(0, whole, FRAME_BYTES):
            self._inbox.put(AudioIn(self._partial[start : start + FRAME_BYTES], at))
        self._partial = self._partial[whole:]

    def _at_our_rate(self, rate: int, pcm: bytes) -> bytes:
        if rate == SAMPLE_RATE:
            return pcm
        if self._resampler is not None and self._resampler[0] == rate:
            return self._resampler[1].feed(pcm)
        resampler = Resampler(rate, SAMPLE_RATE)
        self._resampler = (rate, resampler)
        first = resampler.feed(pcm)
        # it looks ahead by 3 ms: with as much silence in front each packet completes its own frame, not the one before
        return bytes(len(pcm) // 2 * SAMPLE_RATE // rate * 2 - len(first)) + first

    def _pressed(self, source: KeySource, digit: str) -> None:
        at = self._loop.time()
        if self._keys.is_new(source, digit, at):
            self._inbox.put(KeyIn(digit, at))

    def _tick(self) -> None:
        """Send what is due, and wait for the next deadline."""
        now = self._loop.time()
        for _ in range(self._clock.due(now)):
            self._send_frame(now)
        self._timer = self._loop.call_at(self._clock.next_at, self._tick)

    def _send_frame(self, now: float) -> None:
        if self._connection.is_held:
            self._wait_for_asterisk(now)
            return
        self._held_since = None
        frame, told = self._playout.next_frame(now)
        for event in told:
            self._inbox.put(event)
        self._connection.send_audio(self._rate, frame or self._silence)

    def _wait_for_asterisk(self, now: float) -> None:
        """Asterisk takes nothing: hold the prompt where it is, and give it up when that lasts."""
        if self._held_since is None:
            self._held_since = now
        elif now - self._held_since > STALL_SECONDS:
            log.warning("playout_stalled", held_ms=round((now - self._held_since) * 1000))
            self._held_since = now
            self._drop()
