"""`python -m tests.bench.latency`: how long a patient waits for the robot after his last word (JSON).

Whole calls in real time through every part, drawn as the soak draws them. Latency: from the last sample of the
patient's voice that leaves the phone to the first of the robot's that reaches it. `--plain-endpointing` runs the same
calls with 800 ms of silence at the end of every turn instead.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
import tempfile
from collections import Counter
from contextlib import AsyncExitStack, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID

from ari_app.config.loading import load_settings
from ari_app.config.settings import HospitalSettings
from ari_app.core.phone import PhoneNumber
from ari_app.lab.g711 import Pcm
from ari_app.lab.rig import Rig, RigOptions
from ari_app.lab.rtp import PlayHandle
from ari_app.lab.sip_call import Call
from ari_app.speech.prompt_cache import PromptCache
from ari_app.store.pool import Store
from ari_app.wiring.call_requests import CallRequest, enqueue
from ari_app.wiring.node import open_store, synthetic_voice
from ari_app.wiring.system import SystemClock, SystemIds
from tests.bench.machine import machine
from tests.bench.scripted_streaming import Saying, scripted_streaming
from tests.bench.turn_times import TurnTime, percentiles, summary, time_of, utterances_of
from tests.soak.__main__ import ended, resident
from tests.soak.drawing import QUESTIONNAIRE, Drawing, Drawn
from tests.soak.farm import Farm, open_farm, render

PLAIN_WORKER = "tests.bench.plain_worker"


class TimedFarm(Farm):
    """Remembers when each number answered, since the worker's log has the same clock, and what was said last."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self.calls: dict[str, Call] = {}
        self.saying: Saying | None = None
        self._texts: dict[int, str] = {}

    def sounds(self, number: str) -> dict[str, Pcm]:
        """As the farm's."""
        sounds = super().sounds(number)
        self._texts |= {id(pcm): text for text, pcm in sounds.items()}
        return sounds

    async def meet(self, call: Call) -> None:
        """Take one call."""
        self.calls[call.called] = call
        play = call.play

        def noted(pcm: Pcm) -> PlayHandle:
            handle = play(pcm)
            self.saying = Saying(self._texts.get(id(pcm), ""), pcm, handle)
            return handle

        with patch.object(call, "play", noted):
            await super().meet(call)


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run gave."""

    turns: list[TurnTime]
    greetings_ms: list[int]
    dispositions: list[str]


async def measure(
    rig: Rig, seed: int, calls: int, at_once: int, *, ways: int | None, seconds: float, streaming: bool
) -> Measured:
    """Place the calls, wait for their end, and join what the phones and the worker's log tell."""
    drawing = Drawing(seed, ways)
    patients = {number: drawing.patient(number) for number in range(calls)}
    residents = {drawn.phone: resident(number, drawn, seed) for number, drawn in patients.items()}
    runtime = rig.options.runtime
    sounds = await render(residents, runtime / "models", runtime / "prompts")
    voice = synthetic_voice(rig.options.voice, runtime / "models")
    farm = TimedFarm(
        residents,
        sounds,
        rig.options.hospital,
        PromptCache(runtime / "prompts", voice, name=rig.options.voice, speed=1.0),
    )
    async with AsyncExitStack() as stack:
        if streaming:
            url = await stack.enter_async_context(scripted_streaming(lambda: farm.saying))
            rig.write_settings(asr_url=url, recorded='asr_protocol = "vosk"')
        settings = load_settings(rig.settings_path, {})
        store = await open_store(settings, SystemIds())
        stack.push_async_callback(store.close)
        await stack.enter_async_context(open_farm(farm, rig.asterisk.trunk_port))
        with patch.dict(os.environ, {"ARI_APP_LOG_SHOW_PII": "true"}):  # nobody of these patients lives
            await asyncio.to_thread(rig.start_worker)
        gate = asyncio.Semaphore(at_once)
        attempts: dict[int, UUID] = {}
        dispositions: list[str] = []

        async def one(number: int, drawn: Drawn) -> None:
            async with gate:
                attempts[number] = await _place(store, settings.hospital, number, drawn)
                result = await ended(store, attempts[number])
                dispositions.append((result.disposition or "none") if result else "none")

        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await asyncio.gather(*(one(number, drawn) for number, drawn in patients.items()))
        await asyncio.sleep(1.0)
    utterances = utterances_of(rig.folder / "worker.log")
    turns: list[TurnTime] = []
    for number, attempt in attempts.items():
        drawn = patients[number]
        report, call = farm.reports.get(drawn.phone), farm.calls.get(drawn.phone)
        if report is None or call is None or call.answered_at is None:
            continue
        own = utterances.get(str(attempt), [])
        timed = (
            time_of(number, residents[drawn.phone].voice, turn, call.answered_at, own)
            for turn in report.turns
        )
        turns += [each for each in timed if each is not None]
    greetings = [each.greeting_ms for each in farm.reports.values() if each.greeting_ms is not None]
    return Measured(turns, greetings, dispositions)


async def _place(store: Store, hospital: HospitalSettings, number: int, drawn: Drawn) -> UUID:
    request = CallRequest(
        phone=PhoneNumber.parse(drawn.phone),
        questionnaire=QUESTIONNAIRE,
        name=drawn.name,
        id_tail=drawn.id_tail,
        birth_md=drawn.birth_md,
        patient_id=f"latency-{number}",
        encounter_id=None,
    )
    return await enqueue(store, hospital, request, SystemClock().now())


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.latency", description=__doc__)
    parser.add_argument("--calls", type=int, default=8)
    parser.add_argument("--at-once", type=int, default=1, help="calls side by side")
    parser.add_argument("--seed", type=int, default=20261126)
    parser.add_argument("--runtime", type=Path, default=Path(".runtime"))
    parser.add_argument("--seconds", type=float, default=3600.0, help="break off then; what was said counts")
    parser.add_argument("--ways", type=int, help="draw from so many usual ways to say a value; default: all")
    parser.add_argument("--out", type=Path, help="write the figures there instead")
    parser.add_argument("--plain-endpointing", action="store_true", help="800 ms of silence end every turn")
    parser.add_argument(
        "--scripted-streaming",
        action="store_true",
        help="a streaming recognizer without a model, one call at a time",
    )
    options = parser.parse_args()
    # whoever ends a run leaves no Asterisk and no PostgreSQL behind
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    if options.scripted_streaming and options.at_once > 1:
        parser.error("the scripted recognizer cannot tell patients apart")
    program = PLAIN_WORKER if options.plain_endpointing else "ari_app"
    with tempfile.TemporaryDirectory(prefix="latency-", dir="/var/tmp") as folder:
        Path(folder).chmod(0o755)
        rig = Rig(
            RigOptions(options.runtime, Path(folder), concurrency=options.at_once, worker_program=program)
        )
        rig.start()
        try:
            measured = asyncio.run(
                measure(
                    rig,
                    options.seed,
                    options.calls,
                    options.at_once,
                    ways=options.ways,
                    seconds=options.seconds,
                    streaming=options.scripted_streaming,
                )
            )
        finally:
            rig.stop()
    figures = {
        "machine": machine(),
        "seed": options.seed,
        "calls": options.calls,
        "at_once": options.at_once,
        "ways": options.ways,
        "plain_endpointing": options.plain_endpointing,
        "recognizer": "scripted, streaming" if options.scripted_streaming else "whisper-base",
        "answer_to_greeting": percentiles(measured.greetings_ms),
        "dispositions": dict(Counter(measured.dispositions)),
        **summary(measured.turns),
        "turns": [asdict(each) for each in measured.turns],
    }
    text = json.dumps(figures, ensure_ascii=False, indent=1)
    if options.out:
        options.out.write_text(text, encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
