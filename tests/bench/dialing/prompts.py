"""What the robot says in a run: its own voice, rendered beforehand, or a moment of tone for every sentence."""

from __future__ import annotations

import asyncio
import zlib
from pathlib import Path

import numpy as np

from ari_app.calls.stall import STALL_SENTENCES
from ari_app.dialogue.prompt_book import all_sentences
from ari_app.lab.rig import RigOptions
from ari_app.speech.audio import SAMPLE_RATE, write_wav
from ari_app.speech.prompt_cache import PromptCache
from ari_app.speech.voice_chain import VoiceChain
from ari_app.speech.wav_folder_voice import WavFolderVoice, sentence_hash
from ari_app.wiring import instruments
from ari_app.wiring.node import synthetic_voice
from tests.bench.dialing.campaign import NAME

BRIEF_SECONDS = 0.3
_AMPLITUDE = 8_000.0


def sentences(options: RigOptions, questionnaire: str) -> frozenset[str]:
    """Everything that a call can say."""
    script = instruments.script_to_render(questionnaire, options.hospital, NAME)
    return frozenset(all_sentences(script) | STALL_SENTENCES)


def record_brief(folder: Path, said: frozenset[str]) -> Path:
    """A tone of 300 ms for each sentence; gives the folder."""
    folder.mkdir(parents=True)
    at = np.arange(round(SAMPLE_RATE * BRIEF_SECONDS)) / SAMPLE_RATE
    for sentence in said:
        hertz = 400 + zlib.crc32(sentence.encode()) % 1_200
        sound = (_AMPLITUDE * np.sin(2 * np.pi * hertz * at)).astype("<i2").tobytes()
        (folder / f"{sentence_hash(sentence)}.wav").write_bytes(write_wav(sound))
    return folder


def render(options: RigOptions, said: frozenset[str], folder: Path, recorded: Path | None = None) -> None:
    """Fill the worker's cache in `folder` before the first call: from what is recorded, or in the robot's own voice."""
    asyncio.run(_render(options, said, folder, recorded))


async def _render(options: RigOptions, said: frozenset[str], folder: Path, recorded: Path | None) -> None:
    own = synthetic_voice(options.voice, options.runtime.resolve() / "models")
    voice = own if recorded is None else VoiceChain((WavFolderVoice(recorded), own))
    try:
        await PromptCache(folder, voice, name=options.voice, speed=1.0).ensure(said)
    finally:
        await voice.close()
