"""`make chaos`, second part: whole campaigns over three workers with an Asterisk each, while everything breaks."""

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
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from ari_app.telemetry.logging import configure_logging
from tests.dialing_chaos.breaks import BREAKS
from tests.dialing_chaos.judge import judge
from tests.dialing_chaos.nemesis import FAULTS
from tests.dialing_chaos.nodes import Nodes
from tests.dialing_chaos.page import print_run, summary
from tests.dialing_chaos.run import Evidence, Plan, run


def main(argv: Sequence[str] | None = None) -> int:
    """Run it; exit status 1 when a promise was broken (of a run that breaks a rule: when none was)."""
    options = _parser().parse_args(argv)
    # whoever ends a run leaves no Asterisk and no PostgreSQL behind
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    seed = options.seed if options.seed is not None else secrets.randbelow(1_000_000)
    shown_by = BREAKS[options.broken].faults if options.broken else ()
    faults = shown_by or tuple(FAULTS)
    if options.only is not None:
        faults = tuple(filter(None, options.only.split(",")))
    plan = Plan(seed, options.calls, options.at_once, options.workers, faults, options.broken)
    configure_logging("error", show_pii=False)
    console = Console(width=140, highlight=False)
    console.print(f"seed {seed}, {plan.calls} calls, {plan.at_once} at once, {plan.workers} workers")
    found, seconds = _run(console, plan, options.runtime, options.keep_logs)
    verdict = judge(found)
    facts = {
        "seed": seed,
        "commit": _commit(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "load": os.getloadavg(),
        "seconds": round(seconds, 1),
        "broken": plan.broken,
        **summary(found, verdict),
    }
    print_run(console, facts)
    if options.out:
        options.out.write_text(json.dumps(facts, ensure_ascii=False, indent=1, default=str), encoding="utf-8")
    if plan.broken is None:
        return int(bool(verdict.violations))
    return int(not any(BREAKS[plan.broken].shows_in in promise for promise, _ in verdict.violations))


def _run(console: Console, plan: Plan, runtime: Path, keep: Path | None) -> tuple[Evidence, float]:
    folder = Path(tempfile.mkdtemp(prefix="dialing-", dir="/var/tmp"))
    folder.chmod(0o755)
    nodes = Nodes(runtime, folder, workers=plan.workers, capacity=_capacity(plan), broken=plan.broken)
    began = time.monotonic()

    def tell(text: str) -> None:
        console.print(f"{time.monotonic() - began:6.1f} s  {text}")

    try:
        return asyncio.run(run(plan, nodes, tell)), time.monotonic() - began
    finally:
        if keep:
            keep.mkdir(parents=True, exist_ok=True)
            for path in (*folder.glob("*.log"), *folder.glob("*/log/full")):
                shutil.copy(path, keep / "-".join(path.relative_to(folder).parts))
        nodes.stop()


def _capacity(plan: Plan) -> int:
    """Two of three workers can use all lines."""
    return plan.at_once if plan.workers < 3 else max(2, round(plan.at_once * 0.55))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.dialing_chaos", description=__doc__)
    parser.add_argument("--seed", type=int, help="default: drawn and printed")
    parser.add_argument("--calls", type=int, default=500)
    parser.add_argument("--at-once", type=int, default=30)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument(
        "--only", metavar="FAULT,FAULT", help=f"default all: {', '.join(FAULTS)}; '' for none"
    )
    parser.add_argument(
        "--break", dest="broken", choices=sorted(BREAKS), help="a rule that is broken on purpose"
    )
    parser.add_argument("--runtime", type=Path, default=Path(".runtime"))
    parser.add_argument("--out", type=Path, help="write the run as JSON")
    parser.add_argument("--keep-logs", type=Path, metavar="FOLDER", help="copy the processes' logs there")
    return parser


def _commit() -> str:
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "unknown"


if __name__ == "__main__":
    sys.exit(main())
