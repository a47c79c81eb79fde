"""`make chaos`: every fault in every phase of a call, with real processes; judged by what was promised."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console

from ari_app.lab.rig import Rig, RigOptions
from ari_app.telemetry.logging import configure_logging
from tests.chaos.bed import open_bed
from tests.chaos.faults import FAULTS
from tests.chaos.page import Run, print_run
from tests.chaos.phases import PHASES, ROUNDS
from tests.chaos.promises import Cell, judge
from tests.chaos.stroke import Stroke

CONCURRENCY = 4
SIDE_BY_SIDE = 2

Plan = list[tuple[str, tuple[str, ...]]]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the strokes; exit status 1 when a promise was broken or a call did not come into its phase."""
    options = _parser().parse_args(argv)
    # whoever ends a run leaves no Asterisk and no PostgreSQL behind
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    seed = options.seed if options.seed is not None else secrets.randbelow(1_000_000)
    plan = _plan(options.only)
    configure_logging("info" if options.talk else "error", show_pii=options.talk)
    console = Console(width=140)
    console.print(f"seed {seed}, {len(plan)} strokes, {sum(len(phases) for _, phases in plan)} calls")
    folder = Path(tempfile.mkdtemp(prefix="chaos-", dir="/var/tmp"))
    folder.chmod(0o755)
    rig = Rig(RigOptions(options.runtime, folder, concurrency=CONCURRENCY, temporary=True))
    with console.status("starting PostgreSQL, Asterisk and the recognizer"):
        rig.start()
    try:
        cells = asyncio.run(_run(console, rig, seed, plan))
    finally:
        if options.keep_logs:
            _keep_logs(folder, options.keep_logs)
        rig.stop()
    run = Run(seed, _commit(), f"{platform.machine()}, {os.cpu_count()} cores", os.getloadavg(), cells)
    print_run(console, run)
    if options.out:
        options.out.write_text(json.dumps(asdict(run), ensure_ascii=False, indent=1), encoding="utf-8")
    return 0 if run.is_good else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument(
        "--only", action="append", default=[], metavar="FAULT[/PHASE]", help="may be given several times"
    )
    parser.add_argument("--seed", type=int, help="default: drawn and printed")
    parser.add_argument("--runtime", type=Path, default=Path(".runtime"))
    parser.add_argument("--out", type=Path, help="write the run as JSON")
    parser.add_argument("--talk", action="store_true", help="print what the patients hear and say")
    parser.add_argument("--keep-logs", type=Path, metavar="FOLDER", help="copy the processes' logs there")
    return parser


def _plan(only: Sequence[str]) -> Plan:
    """Which phases each stroke meets. Ends the program for a name that is none."""
    if not only:
        return [(fault, phases) for fault in FAULTS for phases in ROUNDS]
    plan: Plan = []
    for each in only:
        fault, _, phase = each.partition("/")
        if fault not in FAULTS or (phase and phase not in PHASES):
            sys.exit(f"{each}: faults are {', '.join(FAULTS)}; phases are {', '.join(PHASES)}")
        plan += [(fault, (phase,) * SIDE_BY_SIDE)] if phase else [(fault, phases) for phases in ROUNDS]
    return plan


async def _run(console: Console, rig: Rig, seed: int, plan: Plan) -> list[Cell]:
    cells: list[Cell] = []
    async with open_bed(rig, PHASES.values()) as bed:
        for number, (fault, phases) in enumerate(plan):
            struck = await Stroke(
                bed, FAULTS[fault], [PHASES[name] for name in phases], f"{seed}-{number}-{fault}"
            ).strike()
            met = await judge(bed, struck)
            for cell in met:
                console.print(
                    f"{cell.fault}/{cell.phase}: {cell.disposition}, {', '.join(cell.broken) or 'kept'}",
                    highlight=False,
                )
            cells += met
    return cells


def _keep_logs(folder: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for path in (*folder.glob("*.log"), folder / "asterisk" / "log" / "full"):
        if path.exists():
            shutil.copy(path, target / path.name)


def _commit() -> str:
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "unknown"


if __name__ == "__main__":
    sys.exit(main())
