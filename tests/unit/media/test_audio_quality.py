"""The meter of a call's audio: what it tells of signals whose level, noise, clipping and echo are known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from ari_app.lab.g711 import PCMA
from ari_app.lab.telephone_line import at_level, pink_noise, to_pcm, to_signal
from ari_app.media.audio_quality import AudioMeter
from ari_app.media.echo import WebRtcEcho
from ari_app.media.endpointing import Insisted
from ari_app.media.listener import Listener
from ari_app.media.played import PlayedAudio
from ari_app.media.port import FRAME_BYTES, AudioIn
from ari_app.media.resample import resample
from ari_app.media.vad import VoiceActivity
from ari_app.policy.audio_quality import AudioQuality
from tests.fakes.vowels import vowels

Signal = NDArray[np.float64]

LINE_RATE = 8_000
TOLERANCE_DB = 1.5
SPEAKING, SILENT = (0.95,), (0.02,)


def steady_voice(seconds: float, level_dbfs: float) -> Signal:
    """A buzz of this level that does not swell or fade: its level is beyond doubt. 8 kHz."""
    at = np.arange(round(seconds * LINE_RATE)) / LINE_RATE
    buzz = sum(np.sin(2 * np.pi * 150 * number * at + number**2) for number in range(3, 20))
    return np.asarray(buzz / np.sqrt(np.mean(buzz**2)) * 10 ** (level_dbfs / 20))


def over_the_line(signal: Signal) -> bytes:
    """As it arrives from a telephone: A-law, then 16 kHz."""
    return resample(PCMA.decode(PCMA.encode(to_pcm(signal))).astype("<i2").tobytes(), LINE_RATE, 16_000)


def frames(pcm: bytes, start: float = 100.0) -> list[AudioIn]:
    """20 ms each, arriving in time."""
    return [
        AudioIn(pcm[at : at + FRAME_BYTES], start + (at // FRAME_BYTES + 1) * 0.02)
        for at in range(0, len(pcm) - FRAME_BYTES + 1, FRAME_BYTES)
    ]


def measured(*parts: tuple[Signal, Sequence[float]], noise_dbfs: float = -65.0) -> AudioQuality:
    """What the meter says of (sound, what the voice detector says of it) in noise."""
    chance = np.random.default_rng(7)
    meter, start = AudioMeter(), 100.0
    for sound, probabilities in parts:
        noise = pink_noise(len(sound) / LINE_RATE, noise_dbfs, chance)
        heard = frames(over_the_line(sound + noise[: len(sound)]), start)
        for frame in heard:
            meter.feed(frame, None, probabilities)
        start = heard[-1].at
    return meter.summary()


def silence(seconds: float) -> Signal:
    return np.zeros(round(seconds * LINE_RATE))


@pytest.mark.parametrize("noise_dbfs", [-65.0, -45.0, -30.0])
@pytest.mark.parametrize("level_dbfs", [-40.0, -26.0, -14.0])
def test_levels_are_those_that_were_sent(level_dbfs: float, noise_dbfs: float) -> None:
    found = measured(
        (silence(2.0), SILENT),
        (steady_voice(2.0, level_dbfs), SPEAKING),
        (silence(2.0), SILENT),
        noise_dbfs=noise_dbfs,
    )
    assert found.noise_dbfs == pytest.approx(noise_dbfs, abs=TOLERANCE_DB)
    assert found.heard_seconds == pytest.approx(6.0, abs=0.1)
    assert found.speech_seconds == pytest.approx(2.0, abs=0.1)
    assert found.clipped_share == 0
    # speech that is 10 dB below the noise is more than a mean of some seconds can tell
    if level_dbfs - noise_dbfs > -5:
        assert found.speech_dbfs == pytest.approx(level_dbfs, abs=TOLERANCE_DB)
        assert found.snr_db == pytest.approx(level_dbfs - noise_dbfs, abs=TOLERANCE_DB)


def test_pauses_that_the_detector_takes_for_voice_do_not_lower_the_level() -> None:
    voice = np.concatenate([steady_voice(0.4, -26.0), silence(0.3)] * 5)
    found = measured((silence(1.0), SILENT), (voice, SPEAKING), noise_dbfs=-60.0)
    assert found.speech_dbfs == pytest.approx(-26.0, abs=TOLERANCE_DB)


def test_a_knock_and_the_end_of_a_word_are_no_noise() -> None:
    knock = np.concatenate([silence(1.0), steady_voice(0.1, -12.0), silence(1.0)])
    found = measured(
        (knock, SILENT), (steady_voice(1.0, -26.0), SPEAKING), (steady_voice(0.15, -40.0), SILENT),
        (silence(1.0), SILENT),
    )  # fmt: skip
    assert found.noise_dbfs == pytest.approx(-65.0, abs=TOLERANCE_DB)


@pytest.mark.parametrize("gain_db", [3, 6, 10, 15])
def test_what_is_cut_off_is_counted_through_the_codec(gain_db: int) -> None:
    voice = to_signal(vowels(3.0, LINE_RATE))
    loud = voice / np.abs(voice).max() * 10 ** (gain_db / 20)
    found = measured((loud, SPEAKING), noise_dbfs=-80.0)
    assert found.clipped_share == pytest.approx(float(np.mean(np.abs(loud) >= 1)), rel=0.3, abs=0.002)


def test_a_loud_voice_that_is_not_cut_off_is_not_called_so() -> None:
    voice = to_signal(vowels(3.0, LINE_RATE))
    found = measured((voice / np.abs(voice).max() * 0.9, SPEAKING), noise_dbfs=-80.0)
    assert found.clipped_share == 0


def test_what_was_hardly_heard_is_not_judged() -> None:
    found = measured((silence(0.4), SILENT), (steady_voice(0.3, -26.0), SPEAKING))
    assert (found.speech_dbfs, found.noise_dbfs, found.snr_db) == (None, None, None)
    assert (found.clipped_share, found.echo_return_db) == (None, None)
    assert AudioMeter().summary() == AudioQuality(0.0, 0.0, None, None, None, None, None, 0, 0, None, 0)


def test_what_sounds_under_a_prompt_is_neither_voice_nor_noise() -> None:
    meter = AudioMeter()
    prompt = vowels(2.0).tobytes()
    for frame in frames(prompt):
        meter.feed(frame, frame.pcm, SPEAKING)
    for frame in frames(prompt, 102.0):
        meter.feed(frame, frame.pcm, SILENT)
    found = meter.summary()
    assert (found.speech_seconds, found.noise_dbfs) == (0, None)


@pytest.mark.req("M05-012")
@pytest.mark.parametrize("echo_db", [-12.0, -25.0, None])
def test_a_whole_line_with_the_real_detector_and_canceller(echo_db: float | None) -> None:
    chance = np.random.default_rng(11)
    voice, prompt = vowels(1.4, LINE_RATE, pitch=190.0), vowels(4.0)
    answer = at_level(to_signal(voice), -24.0)
    played = PlayedAudio()
    listener = Listener(VoiceActivity(), WebRtcEcho(), played)
    start, stopped_at, answered_at = 100.0, list[float](), list[float]()
    for _ in range(4):
        answered_at.append(start + 4.68)
        played.began(prompt.tobytes(), start)
        returned = to_signal(np.frombuffer(resample(prompt.tobytes(), 16_000, LINE_RATE), "<i2"))
        returned = returned * (0 if echo_db is None else 10 ** (echo_db / 20))
        scene = np.concatenate([silence(0.18), returned, silence(0.5), answer, silence(2.5)])
        scene = scene + pink_noise(len(scene) / LINE_RATE + 0.1, -55.0, chance)[: len(scene)]
        for frame in frames(over_the_line(scene), start):
            if frame.at > start + 4.0:
                played.ended(start + 4.0)
            decisions = listener.hear(frame)
            stopped_at += [each.at for each in decisions if isinstance(each, Insisted)]
            listener.take()
        start = frame.at
    assert len(stopped_at) == 4
    assert all(0.2 < at - began < 0.7 for at, began in zip(stopped_at, answered_at, strict=True))
    found = listener.quality
    assert found.speech_dbfs == pytest.approx(-24.0, abs=TOLERANCE_DB)
    assert found.noise_dbfs == pytest.approx(-55.0, abs=TOLERANCE_DB)
    assert found.late_share == 0
    if echo_db is None:
        assert found.echo_return_db is not None and found.echo_return_db < -40
    else:
        assert found.echo_return_db == pytest.approx(echo_db, abs=TOLERANCE_DB)


SOUNDS = st.one_of(
    st.binary(min_size=FRAME_BYTES, max_size=FRAME_BYTES),
    st.sampled_from([bytes(FRAME_BYTES), b"\xff\x7f" * (FRAME_BYTES // 2), b"\x00\x80" * (FRAME_BYTES // 2)]),
)
STRETCHES = st.tuples(
    SOUNDS,
    st.one_of(st.none(), SOUNDS),
    st.lists(st.floats(0, 1), max_size=2),
    st.integers(1, 60),
    st.sampled_from([0.0, 0.001, 0.02, 0.021, 0.5]),
)


@given(st.lists(STRETCHES, max_size=8))
def test_whatever_comes_the_figures_are_those_that_the_database_takes(
    stretches: list[tuple[bytes, bytes | None, list[float], int, float]],
) -> None:
    meter, now = AudioMeter(), 0.0
    for heard, played, probabilities, times, apart in stretches:
        for _ in range(times):
            now += apart
            meter.feed(AudioIn(heard, now), played, probabilities)
    found = meter.summary()
    assert 0 <= found.speech_seconds <= found.heard_seconds
    for level in (found.speech_dbfs, found.noise_dbfs):
        assert level is None or -96 <= level <= 0
    assert found.snr_db is None or -20 <= found.snr_db <= 96
    assert (found.snr_db is None) == (found.speech_dbfs is None or found.noise_dbfs is None)
    for share in (found.clipped_share, found.late_share):
        assert share is None or 0 <= share <= 1
    assert found.echo_return_db is None or -60 <= found.echo_return_db <= 20
    assert min(found.late_frames, found.missing_frames, found.worst_delay_ms) >= 0
