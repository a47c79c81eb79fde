"""`ari-app asr`: the recognizer as a process of its own."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import structlog

from ari_app.speech import asr_server
from ari_app.speech.engine import EngineName
from ari_app.speech.engine_choice import choose_engine, load_engine
from ari_app.telemetry.logging import configure_logging

WAITING_PER_THREAD = 8
_log = structlog.get_logger()


def serve(*, models: Path, engine: EngineName | None, host: str, port: int, threads: int) -> None:
    """Check and load the model, then serve until SIGTERM or SIGINT. Without `engine`, the models decide.

    One line on standard output tells the address once it listens: `listening on ws://HOST:PORT`.
    Raises Unavailable when the model is missing or the port taken, Damaged when the model is not whole.
    """
    choice = choose_engine(models, engine)
    loaded = load_engine(choice, threads)
    configure_logging()
    _log.info("asr_engine", engine=choice.name.value, model=str(choice.folder))
    server = asr_server.AsrServer(loaded, parallel=threads, max_waiting=threads * WAITING_PER_THREAD)
    asyncio.run(_until_stopped(server, host, port))


async def _until_stopped(server: asr_server.AsrServer, host: str, port: int) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)

    def announce(bound: int) -> None:
        print(f"listening on ws://{host}:{bound}", flush=True)

    await asr_server.serve(server, host, port, stop, announce)
