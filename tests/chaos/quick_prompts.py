"""Recorded prompts that last a moment: every sentence its own short sound, which an ear can tell from all others."""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy as np

from ari_app.calls.stall import STALL_SENTENCES
from ari_app.dialogue.prompt_book import all_sentences
from ari_app.speech.audio import SAMPLE_RATE, write_wav
from ari_app.speech.wav_folder_voice import sentence_hash
from ari_app.wiring import instruments
from tests.chaos.phases import NAME, QUESTIONNAIRE

SENTENCE_SECONDS = 0.6
_PIECES = 6
_BAND_HZ = (350.0, 3_200.0)
_AMPLITUDE = 5_000.0


def record(folder: Path, hospital: str) -> Path:
    """Fill `folder` with the sentences of a call; gives the folder."""
    folder.mkdir()
    script = instruments.script_to_render(QUESTIONNAIRE, hospital, NAME, agents_available=True)
    for sentence in all_sentences(script) | STALL_SENTENCES:
        (folder / f"{sentence_hash(sentence)}.wav").write_bytes(write_wav(_sound(sentence)))
    return folder


def _sound(sentence: str) -> bytes:
    """Six chords of three notes each, drawn by the sentence."""
    chance = np.random.default_rng(zlib.crc32(sentence.encode()))
    at = np.arange(round(SAMPLE_RATE * SENTENCE_SECONDS / _PIECES)) / SAMPLE_RATE
    pieces = [
        sum(np.sin(2 * np.pi * note * at) for note in chance.uniform(*_BAND_HZ, size=3))
        for _ in range(_PIECES)
    ]
    return (_AMPLITUDE / 3 * np.concatenate(pieces)).astype("<i2").tobytes()
