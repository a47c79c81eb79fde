"""AudioSocket's frames: a byte for the kind, two for the length (big-endian), the payload. No socket, no clock.

Kinds as in Asterisk's res_audiosocket.h. Asterisk has sent keys since 20.14, 21.9 and 22.4, and has told other rates
than 8 kHz by their kinds since 20.17, 21.12 and 22.7; before that 0x10 stood for audio of whatever rate.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from ari_app.core.errors import WrongInput

HEADER_BYTES = 3
LONGEST_PAYLOAD = 0xFFFF
DIGITS = frozenset("0123456789*#ABCD")

_HANG_UP, _IDENTITY, _KEY, _FAULT = 0x00, 0x01, 0x03, 0xFF
_RATE_OF_KIND = {
    0x10: 8_000, 0x11: 12_000, 0x12: 16_000, 0x13: 24_000, 0x14: 32_000,
    0x15: 44_100, 0x16: 48_000, 0x17: 96_000, 0x18: 192_000,
}  # fmt: skip
_KIND_OF_RATE = {rate: kind for kind, rate in _RATE_OF_KIND.items()}
_LENGTH_OF_KIND = {_HANG_UP: 0, _IDENTITY: 16, _KEY: 1}


class BadFrame(WrongInput):
    """What came is no AudioSocket: nothing after it can be read."""

    code = "audiosocket_bad_frame"


@dataclass(frozen=True, slots=True)
class HangUp:
    """The far end hangs up."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Which channel connects; the first frame of every connection."""

    uuid: UUID


@dataclass(frozen=True, slots=True)
class Key:
    """One key was pressed (0-9, *, #, A-D)."""

    digit: str


@dataclass(frozen=True, slots=True)
class Audio:
    """Sound: 16-bit little-endian mono at `rate` Hz; may be empty."""

    rate: int
    pcm: bytes


@dataclass(frozen=True, slots=True)
class Fault:
    """The far end reports an error, with a code of its own."""

    detail: bytes


Frame = HangUp | Identity | Key | Audio | Fault


def encode(frame: Frame) -> bytes:
    """The bytes of a frame. Raises BadFrame for a rate that has no kind, and for too long a payload."""
    match frame:
        case HangUp():
            return _joined(_HANG_UP, b"")
        case Identity(uuid):
            return _joined(_IDENTITY, uuid.bytes)
        case Key(digit):
            return _joined(_KEY, digit.encode("ascii"))
        case Audio(rate, pcm):
            if rate not in _KIND_OF_RATE:
                raise BadFrame(f"AudioSocket has no kind for audio at {rate} Hz")
            return _joined(_KIND_OF_RATE[rate], pcm)
        case Fault(detail):
            return _joined(_FAULT, detail)


def _joined(kind: int, payload: bytes) -> bytes:
    if len(payload) > LONGEST_PAYLOAD:
        raise BadFrame(f"a payload of {len(payload)} bytes does not fit into an AudioSocket frame")
    return bytes((kind, *len(payload).to_bytes(2, "big"))) + payload


class FrameReader:
    """Bytes as they come, in pieces of any size, to frames; never holds more than one frame of 64 KiB."""

    def __init__(self) -> None:
        self._waiting = b""

    def feed(self, data: bytes) -> Iterator[Frame]:
        """The frames that `data` completes. Raises BadFrame behind the last good one, as soon as it can be told."""
        self._waiting += data
        while len(self._waiting) >= HEADER_BYTES:
            kind, length = self._waiting[0], int.from_bytes(self._waiting[1:HEADER_BYTES], "big")
            _check_header(kind, length)
            end = HEADER_BYTES + length
            if len(self._waiting) < end:
                return
            payload, self._waiting = self._waiting[HEADER_BYTES:end], self._waiting[end:]
            yield _decoded(kind, payload)


def _check_header(kind: int, length: int) -> None:
    if kind != _FAULT and kind not in _RATE_OF_KIND and _LENGTH_OF_KIND.get(kind) != length:
        raise BadFrame(f"no AudioSocket frame has kind 0x{kind:02x} and {length} bytes")


def _decoded(kind: int, payload: bytes) -> Frame:
    if kind in _RATE_OF_KIND:
        # Asterisk before 20.14 passes on as audio whatever its channel is given, comfort noise and texts too:
        # what is not made of whole samples is no sound
        return Audio(_RATE_OF_KIND[kind], b"" if len(payload) % 2 else payload)
    if kind == _IDENTITY:
        return Identity(UUID(bytes=payload))
    if kind == _KEY:
        digit = payload.decode("latin-1")
        if digit not in DIGITS:
            raise BadFrame(f"no telephone has a key {digit!r}")
        return Key(digit)
    return HangUp() if kind == _HANG_UP else Fault(payload)
