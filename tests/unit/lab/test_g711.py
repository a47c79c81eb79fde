"""G.711: known codes of the recommendation, and what goes round comes round."""

from __future__ import annotations

import numpy as np
import pytest

from ari_app.lab.g711 import PCMA, PCMU, Codec

ALL_CODES = bytes(range(256))


@pytest.mark.parametrize(
    ("codec", "code", "sample"),
    [
        (PCMU, 0xFF, 0),
        (PCMU, 0x80, 32_124),
        (PCMU, 0x00, -32_124),
        (PCMU, 0xFE, 8),
        (PCMA, 0xD5, 8),
        (PCMA, 0x55, -8),
        (PCMA, 0xAA, 32_256),
        (PCMA, 0x2A, -32_256),
    ],
)
def test_known_codes(codec: Codec, code: int, sample: int) -> None:
    assert codec.decode(bytes([code]))[0] == sample


@pytest.mark.parametrize("codec", [PCMU, PCMA])
def test_decoding_then_encoding_keeps_every_level(codec: Codec) -> None:
    levels = codec.decode(ALL_CODES)
    assert np.array_equal(codec.decode(codec.encode(levels)), levels)


@pytest.mark.parametrize("codec", [PCMU, PCMA])
def test_a_tone_keeps_its_shape(codec: Codec) -> None:
    tone = (10_000 * np.sin(2 * np.pi * 440 * np.arange(8_000) / 8_000)).astype(np.int16)
    error = codec.decode(codec.encode(tone)).astype(float) - tone
    assert 10 * np.log10(np.mean(tone.astype(float) ** 2) / np.mean(error**2)) > 36


def test_silence_is_the_code_that_switches_send() -> None:
    assert PCMU.encode(np.zeros(2, np.int16)) == b"\xff\xff"


@pytest.mark.parametrize("codec", [PCMU, PCMA])
def test_full_scale_does_not_wrap(codec: Codec) -> None:
    extremes = codec.decode(codec.encode(np.array([32_767, -32_768], np.int16)))
    assert extremes[0] > 32_000
    assert extremes[1] < -32_000
