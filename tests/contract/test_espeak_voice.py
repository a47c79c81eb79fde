"""eSpeak NG's voices in their real worker process."""

from __future__ import annotations

from collections.abc import AsyncIterator

import numpy as np
import pytest
import pytest_asyncio

from ari_app.core.errors import WrongInput
from ari_app.speech.audio import SAMPLE_RATE, to_samples
from ari_app.speech.espeak_voice import EspeakVoice
from ari_app.speech.voices import ESPEAK_VOICES
from ari_app.wiring.node import check_voice, synthetic_voice

pytestmark = pytest.mark.asyncio(loop_scope="module")

GREETING = "您好，这里是仁和医院随访中心的智能语音助手。"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def voice() -> AsyncIterator[EspeakVoice]:
    started = EspeakVoice()
    try:
        yield started
    finally:
        await started.close()


def seconds(pcm: bytes) -> float:
    return len(pcm) / 2 / SAMPLE_RATE


@pytest.mark.parametrize("name", [one.name for one in ESPEAK_VOICES])
async def test_a_sentence_sounds_at_the_level_of_the_other_voices(voice: EspeakVoice, name: str) -> None:
    pcm = await voice.synthesize(GREETING, voice=name, speed=1.0)
    assert 4 < seconds(pcm) < 8
    assert 20 * np.log10(np.sqrt(np.mean(to_samples(pcm) ** 2))) == pytest.approx(-21, abs=3)


async def test_voices_and_paces_differ_and_nothing_of_the_sentence_before_is_left(voice: EspeakVoice) -> None:
    """Its own driver loses a pace now and then: the same words must always take the same time."""
    said = [
        (name, speed, await voice.synthesize(GREETING, voice=name, speed=speed))
        for _ in range(3)
        for name, speed in (("espeak_female", 1.0), ("espeak_male", 0.8), ("espeak_male", 1.2))
    ]
    lengths = {(name, speed, round(seconds(pcm), 1)) for name, speed, pcm in said}
    assert len(lengths) == 3
    slow, fast = said[1][2], said[2][2]
    assert seconds(slow) / seconds(fast) == pytest.approx(1.5, abs=0.15)


async def test_pauses_are_kept(voice: EspeakVoice) -> None:
    plain = await voice.synthesize("您好请讲", voice="espeak_female", speed=1.0)
    marked = await voice.synthesize("您好<pause:800>请讲", voice="espeak_female", speed=1.0)
    assert seconds(marked) > seconds(plain) + 0.5


@pytest.mark.parametrize(
    "text, name, speed",
    [
        ("您好𠮷", "espeak_male", 1.0),
        ("您好", "zf_xiaoxiao", 1.0),
        ("您好", "espeak_male", 9.0),
        ("hello", "espeak_male", 1.0),
    ],
)
async def test_what_cannot_be_said_is_told(voice: EspeakVoice, text: str, name: str, speed: float) -> None:
    with pytest.raises(WrongInput):
        await voice.synthesize(text, voice=name, speed=speed)
    assert await voice.synthesize("您好。", voice="espeak_male", speed=1.0), "the worker goes on"


async def test_the_settings_choose_it_and_no_model_is_needed(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    nothing = tmp_path_factory.mktemp("no-models")
    check_voice("espeak_female", nothing)
    assert isinstance(synthetic_voice("espeak_female", nothing), EspeakVoice)
    assert not isinstance(synthetic_voice("zf_xiaoxiao", nothing), EspeakVoice)
