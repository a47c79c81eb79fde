"""`python -m tests.bench.short_words`: lone words over the telephone, at questions that they answer and at others.

Each word is spoken by Kokoro's Mandarin voices, sent over a telephone line (clean, and with pink noise at 20 dB),
decoded once and settled for each question that it may meet, also those that it does not answer. JSON is printed: per
question and group of voices how often the right thing, a wrong one or nothing was taken.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ari_app.core.vocabulary import Action, QType
from ari_app.dialogue.commands import Expectation
from ari_app.language.expectation import expected_phrases
from ari_app.language.parser import understand
from ari_app.language.understanding import Context
from ari_app.speech.audio import to_samples
from ari_app.speech.hearing import LEAD_MS
from ari_app.speech.kokoro_voice import KokoroVoice
from ari_app.speech.prompt_cache import PromptCache
from ari_app.speech.settling import settle
from ari_app.speech.voiced import VoiceDetector
from ari_app.speech.voices import KOKORO_VOICES
from ari_app.speech.weighing import Settled
from ari_app.speech.whisper_engine import Decoding, WhisperEngine
from ari_app.telemetry.logging import configure_logging
from tests.unit.speech.answers import OPTIONS, QUESTIONS
from tests.unit.speech.telephone import telephone

TUNED_ON = frozenset({"zf_xiaobei", "zf_xiaoxiao", "zm_yunxi", "zm_yunjian"})
SURE = 0.60
NOISE_DB = 20.0
AGREED = frozenset("对 对的 对对 对啊 是的 没错".split())
DENIED = frozenset("不对 不是 错了".split())
SCORES = tuple(f"{digit}分" for digit in "零一两三四五六七八九十")
TALK = ("我问一下", "等一下", "什么", "你说啥", "嗯", "再说一遍", "疼", "不想说了", "喂", "不知道", "听不见")


@dataclass(frozen=True, slots=True)
class Meeting:
    """A question, and the words that are said to it."""

    name: str
    expectation: Expectation
    words: tuple[str, ...]


def _asked(code: str, qtype: QType, *, read_back: bool = False) -> Expectation:
    options = OPTIONS.get(code, {})
    phrases = expected_phrases(qtype, options)
    return Expectation(code, qtype, QUESTIONS[code], phrases, tuple(options.items()), read_back=read_back)


_SHORT = (
    "有",
    "没有",
    "对的",
    "不对",
    "对",
    "不是",
    "是的",
    "错了",
    "要的",
    "有的",
    "不用",
    "没有了",
    "不要",
)
MEETINGS = (
    Meeting("yes_no, 有没有", _asked("chills", QType.YES_NO), (*_SHORT, "有一点", *TALK)),
    Meeting("yes_no, 需要吗", _asked("wants_callback", QType.YES_NO), (*_SHORT, "需要", "可以", *TALK)),
    Meeting(
        "score",
        _asked("pain_vas", QType.NRS),
        (*SCORES, "八分吧", "有", "没有", "对的", "不对", "不是", *TALK),
    ),
    Meeting(
        "choice, wound", _asked("wound", QType.CHOICE), ("挺干的", "正常", "有点红", "流脓", "没有", *TALK)
    ),
    Meeting("choice, diet", _asked("diet", QType.CHOICE), ("正常", "吃不下", "少一点", "没有", *TALK)),
    Meeting("read-back", _asked("pain_vas", QType.NRS, read_back=True), (*_SHORT, "三分", "八分", *TALK)),
)


def meaning_of(expectation: Expectation, text: str) -> str:
    """What a text is taken for: a value, a yes or no to a read-back, or nothing."""
    if expectation.read_back and text in AGREED | DENIED:
        return "agreed" if text in AGREED else "denied"
    options = dict(expectation.options)
    meant = understand(expectation.qtype, expectation.question, text, Context(options=options))
    return str(meant.value) if meant.action is Action.ACCEPT else ""


def outcome(expectation: Expectation, said: str, heard: Settled) -> str:
    """`right` or `wrong`, `… read back` where it is not sure enough to be stored, or `nothing`."""
    taken, wanted = meaning_of(expectation, heard.text), meaning_of(expectation, said)
    if said == "嗯":
        wanted = ""
    if not taken:
        return "nothing"
    found = "right" if taken == wanted else "wrong"
    if taken in {"agreed", "denied"} or heard.confidence >= SURE:
        return f"{found} {taken}" if taken in {"agreed", "denied"} else found
    return f"{found} read back"


def meet(engine: WhisperEngine, said: str, decoding: Decoding) -> Iterator[dict[str, object]]:
    """One decoded word at every question that it may meet."""

    @lru_cache
    def score(phrases: tuple[str, ...]) -> tuple[float, ...]:
        return engine.score(decoding.encoded, phrases)

    for meeting in MEETINGS:
        if said not in meeting.words:
            continue
        expectation = meeting.expectation
        heard = settle(decoding, expectation, score, engine.score_silence)
        yield {
            "question": meeting.name,
            "said": said,
            "heard": decoding.text,
            "text": heard.text,
            "outcome": outcome(expectation, said, heard),
        }


def decode(engine: WhisperEngine, detector: VoiceDetector, pcm: bytes) -> Decoding | None:
    """The voiced part as the recognizer decodes it; None when no voice is found."""
    samples = to_samples(pcm)
    span = detector.span(samples)
    if span is None:
        return None
    lead = 16 * LEAD_MS
    return engine.decode(samples[max(0, span.start - lead) : span.end + lead])


async def measure(models: Path, cache: Path, voices: Sequence[str]) -> list[dict[str, object]]:
    """Every word by every voice, on both lines."""
    engine, detector = WhisperEngine(models / "whisper-base", parallel=1), VoiceDetector()
    speaker = KokoroVoice(models / "kokoro", workers=1)
    words = tuple(dict.fromkeys(word for meeting in MEETINGS for word in meeting.words))
    rows: list[dict[str, object]] = []
    for name in voices:
        prompts = PromptCache(cache, speaker, name=name, speed=1.0, parallel=1)
        await prompts.ensure(words)
        for said in words:
            for snr in (None, NOISE_DB):
                seed = sum(map(ord, name + said)) + (snr is not None)
                decoding = decode(engine, detector, telephone(prompts.load(said), seed=seed, snr_db=snr))
                if decoding is not None:
                    rows += [{"voice": name, "noise": snr, **row} for row in meet(engine, said, decoding)]
    await speaker.close()
    return rows


def table(rows: Sequence[dict[str, object]]) -> dict[str, dict[str, int]]:
    """Counts of each outcome, per group of voices and question."""
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        group = "tuned on" if row["voice"] in TUNED_ON else "check"
        counts.setdefault(f"{group}: {row['question']}", Counter())[str(row["outcome"])] += 1
    return {name: dict(found) for name, found in counts.items()}


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description="Measure short words.")
    parser.add_argument("--models", type=Path, default=Path(".runtime/models"))
    parser.add_argument("--cache", type=Path, default=Path(".runtime/bench/answers"))
    parser.add_argument("--voices", nargs="+", default=[voice.name for voice in KOKORO_VOICES])
    given = parser.parse_args()
    configure_logging("warning")
    rows = asyncio.run(measure(given.models, given.cache, given.voices))
    wrong = [row for row in rows if str(row["outcome"]).startswith("wrong")]
    print(json.dumps({"table": table(rows), "wrong": wrong}, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
