"""One campaign dialed by real workers over a real Asterisk while the processors' time is counted."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ari_app.config.loading import load_settings
from ari_app.config.settings import Settings
from ari_app.lab.rig import DATABASE, RigOptions
from ari_app.store.pool import Store
from ari_app.wiring import campaigns
from ari_app.wiring.node import open_store
from ari_app.wiring.system import SystemClock, SystemIds
from tests.bench.dialing import campaign, prompts
from tests.bench.dialing.system import DialingRig
from tests.soak import leftovers

QUESTIONNAIRE = "q_postop_v1"
PHONES = "tests.bench.dialing.phones"
CROWD = "tests.bench.capacity.crowd"
RAMP_SECONDS = 8.0
REST_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Load:
    """What is to be dialed. `at_once` holds over all workers; `prompts` are brief or the robot's own."""

    seed: int
    contacts: int
    at_once: int
    workers: int
    runtime: Path
    brief: bool
    per_second: float | None = None
    logs: Path | None = None
    profiles: Path | None = None


@contextmanager
def rig_of(load: Load) -> Iterator[DialingRig]:
    """A private system with everything but workers and phones; nothing of it is left."""
    with tempfile.TemporaryDirectory(prefix="dialing-", dir="/var/tmp") as folder:
        Path(folder).chmod(0o755)
        each = -(-load.at_once // load.workers)
        options = RigOptions(load.runtime, Path(folder) / "rig", concurrency=each, temporary=True)
        said = prompts.sentences(options, QUESTIONNAIRE)
        if not load.brief:
            prompts.render(options, said, load.runtime / "prompts")
        rig = DialingRig(options)
        with rig:
            if load.brief:
                recorded = prompts.record_brief(rig.folder / "recorded", said)
                ready = rig.folder / "prompts"
                prompts.render(options, said, ready, recorded)
                rig.write_settings(recorded=f'recorded_voice = "{recorded}"', prompts=str(ready))
            try:
                yield rig
            finally:
                if load.logs is not None:
                    load.logs.mkdir(parents=True, exist_ok=True)
                    for log in rig.folder.glob("*.log"):
                        shutil.copyfile(log, load.logs / log.name)


def setups(load: Load, seconds: float) -> dict[str, object]:
    """Calls answered a second, sustained so long, while every patient hangs up at once."""
    with rig_of(load) as rig:
        rig.start_phones(PHONES, "hangup", str(load.seed), str(load.runtime))
        return asyncio.run(_setups(rig, load, seconds))


async def _setups(rig: DialingRig, load: Load, seconds: float) -> dict[str, object]:
    settings = load_settings(rig.settings_path, {})
    store = await open_store(settings, SystemIds())
    try:
        await _begin(store, settings, load)
        await asyncio.to_thread(rig.start_workers, load.workers, load.profiles)
        await asyncio.sleep(RAMP_SECONDS)
        began, used = time.time(), rig.seconds()
        await asyncio.sleep(seconds)
        ended, after = time.time(), rig.seconds()
        await campaigns.set_state(
            store, settings.hospital, campaign.CAMPAIGN, campaign.PAUSED, SystemClock().now()
        )
        dsn = rig.postgres.dsn_of(DATABASE)
        await campaign.until_none_live(dsn, 60.0)
        found = await campaign.outcome(dsn)
        left = await leftovers.in_asterisk(rig)
    finally:
        await store.close()
    exits = await asyncio.to_thread(rig.stop_workers)
    met = [each for each in _told(rig) if each["what"] == "answered"]
    answered = sum(1 for each in met if began <= float(str(each["at"])) < ended)
    return {
        "workers": load.workers,
        "at_once": load.at_once,
        "seconds": round(ended - began, 1),
        "answered": answered,
        "per_second": round(answered / (ended - began), 1),
        "percent_of_a_core": _percent(used, after, ended - began),
        "processor_ms_of_each": _of_each(used, after, answered, 1000),
        "load_after": round(os.getloadavg()[0], 1),
        "met": len(met),
        "worker_exits": exits,
        "left_over": left,
        **found,
    }


def followups(load: Load, seconds: float) -> dict[str, object]:
    """Whole follow-ups, every answer scripted."""
    with rig_of(load) as rig:
        if load.brief:
            rig.start_phones(PHONES, "brief", str(load.seed), str(load.runtime))
        else:
            rig.start_phones(CROWD, str(load.runtime))
        return asyncio.run(_followups(rig, load, seconds))


async def _followups(rig: DialingRig, load: Load, seconds: float) -> dict[str, object]:
    settings = load_settings(rig.settings_path, {})
    store = await open_store(settings, SystemIds())
    dsn = rig.postgres.dsn_of(DATABASE)
    try:
        await _begin(store, settings, load)
        await asyncio.to_thread(rig.start_workers, load.workers, load.profiles)
        began, used = time.monotonic(), rig.seconds()
        progress = await campaign.until_ended(dsn, load.contacts, seconds, _tell)
        spent, after = time.monotonic() - began, rig.seconds()
        await asyncio.sleep(REST_SECONDS)
        found = await campaign.outcome(dsn)
        left = await leftovers.in_asterisk(rig)
        for number in range(1, load.workers + 1):
            left += await leftovers.in_database(store, f"worker-{number}")
    finally:
        await store.close()
    exits = await asyncio.to_thread(rig.stop_workers)
    ended = progress["ended"]
    return {
        "workers": load.workers,
        "at_once": load.at_once,
        "new_calls_per_second_at_most": load.per_second,
        "contacts_wanted": load.contacts,
        "ended": ended,
        "completed": progress["completed"],
        "failures": ended - progress["completed"],
        "seconds": round(spent, 1),
        "calls_per_second": round(ended / spent, 2),
        "processor_seconds_of_each": _of_each(used, after, ended, 1),
        "percent_of_a_core": _percent(used, after, spent),
        "load_after": round(os.getloadavg()[0], 1),
        "left_over": left,
        "worker_exits": exits,
        **found,
    }


async def _begin(store: Store, settings: Settings, load: Load) -> None:
    await campaign.begin(store, settings, QUESTIONNAIRE, load.contacts, load.at_once, load.per_second)


def _told(rig: DialingRig) -> list[dict[str, object]]:
    lines = rig.told.read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.endswith("}")]


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _percent(used: Mapping[str, float], after: Mapping[str, float], seconds: float) -> dict[str, float]:
    return {name: round(100 * (after[name] - used[name]) / seconds, 1) for name in used}


def _of_each(
    used: Mapping[str, float], after: Mapping[str, float], count: int, scale: float
) -> dict[str, float | None]:
    return {name: round(scale * (after[name] - used[name]) / count, 3) if count else None for name in used}
