"""Our own voice told from a patient's, with the real canceller and detector, whatever the delay and its changes."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from ari_app.media.echo import NoEcho, WebRtcEcho
from ari_app.media.endpointing import Insisted
from ari_app.media.listener import Listener
from ari_app.media.own_voice import OwnVoice
from ari_app.media.played import PlayedAudio
from ari_app.media.port import FRAME_BYTES, SAMPLE_RATE, AudioIn
from ari_app.media.vad import VoiceActivity
from tests.fakes.vowels import vowels

Samples = NDArray[np.float64]

PROMPT = vowels(3.0).astype(float)
PATIENT = vowels(1.0, pitch=190.0).astype(float)


def pcm(values: Samples) -> bytes:
    return np.clip(values, -32768, 32767).astype("<i2").tobytes()


def put(line: Samples, sound: Samples, at: float) -> None:
    begin = round(at * SAMPLE_RATE)
    line[begin : begin + len(sound)] += sound


def insisted(line: Samples, played: PlayedAudio, canceller: NoEcho | WebRtcEcho) -> list[float]:
    """When a call of this line, which begins at 100 s, was found to hold a voice that wants the floor."""
    listener = Listener(VoiceActivity(), canceller, played)
    heard = pcm(line + np.random.default_rng(4).normal(0, 10, len(line)))
    return [
        decision.at - 100.0
        for number, at in enumerate(range(0, len(heard) - FRAME_BYTES + 1, FRAME_BYTES), start=1)
        for decision in listener.hear(AudioIn(heard[at : at + FRAME_BYTES], 100.0 + number * 0.02))
        if isinstance(decision, Insisted)
    ]


def test_without_the_look_the_same_echo_would_interrupt() -> None:
    """What the other tests rest on: the detector takes the echo for a voice."""
    line = np.zeros(4 * SAMPLE_RATE)
    put(line, PROMPT * 0.25, 0.3)
    assert insisted(line, PlayedAudio(), NoEcho())


@pytest.mark.parametrize("gain_db", [-20, -6])
@pytest.mark.parametrize("delays_ms", [(50, 190), (400, 260), (-60, 350)])
def test_an_echo_does_not_interrupt_though_its_delay_changes(
    gain_db: int, delays_ms: tuple[int, int]
) -> None:
    """From the first word of a call on, and at each change between prompts."""
    played, line = PlayedAudio(), np.zeros(9 * SAMPLE_RATE)
    for began, delay_ms in zip((0.3, 4.5), delays_ms, strict=True):
        played.began(pcm(PROMPT), 100.0 + began)
        put(line, PROMPT * 10 ** (gain_db / 20), began + delay_ms / 1000)
    assert insisted(line, played, WebRtcEcho()) == []


@pytest.mark.req("M05-012")
@pytest.mark.parametrize("gain_db", [-80, -20, -10])
def test_a_patient_interrupts_the_first_second_of_a_prompt_over_its_echo(gain_db: int) -> None:
    played, line = PlayedAudio(), np.zeros(8 * SAMPLE_RATE)
    for began in (0.3, 4.5):
        played.began(pcm(PROMPT), 100.0 + began)
        put(line, PROMPT * 10 ** (gain_db / 20), began + 0.2)
    put(line, PATIENT, 5.1)
    (at, *_) = insisted(line, played, WebRtcEcho())
    assert 5.1 < at < 5.5


def test_where_nothing_was_played_nothing_is_our_own() -> None:
    own = OwnVoice(PlayedAudio())
    for at in range(0, len(PATIENT) * 2 - FRAME_BYTES + 1, FRAME_BYTES):
        own.feed(pcm(PATIENT)[at : at + FRAME_BYTES], pcm(PATIENT)[at : at + FRAME_BYTES])
    assert not own.is_own(101.0)


class Deaf:
    """A detector that finds a voice in nothing, as Silero in some words of deep voices."""

    def feed(self, pcm: bytes) -> list[float]:
        """No voice in any frame."""
        return [0.0]

    def reset(self) -> None:
        """Nothing is kept."""


@pytest.mark.parametrize(("gain_db", "interrupts"), [(-80, True), (-12, False)])
def test_a_loud_voice_interrupts_without_the_detector_where_it_cannot_be_our_own(
    gain_db: int, interrupts: bool
) -> None:
    played, line = PlayedAudio(), np.zeros(8 * SAMPLE_RATE)
    for began in (0.3, 4.5):
        played.began(pcm(PROMPT), 100.0 + began)
        put(line, PROMPT * 10 ** (gain_db / 20), began + 0.2)
    put(line, PATIENT, 5.1)
    heard = pcm(line + np.random.default_rng(4).normal(0, 10, len(line)))
    listener = Listener(Deaf(), WebRtcEcho(), played)
    told = [
        decision
        for number, at in enumerate(range(0, len(heard) - FRAME_BYTES + 1, FRAME_BYTES), start=1)
        for decision in listener.hear(AudioIn(heard[at : at + FRAME_BYTES], 100.0 + number * 0.02))
    ]
    assert any(isinstance(each, Insisted) for each in told) is interrupts
