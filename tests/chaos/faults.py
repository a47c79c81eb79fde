"""What breaks, for how long, and how it is mended."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from tests.chaos.bed import Bed

RESTART_SECONDS = 0.5
"""How long a supervisor takes to notice a dead process."""

Act = Callable[[Bed], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Fault:
    """`begin` breaks it; it stays so for `seconds`; `mend` returns when what was broken runs again."""

    name: str
    what: str
    begin: Act
    seconds: float
    mend: Act


async def _kill_worker(bed: Bed) -> None:
    bed.worker.kill()
    bed.worker.wait()


async def _start_worker(bed: Bed) -> None:
    bed.worker = await asyncio.to_thread(bed.rig.start_worker)


async def _kill_asterisk(bed: Bed) -> None:
    assert bed.rig.asterisk.pid is not None
    os.kill(bed.rig.asterisk.pid, signal.SIGKILL)


async def _start_asterisk(bed: Bed) -> None:
    await asyncio.to_thread(bed.rig.asterisk.restart)
    await bed.drop_dead_calls()


async def _stop_postgres(bed: Bed) -> None:
    await asyncio.to_thread(bed.rig.postgres.stop)


async def _start_postgres(bed: Bed) -> None:
    await asyncio.to_thread(bed.rig.postgres.start)


async def _kill_recognizer(bed: Bed) -> None:
    assert bed.rig.asr is not None
    bed.rig.asr.kill()
    bed.rig.asr.wait()


async def _start_recognizer(bed: Bed) -> None:
    bed.rig.asr = await asyncio.to_thread(bed.rig.start_asr)


async def _shut_ari(bed: Bed) -> None:
    bed.gate.shut()


async def _reopen_ari(bed: Bed) -> None:
    bed.gate.reopen()


FAULTS: Mapping[str, Fault] = {
    each.name: each
    for each in (
        Fault("worker", "worker killed -9", _kill_worker, RESTART_SECONDS, _start_worker),
        Fault("asterisk", "Asterisk killed -9", _kill_asterisk, RESTART_SECONDS, _start_asterisk),
        Fault("postgres-3", "PostgreSQL stopped 3 s", _stop_postgres, 3.0, _start_postgres),
        Fault("postgres-30", "PostgreSQL stopped 30 s", _stop_postgres, 30.0, _start_postgres),
        Fault("recognizer", "recognizer killed -9", _kill_recognizer, RESTART_SECONDS, _start_recognizer),
        Fault("ari-5", "ARI black-holed 5 s", _shut_ari, 5.0, _reopen_ari),
        Fault("ari-40", "ARI black-holed 40 s", _shut_ari, 40.0, _reopen_ari),
    )
}
