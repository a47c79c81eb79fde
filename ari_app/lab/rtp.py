"""One call's audio over RTP (RFC 3550), a packet each 20 ms without drift, and its digits (RFC 4733)."""

from __future__ import annotations

import asyncio
import math
import random
import struct
import time
from collections import deque
from collections.abc import AsyncIterator
from typing import Final, cast

import numpy as np

from ari_app.lab.g711 import FRAME_SAMPLES, PCMU, Pcm
from ari_app.lab.line_echo import LineEcho
from ari_app.lab.sdp import AudioOffer

PACKET_SECONDS: Final = 0.020
_KEYS: Final = "0123456789*#ABCD"
_DIGIT_PACKETS: Final = 8
_DIGIT_END_PACKETS: Final = 3
_DIGIT_PAUSE_PACKETS: Final = 4
_DIGIT_VOLUME: Final = 10
_KEYED_LATE_SECONDS: Final = 0.04

Frame = tuple[float, Pcm]
"""When a packet came (monotonic seconds) and its samples."""


class PlayHandle:
    """Audio given to a call: when its first and its last packet left (monotonic s), None before."""

    def __init__(self, pcm: Pcm) -> None:
        self.started_at: float | None = None
        self.ended_at: float | None = None
        self.flushed = False
        self.done = asyncio.Event()
        self._pcm = pcm
        self._position = 0
        self._left_at: list[float] = []

    def sounded(self, begin: float, end: float) -> tuple[float, float] | None:
        """When a stretch of the audio (seconds in it) left; None before. After a stall packets follow at once."""
        first, last = (math.floor(begin / PACKET_SECONDS + 1e-6), math.ceil(end / PACKET_SECONDS - 1e-6) - 1)
        if last >= len(self._left_at):
            return None
        return (
            self._left_at[first] + begin - first * PACKET_SECONDS,
            self._left_at[last] + end - last * PACKET_SECONDS,
        )

    def next_samples(self, now: float) -> Pcm:
        """The samples of the packet that leaves `now`."""
        if self.started_at is None:
            self.started_at = now
        self._left_at.append(now)
        samples = self._pcm[self._position : self._position + FRAME_SAMPLES]
        self._position += FRAME_SAMPLES
        if self._position >= len(self._pcm):
            self.end(now, flushed=False)
        return samples

    def end(self, at: float, *, flushed: bool) -> None:
        """No packet follows."""
        self.ended_at = at
        self.flushed = flushed
        self.done.set()


class _Digit:
    """One key being sent: the same timestamp in each packet, a growing duration, the end said three times."""

    def __init__(self, key: str, timestamp: int) -> None:
        self._event = _KEYS.index(key)
        self.timestamp = timestamp
        self.packets = 0

    def payload(self) -> bytes:
        self.packets += 1
        last_update = _DIGIT_PACKETS - _DIGIT_END_PACKETS + 1
        end = 0x80 if self.packets >= last_update else 0
        duration = min(self.packets, last_update) * FRAME_SAMPLES
        return struct.pack("!BBH", self._event, end | _DIGIT_VOLUME, duration)

    @property
    def finished(self) -> bool:
        return self.packets >= _DIGIT_PACKETS


class RtpStream(asyncio.DatagramProtocol):
    """Both directions of one call's audio on one local port; `worst_lateness` (s) is how long this process stalled."""

    def __init__(self) -> None:
        self.heard: list[Frame] = []
        self.digits_received = ""
        self.background: Pcm | None = None
        self.echo: LineEcho | None = None
        self.sent_packets = 0
        self.worst_lateness = 0.0
        self.released = asyncio.Event()
        self.released.set()
        self._transport: asyncio.DatagramTransport | None = None
        self._remote: AudioOffer | None = None
        self._listeners: list[asyncio.Queue[Frame | None]] = []
        self._closed = False
        self._last_digit: int | None = None
        self._playing: deque[PlayHandle] = deque()
        self._keys: deque[str] = deque()
        self._digit: _Digit | None = None
        self._digit_pause = 0
        self._background_position = 0
        self._sequence = random.getrandbits(15)
        self._timestamp = random.getrandbits(31)
        self._source = random.getrandbits(32)

    @classmethod
    async def open(cls, host: str) -> RtpStream:
        """A stream on a free port of `host`."""
        loop = asyncio.get_running_loop()
        _, stream = await loop.create_datagram_endpoint(cls, local_addr=(host, 0))
        return stream

    @property
    def port(self) -> int:
        if self._transport is None:
            return 0
        return int(self._transport.get_extra_info("sockname")[1])

    def connect(self, remote: AudioOffer) -> None:
        """Send to where the other side wants it, in its codec."""
        self._remote = remote

    def close(self) -> None:
        """Stop sending and hearing; what still plays ends as flushed."""
        if self._closed:
            return
        self._closed = True
        self.released.set()
        self.flush()
        for listener in self._listeners:
            listener.put_nowait(None)
        if self._transport is not None:
            self._transport.close()

    # --- hearing

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if len(data) < 12 or data[0] >> 6 != 2 or self._remote is None:
            return
        payload = data[12 + 4 * (data[0] & 15) :]
        payload_type = data[1] & 127
        if payload_type == self._remote.digits and len(payload) >= 4:
            self._hear_digit(payload, int.from_bytes(data[4:8], "big"))
        elif payload_type == self._remote.codec.payload_type:
            frame = (time.monotonic(), self._remote.codec.decode(payload))
            self.heard.append(frame)
            if self.echo is not None:
                self.echo.hear(int.from_bytes(data[4:8], "big"), frame[1])
            for listener in self._listeners:
                listener.put_nowait(frame)

    def _hear_digit(self, payload: bytes, timestamp: int) -> None:
        ended = payload[1] & 0x80
        if ended and timestamp != self._last_digit and payload[0] < len(_KEYS):
            self._last_digit = timestamp
            self.digits_received += _KEYS[payload[0]]

    async def frames(self) -> AsyncIterator[Frame]:
        """Every frame from now on; ends with the stream."""
        if self._closed:
            return
        queue: asyncio.Queue[Frame | None] = asyncio.Queue()
        self._listeners.append(queue)
        try:
            while (frame := await queue.get()) is not None:
                yield frame
        finally:
            self._listeners.remove(queue)

    # --- sending

    def play(self, pcm: Pcm) -> PlayHandle:
        """Queue audio behind what is playing."""
        handle = PlayHandle(pcm)
        if self._closed or len(pcm) == 0:
            handle.end(time.monotonic(), flushed=self._closed)
        else:
            self._playing.append(handle)
        return handle

    def flush(self) -> None:
        """Silence from the next packet on."""
        now = time.monotonic()
        while self._playing:
            self._playing.popleft().end(now, flushed=True)

    def send_digits(self, keys: str) -> None:
        """Press these keys now, one after the other; audio waits meanwhile. Raises ValueError for no key."""
        for key in keys:
            if key not in _KEYS:
                raise ValueError(f"not a key of a telephone: {key!r}")
        self._keys.extend(keys)
        if keys:
            self.released.clear()

    async def run(self) -> None:
        """Send a packet each 20 ms until closed; a late wake-up is caught up, so nothing drifts.

        Not while keys are pressed: of keys that come in a burst Asterisk hears some twice.
        """
        due = time.monotonic()
        while not self._closed:
            late = time.monotonic() - due
            self.worst_lateness = max(self.worst_lateness, late)
            if late > _KEYED_LATE_SECONDS and not self.released.is_set():
                due += late
            self._send_packet()
            due += PACKET_SECONDS
            await asyncio.sleep(max(0.0, due - time.monotonic()))

    def _send_packet(self) -> None:
        if self._digit is None and self._keys and self._digit_pause == 0:
            self._digit = _Digit(self._keys.popleft(), self._timestamp)
        if self._digit is not None and self._remote is not None and self._remote.digits is not None:
            self._send_digit(self._digit, self._remote.digits)
        else:
            self._digit_pause = max(0, self._digit_pause - 1)
            codec = self._remote.codec if self._remote else PCMU
            self._send(codec.payload_type, self._timestamp, codec.encode(self._next_samples()))
        self._timestamp = self._timestamp + FRAME_SAMPLES & 0xFFFFFFFF

    def _send_digit(self, digit: _Digit, payload_type: int) -> None:
        marker = 0x80 if digit.packets == 0 else 0
        self._send(payload_type | marker, digit.timestamp, digit.payload())
        if digit.finished:
            self._digit = None
            self._digit_pause = _DIGIT_PAUSE_PACKETS
            if not self._keys:
                self.released.set()

    def _next_samples(self) -> Pcm:
        samples = np.zeros(FRAME_SAMPLES, np.int32)
        if self._playing and self._digit_pause == 0:
            handle = self._playing[0]
            part = handle.next_samples(time.monotonic())
            samples[: len(part)] = part
            if handle.done.is_set():
                self._playing.popleft()
        if self.echo is not None:
            samples += self.echo.next_samples()
        if self.background is not None and len(self.background):
            indices = np.arange(self._background_position, self._background_position + FRAME_SAMPLES)
            samples += self.background[indices % len(self.background)]
            self._background_position += FRAME_SAMPLES
        return np.clip(samples, -32_768, 32_767).astype(np.int16)

    def _send(self, payload_type: int, timestamp: int, payload: bytes) -> None:
        if self._transport is None or self._remote is None or self._transport.is_closing():
            return
        header = struct.pack("!BBHII", 0x80, payload_type, self._sequence, timestamp, self._source)
        self._transport.sendto(header + payload, (self._remote.host, self._remote.port))
        self._sequence = self._sequence + 1 & 0xFFFF
        self.sent_packets += 1
