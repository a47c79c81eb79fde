"""The ear: times, pre-roll, gaps without packets, complete answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest

from ari_app.media.echo import NoEcho
from ari_app.media.endpointing import (
    CLOSED_QUESTION,
    OPEN_QUESTION,
    Decision,
    EndReason,
    SpeechEnded,
    SpeechStarted,
)
from ari_app.media.listener import Listener
from ari_app.media.played import PlayedAudio
from ari_app.media.port import FRAME_BYTES, SAMPLE_RATE, AudioIn
from ari_app.media.vad import WINDOW_SECONDS, VoiceActivity
from tests.fakes.vowels import vowels

FRAME = FRAME_BYTES // 2
EXACT = replace(CLOSED_QUESTION, release_ms=0)
PRE_ROLL = EXACT.pre_roll_ms / 1000
WINDOW_BYTES = round(WINDOW_SECONDS * SAMPLE_RATE) * 2


class LoudnessDetector:
    """Voice is what is loud: makes the times of a test exact."""

    def __init__(self) -> None:
        self._waiting = b""

    def feed(self, pcm: bytes) -> list[float]:
        """1.0 for a loud window, 0.0 for a quiet one."""
        self._waiting += pcm
        told = []
        while len(self._waiting) >= WINDOW_BYTES:
            window, self._waiting = self._waiting[:WINDOW_BYTES], self._waiting[WINDOW_BYTES:]
            told.append(float(np.abs(np.frombuffer(window, dtype="<i2")).mean() > 100))
        return told

    def reset(self) -> None:
        """Forget."""
        self._waiting = b""


def frames(samples: np.ndarray[tuple[int], np.dtype[np.int16]], start: float = 100.0) -> Iterable[AudioIn]:
    """20 ms frames, each arriving when it is over."""
    for index in range(len(samples) // FRAME):
        part = samples[index * FRAME : (index + 1) * FRAME]
        yield AudioIn(part.astype("<i2").tobytes(), start + (index + 1) * 0.02)


def scene(*parts: tuple[float, int]) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    """(seconds, level) stretches as a square wave."""
    return np.concatenate(
        [np.full(round(seconds * 16_000), level, dtype=np.int16) for seconds, level in parts]
    )


def run(listener: Listener, heard: Iterable[AudioIn]) -> tuple[list[Decision], bytes]:
    decisions, audio = list[Decision](), b""
    for frame in heard:
        decisions += listener.hear(frame)
        audio += listener.take()
    return decisions, audio


def test_the_turn_brings_its_first_syllable_along() -> None:
    listener = Listener(LoudnessDetector(), NoEcho(), PlayedAudio(), EXACT)
    decisions, audio = run(listener, frames(scene((1.0, 0), (0.5, 5000), (1.0, 0))))
    started = next(each for each in decisions if isinstance(each, SpeechStarted))
    ended = next(each for each in decisions if isinstance(each, SpeechEnded))
    assert started.at == pytest.approx(101.0, abs=0.04)
    assert ended.end == pytest.approx(101.5, abs=0.04)
    assert listener.audio_from == pytest.approx(101.0 - PRE_ROLL, abs=0.06)
    samples = np.frombuffer(audio, dtype="<i2")
    assert np.count_nonzero(samples) == 8000
    assert np.argmax(samples != 0) / 16_000 == pytest.approx(PRE_ROLL, abs=0.06)
    assert not listener.speaking
    assert listener.take() == b""


def test_a_phone_that_sends_nothing_in_pauses_still_ends_the_turn() -> None:
    listener = Listener(LoudnessDetector(), NoEcho(), PlayedAudio(), EXACT)
    run(listener, frames(scene((0.3, 0), (0.6, 5000))))
    decisions = [each for tick in range(1, 12) for each in listener.idle(100.9 + tick / 10)]
    (ended,) = (each for each in decisions if isinstance(each, SpeechEnded))
    assert ended.end == pytest.approx(100.9, abs=0.04)
    assert ended.decided_at == pytest.approx(100.9 + EXACT.end_silence_ms / 1000, abs=0.04)


def test_after_a_gap_times_are_right_again() -> None:
    listener = Listener(LoudnessDetector(), NoEcho(), PlayedAudio(), EXACT)
    run(listener, frames(scene((0.3, 0))))
    for tick in range(48):
        assert listener.idle(100.3 + tick / 10) == []
    decisions, _ = run(listener, frames(scene((0.2, 0), (0.4, 5000)), start=105.0))
    assert isinstance(decisions[0], SpeechStarted)
    assert decisions[0].at == pytest.approx(105.2, abs=0.04)


def test_times_heal_by_themselves_after_a_gap_that_nobody_looked_into() -> None:
    listener = Listener(LoudnessDetector(), NoEcho(), PlayedAudio(), EXACT)
    run(listener, frames(scene((0.3, 0))))
    decisions, _ = run(listener, frames(scene((0.8, 0), (0.4, 5000)), start=105.0))
    assert isinstance(decisions[0], SpeechStarted)
    assert decisions[0].at == pytest.approx(105.8, abs=0.04)


def test_a_stalled_event_loop_is_no_gap() -> None:
    heard = list(frames(scene((1.0, 0), (0.5, 5000), (1.0, 0))))
    listener = Listener(LoudnessDetector(), NoEcho(), PlayedAudio(), EXACT)
    decisions, audio = run(listener, heard[:60])
    decisions += listener.idle(heard[80].at)
    more, rest = run(listener, (AudioIn(frame.pcm, max(frame.at, heard[80].at)) for frame in heard[60:]))
    (ended,) = (each for each in decisions + more if isinstance(each, SpeechEnded))
    assert (ended.start, ended.end) == pytest.approx((101.0, 101.5), abs=0.04)
    assert np.count_nonzero(np.frombuffer(audio + rest, dtype="<i2")) == 8000
    assert len(audio + rest) / 32_000 == pytest.approx(PRE_ROLL + 0.5 + EXACT.end_silence_ms / 1000, abs=0.1)


def test_what_a_network_held_back_is_heard_at_its_own_time() -> None:
    """A patient spoke while the path was broken for five seconds: his words have their time and length."""
    heard = list(frames(scene((1.0, 0), (0.6, 5000), (4.0, 0), (0.5, 5000), (1.0, 0))))
    listener = Listener(LoudnessDetector(), NoEcho(), PlayedAudio(), EXACT)
    decisions, _ = run(listener, heard[:40])
    for tick in range(50):
        decisions += listener.idle(heard[39].at + tick / 10)
    at_once = heard[39].at + 5.0
    more, _ = run(listener, (AudioIn(frame.pcm, max(frame.at, at_once)) for frame in heard[40:]))
    ended = [each for each in decisions + more if isinstance(each, SpeechEnded)]
    assert [(each.start, each.end) for each in ended] == [
        pytest.approx((101.0, 101.6), abs=0.1),
        pytest.approx((105.6, 106.1), abs=0.04),
    ]


@pytest.mark.parametrize("voice_from", [0.0, 0.02, 0.06, 0.1, 0.3])
@pytest.mark.parametrize("silence", [1.0, 5.0])
def test_voice_in_the_first_packets_that_were_held_back_begins_at_its_own_time(
    voice_from: float, silence: float
) -> None:
    heard = list(frames(scene((1.0 + voice_from, 0), (0.6, 5000), (silence, 0))))
    listener = Listener(LoudnessDetector(), NoEcho(), PlayedAudio(), EXACT)
    decisions, _ = run(listener, heard[:50])
    for tick in range(round(silence * 10)):
        decisions += listener.idle(heard[49].at + tick / 10)
    at_once = heard[49].at + silence
    more, audio = run(listener, (AudioIn(frame.pcm, max(frame.at, at_once)) for frame in heard[50:]))
    (ended,) = (each for each in decisions + more if isinstance(each, SpeechEnded))
    assert (ended.start, ended.end) == pytest.approx((101.0 + voice_from, 101.6 + voice_from), abs=0.1)
    assert np.count_nonzero(np.frombuffer(audio, dtype="<i2")) >= 0.5 * 16_000


def test_a_phone_that_speaks_after_its_silence_goes_on_in_the_present() -> None:
    listener = Listener(LoudnessDetector(), NoEcho(), PlayedAudio(), EXACT)
    run(listener, frames(scene((0.3, 0))))
    for tick in range(30):
        assert listener.idle(100.3 + tick / 10) == []
    pairs = [
        AudioIn(frame.pcm, frame.at + 0.02 * (index % 2 == 0))
        for index, frame in enumerate(frames(scene((0.2, 0), (0.4, 5000)), start=103.3))
    ]
    decisions, _ = run(listener, pairs)
    assert isinstance(decisions[0], SpeechStarted)
    assert decisions[0].at == pytest.approx(103.5, abs=0.06)


def test_late_packets_do_not_move_the_times() -> None:
    samples = scene((1.0, 0), (0.5, 5000), (1.0, 0))
    late = [
        AudioIn(frame.pcm, frame.at + (0.05 if index % 7 == 3 else 0.0))
        for index, frame in enumerate(frames(samples))
    ]
    decisions, _ = run(Listener(LoudnessDetector(), NoEcho(), PlayedAudio(), EXACT), late)
    assert isinstance(decisions[0], SpeechStarted)
    assert decisions[0].at == pytest.approx(101.0, abs=0.04)


def test_a_complete_answer_ends_sooner_unless_speech_goes_on() -> None:
    listener = Listener(LoudnessDetector(), NoEcho(), PlayedAudio(), replace(OPEN_QUESTION, release_ms=0))
    heard = list(frames(scene((0.5, 5000), (0.3, 0), (0.3, 5000), (1.5, 0))))
    run(listener, heard[:38])
    listener.hypothesis(complete=True)
    decisions, _ = run(listener, heard[38:])
    (ended,) = (each for each in decisions if isinstance(each, SpeechEnded))
    assert ended.reason is EndReason.SILENCE
    assert ended.end == pytest.approx(101.1, abs=0.04)
    listener.expect(EXACT)
    run(listener, frames(scene((0.5, 5000), (0.25, 0)), start=110.0))
    listener.hypothesis(complete=True)
    decisions, _ = run(listener, frames(scene((0.3, 0)), start=110.74))
    assert [each.reason for each in decisions if isinstance(each, SpeechEnded)] == [EndReason.COMPLETE]


def test_a_dropped_turn_is_over_without_a_decision() -> None:
    listener = Listener(LoudnessDetector(), NoEcho(), PlayedAudio(), EXACT)
    run(listener, frames(scene((0.5, 5000))))
    listener.drop_turn()
    assert not listener.speaking
    assert run(listener, frames(scene((2.0, 0)), start=100.5)) == ([], b"")


def test_the_real_detector_hears_a_voice_in_noise_in_time() -> None:
    noise = np.random.default_rng(7).normal(0, 120, 16_000 * 4)
    noise[16_000 : 16_000 * 2] += vowels(1.0)
    decisions, audio = run(Listener(VoiceActivity(), NoEcho(), PlayedAudio()), frames(noise.astype(np.int16)))
    (ended,) = (each for each in decisions if isinstance(each, SpeechEnded))
    assert ended.start == pytest.approx(101.0, abs=0.1)
    assert ended.end == pytest.approx(102.0, abs=0.15)
    assert len(audio) / 32_000 > 1.9


def test_a_turn_that_is_clearly_unfinished_is_waited_for_unless_voice_takes_that_back() -> None:
    listener = Listener(LoudnessDetector(), NoEcho(), PlayedAudio(), EXACT)
    heard = list(frames(scene((0.5, 5000), (0.9, 0), (0.3, 5000), (1.5, 0))))
    before, _ = run(listener, heard[:35])
    listener.hypothesis(complete=False, unfinished=True)
    after, _ = run(listener, heard[35:])
    assert not any(isinstance(each, SpeechEnded) for each in before)
    (ended,) = (each for each in after if isinstance(each, SpeechEnded))
    assert ended.end == pytest.approx(101.7, abs=0.04)
    assert ended.decided_at == pytest.approx(ended.end + EXACT.end_silence_ms / 1000, abs=0.04)
