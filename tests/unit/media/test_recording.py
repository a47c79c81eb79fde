"""Stereo merge and span cutting, also of what a killed Asterisk left behind."""

from __future__ import annotations

import tracemalloc
import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from ari_app.core.errors import Damaged
from ari_app.media.recording import EMPTY_WAV, Side, Track, cut_span, merge_stereo, wav_info


def write(path: Path, samples: npt.NDArray[np.int16], rate: int = 8000) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.astype("<i2").tobytes())
    return path


def level(milliseconds: int, value: int, rate: int = 8000) -> npt.NDArray[np.int16]:
    return np.full(milliseconds * rate // 1000, value, dtype=np.int16)


def values(pcm: bytes) -> set[int]:
    return set(np.frombuffer(pcm, dtype="<i2").tolist())


def test_both_sides_lie_at_their_times(tmp_path: Path) -> None:
    patient = write(tmp_path / "in.wav", np.concatenate([level(1000, 0), level(500, 111)]))
    agent = write(tmp_path / "out.wav", level(700, 222))
    info = merge_stereo(Track(patient, 0), Track(agent, 250), tmp_path / "call.wav")
    assert (info.rate, info.channels, info.duration_ms) == (8000, 2, 1500)
    assert values(cut_span(tmp_path / "call.wav", Side.PATIENT, 1000, 1500)) == {111}
    assert values(cut_span(tmp_path / "call.wav", Side.PATIENT, 0, 1000)) == {0}
    assert values(cut_span(tmp_path / "call.wav", Side.AGENT, 250, 950)) == {222}
    assert values(cut_span(tmp_path / "call.wav", Side.AGENT, 0, 250)) == {0}
    assert values(cut_span(tmp_path / "call.wav", Side.AGENT, 950, 1500)) == {0}
    assert not (tmp_path / "call.wav.part").exists()
    with wave.open(str(tmp_path / "call.wav")) as file:
        assert (file.getnchannels(), file.getnframes()) == (2, 12_000)


def test_a_start_before_the_call_is_cut_off(tmp_path: Path) -> None:
    patient = write(tmp_path / "in.wav", np.concatenate([level(300, 5), level(300, 6)]))
    agent = write(tmp_path / "out.wav", level(100, 7))
    merge_stereo(Track(patient, -300), Track(agent, 0), tmp_path / "call.wav")
    assert values(cut_span(tmp_path / "call.wav", Side.PATIENT, 0, 300)) == {6}


def test_different_rates_come_out_at_the_higher_one(tmp_path: Path) -> None:
    hertz = np.arange(8000) * 2 * np.pi * 440 / 8000
    patient = write(tmp_path / "in.wav", (9000 * np.sin(hertz)).astype(np.int16))
    agent = write(tmp_path / "out.wav", level(1000, 222, 16_000), rate=16_000)
    info = merge_stereo(Track(patient, 0), Track(agent, 0), tmp_path / "call.wav")
    assert (info.rate, info.duration_ms) == (16_000, 1000)
    heard = np.frombuffer(cut_span(tmp_path / "call.wav", Side.PATIENT, 200, 700), dtype="<i2")
    assert np.argmax(np.abs(np.fft.rfft(heard))) * 2 == 440


def test_a_header_that_was_never_finished_counts_by_the_size(tmp_path: Path) -> None:
    path = write(tmp_path / "in.wav", level(1000, 9))
    whole = path.read_bytes()
    for claimed in (0, 2**31):
        path.write_bytes(whole[:40] + claimed.to_bytes(4, "little") + whole[44:] + b"\x09")
        assert wav_info(path).duration_ms == 1000
        assert values(cut_span(path, 0, 500, 2000)) == {9}


def test_a_killed_writer_with_only_a_header_is_an_empty_recording(tmp_path: Path) -> None:
    empty = write(tmp_path / "in.wav", level(0, 0))
    agent = write(tmp_path / "out.wav", level(100, 7))
    assert wav_info(empty).frames == 0
    assert merge_stereo(Track(empty, 0), Track(agent, 0), tmp_path / "call.wav").duration_ms == 100


@pytest.mark.parametrize(
    "content", [b"", b"RIFF", b"not a wav file at all, but long enough to read a header of"]
)
def test_a_file_that_is_no_recording_is_damaged(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "in.wav"
    path.write_bytes(content)
    with pytest.raises(Damaged, match="in.wav"):
        wav_info(path)


def test_a_missing_file_is_damaged_and_leaves_nothing(tmp_path: Path) -> None:
    agent = write(tmp_path / "out.wav", level(100, 7))
    with pytest.raises(Damaged, match="in.wav"):
        merge_stereo(Track(tmp_path / "in.wav", 0), Track(agent, 0), tmp_path / "call.wav")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.wav"]


def test_a_side_that_was_never_recorded_is_silence(tmp_path: Path) -> None:
    patient = write(tmp_path / "in.wav", level(100, 7))
    agent = tmp_path / "out.wav"
    agent.write_bytes(EMPTY_WAV)
    target = tmp_path / "call.wav"
    assert merge_stereo(Track(patient, 0), Track(agent, 0), target).duration_ms == 100
    assert values(cut_span(target, Side.PATIENT, 0, 100)) == {7}
    assert values(cut_span(target, Side.AGENT, 0, 100)) == {0}


def test_a_long_call_is_not_held_in_memory(tmp_path: Path) -> None:
    minutes = 15
    patient = write(tmp_path / "in.wav", level(minutes * 60_000, 3))
    agent = write(tmp_path / "out.wav", level(minutes * 60_000 + 500, 4))
    tracemalloc.start()
    info = merge_stereo(Track(patient, 0), Track(agent, 0), tmp_path / "call.wav")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert info.duration_ms == minutes * 60_000 + 500
    assert peak < 2_000_000


def test_a_span_outside_the_file_is_empty(tmp_path: Path) -> None:
    path = write(tmp_path / "in.wav", level(100, 7))
    assert cut_span(path, 0, 200, 300) == b""
    assert cut_span(path, 0, 50, 40) == b""
    with pytest.raises(ValueError, match="channel 1"):
        cut_span(path, 1, 0, 10)
