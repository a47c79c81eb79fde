"""The resampler: right tones kept, forbidden ones gone, streams equal wholes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ari_app.media.resample import Resampler, resample

PAIRS = [(24_000, 16_000), (16_000, 8_000), (8_000, 16_000), (22_050, 16_000)]


def tone(rate: int, hertz: float, seconds: float = 0.5) -> bytes:
    """A sine at a third of full scale."""
    samples = np.arange(round(rate * seconds))
    return bytes(np.rint(10_000 * np.sin(2 * np.pi * hertz * samples / rate)).astype("<i2"))


def level(pcm: bytes) -> float:
    """RMS without the edges."""
    samples = np.frombuffer(pcm, dtype="<i2").astype(float)[400:-400]
    return float(np.sqrt(np.mean(samples**2)))


@pytest.mark.parametrize(("source", "target"), PAIRS)
@pytest.mark.parametrize("hertz", [300, 1000, 2500])
def test_speech_tones_come_out_unchanged_and_in_time(source: int, target: int, hertz: int) -> None:
    out = np.frombuffer(resample(tone(source, hertz), source, target), dtype="<i2").astype(float)
    wanted = np.frombuffer(tone(target, hertz), dtype="<i2").astype(float)
    error = (out - wanted[: len(out)])[400:-400]
    assert np.sqrt(np.mean(error**2)) < 7071 * 10 ** (-60 / 20)


@pytest.mark.parametrize(("source", "target"), [(24_000, 16_000), (16_000, 8_000)])
def test_tones_above_the_new_band_do_not_fold_down(source: int, target: int) -> None:
    assert level(resample(tone(source, target / 2 * 1.1), source, target)) < 10


def test_upsampling_makes_no_mirror_tone() -> None:
    out = np.frombuffer(resample(tone(8_000, 3_000), 8_000, 16_000), dtype="<i2").astype(float)[1000:-1000]
    spectrum = np.abs(np.fft.rfft(out * np.hanning(len(out))))
    hertz = np.fft.rfftfreq(len(out), 1 / 16_000)
    assert spectrum[hertz > 4200].max() < spectrum.max() * 10 ** (-60 / 20)


def test_full_scale_does_not_wrap_around() -> None:
    loud = bytes(np.tile(np.array([32767] * 40 + [-32768] * 40, dtype="<i2"), 20))
    out = np.frombuffer(resample(loud, 8_000, 16_000), dtype="<i2").astype(int)
    assert np.abs(np.diff(out)).max() < 45_000


def test_the_same_rate_is_left_alone() -> None:
    assert resample(b"\x01\x02\x03\x04", 16_000, 16_000) == b"\x01\x02\x03\x04"


@settings(max_examples=40)
@given(
    st.sampled_from(PAIRS),
    st.lists(st.integers(0, 700), min_size=1, max_size=12),
    st.integers(0, 2**32 - 1),
)
def test_a_stream_in_pieces_equals_the_whole(pair: tuple[int, int], pieces: list[int], seed: int) -> None:
    noise = np.random.default_rng(seed).integers(-9000, 9000, sum(pieces)).astype("<i2")
    stream = Resampler(*pair)
    out, at = b"", 0
    for size in pieces:
        out += stream.feed(bytes(noise[at : at + size]))
        at += size
    out += stream.finish()
    assert out == resample(bytes(noise), *pair)
    assert len(out) // 2 == -(-len(noise) * pair[1] // pair[0])
