"""One channel of a recording, with the real voice detector: whose words they are, and where."""

from __future__ import annotations

import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from ari_app.core.errors import Damaged
from ari_app.media.port import SAMPLE_RATE
from ari_app.media.recording import Side, stereo_blocks
from ari_app.media.track_ear import Stretch, TrackEar
from ari_app.media.vad import VoiceActivity
from tests.fakes.vowels import vowels

Samples = NDArray[np.float64]
Sound = NDArray[np.floating[Any]] | NDArray[np.int16]

RATE = 8_000
NOISE = 8.0


def line(seconds: float, seed: int) -> Samples:
    return np.random.default_rng(seed).normal(0, NOISE, round(seconds * RATE))


def put(track: Samples, sound: Sound, at: float) -> None:
    begin = round(at * RATE)
    track[begin : begin + len(sound)] += sound


def recorded(path: Path, patient: Samples, agent: Samples) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setparams((2, 2, RATE, 0, "NONE", ""))
        file.writeframes(np.clip(np.stack([patient, agent], axis=1), -32768, 32767).astype("<i2").tobytes())
    return path


def heard(path: Path, since_ms: int = 0, block_ms: int = 100) -> dict[Side, list[Stretch]]:
    """What both ears hear of a file."""
    ears = {side: TrackEar(VoiceActivity(), since_ms) for side in Side}
    found: dict[Side, list[Stretch]] = {side: [] for side in Side}
    for block in stereo_blocks(path, since_ms, block_ms):
        for side in Side:
            found[side] += ears[side].hear(block[side], block[1 - side])
    for side in Side:
        found[side] += ears[side].finish()
    return found


@pytest.mark.parametrize("block_ms", [20, 100, 1_000])
def test_two_who_speak_at_once_are_heard_each_on_his_own_channel(tmp_path: Path, block_ms: int) -> None:
    patient, agent = line(8, 1), line(8, 2)
    put(patient, vowels(2.0, RATE, pitch=190.0), 2.0)
    put(agent, vowels(2.0, RATE), 3.0)
    found = heard(recorded(tmp_path / "a.wav", patient, agent), block_ms=block_ms)
    for side, at in ((Side.PATIENT, 2_000), (Side.AGENT, 3_000)):
        (stretch,) = found[side]
        assert abs(stretch.start_ms - at) < 120
        assert abs(stretch.end_ms - at - 2_000) < 120
        assert stretch.audio_from_ms < stretch.start_ms
        assert len(stretch.pcm) / 2 / SAMPLE_RATE * 1_000 > stretch.end_ms - stretch.audio_from_ms


@pytest.mark.parametrize(("delay", "gain_db"), [(0.03, -15), (0.1, -12), (0.3, -20)])
def test_the_echo_of_the_other_is_nobodys_words(tmp_path: Path, delay: float, gain_db: float) -> None:
    patient, agent = line(12, 1), line(12, 2)
    for at in (1.0, 5.0):
        put(agent, vowels(2.5, RATE), at)
        put(patient, vowels(2.5, RATE) * 10 ** (gain_db / 20), at + delay)
    put(patient, vowels(1.0, RATE, pitch=190.0), 9.0)
    found = heard(recorded(tmp_path / "a.wav", patient, agent))
    assert [round(each.start_ms, -3) for each in found[Side.PATIENT]] == [9_000]
    assert [round(each.start_ms, -3) for each in found[Side.AGENT]] == [1_000, 5_000]


def test_times_count_from_the_recordings_start_wherever_it_begins_to_listen(tmp_path: Path) -> None:
    patient, agent = line(8, 1), line(8, 2)
    put(patient, vowels(1.0, RATE), 1.0)
    put(patient, vowels(1.0, RATE), 5.0)
    (stretch,) = heard(recorded(tmp_path / "a.wav", patient, agent), since_ms=3_000)[Side.PATIENT]
    assert abs(stretch.start_ms - 5_000) < 120


def test_what_is_being_said_at_the_end_is_kept(tmp_path: Path) -> None:
    patient, agent = line(4, 1), line(4, 2)
    put(patient, vowels(1.0, RATE), 3.0)
    (stretch,) = heard(recorded(tmp_path / "a.wav", patient, agent))[Side.PATIENT]
    assert abs(stretch.start_ms - 3_000) < 120
    assert abs(stretch.end_ms - 4_000) < 120


def test_a_file_of_one_channel_is_no_talk(tmp_path: Path) -> None:
    with wave.open(str(tmp_path / "a.wav"), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(bytes(800))
    with pytest.raises(Damaged):
        next(stereo_blocks(tmp_path / "a.wav", 0, 20))
