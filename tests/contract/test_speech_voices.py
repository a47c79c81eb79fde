"""Kokoro's voices in their real worker process, and what the recognizer hears of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

import numpy as np
import pytest
import pytest_asyncio

from ari_app.core.errors import Unavailable, WrongInput
from ari_app.language.syllables import syllables
from ari_app.speech.audio import SAMPLE_RATE, to_samples
from ari_app.speech.hearing import Hearing
from ari_app.speech.kokoro_voice import KokoroVoice
from ari_app.speech.resample import resample
from ari_app.speech.whisper_engine import WhisperEngine
from tests.contract.speech_processes import MODELS, kokoro
from tests.unit.speech.telephone import telephone

pytestmark = pytest.mark.asyncio(loop_scope="module")

GREETING = "您好，这里是仁和医院随访中心的智能语音助手。"
# One of each kind: notice, question with numbers, choice question, advice, goodbye.
PROMPTS = (
    GREETING,
    "请问您现在的疼痛程度，零到十分是多少分？",
    "请问您的伤口怎么样，干燥愈合良好，有点红肿，还是有渗液？",
    "建议您尽快到医院就诊。",
    "感谢您的配合，祝您早日康复，再见。",
)
# Of toneless syllables, heard by the base model over the telephone band: homophones are no fault of the voice.
HIGHEST_ERROR_RATE = 0.25


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def voice() -> AsyncIterator[KokoroVoice]:
    async with kokoro() as started:
        yield started


def seconds(pcm: bytes) -> float:
    return len(pcm) / 2 / SAMPLE_RATE


async def test_eight_voices_can_be_chosen(voice: KokoroVoice) -> None:
    listed = voice.voices()
    assert len(listed) == 8
    assert sorted(one.gender for one in listed) == ["female"] * 4 + ["male"] * 4


@pytest.mark.req("M06-001")
async def test_two_voices_differ(voice: KokoroVoice) -> None:
    one = await voice.synthesize("您好。", voice="zf_xiaoxiao", speed=1.0)
    other = await voice.synthesize("您好。", voice="zm_yunxi", speed=1.0)
    again = await voice.synthesize("您好。", voice="zf_xiaoxiao", speed=1.0)
    assert one != other
    assert one == again


@pytest.mark.req("M06-002")
async def test_speed_changes_the_duration(voice: KokoroVoice) -> None:
    slow = await voice.synthesize(GREETING, voice="zf_xiaoxiao", speed=0.8)
    fast = await voice.synthesize(GREETING, voice="zf_xiaoxiao", speed=1.2)
    assert seconds(slow) / seconds(fast) == pytest.approx(1.5, abs=0.15)


@pytest.mark.req("M06-025")
async def test_pauses_and_punctuation_change_the_audio(voice: KokoroVoice) -> None:
    plain = await voice.synthesize("您好请讲", voice="zf_xiaoxiao", speed=1.0)
    comma = await voice.synthesize("您好，请讲", voice="zf_xiaoxiao", speed=1.0)
    marked = await voice.synthesize("您好<pause:800>请讲", voice="zf_xiaoxiao", speed=1.0)
    assert seconds(comma) > seconds(plain) + 0.03
    assert seconds(marked) > seconds(plain) + 0.5


@pytest.mark.parametrize(
    "text, name, speed", [("您好𠮷", "zf_xiaoxiao", 1.0), ("您好", "nobody", 1.0), ("您好", "zm_yunxi", 9.0)]
)
async def test_what_cannot_be_said_is_told(voice: KokoroVoice, text: str, name: str, speed: float) -> None:
    with pytest.raises(WrongInput):
        await voice.synthesize(text, voice=name, speed=speed)
    assert await voice.synthesize("您好。", voice="zf_xiaoxiao", speed=1.0), "the worker goes on"


async def test_a_missing_model_is_told(tmp_path_factory: pytest.TempPathFactory) -> None:
    lost = KokoroVoice(tmp_path_factory.mktemp("none"))
    with pytest.raises(Unavailable, match="missing"):
        lost.fingerprint("您好。")
    with pytest.raises(Unavailable, match="missing"):
        await lost.synthesize("您好。", voice="zf_xiaoxiao", speed=1.0)
    await lost.close()


@pytest.mark.req("M01-005")
@pytest.mark.req("M06-031")
async def test_prompts_sound_and_are_understood(voice: KokoroVoice) -> None:
    hearing = Hearing(WhisperEngine(MODELS / "whisper-base", parallel=1))
    wrong = spoken = 0
    for prompt in PROMPTS:
        pcm = await voice.synthesize(prompt, voice="zf_xiaoxiao", speed=1.0)
        at_8_khz = resample(to_samples(pcm), SAMPLE_RATE, 8000)
        assert 20 * np.log10(np.sqrt(np.mean(at_8_khz**2))) == pytest.approx(-20, abs=3)
        said = "".join(character for character in prompt if character not in "，。？")
        heard = hearing.hear(to_samples(telephone(pcm, seed=1)), None, None).transcript.text
        wrong += edits(syllables(said), syllables(heard))
        spoken += len(said)
    assert wrong / spoken <= HIGHEST_ERROR_RATE, f"{wrong} of {spoken} syllables"


def edits(said: Sequence[str], heard: Sequence[str]) -> int:
    row = list(range(len(heard) + 1))
    for count, wanted in enumerate(said, 1):
        corner, row[0] = row[0], count
        for at, got in enumerate(heard, 1):
            corner, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, corner + (wanted != got))
    return row[-1]
