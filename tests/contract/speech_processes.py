"""The real recognizer process and the real voice, for the speech tests."""

from __future__ import annotations

import asyncio
import re
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from ari_app.speech.kokoro_voice import KokoroVoice

RUNTIME = Path(__file__).resolve().parents[2] / ".runtime"
MODELS = RUNTIME / "models"
TEST_MODELS = RUNTIME / "test-models"
START_SECONDS = 90


@dataclass(frozen=True, slots=True)
class RunningRecognizer:
    """A recognizer process: its websocket address and its process id."""

    url: str
    pid: int


@asynccontextmanager
async def recognizer_process(
    threads: int = 1, *, models: Path = MODELS, engine: str = "whisper"
) -> AsyncIterator[str]:
    """`ari-app asr` on a free port; gives its websocket address and sees that it stops when told to."""
    async with running_recognizer(threads, models=models, engine=engine) as running:
        yield running.url


@asynccontextmanager
async def running_recognizer(
    threads: int = 1, *, models: Path = MODELS, engine: str = "whisper", is_killed: bool = False
) -> AsyncIterator[RunningRecognizer]:
    """The same for tests that do something to the process; with `is_killed` it must not live to the end."""
    process = await _asr(
        ["--models", str(models), "--engine", engine, "--port", "0", "--threads", str(threads)]
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(START_SECONDS):
            line = (await process.stdout.readline()).decode()
        found = re.fullmatch(r"listening on (ws://127\.0\.0\.1:\d+)\n", line)
        assert found, line
        yield RunningRecognizer(found.group(1), process.pid)
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGCONT)
            process.terminate()
        async with asyncio.timeout(20):
            _, logs = await process.communicate()
    assert process.returncode == (-signal.SIGKILL if is_killed else 0), logs.decode()


async def asr_output(arguments: Sequence[str]) -> tuple[int, str]:
    """Run `ari-app asr` to its end: exit status and what it said on standard error."""
    process = await _asr(arguments)
    async with asyncio.timeout(START_SECONDS):
        _, errors = await process.communicate()
    assert process.returncode is not None
    return process.returncode, errors.decode()


async def _asr(arguments: Sequence[str]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "ari_app.cli.main",
        "asr",
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


@asynccontextmanager
async def kokoro(workers: int = 1) -> AsyncIterator[KokoroVoice]:
    """Kokoro with its worker processes."""
    voice = KokoroVoice(MODELS / "kokoro", workers=workers)
    try:
        yield voice
    finally:
        await voice.close()
