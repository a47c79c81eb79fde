"""The engines behind the recognizer's port, each with a real model, one utterance, and what it must make of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pocketsphinx
import vosk

from ari_app.core.vocabulary import QType
from ari_app.dialogue.commands import Expectation
from ari_app.language.expectation import expected_phrases
from ari_app.speech.audio import SAMPLE_RATE
from ari_app.speech.engine import EngineName
from tests.contract.speech_processes import MODELS, TEST_MODELS, kokoro
from tests.support.espeak_speech import espeak_speech
from tests.unit.speech.telephone import telephone

KOREAN = TEST_MODELS / "vosk-ko"
ENGLISH = Path(pocketsphinx.__file__).parent / "model" / "en-us"
PAIN = Expectation("pain_vas", QType.NRS, "请问您现在的疼痛程度？", expected_phrases(QType.NRS, {}))
MARGIN = bytes(SAMPLE_RATE)


@dataclass(frozen=True, slots=True)
class EngineCase:
    """`audio` (with half a second of silence around it) is `text` to this engine when `expectation` is open.

    `models` is its folder; `sure` tells whether it may be taken without being read back (None: it depends).
    """

    name: EngineName
    models: Path
    expectation: Expectation
    audio: bytes
    text: str
    sure: bool | None


async def whisper_case() -> EngineCase:
    """The embedded default, with an answer in Mandarin over a telephone line."""
    async with kokoro() as voice:
        said = await voice.synthesize("大概五分", voice="zf_xiaobei", speed=1.0)
    return EngineCase(EngineName.WHISPER, MODELS, PAIN, telephone(said, seed=1), "大概五分", sure=True)


async def vosk_case() -> EngineCase:
    """Vosk with the one model that a registry has, a Korean one: it must hear what the library itself hears."""
    pcm = MARGIN + await espeak_speech("ko", 150, "오늘 날씨가 좋습니다") + MARGIN
    text = await asyncio.to_thread(heard_by_vosk, pcm)
    assert len(text.split()) >= 3, text
    return EngineCase(EngineName.VOSK, KOREAN, PAIN, pcm, text, sure=None)


async def pocketsphinx_case() -> EngineCase:
    """PocketSphinx with the English model of its wheel; one acoustic model alone is never sure."""
    phrases = ("not at all", "i do not know", "very much")
    asked = Expectation("pain_vas", QType.NRS, "how bad is the pain", phrases)
    pcm = telephone(await espeak_speech("en-us", 150, "i do not know"), seed=1)
    return EngineCase(EngineName.POCKETSPHINX, ENGLISH, asked, pcm, "i do not know", sure=False)


CASES: dict[str, Callable[[], Awaitable[EngineCase]]] = {
    "whisper": whisper_case,
    "vosk": vosk_case,
    "pocketsphinx": pocketsphinx_case,
}


def heard_by_vosk(pcm: bytes) -> str:
    """What Vosk's own Python package makes of audio, without anything of ours; `[9]` and the like are no words."""
    vosk.SetLogLevel(-1)
    recognizer = vosk.KaldiRecognizer(vosk.Model(str(KOREAN)), SAMPLE_RATE)
    recognizer.SetWords(True)
    words: list[str] = []
    for start in range(0, len(pcm), 6400):
        if recognizer.AcceptWaveform(pcm[start : start + 6400]):
            words += json.loads(recognizer.Result())["text"].split()
    words += json.loads(recognizer.FinalResult())["text"].split()
    return " ".join(word for word in words if not word.startswith("["))
