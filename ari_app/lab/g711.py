"""G.711 (ITU-T G.711, 1988): mu-law and A-law to and from 16-bit linear audio at 8 kHz, by table."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

Pcm = npt.NDArray[np.int16]
"""Linear audio: mono, 16 bit, 8 kHz."""

SAMPLE_RATE: Final = 8_000
FRAME_SAMPLES: Final = 160
"""Samples of one 20 ms packet."""

_LINEAR: Final = np.arange(-32_768, 32_768, dtype=np.int32)
_CODES: Final = np.arange(256, dtype=np.int32)


def _ulaw_decoding() -> Pcm:
    inverted = 255 - _CODES
    exponent, mantissa = inverted >> 4 & 7, inverted & 15
    magnitude = ((mantissa << 3) + 132 << exponent) - 132
    return np.where(inverted & 128, -magnitude, magnitude).astype(np.int16)


def _alaw_decoding() -> Pcm:
    toggled = _CODES ^ 0x55
    exponent, mantissa = toggled >> 4 & 7, toggled & 15
    linear_part = (mantissa << 4) + 8
    magnitude = np.where(exponent == 0, linear_part, linear_part + 256 << np.maximum(exponent - 1, 0))
    return np.where(toggled & 128, magnitude, -magnitude).astype(np.int16)


def _encoding(decoding: Pcm) -> npt.NDArray[np.uint8]:
    """The nearest code for each of the 65,536 linear values."""
    order = np.argsort(decoding, kind="stable")
    levels = decoding[order].astype(np.int32)
    boundaries = (levels[1:] + levels[:-1]) / 2
    return order[np.searchsorted(boundaries, _LINEAR, side="right")].astype(np.uint8)


class Codec:
    """One companding law, with its RTP payload type (RFC 3551) and the code that is silence."""

    def __init__(self, name: str, payload_type: int, decoding: Pcm) -> None:
        self.name = name
        self.payload_type = payload_type
        self._decoding = decoding
        self._encoding = _encoding(decoding)

    def encode(self, pcm: Pcm) -> bytes:
        """One byte a sample."""
        return self._encoding[pcm.astype(np.int32) + 32_768].tobytes()

    def decode(self, payload: bytes) -> Pcm:
        """One sample a byte."""
        return self._decoding[np.frombuffer(payload, dtype=np.uint8)]


PCMU: Final = Codec("PCMU", 0, _ulaw_decoding())
PCMA: Final = Codec("PCMA", 8, _alaw_decoding())
CODECS: Final = {codec.payload_type: codec for codec in (PCMU, PCMA)}
