"""`python -m tests.bench.capacity.worker SETTINGS LAGS`: a node's worker that writes down how late its loop is.

One line for each 10 ms sleep: monotonic second, milliseconds late. A third argument names a file for the statistics
of cProfile.
"""

from __future__ import annotations

import asyncio
import cProfile
import os
import signal
import sys
import time
from pathlib import Path
from typing import TextIO

from ari_app.config.loading import load_settings
from ari_app.config.settings import Settings
from ari_app.lab.rig import WORKER_READY
from ari_app.telemetry.logging import configure_logging
from ari_app.wiring.node import open_node
from ari_app.wiring.work import work

SAMPLE_SECONDS = 0.01


async def _sample(file: TextIO) -> None:
    """As late as this sleep is, so late is everything else that this loop has to do."""
    while True:
        due = time.monotonic() + SAMPLE_SECONDS
        await asyncio.sleep(SAMPLE_SECONDS)
        now = time.monotonic()
        file.write(f"{now:.3f} {(now - due) * 1000:.2f}\n")


async def _run(settings: Settings, lags: Path) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    # a second of samples at a time, so that no write is worth mentioning
    with lags.open("w", encoding="utf-8", buffering=1 << 12) as file:
        async with open_node(settings) as node:
            tasks = [
                asyncio.create_task(_sample(file), name="lag"),
                asyncio.create_task(work(node, asyncio.Event()), name="work"),
            ]
            print(f"worker {settings.worker.id} {WORKER_READY}", flush=True)
            await stop.wait()
            # the calls under way are of no use to anybody any more
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def main() -> None:
    """Work until SIGTERM."""
    settings = load_settings(Path(sys.argv[1]), os.environ)
    configure_logging("warning")
    if len(sys.argv) < 4:
        asyncio.run(_run(settings, Path(sys.argv[2])))
        return
    profile = cProfile.Profile()
    try:
        profile.runcall(asyncio.run, _run(settings, Path(sys.argv[2])))
    finally:
        profile.dump_stats(sys.argv[3])


if __name__ == "__main__":
    main()
