"""`make soak`: whole calls in real time with patients drawn by a seed, judged by what was stored."""

from __future__ import annotations

import argparse
import asyncio
import json
import secrets
import signal
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict
from pathlib import Path
from uuid import UUID

from rich.console import Console

from ari_app.config.loading import load_settings
from ari_app.core.errors import WrongInput
from ari_app.core.phone import PhoneNumber
from ari_app.lab.patient_report import PatientReport
from ari_app.lab.patient_script import load
from ari_app.lab.patient_voice import LineQuality
from ari_app.lab.rig import Rig, RigOptions
from ari_app.speech.prompt_cache import PromptCache
from ari_app.speech.voices import KOKORO_VOICES
from ari_app.store.pool import Store
from ari_app.store.results import read_call_of_attempt
from ari_app.store.stored_result import StoredResult
from ari_app.wiring.call_requests import CallRequest, enqueue
from ari_app.wiring.node import open_store, synthetic_voice
from ari_app.wiring.system import SystemClock, SystemIds
from tests.soak import leftovers
from tests.soak.drawing import Drawing, Drawn
from tests.soak.farm import Farm, Resident, open_farm, render
from tests.soak.judging import Outcome, judge
from tests.soak.page import Run, print_run
from tests.soak.spans import span_errors

NOISE_SNR_DB = 20.0
LONGEST_CALL_SECONDS = 420.0


def main(argv: Sequence[str] | None = None) -> int:
    """Run the soak; exit status 1 when a wrong value was accepted too often or something was left over."""
    options = _parser().parse_args(argv)
    # whoever ends a run leaves no Asterisk and no PostgreSQL behind
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    seed = options.seed if options.seed is not None else secrets.randbelow(1_000_000)
    console = Console()
    console.print(f"seed {seed}, {options.calls} calls, {options.at_once} at once")
    with tempfile.TemporaryDirectory(prefix="soak-", dir="/var/tmp") as folder:
        Path(folder).chmod(0o755)
        rig = Rig(RigOptions(options.runtime, Path(folder), concurrency=options.at_once))
        with console.status("starting PostgreSQL, Asterisk and the recognizer"):
            rig.start()
        try:
            run = asyncio.run(_soak(console, rig, seed, options.calls, options.at_once))
        finally:
            rig.stop()
    print_run(console, run)
    if options.out:
        options.out.write_text(json.dumps(asdict(run), ensure_ascii=False, indent=1), encoding="utf-8")
    return 0 if run.is_good else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--calls", type=int, default=20)
    parser.add_argument("--at-once", type=int, default=2, help="calls side by side")
    parser.add_argument("--seed", type=int, help="default: drawn and printed")
    parser.add_argument("--runtime", type=Path, default=Path(".runtime"))
    parser.add_argument("--out", type=Path, help="write the run as JSON")
    return parser


async def _soak(console: Console, rig: Rig, seed: int, count: int, at_once: int) -> Run:
    drawing = Drawing(seed)
    patients = {number: drawing.patient(number) for number in range(count)}
    residents = {drawn.phone: resident(number, drawn, seed) for number, drawn in patients.items()}
    runtime = rig.options.runtime
    with console.status("rendering what the patients will say"):
        sounds = await render(residents, runtime / "models", runtime / "prompts")
    robot = PromptCache(
        runtime / "prompts",
        synthetic_voice(rig.options.voice, runtime / "models"),
        name=rig.options.voice,
        speed=1.0,
    )
    farm = Farm(residents, sounds, rig.options.hospital, robot)
    settings = load_settings(rig.settings_path, {})
    clock = SystemClock()
    async with AsyncExitStack() as stack:
        store = await open_store(settings, SystemIds())
        stack.push_async_callback(store.close)
        await stack.enter_async_context(open_farm(farm, rig.asterisk.trunk_port))
        worker = await asyncio.to_thread(rig.start_worker)
        files_before = leftovers.open_files(worker.pid)
        attempts: dict[int, UUID] = {}
        gate = asyncio.Semaphore(at_once)

        async def one(number: int, drawn: Drawn) -> tuple[int, StoredResult | None]:
            async with gate:
                request = CallRequest(
                    phone=PhoneNumber.parse(drawn.phone),
                    questionnaire="q_postop_v1",
                    name=drawn.name,
                    id_tail=drawn.id_tail,
                    birth_md=drawn.birth_md,
                    patient_id=f"soak-{number}",
                    encounter_id=None,
                )
                attempts[number] = await enqueue(store, settings.hospital, request, clock.now())
                result = await ended(store, attempts[number])
                console.print(f"call {number}: {result.disposition if result else 'no result'}")
                return number, result

        results = dict(await asyncio.gather(*(one(number, drawn) for number, drawn in patients.items())))
        await asyncio.sleep(1.0)
        left = await leftovers.in_asterisk(rig) + await leftovers.in_database(store, settings.worker.id)
        files_after = leftovers.open_files(worker.pid)
    outcomes: dict[int, dict[str, Outcome]] = {
        number: judge(patients[number], result) for number, result in results.items() if result is not None
    }
    return Run(
        seed=seed,
        calls=count,
        at_once=at_once,
        outcomes={
            str(number): {code: each.value for code, each in call.items()}
            for number, call in outcomes.items()
        },
        dispositions=[(result.disposition or "–") if result else "none" for result in results.values()],
        greeting_ms=[each.greeting_ms for each in farm.reports.values() if each.greeting_ms is not None],
        latency_ms=[
            turn.latency_ms
            for each in farm.reports.values()
            for turn in each.turns
            if turn.latency_ms is not None
        ],
        span_errors_ms=await asyncio.to_thread(_span_errors, results, patients, farm, rig.recordings),
        left_over=left,
        files_before=files_before,
        files_after=files_after,
        tasks_at_rest=leftovers.tasks_at_rest(rig.folder / "worker.log"),
        details=[
            _detail(number, patients[number], result, farm.reports.get(patients[number].phone))
            for number, result in results.items()
        ],
    )


def resident(number: int, drawn: Drawn, seed: int) -> Resident:
    voice = KOKORO_VOICES[number % len(KOKORO_VOICES)].name
    noisy = NOISE_SNR_DB if (number // len(KOKORO_VOICES) + number) % 2 else None
    script = load(json.dumps({**drawn.script, "voice": voice}, ensure_ascii=False))
    return Resident(script, voice, LineQuality(noise_snr_db=noisy, seed=seed + number), seed + number)


async def ended(store: Store, attempt: UUID) -> StoredResult | None:
    """The stored result once the attempt has ended; None when it took too long or there was no call."""
    for _ in range(int(LONGEST_CALL_SECONDS)):
        await asyncio.sleep(1.0)
        async with store.unit_of_work() as uow:
            try:
                result = await read_call_of_attempt(uow, attempt)
            except WrongInput:
                continue
        if result.attempt_state == "ended":
            return result
    return None


def _span_errors(
    results: Mapping[int, StoredResult | None], patients: Mapping[int, Drawn], farm: Farm, recordings: Path
) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for number, result in results.items():
        phone = patients[number].phone
        if result is not None and phone in farm.reports:
            found += span_errors(result, farm.reports[phone], farm.sounds(phone), recordings)
    return found


def _detail(
    number: int, drawn: Drawn, result: StoredResult | None, report: PatientReport | None
) -> dict[str, object]:
    stored = {} if result is None else {each.link_id: each.value for each in result.answers}
    words = {} if result is None else {each.link_id: each.text for each in result.answers}
    return {
        "call": number,
        "voice": KOKORO_VOICES[number % len(KOKORO_VOICES)].name,
        "meant": dict(drawn.meant),
        "stored": stored,
        "heard": words,
        "disposition": result.disposition if result else None,
        "robot_heard": [
            (turn.code, turn.text, turn.raw_text, turn.confidence, turn.source)
            for turn in (result.turns if result else ())
            if turn.speaker == "patient"
        ],
        "patient": [asdict(turn) for turn in report.turns] if report else [],
    }


if __name__ == "__main__":
    sys.exit(main())
