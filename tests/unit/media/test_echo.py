"""The echo canceller, with the real one: our own voice goes, the patient's stays."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from ari_app.media.echo import EchoCanceller, NoEcho, WebRtcEcho
from ari_app.media.endpointing import Insisted
from ari_app.media.listener import Listener
from ari_app.media.played import PlayedAudio
from ari_app.media.port import FRAME_BYTES, SAMPLE_RATE, AudioIn
from ari_app.media.vad import VoiceActivity
from tests.fakes.vowels import vowels

Samples = NDArray[np.float64]


def samples(pcm: bytes) -> Samples:
    return np.frombuffer(pcm, "<i2").astype(float)


def pcm(values: Samples) -> bytes:
    return np.clip(values, -32768, 32767).astype("<i2").tobytes()


def cleaned(canceller: EchoCanceller, heard: bytes, played: bytes) -> bytes:
    return b"".join(
        canceller.clean(heard[at : at + FRAME_BYTES], played[at : at + FRAME_BYTES])
        for at in range(0, len(heard) - FRAME_BYTES + 1, FRAME_BYTES)
    )


def level(values: Samples) -> float:
    return float(10 * np.log10((values**2).mean() + 1))


@pytest.mark.parametrize("delay_ms", [60, 200, 400])
@pytest.mark.parametrize("gain_db", [-20, -6])
def test_the_robots_own_voice_is_taken_out(delay_ms: int, gain_db: int) -> None:
    played = bytes(vowels(8.0))
    shift = delay_ms * SAMPLE_RATE // 1000
    echo = np.concatenate([np.zeros(shift), samples(played)])[: len(played) // 2] * 10 ** (gain_db / 20)
    left = samples(cleaned(WebRtcEcho(), pcm(echo), played))
    settled = 4 * SAMPLE_RATE
    assert level(echo[settled : len(left)]) - level(left[settled:]) > 15


def test_a_patient_is_left_as_he_is_while_nothing_sounds() -> None:
    heard = bytes(vowels(3.0))
    left = samples(cleaned(WebRtcEcho(), heard, bytes(len(heard))))
    assert abs(level(left[SAMPLE_RATE:]) - level(samples(heard)[SAMPLE_RATE : len(left)])) < 1.0


def test_a_line_without_echo_needs_none() -> None:
    assert NoEcho().clean(b"\x01\x00", b"\x02\x00") == b"\x01\x00"


def test_at_the_first_words_of_a_call_nobody_interrupts_but_soon_after() -> None:
    """The canceller does not know the line yet."""

    class Learning(NoEcho):
        learns_seconds = 1.0

    voice = bytes(vowels(0.6))
    for played_before, insists in ((0.2, False), (1.5, True)):
        played = PlayedAudio()
        played.began(b"\x00\x10" * SAMPLE_RATE * 3, 100.0)
        listener = Listener(VoiceActivity(), Learning(), played)
        heard = bytes(round(played_before * 50) * FRAME_BYTES) + voice + bytes(SAMPLE_RATE)
        told = [
            decision
            for number, at in enumerate(range(0, len(heard) - FRAME_BYTES + 1, FRAME_BYTES), start=1)
            for decision in listener.hear(AudioIn(heard[at : at + FRAME_BYTES], 100.0 + number * 0.02))
        ]
        assert any(isinstance(each, Insisted) for each in told) is insists


def test_on_a_line_with_an_echo_nobody_interrupts_a_prompt_before_the_canceller_has_found_it() -> None:
    class Settling(NoEcho):
        settles_seconds = 2.0

    voice = bytes(vowels(6.0))
    for gain, insists in ((0.5, False), (0.0, True)):
        played = PlayedAudio()
        listener = Listener(VoiceActivity(), Settling(), played)
        played.began(voice, 100.0)
        patient = samples(bytes(vowels(0.8)))
        echo = np.concatenate((samples(voice), np.zeros(SAMPLE_RATE * 4))) * gain
        echo[9 * SAMPLE_RATE : 9 * SAMPLE_RATE + len(patient)] += patient
        heard = pcm(echo)
        told = []
        for number, at in enumerate(range(0, len(heard) - FRAME_BYTES + 1, FRAME_BYTES), start=1):
            if number == 425:
                played.began(b"\x01\x00" * SAMPLE_RATE * 4, 108.5)
            told += listener.hear(AudioIn(heard[at : at + FRAME_BYTES], 100.0 + number * 0.02))
        late = [each for each in told if isinstance(each, Insisted) and each.at > 108.5]
        assert bool(late) is insists
