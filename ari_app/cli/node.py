"""`ari-app run`: this node's worker until it is told to stop."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import structlog

from ari_app.config.loading import load_settings
from ari_app.config.settings import Settings
from ari_app.telemetry.logging import configure_logging
from ari_app.wiring.metrics_server import metrics_server
from ari_app.wiring.node import open_node
from ari_app.wiring.work import work

_log = structlog.get_logger()


def run(path: Path | None) -> None:
    """Work until SIGTERM or SIGINT; the calls under way are carried to their end first."""
    settings = load_settings(path, os.environ)
    configure_logging(settings.log.level, show_pii=settings.log.show_pii)
    asyncio.run(_run(settings))


async def _run(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with (
        open_node(settings) as node,
        metrics_server(settings.metrics.listen, node.store, settings.hospital, node.clock) as address,
    ):
        if address is not None:
            _log.info("metrics_listening", url=f"{address}/metrics")
        print(f"worker {settings.worker.id} is ready", flush=True)
        await work(node, stop)
    _log.info("worker_stopped")
