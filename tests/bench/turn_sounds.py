"""What a patient's phone sends while the robot speaks: words, sounds of listening, coughs, noise, the robot's echo."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from ari_app.lab.g711 import SAMPLE_RATE, Pcm
from ari_app.lab.patient_voice import LineQuality, telephone_sounds
from ari_app.lab.telephone_line import at_level, band_pass, pink_noise, to_pcm
from ari_app.speech.kokoro_voice import KokoroVoice
from ari_app.speech.prompt_cache import PromptCache
from ari_app.speech.voices import KOKORO_VOICES

WORDS = ("等一下我听不清", "八分吧疼得厉害", "我现在不方便", "没有都挺好的", "你说慢一点", "伤口有点红")
LISTENING = "嗯"
LEVEL = LineQuality(level_dbfs=-24.0)


async def spoken(models: Path, cache: Path) -> tuple[dict[str, Pcm], dict[str, Pcm]]:
    """WORDS and LISTENING in all eight voices, as the phone sends them; the keys name text and voice."""
    voice = KokoroVoice(models / "kokoro", workers=2)
    words: dict[str, Pcm] = {}
    listening: dict[str, Pcm] = {}
    try:
        for each in KOKORO_VOICES:
            files = await PromptCache(cache, voice, name=each.name, speed=1.0).ensure([*WORDS, LISTENING])
            for text, sound in telephone_sounds(files, LEVEL).items():
                (listening if text == LISTENING else words)[f"{text} {each.name}"] = sound
    finally:
        await voice.close()
    return words, listening


def coughs(count: int, seed: int) -> dict[str, Pcm]:
    """Synthetic coughs: a burst of 40 ms, then 150 to 350 ms of falling noise, once or twice."""
    chance = np.random.default_rng(seed)
    return {f"cough {number}": _cough(chance) for number in range(count)}


def _cough(chance: np.random.Generator) -> Pcm:
    parts = []
    for _ in range(int(chance.integers(1, 3))):
        length = int(chance.uniform(0.15, 0.35) * SAMPLE_RATE)
        fall = np.exp(-np.arange(length) / (length / 4))
        fall[: SAMPLE_RATE // 25] *= 2.0
        parts += [chance.standard_normal(length) * fall, np.zeros(SAMPLE_RATE // 8)]
    return to_pcm(at_level(band_pass(np.concatenate(parts)), float(chance.uniform(-26, -16))))


def noises(count: int, seed: int) -> dict[str, Pcm]:
    """Doors, traffic, a vacuum cleaner: pink noise of 0.1 to 2 s, up to the level of a voice."""
    chance = np.random.default_rng(seed)
    return {
        f"noise {number}": to_pcm(
            pink_noise(float(chance.uniform(0.1, 2.0)), float(chance.uniform(-40, -24)), chance)
        )
        for number in range(count)
    }


def onset_seconds(sound: Pcm, least: int = 400) -> float:
    """When it can first be heard."""
    loud = np.flatnonzero(np.abs(sound.astype(np.int32)) >= least)
    return float(loud[0]) / SAMPLE_RATE if len(loud) else 0.0


def described(sounds: Mapping[str, Pcm]) -> str:
    """How many and how long, for the record."""
    seconds = [len(each) / SAMPLE_RATE for each in sounds.values()]
    return f"{len(seconds)} sounds of {min(seconds):.2f} to {max(seconds):.2f} s"
