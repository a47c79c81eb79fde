"""A phone's audio that costs little: packets are encoded beforehand, what comes is only looked at for loudness."""

from __future__ import annotations

import asyncio
import struct
import time
from collections import deque
from collections.abc import Sequence

import numpy as np

from ari_app.lab.g711 import FRAME_SAMPLES, Codec, Pcm
from ari_app.lab.rtp import RtpStream
from ari_app.lab.sip_call import Call
from ari_app.lab.sip_message import SipMessage
from ari_app.lab.sip_phone import SipPhone
from ari_app.lab.sip_transaction import Address

LOUD = 1_000
LEAST_LOUD_SAMPLES = 8


def packets(pcm: Pcm, codec: Codec) -> tuple[bytes, ...]:
    """A sound as the payloads of 20 ms packets."""
    whole = np.concatenate([pcm, np.zeros(-len(pcm) % FRAME_SAMPLES, np.int16)])
    encoded = codec.encode(whole)
    return tuple(encoded[at : at + FRAME_SAMPLES] for at in range(0, len(encoded), FRAME_SAMPLES))


def loud_codes(codec: Codec) -> bytes:
    """The codes of a law that are loud: deleting them from a payload tells how many there were."""
    every = bytes(range(256))
    levels = np.abs(codec.decode(every).astype(np.int32))
    return bytes(code for code in every if levels[code] >= LOUD)


class LeanRtp(RtpStream):
    """One call's audio. `last_loud` is when the other side was last loud, `loud_since` when that began."""

    def __init__(self) -> None:
        super().__init__()
        self.last_loud = 0.0
        self.loud_packets = 0
        self.voice: deque[bytes] = deque()
        self.noise: Sequence[bytes] = ()
        self._noise_at = 0
        self._loud_codes = b""
        self._closing = asyncio.Event()

    @property
    def codec(self) -> Codec | None:
        """What the other side speaks, once it has said where."""
        return self._remote.codec if self._remote else None

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        remote = self._remote
        if remote is None or len(data) < 12 or data[1] & 127 != remote.codec.payload_type:
            return
        if not self._loud_codes:
            self._loud_codes = loud_codes(remote.codec)
        if len(data) - len(data.translate(None, self._loud_codes)) >= LEAST_LOUD_SAMPLES:
            self.last_loud = time.monotonic()
            self.loud_packets += 1

    def send_next(self) -> None:
        """The packet of this tick."""
        remote, transport = self._remote, self._transport
        if remote is None or transport is None or self._closed:
            return
        if self.voice:
            payload = self.voice.popleft()
        else:
            payload = self.noise[self._noise_at % len(self.noise)]
            self._noise_at += 1
        header = struct.pack(
            "!BBHII", 0x80, remote.codec.payload_type, self._sequence, self._timestamp, self._source
        )
        transport.sendto(header + payload, (remote.host, remote.port))
        self._sequence = self._sequence + 1 & 0xFFFF
        self._timestamp = self._timestamp + FRAME_SAMPLES & 0xFFFFFFFF

    async def run(self) -> None:
        """The crowd sends for all its phones at once; nothing is done here until the end."""
        await self._closing.wait()

    def close(self) -> None:
        """Stop sending and hearing."""
        self._closing.set()
        super().close()


class LeanPhone(SipPhone):
    """A SIP phone whose calls have such audio; `streams` holds it by call."""

    streams: dict[Call, LeanRtp]

    async def _take_call(self, invite: SipMessage, source: Address) -> None:
        _, rtp = await asyncio.get_running_loop().create_datagram_endpoint(LeanRtp, local_addr=(self.host, 0))
        call = Call(self, invite, source, rtp)
        self.streams[call] = rtp
        self.calls.append(call)
        call.begin(self._answering(call.called, invite.headers))
        self._arrivals.put_nowait(call)
        self.log.clear()
