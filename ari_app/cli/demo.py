"""`ari-app demo`: the whole system on this machine, one real call, and what was stored of it."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from rich.console import Console

from ari_app.cli.patient import demo_script_text
from ari_app.cli.place import BIRTH_VARIABLE, ID_TAIL_VARIABLE
from ari_app.cli.stored_tables import print_result
from ari_app.config.loading import load_settings
from ari_app.core.errors import Unavailable
from ari_app.lab.rig import Rig, RigOptions
from ari_app.lab.verdict import Expected, differences
from ari_app.provision.asterisk_instance import AsteriskOptions
from ari_app.provision.soundness import findings
from ari_app.store.results import read_call_of_attempt
from ari_app.store.stored_result import StoredResult
from ari_app.wiring.node import open_store
from ari_app.wiring.system import SystemClock, SystemIds

READY = "ready port="
# what runs this command is there, whoever put it in place
PYTHON = "Python environment"
REGISTER_SECONDS = 600.0
ME_DIAL = "PJSIP/{number}@patient-me"
_ATTEMPT = re.compile(r"attempt ([0-9a-f-]{36})")


def run(runtime: Path, folder: Path | None, *, me: bool) -> int:
    """Place the call; exit status 0 only when what is stored equals what the patient meant.

    Database, logs and recordings are kept in `folder`, or in `demo` of the runtime.
    """
    _require_parts(runtime)
    console = Console()
    began = time.monotonic()
    asterisk = AsteriskOptions(sip_bind="0.0.0.0") if me else AsteriskOptions()
    rig = Rig(RigOptions(runtime=runtime, folder=folder or runtime / "demo", asterisk=asterisk))
    with console.status("starting PostgreSQL, Asterisk and the recognizer"):
        rig.start()
    try:
        script: Mapping[str, Any] = json.loads(demo_script_text())
        if me:
            rig.write_settings(dial=ME_DIAL)
            _wait_for_me(console, rig, script["patient"])
        patient = None if me else _start_patient(console, rig, runtime)
        console.print(f"ready to dial after {time.monotonic() - began:.1f} s", style="dim")
        result = asyncio.run(_read(rig, _call(rig, script)))
        settings = load_settings(rig.settings_path, {})
        print_result(console, result, ZoneInfo(settings.hospital.time_zone), SystemClock().now())
        console.print(f"\nrecordings are in {rig.recordings}", style="dim")
        if patient is None:
            return 0
        patient.wait(30)
        return _judge(console, script, result)
    finally:
        rig.stop()


def _require_parts(runtime: Path) -> None:
    lacking = [each for each in findings(runtime) if not each.ok and each.part != PYTHON]
    if lacking:
        raise Unavailable(f"{lacking[0].part}: {lacking[0].text}", mend="run: make demo")


def _start_patient(console: Console, rig: Rig, runtime: Path) -> subprocess.Popen[str]:
    """The patient is a process of its own; nothing but it and the judge below reads the script."""
    words = ["patient", "--hospital", rig.options.hospital, "--robot-voice", rig.options.voice]
    words += ["--sip-port", str(rig.asterisk.trunk_port)]
    words += ["--models", str(runtime / "models"), "--cache", str(runtime / "prompts")]
    words += ["--report", str(rig.folder / "patient.json")]
    with console.status("the patient clears her throat"):
        patient = rig.spawn("patient", *words)
        assert patient.stdout is not None
        for line in patient.stdout:
            if line.startswith(READY):
                return patient
    raise Unavailable("the simulated patient did not start", mend=f"see {rig.folder / 'patient.log'}")


def _wait_for_me(console: Console, rig: Rig, patient: Mapping[str, str]) -> None:
    console.print(
        f"Register a softphone (UDP): user [bold]patient-me[/], password [bold]{rig.asterisk.phone_password}[/], "
        f"server this machine, port [bold]{rig.asterisk.sip_port}[/].\n"
        f"You are {patient['name']}, identity number ending in {patient['id_tail']}, "
        f"born on {patient['birth_md']} (month-day). Speak Mandarin, or use the keys."
    )
    until = time.monotonic() + REGISTER_SECONDS
    with console.status("waiting for the softphone"):
        while "Avail" not in rig.asterisk.cli("pjsip show contacts"):
            if time.monotonic() > until:
                raise Unavailable(
                    "no softphone registered", mend="check address, port and password, then again"
                )
            time.sleep(1)


def _call(rig: Rig, script: Mapping[str, Any]) -> UUID:
    """Run `ari-app call` as its own process, show what it shows, and learn the attempt's id."""
    patient = script["patient"]
    words = ["call", "--phone", patient["phone"], "--questionnaire", script["questionnaireId"]]
    words += ["--name", patient["name"], "--patient-id", patient["patientId"]]
    words += ["--encounter-id", patient["encounterId"], "--config", str(rig.settings_path)]
    environment = os.environ | {ID_TAIL_VARIABLE: patient["id_tail"], BIRTH_VARIABLE: patient["birth_md"]}
    if sys.stdout.isatty():
        environment["FORCE_COLOR"] = "1"
    attempt: UUID | None = None
    with (rig.folder / "worker.log").open("a", encoding="utf-8") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "ari_app", *words],
            stdout=subprocess.PIPE,
            stderr=log,
            env=environment,
            text=True,
        )
        assert process.stdout is not None
        for line in process.stdout:
            sys.stdout.write(line)
            sys.stdout.flush()
            if found := _ATTEMPT.search(line):
                attempt = UUID(found[1])
        process.wait()
    if attempt is None:
        raise Unavailable("the call was not placed", mend=f"see {rig.folder / 'worker.log'}")
    return attempt


async def _read(rig: Rig, attempt: UUID) -> StoredResult:
    store = await open_store(load_settings(rig.settings_path, {}), SystemIds())
    try:
        async with store.unit_of_work() as uow:
            return await read_call_of_attempt(uow, attempt)
    finally:
        await store.close()


def _judge(console: Console, script: Mapping[str, Any], result: StoredResult) -> int:
    wrong = differences(Expected.parse(script["expected"]), result)
    for line in wrong:
        console.print(f"✗ {line}", style="bold red")
    if not wrong:
        console.print("✓ what is stored equals what the patient meant", style="bold green")
    return 1 if wrong else 0
