"""`python -m tests.stress`: calls that are hung up at once, and calls over an ARI that answers late."""

from __future__ import annotations

import argparse
import asyncio
import json
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import asyncpg
from rich.console import Console

from ari_app.config.loading import load_settings
from ari_app.config.settings import HospitalSettings
from ari_app.core.phone import PhoneNumber
from ari_app.lab.rig import Rig, RigOptions
from ari_app.store.pool import Store
from ari_app.wiring.call_requests import CallRequest, enqueue
from ari_app.wiring.node import open_store
from ari_app.wiring.system import SystemClock, SystemIds
from tests.soak import leftovers
from tests.stress.crowd import Crowd
from tests.stress.delayed_ari import DelayedAri

LONGEST_DELAY_SECONDS = 0.3
LATEST_GREETING_MS = 3_000
PATIENCE_SECONDS = 1_200
REST_SECONDS = 2.0
_COUNT = "SELECT disposition, count(*) AS ended FROM attempts WHERE state = 'ended' GROUP BY disposition"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one kind of stress. `requests_delayed` is 0 where nothing was held back."""

    name: str
    calls: int
    met: int
    dispositions: dict[str, int]
    left_over: list[str]
    files_before: int
    files_after: int
    tasks_at_rest: list[int]
    requests_delayed: int
    greeting_ms: list[int | None]

    @property
    def silent(self) -> int:
        """Answered calls whose patient heard nothing in time."""
        return sum(1 for each in self.greeting_ms if each is None or each > LATEST_GREETING_MS)

    @property
    def is_good(self) -> bool:
        """Whether each attempt ended, none by a fault of ours, nothing is stuck, and nobody was left in silence."""
        has_ended = sum(self.dispositions.values()) == self.calls and "failed" not in self.dispositions
        return has_ended and not self.left_over and self.silent == 0


def main(argv: Sequence[str] | None = None) -> int:
    """Run both; exit status 1 when a call got stuck or stayed silent."""
    options = _parser().parse_args(argv)
    seed = options.seed if options.seed is not None else secrets.randbelow(1_000_000)
    console = Console()
    console.print(f"seed {seed}, commit {_commit()}, {options.at_once} calls at once")
    outcomes = []
    for name, calls, longest in (
        ("hung up at once", options.hangups, 0.0),
        ("late ARI", options.delays, LONGEST_DELAY_SECONDS),
    ):
        if calls:
            with tempfile.TemporaryDirectory(prefix="stress-", dir="/var/tmp") as folder:
                Path(folder).chmod(0o755)
                rig_options = RigOptions(
                    options.runtime, Path(folder) / "rig", concurrency=options.at_once, temporary=True
                )
                with Rig(rig_options) as rig:
                    outcomes.append(asyncio.run(_stress(rig, name, calls, longest, seed)))
                    if options.logs:
                        _keep_logs(rig.folder, options.logs / name.replace(" ", "-"))
            _print(console, outcomes[-1])
    if options.out:
        record = {"seed": seed, "commit": _commit(), "outcomes": [asdict(each) for each in outcomes]}
        options.out.write_text(json.dumps(record, indent=1), encoding="utf-8")
    return 0 if all(each.is_good for each in outcomes) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.stress", description=__doc__)
    parser.add_argument(
        "--hangups", type=int, default=500, help="calls that are answered and hung up at once"
    )
    parser.add_argument("--delays", type=int, default=200, help="calls over an ARI with random delays")
    parser.add_argument("--at-once", type=int, default=25, help="calls side by side")
    parser.add_argument("--seed", type=int, help="default: drawn and printed")
    parser.add_argument("--runtime", type=Path, default=Path(".runtime"))
    parser.add_argument("--out", type=Path, help="write the outcome as JSON")
    parser.add_argument("--logs", type=Path, help="keep the logs of worker, recognizer and Asterisk here")
    return parser


def _keep_logs(rig_folder: Path, folder: Path) -> None:
    for log in (*rig_folder.glob("*.log"), rig_folder / "asterisk" / "log" / "full"):
        kept = folder / log.relative_to(rig_folder)
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(log, kept)


async def _stress(rig: Rig, name: str, calls: int, longest: float, seed: int) -> Outcome:
    settings = load_settings(rig.settings_path, {})
    crowd = Crowd(listens=longest > 0, seed=seed)
    store = await open_store(settings, SystemIds())
    try:
        async with (
            DelayedAri.open(rig.asterisk.http_port, longest, seed) as ari,
            crowd.open(rig.asterisk.trunk_port),
        ):
            if longest:
                rig.write_settings(ari_url=ari.url)
            worker = await asyncio.to_thread(rig.start_worker)
            files_before = leftovers.open_files(worker.pid)
            await _enqueue(store, settings.hospital, calls)
            dispositions = await _ended(settings.database.dsn.get_secret_value(), calls)
            await asyncio.sleep(REST_SECONDS)
            left = await leftovers.in_asterisk(rig) + await leftovers.in_database(store, settings.worker.id)
            files_after = leftovers.open_files(worker.pid)
    finally:
        await store.close()
    return Outcome(
        name=name,
        calls=calls,
        met=crowd.met,
        dispositions=dispositions,
        left_over=left,
        files_before=files_before,
        files_after=files_after,
        tasks_at_rest=leftovers.tasks_at_rest(rig.folder / "worker.log"),
        requests_delayed=ari.delayed if longest else 0,
        greeting_ms=crowd.greeting_ms,
    )


async def _enqueue(store: Store, hospital: HospitalSettings, calls: int) -> None:
    """So many attempts, all due now; each patient has a number of his own."""
    usual = CallRequest(PhoneNumber.parse("13800000000"), "q_postop_v1", "李秀英", "4417", "08-02", "", None)
    now = SystemClock().now()
    for number in range(calls):
        phone = PhoneNumber.parse(f"138{number:08d}")
        await enqueue(store, hospital, replace(usual, phone=phone, patient_id=f"stress-{number}"), now)


async def _ended(dsn: str, calls: int) -> dict[str, int]:
    """The dispositions of the attempts that ended, once all have or patience is over."""
    found: dict[str, int] = {}
    connection = await asyncpg.connect(dsn)
    try:
        for _ in range(PATIENCE_SECONDS):
            await asyncio.sleep(1.0)
            found = {row["disposition"]: row["ended"] for row in await connection.fetch(_COUNT)}
            if sum(found.values()) >= calls:
                break
    finally:
        await connection.close()
    return found


def _print(console: Console, outcome: Outcome) -> None:
    heard = sorted(each for each in outcome.greeting_ms if each is not None)
    console.print(f"[bold]{outcome.name}[/bold]: {'good' if outcome.is_good else 'BAD'}")
    console.print(f"  calls {outcome.calls}, met by the phone {outcome.met}, ended {outcome.dispositions}")
    console.print(f"  left over {outcome.left_over or 'nothing'}")
    console.print(f"  the worker's files {outcome.files_before} before, {outcome.files_after} after")
    console.print(f"  tasks at rest {sorted(set(outcome.tasks_at_rest))}")
    if outcome.greeting_ms:
        middle = heard[len(heard) // 2] if heard else None
        console.print(
            f"  {outcome.requests_delayed} requests delayed; silent calls {outcome.silent}; "
            f"answer to greeting: median {middle} ms, longest {heard[-1] if heard else None} ms"
        )


def _commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "unknown"


if __name__ == "__main__":
    sys.exit(main())
