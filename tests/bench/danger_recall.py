"""`python -m tests.bench.danger_recall --engine whisper --seed 1`: which dangers a real call raises (JSON on stdout).

Sentences of danger_phrases.tsv and ordinary_talk.tsv, written by somebody who had not seen any list of the nets, are
spoken by four voices over SIP and G.711 through a real Asterisk into our ears and a recognizer process; the dialogue's
danger nets judge what was heard at an open question, each sentence in a call that knows of no other.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import dataclasses
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from ari_app.ari.client import Client
from ari_app.lab.g711 import SAMPLE_RATE, Pcm
from ari_app.lab.patient_voice import LineQuality, telephone_sounds
from ari_app.lab.sip_phone import SipPhone
from ari_app.media.link import MediaSource
from ari_app.media.vad import VoiceActivityPool
from ari_app.provision.asterisk_instance import AsteriskInstance
from ari_app.speech.engine import EngineName
from ari_app.speech.kokoro_voice import KokoroVoice
from ari_app.speech.prompt_cache import PromptCache
from ari_app.speech.remote_recognizer import RemoteRecognizer
from tests.bench.danger_figures import summary
from tests.bench.danger_line import (
    CONDITIONS,
    Condition,
    Final,
    Heard,
    add_gsm_line,
    open_talk,
    recognizer_process,
)
from tests.bench.danger_nets import ASKED, open_questions
from tests.support.asterisk import new_instance, open_client
from tests.support.media_line import websocket_source

VOICES = ("zf_xiaoxiao", "zm_yunxi", "zf_xiaoyi", "zm_yunyang")
SENTENCES_A_CALL = 20
_PORT_SECONDS = 0.3


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence to be said: `accepted` are the flags that tell its danger, none for ordinary talk."""

    id: str
    text: str
    cause: str = ""
    accepted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """A sentence in a voice under a condition, at an open question."""

    sentence: Sentence
    voice: str
    condition: Condition
    asked: str


@dataclass(frozen=True, slots=True)
class Hearing:
    """What was heard of a job, and for how long it was spoken."""

    job: Job
    heard: Heard
    seconds: float


def sentences(which: str, kind: str) -> tuple[Sentence, ...]:
    """The set `which` (first, second) of the `kind` danger or ordinary."""
    name = "danger_phrases.tsv" if kind == "danger" else "ordinary_talk.tsv"
    with (Path(__file__).parent / name).open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["set"] == which]
    return tuple(
        Sentence(
            row["id"],
            row["text"],
            row.get("cause", ""),
            tuple(filter(None, row.get("accepted", "").split(","))),
        )
        for row in rows
    )


def jobs_of(which: str, kinds: Iterable[str], conditions: Iterable[Condition]) -> list[Job]:
    """Everything that is to be said; the question that is open changes from sentence to sentence.

    Each danger is said by every voice, ordinary talk by one voice after the other.
    """
    found = []
    for condition in conditions:
        for kind in kinds:
            for number, sentence in enumerate(sentences(which, kind)):
                places = range(len(VOICES)) if kind == "danger" else (number % len(VOICES),)
                found += [
                    Job(sentence, VOICES[place], condition, ASKED[(number + place) % len(ASKED)])
                    for place in places
                ]
    return found


def drawn(options: argparse.Namespace) -> list[Job]:
    """The share of all that is to be said, in its order: each under every condition."""
    jobs = [job for which in options.set for job in jobs_of(which, options.kinds, options.conditions)]
    spoken = list(dict.fromkeys((job.voice, job.sentence.id) for job in jobs))
    chosen = set(random.Random(options.seed).sample(spoken, round(options.share * len(spoken))))
    return [job for job in jobs if (job.voice, job.sentence.id) in chosen]


async def render(jobs: list[Job], models: Path, cache: Path) -> dict[tuple[str, str], Pcm]:
    """The sound of each (voice, text) as the phone sends it."""
    sounds: dict[tuple[str, str], Pcm] = {}
    kokoro = KokoroVoice(models / "kokoro", workers=2)
    try:
        for voice in dict.fromkeys(job.voice for job in jobs):
            texts = dict.fromkeys(job.sentence.text for job in jobs if job.voice == voice)
            files = await PromptCache(cache, kokoro, name=voice, speed=1.0).ensure(texts)
            _tell(f"{voice}: {len(files)} sentences rendered")
            for text, pcm in telephone_sounds(files, LineQuality()).items():
                sounds[voice, text] = pcm
    finally:
        await kokoro.close()
    return sounds


class Bench:
    """Says jobs on several calls at once."""

    def __init__(self, sounds: dict[tuple[str, str], Pcm], seed: int, keep: Path | None) -> None:
        self._sounds = sounds
        self._seed = seed
        self._keep = keep
        self._questions = open_questions()
        self._opening = asyncio.Lock()
        self.hearings: list[Hearing] = []

    async def run(
        self, jobs: list[Job], client: Client, source: MediaSource, phone: SipPhone, url: str, at_once: int
    ) -> None:
        """Say them all."""
        chunks: asyncio.Queue[list[Job]] = asyncio.Queue()
        for condition in dict.fromkeys(job.condition for job in jobs):
            same = [job for job in jobs if job.condition == condition]
            for start in range(0, len(same), SENTENCES_A_CALL):
                chunks.put_nowait(same[start : start + SENTENCES_A_CALL])
        detectors = VoiceActivityPool()
        await detectors.warm(at_once)
        async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as tasks:
            recognizer = RemoteRecognizer(session, url)
            for place in range(at_once):
                tasks.create_task(
                    self._talk(chunks, place, client, source, phone, recognizer, detectors),
                    name=f"bench-call-{place}",
                )

    async def _talk(
        self,
        chunks: asyncio.Queue[list[Job]],
        place: int,
        client: Client,
        source: MediaSource,
        phone: SipPhone,
        recognizer: RemoteRecognizer,
        detectors: VoiceActivityPool,
    ) -> None:
        while not chunks.empty():
            chunk = chunks.get_nowait()
            condition = chunk[0].condition
            opened = open_talk(
                client, source, phone, recognizer, detectors, f"1380000000{place}", condition, self._seed
            )
            async with AsyncExitStack() as stack:
                async with self._opening:
                    line = await stack.enter_async_context(opened)
                await asyncio.sleep(_PORT_SECONDS)
                for job in chunk:
                    sound = self._sounds[job.voice, job.sentence.text]
                    heard = await line.say(sound, self._questions[job.asked].expectation)
                    self._take(Hearing(job, heard, len(sound) / SAMPLE_RATE))
            _tell(f"{condition}: {len(self.hearings)} said, {chunks.qsize()} calls to go")

    def _take(self, hearing: Hearing) -> None:
        self.hearings.append(hearing)
        if self._keep is not None:
            with self._keep.open("a", encoding="utf-8") as file:
                print(json.dumps(dataclasses.asdict(hearing), ensure_ascii=False), file=file)


def hear(options: argparse.Namespace, jobs: list[Job]) -> list[Hearing]:
    """Render, set up a private Asterisk and a recognizer, say everything."""
    runtime: Path = options.runtime
    sounds = asyncio.run(render(jobs, runtime / "models", runtime / "bench-danger"))
    bench = Bench(sounds, options.seed, options.keep)
    with tempfile.TemporaryDirectory(prefix="danger-", dir="/var/tmp") as folder:
        Path(folder).chmod(0o755)
        with (
            new_instance(Path(folder)) as asterisk,
            recognizer_process(options.engine, options.models, options.threads) as url,
        ):
            add_gsm_line(asterisk)
            asyncio.run(_say_all(bench, jobs, asterisk, url, options.calls_at_once))
    return bench.hearings


async def _say_all(bench: Bench, jobs: list[Job], asterisk: AsteriskInstance, url: str, at_once: int) -> None:
    async with (
        open_client(asterisk) as client,
        websocket_source(asterisk) as source,
        SipPhone.open(port=asterisk.trunk_port) as phone,
    ):
        await bench.run(jobs, client, source, phone, url, at_once)


def read(path: Path) -> list[Hearing]:
    """What a run kept with `--keep`."""
    return [_hearing(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def _hearing(data: dict[str, Any]) -> Hearing:
    said = data["job"]["sentence"]
    sentence = Sentence(said["id"], said["text"], said["cause"], tuple(said["accepted"]))
    signals = tuple(each if isinstance(each, str) else _final(each) for each in data["heard"]["signals"])
    return Hearing(Job(**(data["job"] | {"sentence": sentence})), Heard(signals), data["seconds"])


def _final(data: dict[str, Any]) -> Final:
    lists = {name: tuple(data.get(name, ())) for name in ("alternatives", "others")}
    return Final(**(data | lists))


def _tell(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.danger_recall", description=__doc__)
    parser.add_argument("--engine", type=EngineName, choices=list(EngineName), default=EngineName.WHISPER)
    parser.add_argument("--models", type=Path, default=Path(".runtime/models"), help="of the recognizer")
    parser.add_argument("--seed", type=int, default=1, help="of the line's noise")
    parser.add_argument("--calls-at-once", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2, help="of the recognizer")
    parser.add_argument("--set", nargs="+", choices=("first", "second"), default=["first"])
    parser.add_argument("--kinds", nargs="+", choices=("danger", "ordinary"), default=["danger", "ordinary"])
    parser.add_argument("--conditions", nargs="+", choices=CONDITIONS, default=list(CONDITIONS))
    parser.add_argument("--share", type=float, default=1.0, help="say so many of all, drawn by the seed")
    parser.add_argument("--runtime", type=Path, default=Path(".runtime"))
    parser.add_argument("--keep", type=Path, help="add what was heard to this file")
    parser.add_argument("--judge", type=Path, nargs="+", help="say nothing: judge what such files hold")
    options = parser.parse_args()
    if options.judge:
        hearings = [each for path in options.judge for each in read(path)]
    else:
        jobs = drawn(options)
        _tell(f"{len(jobs)} sentences to say")
        hearings = hear(options, jobs)
    figures = summary(hearings) | {"engine": options.engine.value, "seed": options.seed}
    print(json.dumps(figures, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
