"""`ari-app agi`: the FastAGI scripts as a process of their own."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

from ari_app.config.loading import load_settings
from ari_app.config.settings import Settings, host_and_port
from ari_app.integrations.agi_scripts import scripts_of
from ari_app.integrations.fastagi import AgiLimits, AgiServer
from ari_app.store.patients import ensure_organization
from ari_app.telemetry.logging import configure_logging
from ari_app.wiring.agi import StoredNumbers, ports_of
from ari_app.wiring.node import open_store
from ari_app.wiring.system import SystemClock, SystemIds


def serve(path: Path | None) -> None:
    """Serve until SIGTERM or SIGINT. One line on standard output tells the address once it listens."""
    settings = load_settings(path, os.environ)
    configure_logging(settings.log.level, show_pii=settings.log.show_pii)
    asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    hospital = settings.hospital
    host, port = host_and_port(settings.agi.listen)
    store = await open_store(settings, SystemIds())
    try:
        async with store.unit_of_work() as uow:
            organization = await ensure_organization(
                uow, hospital.organization, hospital.name, hospital.time_zone
            )
        numbers = StoredNumbers(store, SystemClock(), organization)
        limits = AgiLimits(connections=settings.agi.connections, script_seconds=settings.agi.script_seconds)
        server = AgiServer(scripts_of(ports_of(numbers)), limits)
        await server.serve(
            host, port, stop, lambda bound: print(f"listening on agi://{host}:{bound}", flush=True)
        )
    finally:
        await store.close()
