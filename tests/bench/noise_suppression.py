"""Does a noise suppressor in front of the recognizer help? `python -m tests.bench.noise_suppression`.

Spoken answers and sentences over a telephone line with pink noise and with a room full of talkers, at several
distances between voice and noise; heard as they come, through LiveKit's build of WebRTC's suppressor, and through
a plain spectral gate. The suppressors hear the line for two seconds before the patient speaks, as in a call. One
JSON object is printed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ari_app.core.vocabulary import QType
from ari_app.dialogue.commands import Expectation
from ari_app.language.expectation import expected_phrases
from ari_app.speech.audio import SAMPLE_RATE, to_pcm, to_samples
from ari_app.speech.engine import Engine, EngineName
from ari_app.speech.engine_choice import choose_engine, load_engine
from ari_app.speech.kokoro_voice import KokoroVoice
from ari_app.speech.prompt_cache import PromptCache
from ari_app.speech.resample import Samples
from ari_app.telemetry.logging import configure_logging
from tests.bench.speech_accuracy import hear, outcome
from tests.unit.speech.answers import ANSWERS, OPTIONS, QUESTIONS, SpokenAnswer
from tests.unit.speech.telephone import telephone

SENTENCES = (
    "这两天伤口有点痒，晚上睡觉的时候更明显",
    "我昨天去社区医院量了血压，医生说有点偏高",
    "出院以后一直没有什么胃口，吃一点就觉得饱",
    "右腿肚子有点肿，走路的时候会酸",
    "药吃完了，我想问一下还要不要再去开",
    "上次复查的结果还没有拿到，想请你们帮我查一下",
    "夜里咳嗽得厉害，痰是黄颜色的",
    "没什么别的不舒服，就是走路久了膝盖会疼",
)
CHATTER = (
    "今天中午食堂的红烧肉味道还可以，就是稍微咸了一点，你下午要不要一起去打球",
    "这个电视剧我已经看到第二十集了，越往后越拖沓，演员倒是演得挺认真的",
    "麻烦您把这份材料复印三份，其中一份交给三楼的办公室，另外两份放在我桌上",
    "孩子明天要开家长会，我得早点下班，顺便去超市买点水果和牛奶回来",
    "你那边天气怎么样，我们这里下了一个星期的雨，衣服怎么都晾不干",
    "前面路口左转有个停车场，停满了的话就再往前开一百米，那边还有一个",
)
TALKERS = ("zf_xiaobei", "zm_yunxi", "zf_xiaoni", "zm_yunyang", "zf_xiaoyi", "zm_yunjian")
WARM_S = 2.0
KEPT_S = 0.5
_STEP = SAMPLE_RATE // 100

Suppressor = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Case:
    """One utterance on the line, and what it should give: an answer's value, or a sentence's words."""

    text: str
    answer: SpokenAnswer | None


def webrtc(pcm: bytes) -> bytes:
    """WebRTC's noise suppression, 10 ms after 10 ms."""
    from livekit.rtc import AudioFrame
    from livekit.rtc.apm import AudioProcessingModule

    module: Any = AudioProcessingModule(noise_suppression=True)
    cleaned = bytearray()
    for at in range(0, len(pcm) - 2 * _STEP + 1, 2 * _STEP):
        frame: Any = AudioFrame(bytearray(pcm[at : at + 2 * _STEP]), SAMPLE_RATE, 1, _STEP)
        module.process_stream(frame)
        cleaned += bytes(frame.data.cast("B"))
    return bytes(cleaned)


def spectral_gate(pcm: bytes) -> bytes:
    """Wiener gains against each frequency's quietest fifth, never below -14 dB."""
    size, hop = 512, 128
    samples = to_samples(pcm)
    window = np.hanning(size)
    padded = np.concatenate([np.zeros(size), samples, np.zeros(size)])
    starts = range(0, padded.size - size + 1, hop)
    spectra = np.fft.rfft(np.stack([padded[at : at + size] * window for at in starts]))
    power = np.abs(spectra) ** 2
    noise = 1.5 * np.quantile(power, 0.2, axis=0)
    gain = np.maximum(0.2, 1 - 2.0 * noise / np.maximum(power, 1e-12))
    smooth = np.copy(gain)
    smooth[1:-1] = (gain[:-2] + 2 * gain[1:-1] + gain[2:]) / 4
    out, weight = np.zeros(padded.size), np.full(padded.size, 1e-6)
    for at, frame in zip(starts, np.fft.irfft(spectra * smooth, size), strict=True):
        out[at : at + size] += frame * window
        weight[at : at + size] += window**2
    clean: Samples = np.asarray((out / weight)[size : size + samples.size], np.float32)
    return to_pcm(clean)


TREATMENTS: dict[str, Suppressor] = {"none": lambda pcm: pcm, "webrtc": webrtc, "gate": spectral_gate}


async def babble(models: Path, cache: Path, speaker: KokoroVoice) -> Samples:
    """Six people talking at once, about half a minute of it."""
    total = np.zeros(30 * SAMPLE_RATE, np.float32)
    for number, name in enumerate(TALKERS):
        prompts = PromptCache(cache, speaker, name=name, speed=1.0)
        texts = CHATTER[number:] + CHATTER[:number]
        await prompts.ensure(texts[:3])
        talk = np.concatenate([to_samples(prompts.load(text)) for text in texts[:3]])
        talk = np.resize(np.roll(talk, number * SAMPLE_RATE), total.size)
        total += np.asarray(talk / np.std(talk), np.float32)
    return total


def character_errors(wanted: str, heard: str) -> tuple[int, int]:
    """Edits between the Han characters of two texts, and how many were wanted."""
    said = [one for one in wanted if "\u4e00" <= one <= "\u9fff"]
    row = list(range(len(heard) + 1))
    for i, one in enumerate(said, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (one != other))
    return row[-1], len(said)


def _wanted(case: Case) -> Expectation:
    if case.answer is None:
        return Expectation("open", QType.OPEN_TEXT, "请您说一下是什么情况。")
    answer = case.answer
    options = OPTIONS.get(answer.code, {})
    return Expectation(
        answer.code,
        answer.qtype,
        QUESTIONS[answer.code],
        expected_phrases(answer.qtype, options),
        tuple(options.items()),
    )


async def measure(given: argparse.Namespace) -> dict[str, object]:
    """The whole set."""
    engine: Engine = load_engine(choose_engine(given.models, EngineName.WHISPER), 1)
    speaker = KokoroVoice(given.models / "kokoro")
    cases = [Case(one.text, one) for one in ANSWERS[:: given.every]] + [Case(one, None) for one in SENTENCES]
    room = await babble(given.models, given.cache, speaker)
    voices = {}
    for name in given.voices:
        voices[name] = PromptCache(given.cache, speaker, name=name, speed=1.0)
        await voices[name].ensure(case.text for case in cases)
    await speaker.close()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for snr in given.snr:
        for noise in ("pink", "babble"):
            for prompts in voices.values():
                for seed, case in enumerate(cases):
                    line = telephone(
                        prompts.load(case.text),
                        seed=seed,
                        snr_db=snr,
                        margin_s=WARM_S,
                        noise=room if noise == "babble" else None,
                    )
                    for name, suppress in TREATMENTS.items():
                        _hear_one(engine, case, suppress, line, counts[f"{noise} {snr:g} dB {name}"])
            print(f"{noise} {snr:g} dB done", file=sys.stderr)
            if given.keep is not None:
                given.keep.write_text(json.dumps(counts), encoding="utf-8")
    return {"cases": len(cases), "voices": list(voices), "results": {k: dict(v) for k, v in counts.items()}}


def _hear_one(engine: Engine, case: Case, suppress: Suppressor, line: bytes, count: Counter[str]) -> None:
    began = time.process_time()
    cleaned = suppress(line)
    count["suppressing_ms"] += round(1000 * (time.process_time() - began))
    cut = int((WARM_S - KEPT_S) * SAMPLE_RATE) * 2
    heard = hear(engine, cleaned[cut : len(cleaned) - cut], _wanted(case))
    if case.answer is None:
        wrong, size = character_errors(case.text, heard.text)
        count["characters_wrong"] += wrong
        count["characters"] += size
    else:
        count[outcome(case.answer, heard)] += 1


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description="Measure noise suppression in front of the recognizer.")
    parser.add_argument("--models", type=Path, default=Path(".runtime/models"))
    parser.add_argument("--cache", type=Path, default=Path(".bench/answers"))
    parser.add_argument("--voices", nargs="+", default=["zf_xiaoxiao", "zm_yunxia"])
    parser.add_argument("--snr", nargs="+", type=float, default=[20.0, 10.0, 5.0, 0.0])
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=None, help="file for what is counted so far")
    given = parser.parse_args()
    configure_logging("warning")
    print(json.dumps(asyncio.run(measure(given)), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
