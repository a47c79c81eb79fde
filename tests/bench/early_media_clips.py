"""The clips of `tests.bench.early_media`: spoken texts, music, tones and babble as they come over a telephone line.

Two voices and a third of the wordings (`held_out` in early_media_texts.jsonl) were not heard before the first contact.
Two more voices and the wordings of early_media_fresh.jsonl were written and spoken before the matcher was mended after
it, and never heard until that was done: part "fresh". Everything is drawn
by a seed of its own, so a clip is the same in every run.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ari_app.speech.audio import SAMPLE_RATE, to_pcm, to_samples
from ari_app.speech.kokoro_voice import KokoroVoice
from ari_app.speech.prompt_cache import PromptCache
from ari_app.speech.resample import Samples
from tests.unit.speech.telephone import telephone

TEXTS = Path(__file__).with_name("early_media_texts.jsonl")
FRESH = Path(__file__).with_name("early_media_fresh.jsonl")
FRESH_VOICES = ("zf_xiaoxiao", "zm_yunxia")
TUNING_VOICES = ("zf_xiaobei", "zm_yunjian", "zf_xiaoyi", "zm_yunxi")
HELD_OUT_VOICES = ("zf_xiaoni", "zm_yunyang")
CHINESE_TONE_HZ = 450.0
# second of tone, seconds of pause: what the carriers of China play
CADENCES = {"ring_tone": (1.0, 4.0), "busy_tone": (0.35, 0.35), "congestion_tone": (0.7, 0.7)}
MUSIC_BELOW_DB = 12.0


@dataclass(frozen=True, slots=True)
class ClipText:
    """One wording: what it is, whether it is heard before the answer, and whether a call may be ended for it."""

    id: str
    label: str
    phase: str
    text: str
    held_out: bool
    ends: bool | None = None


@dataclass(frozen=True, slots=True)
class Clip:
    """16-bit mono audio at 16 kHz as it comes from a line, and what it is.

    `part` tells what is new in it: nothing ("tuned"), the "wording", the "voice", "both"; "fresh": voice and mostly
    wording were new after the mending too; "sound" is no speech.
    """

    name: str
    label: str
    phase: str
    part: str
    said: str
    ends: bool | None
    pcm: bytes


def texts(path: Path) -> list[ClipText]:
    """All wordings, in the order of the file."""
    return [ClipText(**json.loads(line)) for line in path.read_text("utf-8").splitlines()]


async def spoken_clips(models: Path, cache: Path) -> list[Clip]:
    """Each wording in a voice of the tuning and in one held out; the fresh ones and every second one in a fresh voice.

    Every fourth in a new voice is over music.
    """
    voice = KokoroVoice(models / "kokoro")
    names = (*TUNING_VOICES, *HELD_OUT_VOICES, *FRESH_VOICES)
    prompts = {name: PromptCache(cache, voice, name=name, speed=1.0) for name in names}
    usual, fresh = list(enumerate(texts(TEXTS))), list(enumerate(texts(FRESH), start=500))
    plan = [*((each, TUNING_VOICES) for each in usual), *((each, HELD_OUT_VOICES) for each in usual)]
    plan += [*((each, FRESH_VOICES) for each in fresh), *((each, FRESH_VOICES) for each in usual[1::2])]
    clips = []
    try:
        for (number, text), voices in plan:
            name = voices[number // len(FRESH_VOICES) % 2 if voices is FRESH_VOICES else number % len(voices)]
            await prompts[name].ensure([text.text])
            clips.append(_spoken(number, text, name, prompts[name].load(text.text)))
    finally:
        await voice.close()
    return clips


def _spoken(number: int, text: ClipText, voice: str, pcm: bytes) -> Clip:
    is_new_voice = voice not in TUNING_VOICES
    chance = np.random.default_rng(1_000 + 2 * number + is_new_voice)
    words = to_samples(pcm)
    over_music = text.phase == "early" and is_new_voice and (number % 4 == 0 or text.label == "ringback")
    if text.phase == "early" and number % 3 == 1:
        words = np.concatenate([words, np.zeros(SAMPLE_RATE, np.float32), words])
    if over_music:
        words = _over(words, music(len(words) / SAMPLE_RATE, chance), MUSIC_BELOW_DB)
    line = telephone(to_pcm(words), seed=number, snr_db=20.0 if number % 5 == 2 else None)
    part = {(False, False): "tuned", (True, False): "wording", (False, True): "voice"}.get(
        (text.held_out, is_new_voice), "both"
    )
    part = "fresh" if voice in FRESH_VOICES else part
    name = f"{text.id} {voice}{' over music' if over_music else ''}"
    return Clip(name, text.label, text.phase, part, text.text, text.ends, line)


def sound_clips(babble_of: list[Clip]) -> Iterator[Clip]:
    """What is no speech to be understood: melodies, tones, a crowd, an open line."""
    for seed in range(8):
        melody = music(12.0, np.random.default_rng(seed))
        yield _sound(f"music-{seed}", "ringback", melody, seed)
    for label, (on, off) in CADENCES.items():
        for seed, hertz in enumerate((CHINESE_TONE_HZ, CHINESE_TONE_HZ + 20, CHINESE_TONE_HZ - 20)):
            yield _sound(f"{label}-{seed}", label, tone(hertz, on, off, 11.0), seed)
    for seed in range(4):
        chance = np.random.default_rng(seed)
        voices = [to_samples(babble_of[int(pick)].pcm) for pick in chance.choice(len(babble_of), 7, False)]
        crowd = np.sum([np.resize(voice, 8 * SAMPLE_RATE) for voice in voices], axis=0)
        yield _sound(f"babble-{seed}", "nothing", crowd.astype(np.float32), seed)
    yield _sound("open line", "nothing", np.zeros(8 * SAMPLE_RATE, np.float32), 1)


def _sound(name: str, label: str, samples: Samples, seed: int) -> Clip:
    peak = float(np.abs(samples).max(initial=0.0))
    level = samples * np.float32(0.3 / peak) if peak else samples
    pcm = telephone(to_pcm(level), seed=seed) if peak else _noise(len(level), seed)
    return Clip(name, label, "early", "sound", "", None, pcm)


def _noise(count: int, seed: int) -> bytes:
    return to_pcm(np.random.default_rng(seed).normal(0, 0.0005, count).astype(np.float32))


def tone(hertz: float, on: float, off: float, seconds: float) -> Samples:
    """A cadence of one frequency."""
    at = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (0.3 * np.sin(2 * np.pi * hertz * at) * (at % (on + off) < on)).astype(np.float32)


def music(seconds: float, chance: np.random.Generator) -> Samples:
    """A melody with chords and a beat, plucked or sustained: what people set as their ring-back."""
    count = int(seconds * SAMPLE_RATE)
    song = np.zeros(count, np.float64)
    beat = 60 / chance.uniform(80, 140)
    scale = np.array([0, 2, 4, 7, 9, 12, 14, 16])
    base, decay = chance.uniform(180, 300), chance.uniform(1.0, 6.0)
    for start in np.arange(0, seconds, beat):
        for note in (chance.choice(scale), chance.choice(scale) - 12):
            _pluck(song, int(start * SAMPLE_RATE), base * 2 ** (note / 12), beat * 1.8, decay)
        hit = int(start * SAMPLE_RATE)
        drum = chance.standard_normal(SAMPLE_RATE // 20) * np.exp(-np.arange(SAMPLE_RATE // 20) / 150)
        song[hit : hit + len(drum)] += 0.3 * drum[: len(song[hit : hit + len(drum)])]
    return (song / max(1e-9, float(np.abs(song).max())) * 0.4).astype(np.float32)


def _pluck(song: np.ndarray, at: int, hertz: float, seconds: float, decay: float) -> None:
    length = min(int(seconds * SAMPLE_RATE), len(song) - at)
    if length <= 0:
        return
    time = np.arange(length) / SAMPLE_RATE
    vibrato = 2 * np.pi * hertz * time + 0.8 * np.sin(2 * np.pi * 5.5 * time)
    sound = sum(np.sin(k * vibrato) / k for k in range(1, 6))
    song[at : at + length] += sound * np.exp(-decay * time) * np.minimum(1, time * 60)


def _over(words: Samples, song: Samples, below_db: float) -> Samples:
    loud = np.sqrt(np.mean(words[np.abs(words) > 0.01] ** 2)) if (np.abs(words) > 0.01).any() else 0.1
    under = loud * 10 ** (-below_db / 20) / max(1e-9, float(np.sqrt(np.mean(song**2))))
    return (words + song * np.float32(under)).astype(np.float32)
