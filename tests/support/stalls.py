"""Time measured on a machine that has other work: what was measured while this process stood still is not kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
SAMPLE_SECONDS = 0.005
# half of the tightest bound for what goes to the patient and comes from there
STALLED_SECONDS = 0.03
MOST_ROUNDS = 3


@dataclass
class Lateness:
    """By how many seconds this process was late at `worst`; it watches out for the moment `due`."""

    due: float
    worst: float = 0.0

    def see(self) -> None:
        """Look how late it is now."""
        self.worst = max(self.worst, asyncio.get_running_loop().time() - self.due)


async def calmest(
    measure: Callable[[], Awaitable[T]], rounds: int = MOST_ROUNDS, *, pid: int | None = None
) -> T:
    """What `measure` found in the first round in which this process did not stall, or else in the calmest of them.

    Rounds are chosen by the lateness of a bare sleep, and by how long a thread of the process `pid` waited for a
    processor, never by what was found, which a test compares with its own bound: a part that is slow by itself is
    slow in every round.
    """
    calm, found = float("inf"), None
    for _ in range(rounds):
        before = _waited(pid)
        async with lateness() as late:
            now = await measure()
        waited = (at - before.get(thread, at) for thread, at in _waited(pid).items())
        if (worst := max(late.worst, *waited, 0.0)) < calm:
            calm, found = worst, (now,)
        if calm <= STALLED_SECONDS:
            break
    assert found is not None
    print(f"at most {calm * 1000:.0f} ms late")
    return found[0]


@asynccontextmanager
async def lateness() -> AsyncIterator[Lateness]:
    """Watch for stalls until left."""
    late = Lateness(asyncio.get_running_loop().time())
    watching = asyncio.create_task(_watch(late), name="stall-watch")
    try:
        yield late
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        late.see()


async def _watch(late: Lateness) -> None:
    while True:
        late.due = asyncio.get_running_loop().time() + SAMPLE_SECONDS
        await asyncio.sleep(SAMPLE_SECONDS)
        late.see()


def _waited(pid: int | None) -> dict[str, float]:
    """How many seconds each thread of a process has waited for a processor so far, where the kernel tells it."""
    if pid is None:
        return {}
    found = {}
    for thread in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        with suppress(FileNotFoundError, ProcessLookupError):
            found[str(thread)] = int(thread.read_text().split()[1]) / 1e9
    return found
