"""`ari-app asr`: the recognizer as a process of its own."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

from ari_app.speech import asr_server
from ari_app.speech.hearing import Hearing
from ari_app.speech.model_files import WHISPER_FILES, check_model
from ari_app.speech.whisper_engine import WhisperEngine
from ari_app.telemetry.logging import configure_logging

WAITING_PER_THREAD = 8


def serve(*, models: Path, host: str, port: int, threads: int) -> None:
    """Check and load the model, then serve until SIGTERM or SIGINT.

    One line on standard output tells the address once it listens: `listening on ws://HOST:PORT`.
    Raises Unavailable when the model is missing or the port taken, Damaged when the model is not whole.
    """
    folder = models / "whisper-base"
    check_model(folder, WHISPER_FILES)
    configure_logging()
    engine = WhisperEngine(folder, parallel=threads)
    server = asr_server.AsrServer(Hearing(engine), parallel=threads, max_waiting=threads * WAITING_PER_THREAD)
    asyncio.run(_until_stopped(server, host, port))


async def _until_stopped(server: asr_server.AsrServer, host: str, port: int) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)

    def announce(bound: int) -> None:
        print(f"listening on ws://{host}:{bound}", flush=True)

    await asr_server.serve(server, host, port, stop, announce)
