"""Loud voices that the voice detector does not notice."""

from __future__ import annotations

import numpy as np

from ari_app.media.echo import NoEcho
from ari_app.media.endpointing import Decision, EndReason, SpeechEnded, SpeechStarted
from ari_app.media.listener import Listener
from ari_app.media.loud_voice import LoudVoice
from ari_app.media.played import PlayedAudio
from ari_app.media.port import FRAME_BYTES, AudioIn
from tests.fakes.vowels import vowels

RATE = 16_000
Samples = np.ndarray[tuple[int], np.dtype[np.int16]]


class Deaf:
    """A voice detector that notices nothing."""

    def __init__(self) -> None:
        self._waiting = 0

    def feed(self, pcm: bytes) -> list[float]:
        self._waiting += len(pcm)
        count, self._waiting = divmod(self._waiting, 1024)
        return [0.05] * count

    def reset(self) -> None:
        self._waiting = 0


def hiss(seconds: float, level: float, seed: int = 3) -> Samples:
    return np.random.default_rng(seed).normal(0, level, round(seconds * RATE)).astype(np.int16)


def told(*parts: Samples, played: PlayedAudio | None = None) -> list[Decision]:
    listener = Listener(Deaf(), NoEcho(), played or PlayedAudio())
    pcm = np.concatenate(parts).astype("<i2").tobytes()
    decisions: list[Decision] = []
    for index in range(len(pcm) // FRAME_BYTES):
        frame = pcm[index * FRAME_BYTES : (index + 1) * FRAME_BYTES]
        decisions += listener.hear(AudioIn(frame, 100 + (index + 1) * 0.02))
        listener.take()
    return decisions


def voice(seconds: float) -> Samples:
    return vowels(seconds).astype(np.int16)


def test_a_word_that_the_detector_misses_begins_and_ends_a_turn() -> None:
    started, *_, ended = told(hiss(1.0, 20), voice(0.4), hiss(1.5, 20))
    assert isinstance(started, SpeechStarted)
    assert abs(started.at - 101.0) < 0.1
    assert isinstance(ended, SpeechEnded)
    assert ended.reason is EndReason.SILENCE
    assert abs(ended.end - 101.4) < 0.15


def test_noise_is_no_voice_however_loud() -> None:
    assert told(hiss(1.0, 20), hiss(0.6, 4000, 5), hiss(1.0, 20)) == []


def test_a_voice_that_hardly_stands_out_of_the_noise_is_left_to_the_detector() -> None:
    assert told(hiss(1.0, 1500), (voice(0.4) + hiss(0.4, 1500, 6)).astype(np.int16), hiss(1.0, 1500, 7)) == []


def test_what_is_loud_under_a_prompt_may_be_its_echo() -> None:
    played = PlayedAudio()
    played.began(bytes(4 * 2 * RATE), 100.0)
    assert told(hiss(1.0, 20), voice(0.4), hiss(1.0, 20), played=played) == []


def test_the_first_moments_of_a_call_only_tell_the_noise() -> None:
    loud = LoudVoice()
    frames = [voice(0.4).astype("<i2").tobytes()[at : at + FRAME_BYTES] for at in range(0, 6400, FRAME_BYTES)]
    assert not any(loud.feed(frame) for frame in frames)
