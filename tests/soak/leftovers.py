"""What a call may not leave behind: in Asterisk, in the database, in the worker's process."""

from __future__ import annotations

import json
from pathlib import Path

from ari_app.ari.bridge import Bridges
from ari_app.ari.channels import Channels
from ari_app.ari.client import rest_session
from ari_app.lab.rig import Rig
from ari_app.store import attempts
from ari_app.store.pool import Store


async def in_asterisk(rig: Rig) -> list[str]:
    """Channels and bridges that are still there."""
    async with rest_session(rig.asterisk.ari_url, rig.asterisk.ari_user, rig.asterisk.ari_password) as (
        _,
        rest,
    ):
        channels = [f"channel {each.id}" for each in await Channels(rest).list()]
        bridges = [f"bridge {each.id}" for each in await Bridges(rest).list()]
    return channels + bridges


async def in_database(store: Store, worker: str) -> list[str]:
    """Attempts that still count as live."""
    async with store.unit_of_work() as uow:
        return [
            f"attempt {each.lease.attempt_id} {each.state}"
            for each in await attempts.live_attempts(uow, worker)
        ]


def open_files(pid: int) -> int:
    """How many file descriptors a process holds."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def tasks_at_rest(log: Path) -> list[int]:
    """The number of asyncio tasks after each call that ended while no other was under way."""
    found = []
    for line in log.read_text(encoding="utf-8").splitlines():
        if '"call_finished"' in line:
            entry = json.loads(line)
            if entry["calls"] == 0:
                found.append(int(entry["tasks"]))
    return found
