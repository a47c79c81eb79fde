"""How the recognizer does on spoken answers: `python -m tests.bench.speech_accuracy --models DIR --cache DIR`.

Every answer of tests/unit/speech/answers.py is spoken by the chosen voices, sent over a telephone line (clean,
and with pink noise at 20 dB), heard with what its question expects, and understood. One JSON object is printed.
`--models` may name the folder of any engine's model, `--voice-models` then that of the voices.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections import Counter
from pathlib import Path

import numpy as np

from ari_app.core.vocabulary import Action
from ari_app.dialogue.commands import Expectation
from ari_app.language.expectation import expected_phrases
from ari_app.language.parser import understand
from ari_app.language.understanding import Context
from ari_app.speech.audio import SAMPLE_RATE
from ari_app.speech.engine import Engine, EngineName
from ari_app.speech.engine_choice import choose_engine, load_engine
from ari_app.speech.kokoro_voice import KokoroVoice
from ari_app.speech.port import Transcript
from ari_app.speech.prompt_cache import PromptCache
from ari_app.speech.voices import KOKORO_VOICES
from ari_app.telemetry.logging import configure_logging
from tests.unit.speech.answers import ANSWERS, OPTIONS, QUESTIONS, SpokenAnswer
from tests.unit.speech.telephone import telephone

SURE = 0.60
PIECE_BYTES = SAMPLE_RATE // 10 * 2


def outcome(answer: SpokenAnswer, heard: Transcript) -> str:
    """right, wrong (a value that was not said is taken), or again (asked again or confirmed)."""
    options = OPTIONS.get(answer.code, {})
    meant = understand(answer.qtype, QUESTIONS[answer.code], heard.text, Context(options=options))
    taken = meant.action is Action.ACCEPT and heard.confidence >= SURE
    if answer.value is None:
        return "wrong" if taken and answer.code != "person" else "right"
    if not taken:
        return "again"
    return "right" if meant.value == answer.value else "wrong"


def hear(engine: Engine, pcm: bytes, wanted: Expectation) -> Transcript:
    """One utterance, in tenths of a second as from a line."""
    listening = engine.listen(SAMPLE_RATE, wanted, whole=True)
    for start in range(0, len(pcm), PIECE_BYTES):
        listening.add(pcm[start : start + PIECE_BYTES])
    return listening.end()


async def measure(
    engine: Engine, voice_models: Path, cache: Path, voices: list[str], every: int
) -> dict[str, object]:
    """Run the whole set; `every` takes each n-th answer only."""
    speaker = KokoroVoice(voice_models / "kokoro")
    counts: Counter[str] = Counter()
    by_type: dict[str, Counter[str]] = {}
    seconds: list[float] = []
    answers = ANSWERS[::every]
    for name in voices:
        prompts = PromptCache(cache, speaker, name=name, speed=1.0)
        await prompts.ensure(answer.text for answer in answers)
        for seed, answer in enumerate(answers):
            options = OPTIONS.get(answer.code, {})
            phrases = expected_phrases(answer.qtype, options)
            wanted = Expectation(
                answer.code, answer.qtype, QUESTIONS[answer.code], phrases, tuple(options.items())
            )
            for snr in (None, 20.0):
                pcm = telephone(prompts.load(answer.text), seed=seed, snr_db=snr)
                began = time.process_time()
                heard = hear(engine, pcm, wanted)
                seconds.append(time.process_time() - began)
                found = outcome(answer, heard)
                counts[found] += 1
                by_type.setdefault(answer.qtype, Counter())[found] += 1
    await speaker.close()
    p50, p95 = np.percentile(seconds, [50, 95])
    return {
        "engine": engine.name,
        "voices": voices,
        "utterances": counts.total(),
        "share": {name: round(count / counts.total(), 4) for name, count in counts.items()},
        "by_type": {name: dict(count) for name, count in by_type.items()},
        "cpu_seconds": {"p50": round(float(p50), 3), "p95": round(float(p95), 3)},
    }


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description="Measure the recognizer on spoken answers.")
    parser.add_argument("--models", type=Path, default=Path(".runtime/models"))
    parser.add_argument("--engine", type=EngineName, choices=list(EngineName), default=EngineName.WHISPER)
    parser.add_argument("--voice-models", type=Path, default=Path(".runtime/models"))
    parser.add_argument("--cache", type=Path, default=Path(".runtime/bench/answers"))
    parser.add_argument("--voices", nargs="+", default=[voice.name for voice in KOKORO_VOICES])
    parser.add_argument("--every", type=int, default=1)
    given = parser.parse_args()
    configure_logging("warning")
    engine = load_engine(choose_engine(given.models, given.engine), 1)
    result = asyncio.run(measure(engine, given.voice_models, given.cache, given.voices, given.every))
    print(json.dumps(result, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
