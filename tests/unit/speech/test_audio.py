"""Audio in bytes, samples and files."""

from __future__ import annotations

import io
import wave

import numpy as np
import pytest

from ari_app.core.errors import Damaged
from ari_app.speech.audio import (
    SAMPLE_RATE,
    level,
    read_wav,
    silence,
    to_pcm,
    to_samples,
    trim_silence,
    write_wav,
)
from ari_app.speech.resample import Samples, resample


def tone(hertz: float, seconds: float, rate: int = SAMPLE_RATE, amplitude: float = 0.3) -> Samples:
    at = np.arange(int(seconds * rate)) / rate
    return (amplitude * np.sin(2 * np.pi * hertz * at)).astype(np.float32)


@pytest.mark.parametrize(
    "source, target", [(24_000, 16_000), (8000, 16_000), (22_050, 16_000), (16_000, 8000)]
)
def test_resampling_keeps_a_tone_and_its_place(source: int, target: int) -> None:
    got = resample(tone(1000, 1.0, source), source, target)
    wanted = tone(1000, 1.0, target)
    assert got.size == wanted.size
    assert np.abs(got - wanted)[300:-300].max() < 0.001


def test_resampling_down_leaves_nothing_to_fold_back() -> None:
    assert np.abs(resample(tone(5000, 1.0), 16_000, 8000))[100:-100].max() < 0.001


def test_resampling_nothing_gives_nothing() -> None:
    assert resample(np.zeros(0, np.float32), 24_000, 16_000).size == 0


def test_bytes_and_samples_go_round() -> None:
    pcm = bytes([0, 0, 255, 127, 0, 128, 1, 0])
    assert to_pcm(to_samples(pcm)) == pcm
    assert to_samples(pcm + b"\x01").size == 4


def test_what_is_too_loud_is_clipped_not_wrapped() -> None:
    assert to_pcm(np.array([2.0, -2.0], np.float32)) == bytes([255, 127, 0, 128])


def test_silence_at_the_edges_is_cut_to_what_is_kept() -> None:
    samples = np.concatenate([silence(500), tone(440, 0.3), silence(700)])
    assert trim_silence(samples, 60).size == pytest.approx((0.3 + 0.12) * SAMPLE_RATE, abs=320)
    assert trim_silence(silence(500), 60).size == 0


@pytest.mark.parametrize("amplitude", [0.003, 0.1, 0.9])
def test_a_prompt_is_brought_to_its_level(amplitude: float) -> None:
    loud = level(np.concatenate([silence(300), tone(440, 1.0, amplitude=amplitude)]), -20.0, -3.0)
    sounding = loud[SAMPLE_RATE // 2 :]
    assert 20 * np.log10(np.sqrt(np.mean(sounding**2))) == pytest.approx(-20.0, abs=0.2)


def test_no_peak_passes_the_limit() -> None:
    clicks = tone(440, 1.0, amplitude=0.01)
    clicks[8000:8010] = 1.0
    assert np.abs(level(clicks, -20.0, -3.0)).max() <= 10 ** (-3 / 20)


def test_a_wav_file_goes_round() -> None:
    pcm = to_pcm(tone(440, 0.2))
    assert read_wav(write_wav(pcm), "x.wav") == pcm


def test_a_recording_of_another_kind_is_converted() -> None:
    target = io.BytesIO()
    stereo = np.repeat(tone(440, 0.5, 48_000)[:, None], 2, axis=1)
    with wave.open(target, "wb") as wav:
        wav.setnchannels(2)
        wav.setsampwidth(2)
        wav.setframerate(48_000)
        wav.writeframes(to_pcm(stereo.ravel()))
    got = to_samples(read_wav(target.getvalue(), "x.wav"))
    assert np.abs(got - tone(440, 0.5))[300:-300].max() < 0.002


@pytest.mark.parametrize("cut", [0, 20, 44, 200])
def test_a_damaged_wav_file_is_told(cut: int) -> None:
    with pytest.raises(Damaged, match="x.wav"):
        read_wav(write_wav(to_pcm(tone(440, 0.2)))[:cut], "x.wav")
