"""What calls may leave behind: channels and bridges in Asterisk, tasks and descriptors in this process."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from ari_app.ari.client import Client


async def seen_in_asterisk(client: Client) -> frozenset[str]:
    """Every channel and bridge that is there now."""
    channels = [f"channel {one.name}" for one in await client.channels.list()]
    return frozenset([*channels, *(f"bridge {one.id}" for one in await client.bridges.list())])


def new_tasks(before: set[asyncio.Task[object]]) -> list[str]:
    """What a call's end left running; a proxy between node and Asterisk is the test's own."""
    names = [task.get_name() for task in asyncio.all_tasks() - before if not task.done()]
    return [name for name in names if name != "gate-pump"]


def open_files() -> set[str]:
    """What each descriptor of ours leads to; a closed socket's number never comes again."""
    found = set()
    for each in Path("/proc/self/fd").iterdir():
        try:
            found.add(f"{each.name} {os.readlink(each)}")
        except FileNotFoundError:
            continue
    return {entry for entry in found if "/proc/" not in entry}
