"""`python -m tests.bench.capacity`: loop lag, latency and processor time by the number of calls at once (JSON).

A private Asterisk, PostgreSQL, recognizer, the real worker and a crowd of patients, each a process of its own. Calls
that end are replaced. With --scripted the recognizer costs nothing, so that telephony is seen alone.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import signal
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import asyncpg
import numpy as np

from ari_app.config.loading import load_settings
from ari_app.config.settings import Settings
from ari_app.core.phone import PhoneNumber
from ari_app.lab.rig import RigOptions
from ari_app.store.pool import Store
from ari_app.wiring.call_requests import CallRequest, enqueue
from ari_app.wiring.node import open_store
from ari_app.wiring.system import SystemClock, SystemIds
from tests.bench.capacity.system import MeasuredRig, idle_share, machine
from tests.bench.measured_on import described

USUAL = CallRequest(PhoneNumber.parse("13800000000"), "q_postop_v1", "李秀英", "4417", "08-02", "", None)
SETTLE_SECONDS = 6.0
LOOK_SECONDS = 0.5
_OPEN = "SELECT count(*) FROM attempts WHERE state <> 'ended'"


class Supply:
    """Keeps so many calls open, with no more than so many new ones a second."""

    def __init__(self, store: Store, settings: Settings, per_second: float) -> None:
        self._store = store
        self._settings = settings
        self._per_look = max(1, round(per_second * LOOK_SECONDS))
        self._placed = 0
        self.wanted = 0

    async def run(self) -> None:
        """Replace what ended, until canceled."""
        connection = await asyncpg.connect(self._settings.database.dsn.get_secret_value())
        try:
            while True:
                lacking = self.wanted - int(await connection.fetchval(_OPEN))
                for _ in range(min(self._per_look, lacking)):
                    await self._place()
                await asyncio.sleep(LOOK_SECONDS)
        finally:
            await connection.close()

    async def _place(self) -> None:
        phone = PhoneNumber.parse(f"138{self._placed:08d}")
        request = replace(USUAL, phone=phone, patient_id=f"capacity-{self._placed}")
        self._placed += 1
        await enqueue(self._store, self._settings.hospital, request, SystemClock().now())


async def measure(
    rig: MeasuredRig, steps: Sequence[int], seconds: float, per_second: float
) -> list[dict[str, object]]:
    """One row for each step."""
    settings = load_settings(rig.settings_path, {})
    store = await open_store(settings, SystemIds())
    supply = Supply(store, settings, per_second)
    supplying = asyncio.create_task(supply.run(), name="supply")
    rows = []
    try:
        for calls in steps:
            ramp = (calls - supply.wanted) / per_second + SETTLE_SECONDS
            supply.wanted = calls
            await asyncio.sleep(ramp)
            rows.append(await _step(rig, calls, seconds))
            print(json.dumps(rows[-1]), file=sys.stderr, flush=True)
        supply.wanted = 0
    finally:
        supplying.cancel()
        await asyncio.gather(supplying, return_exceptions=True)
        await store.close()
    return rows


async def _step(rig: MeasuredRig, calls: int, seconds: float) -> dict[str, object]:
    loop = asyncio.get_running_loop()
    began, used, cores = loop.time(), rig.seconds(), machine()
    await asyncio.sleep(seconds)
    ended, after = loop.time(), rig.seconds()
    idle = idle_share(cores, machine())
    # what is on its way to the files
    await asyncio.sleep(1.5)
    heard = [json.loads(line) for line in rig.waits.read_text("utf-8").splitlines() if line.endswith("}")]
    heard = [each for each in heard if began <= each["at"] <= ended]
    waits = [each["waited_ms"] for each in heard if "waited_ms" in each]
    looks = [each for each in heard if "calls" in each]
    lags = _lags(rig.lags, began, ended)
    at_once = float(np.mean([each["calls"] for each in looks])) if looks else 0.0
    part = {name: round(100 * (after[name] - used[name]) / (ended - began), 1) for name in used}
    return {
        "calls": calls,
        "answered": round(at_once, 1),
        "speaking_share": round(
            sum(each["speaking"] for each in looks) / max(1, sum(each["calls"] for each in looks)), 3
        ),
        "lag_p50_ms": _percentile(lags, 50),
        "lag_p99_ms": _percentile(lags, 99),
        "lag_max_ms": max(lags, default=None),
        "waits": len(waits),
        "wait_p50_ms": _percentile(waits, 50),
        "wait_p95_ms": _percentile(waits, 95),
        "crowd_late_p99_ms": _percentile([each["late_ms"] for each in looks], 99),
        "percent_of_a_core": part,
        "percent_of_a_core_per_call": {
            name: round(value / at_once, 2) if at_once else None for name, value in part.items()
        },
        "idle_share_of_machine": round(idle, 3),
    }


def _lags(path: Path, began: float, ended: float) -> list[float]:
    found = []
    for line in path.read_text("utf-8").splitlines()[:-1]:
        at, _, late = line.partition(" ")
        if began <= float(at) <= ended:
            found.append(float(late))
    return found


def _percentile(values: Sequence[float], share: float) -> float | None:
    return round(float(np.percentile(values, share)), 1) if values else None


def main() -> None:
    """Print the figures as JSON; each step's row also goes to standard error as it comes."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.capacity", description=__doc__)
    parser.add_argument("--runtime", type=Path, default=Path(".runtime"))
    parser.add_argument("--steps", type=int, nargs="+", default=[10, 20, 40, 60, 100])
    parser.add_argument("--seconds", type=float, default=45.0, help="measured in each step")
    parser.add_argument("--per-second", type=float, default=3.0, help="new calls a second at most")
    parser.add_argument("--scripted", action="store_true", help="a recognizer that costs nothing")
    parser.add_argument("--logs", type=Path, help="keep the logs here")
    parser.add_argument(
        "--profile", type=Path, help="the worker under cProfile; its figures are not comparable"
    )
    options = parser.parse_args()
    # whoever ends a run leaves no Asterisk and no PostgreSQL behind
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory(prefix="capacity-", dir="/var/tmp") as folder:
        Path(folder).chmod(0o755)
        rig_options = RigOptions(
            options.runtime, Path(folder) / "rig", concurrency=max(options.steps), temporary=True
        )
        rig = MeasuredRig(rig_options, scripted=options.scripted, profile=options.profile)
        with rig:
            rig.start_crowd()
            rig.start_worker()
            before = described()
            rows = asyncio.run(measure(rig, options.steps, options.seconds, options.per_second))
            if options.logs:
                options.logs.mkdir(parents=True, exist_ok=True)
                for log in rig.folder.glob("*.log"):
                    shutil.copyfile(log, options.logs / log.name)
    recognizer = "scripted" if options.scripted else "ari-app asr"
    print(json.dumps({"recognizer": recognizer, **before, "steps": rows}, indent=1))


if __name__ == "__main__":
    main()
