"""`python -m tests.bench.impostors`: does anybody who does not know get past the identity check (JSON).

Wrong factors that sound nearly right are spoken in eight voices through a telephone line, heard by the real recognizer
as in a call (which is never told what is stored), and put before the dialogue's own check. The right factors go the
same way, and over the key pad.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ari_app.cli.simulate import make_script
from ari_app.dialogue.commands import Expectation, Listen
from ari_app.dialogue.engine import advance, start
from ari_app.dialogue.events import Answered, Event, Heard, KeysPressed
from ari_app.dialogue.script import Script
from ari_app.dialogue.state import State
from ari_app.lab.scenario import parse
from ari_app.speech.audio import to_samples
from ari_app.speech.hearing import Hearing
from ari_app.speech.kokoro_voice import KokoroVoice
from ari_app.speech.prompt_cache import PromptCache
from ari_app.speech.voices import KOKORO_VOICES
from ari_app.speech.whisper_engine import WhisperEngine
from ari_app.telemetry.logging import configure_logging
from tests.bench.measured_on import described
from tests.soak.judging import interval
from tests.unit.speech.telephone import telephone

DIGITS = "零幺二三四五六七八九"
NUMBERS = "零一二三四五六七八九十"
# digits that are taken for one another on a telephone
NEAR = {
    "1": "79",
    "2": "0",
    "3": "0",
    "4": "1",
    "5": "0",
    "6": "90",
    "7": "12",
    "8": "7",
    "9": "60",
    "0": "6",
}
# months and days that are taken for one another: 一 and 七, 四 and 十, 六 and 九, 十四 and 十
NEAR_NUMBERS = dict(
    [(1, 7), (7, 1), (4, 10), (10, 4), (6, 9), (9, 6), (11, 17), (17, 11), (14, 10), (16, 19), (19, 16)]
    + [(20, 12), (12, 20), (21, 27), (27, 21), (24, 20), (2, 12), (5, 15), (15, 5)]
)
KINDS = (
    *("one digit off", "near digit", "two digits swapped", "day off", "month off"),
    *("near-sounding date", "wrong birthday"),
)
NOISE_SNR_DB = 20.0
NOW = datetime.fromisoformat("2026-03-10T10:20:00+08:00")


@dataclass(frozen=True, slots=True)
class Trial:
    """What is stored, what is said, and of which kind that is (`right`: the truth)."""

    tail: str
    birthday: str
    said: str
    kind: str


def trials(count: int, chance: random.Random) -> Iterator[Trial]:
    """`count` impostors, and a quarter as many who know."""
    for number in range(count):
        tail, birthday = _stored(chance)
        kind = KINDS[number % len(KINDS)]
        yield Trial(tail, birthday, _wrong(kind, tail, birthday, chance), kind)
    for number in range(count // 4):
        tail, birthday = _stored(chance)
        said = _digits(tail) if number % 2 else _birthday(birthday)
        yield Trial(tail, birthday, said, "right tail" if number % 2 else "right birthday")


def _stored(chance: random.Random) -> tuple[str, str]:
    return f"{chance.randrange(10_000):04d}", f"{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}"


def _wrong(kind: str, tail: str, birthday: str, chance: random.Random) -> str:
    place = chance.randrange(4)
    month, day = (int(part) for part in birthday.split("-"))
    match kind:
        case "one digit off":
            other = chance.choice([digit for digit in "0123456789" if digit != tail[place]])
            return _digits(tail[:place] + other + tail[place + 1 :])
        case "near digit":
            return _digits(tail[:place] + chance.choice(NEAR[tail[place]]) + tail[place + 1 :])
        case "day off":
            return _birthday(f"{month:02d}-{day % 28 + 1:02d}")
        case "month off":
            return _birthday(f"{month % 12 + 1:02d}-{day:02d}")
        case "near-sounding date":
            return _birthday(_near_date(month, day, chance))
        case "wrong birthday":
            other = _stored(chance)[1]
            return _birthday(other if other != birthday else f"{month % 12 + 1:02d}-{day:02d}")
        case _:
            swapped = tail[1] + tail[0] + tail[2:]
            return _digits(swapped if swapped != tail else f"{(int(tail) + 10) % 10_000:04d}")


def _near_date(month: int, day: int, chance: random.Random) -> str:
    near_month, near_day = NEAR_NUMBERS.get(month, month), NEAR_NUMBERS.get(day, day)
    near_month = near_month if near_month <= 12 else month
    if near_month != month and (near_day == day or chance.random() < 0.5):
        return f"{near_month:02d}-{day:02d}"
    return f"{month:02d}-{near_day if near_day != day else day % 28 + 1:02d}"


def _digits(tail: str) -> str:
    return "".join(DIGITS[int(digit)] for digit in tail)


def _birthday(birthday: str) -> str:
    month, day = (int(part) for part in birthday.split("-"))
    return f"{_number(month)}月{_number(day)}号"


def _number(value: int) -> str:
    tens, ones = divmod(value, 10)
    lead = "" if tens == 0 else "十" if tens == 1 else f"{NUMBERS[tens]}十"
    return lead + (NUMBERS[ones] if ones or not tens else "")


def at_the_check(tail: str, birthday: str) -> tuple[Script, State, Expectation]:
    """A call that has come to the identity check."""
    patient = {"name": "李秀英", "id_tail": tail, "birth_md": birthday, "age": 58}
    line = {"id": "impostor", "questionnaireId": "q_postop_v1", "now": NOW.isoformat()}
    scenario = parse(json.dumps({**line, "patient": patient, "turns": []}))
    script = make_script(scenario)
    state = start(script, "impostor", scenario.now)
    expectation: Expectation | None = None
    events: tuple[Event, ...] = (
        Answered(scenario.now),
        Heard(scenario.now, "可以", "可以", 0.95),
        Heard(scenario.now, "我是", "我是", 0.95),
    )
    for event in events:
        step = advance(script, state, event)
        state = step.state
        expectation = next(
            (each.expectation for each in step.commands if isinstance(each, Listen)), expectation
        )
    assert expectation is not None and expectation.code == "verify"
    return script, state, expectation


async def measure(models: Path, cache: Path, count: int, seed: int) -> dict[str, object]:
    """All trials, one attempt each."""
    chance = random.Random(seed)
    drawn = [(each, chance.choice(KOKORO_VOICES).name) for each in trials(count, chance)]
    hearing = Hearing(WhisperEngine(models / "whisper-base", parallel=1))
    speaker = KokoroVoice(models / "kokoro", workers=2)
    caches = {voice.name: PromptCache(cache, speaker, name=voice.name, speed=1.0) for voice in KOKORO_VOICES}
    try:
        for name, prompts in caches.items():
            await prompts.ensure([each.said for each, voice in drawn if voice == name])
    finally:
        await speaker.close()
    outcomes: dict[str, Counter[str]] = {}
    accepted: list[dict[str, str]] = []
    not_taken: list[dict[str, str]] = []
    for number, (trial, voice) in enumerate(drawn):
        outcome, text = _tried(trial, hearing, caches[voice], number)
        outcomes.setdefault(trial.kind, Counter())[outcome] += 1
        if outcome == "accepted" and not trial.kind.startswith("right"):
            accepted.append({"kind": trial.kind, "said": trial.said, "heard": text, "voice": voice})
        if outcome != "accepted" and trial.kind.startswith("right"):
            not_taken.append({"said": trial.said, "heard": text, "voice": voice, "outcome": outcome})
    keyed = Counter(_keyed(each) for each, _ in drawn if each.kind == "right tail")
    in_digits = [each for each, _ in drawn if each.kind in KINDS and set(each.said) <= set(DIGITS)]
    wrong_keys = Counter(_keyed(each) for each in in_digits)
    return {
        "seed": seed,
        **described(),
        "impostors": count,
        "impostors_accepted": accepted,
        "false_acceptance": _share(len(accepted), count),
        "true_acceptance_by_voice": {
            kind: _share(found["accepted"], found.total())
            for kind, found in outcomes.items()
            if kind.startswith("right")
        },
        "truth_not_taken": not_taken,
        "by_kind": {kind: dict(found) for kind, found in outcomes.items()},
        "key_pad_right": dict(keyed),
        "key_pad_wrong": dict(wrong_keys),
    }


def _share(part: int, whole: int) -> str:
    low, high = interval(part, whole)
    return f"{part} of {whole} = {part / whole:.1%} ({low:.1%} to {high:.1%})"


def _tried(trial: Trial, hearing: Hearing, prompts: PromptCache, number: int) -> tuple[str, str]:
    script, state, expectation = at_the_check(trial.tail, trial.birthday)
    snr = NOISE_SNR_DB if number % 2 else None
    pcm = telephone(prompts.load(trial.said), seed=number, snr_db=snr)
    heard = hearing.hear(to_samples(pcm), expectation, None).transcript
    event = Heard(NOW, heard.text, heard.raw_text, heard.confidence, alternatives=heard.alternatives)
    after = advance(script, state, event).state
    return _outcome(state, after), heard.text


def _keyed(trial: Trial) -> str:
    """The key pad, with what is spoken written as digits."""
    script, state, _ = at_the_check(trial.tail, trial.birthday)
    digits = "".join(str(DIGITS.index(each)) for each in trial.said)
    return _outcome(state, advance(script, state, KeysPressed(NOW, digits)).state)


def _outcome(before: State, after: State) -> str:
    if after.verified:
        return "accepted"
    return "refused" if after.wrong > before.wrong else "asked again"


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.impostors", description=__doc__)
    parser.add_argument("--runtime", type=Path, default=Path(".runtime"))
    parser.add_argument("--count", type=int, default=500, help="impostors")
    parser.add_argument("--seed", type=int, default=20261126)
    options = parser.parse_args()
    configure_logging("warning")
    cache = options.runtime / "bench-impostors"
    figures = asyncio.run(measure(options.runtime / "models", cache, options.count, options.seed))
    print(json.dumps(figures, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
