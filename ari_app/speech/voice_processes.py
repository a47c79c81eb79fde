"""A few processes that each speak one sentence at a time, behind pipes (the other end: voice_worker.py)."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping, Sequence

import structlog

from ari_app.core.errors import AppError, Damaged, Unavailable, WrongInput

START_SECONDS = 120.0
SENTENCE_SECONDS = 120.0
_log = structlog.get_logger()


class VoiceProcesses:
    """Speaks on up to `workers` processes at once; they start at the first sentence and end with `close`."""

    def __init__(self, module: str, arguments: Sequence[str], *, workers: int, extra: str) -> None:
        """`module` and `arguments` start one; `extra` is the installation's part that it needs."""
        self._argv = (sys.executable, "-m", module, *arguments)
        self._extra = extra
        self._free: asyncio.Queue[_Worker | None] = asyncio.Queue()
        for _ in range(workers):
            self._free.put_nowait(None)
        self._workers: set[_Worker] = set()

    async def speak(self, text: str, *, voice: str, speed: float) -> bytes:
        """16-bit mono 16 kHz; waits for a free worker. Raises what the worker raises, or Unavailable."""
        worker = await self._free.get()
        try:
            if worker is None or not worker.alive:
                worker = await self._start()
            async with asyncio.timeout(SENTENCE_SECONDS):
                return await worker.speak(text, voice, speed)
        except TimeoutError as error:
            raise Unavailable("the voice did not finish a sentence in time") from error
        finally:
            if worker is not None and worker.mid_sentence:
                await self._drop(worker)
                worker = None
            self._free.put_nowait(worker)

    async def close(self) -> None:
        """End the workers."""
        for worker in tuple(self._workers):
            await self._drop(worker)

    async def _start(self) -> _Worker:
        process = await asyncio.create_subprocess_exec(
            *self._argv,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        worker = _Worker(process, self._extra)
        self._workers.add(worker)
        try:
            async with asyncio.timeout(START_SECONDS):
                await worker.ready()
        except TimeoutError as error:
            await self._drop(worker)
            raise Unavailable("the voice did not start in time") from error
        except BaseException:
            await self._drop(worker)
            raise
        _log.info("voice_worker_started", pid=process.pid)
        return worker

    async def _drop(self, worker: _Worker) -> None:
        self._workers.discard(worker)
        await worker.end()


class _Worker:
    """One worker process and the pipe to it."""

    def __init__(self, process: asyncio.subprocess.Process, extra: str) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._process = process
        self._extra = extra
        self._requests = process.stdin
        self._replies = process.stdout
        self.mid_sentence = False

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.returncode is None

    async def ready(self) -> None:
        """Wait for the first line; raises what the worker could not load."""
        await self._reply()

    async def speak(self, text: str, voice: str, speed: float) -> bytes:
        """One sentence. While `mid_sentence` is set the pipe holds half an answer and is of no more use."""
        self.mid_sentence = True
        request = json.dumps({"text": text, "voice": voice, "speed": speed}, ensure_ascii=False)
        try:
            self._requests.write(request.encode() + b"\n")
            await self._requests.drain()
            pcm = await self._replies.readexactly(int(str((await self._reply())["bytes"])))
        except (OSError, asyncio.IncompleteReadError) as error:
            raise Unavailable("the voice's process ended in the middle of a sentence") from error
        self.mid_sentence = False
        return pcm

    async def end(self) -> None:
        """End the process and wait for it."""
        if self.alive:
            self._process.kill()
        await self._process.wait()
        self._requests.close()

    async def _reply(self) -> Mapping[str, object]:
        line = await self._replies.readline()
        if not line:
            mend = f"see that the {self._extra} extra is installed"
            raise Unavailable("the voice's process ended", mend=mend)
        reply: dict[str, object] = json.loads(line)
        if "error" in reply:
            self.mid_sentence = False
            raise _error(reply)
        return reply


def _error(reply: Mapping[str, object]) -> AppError:
    message, mend = str(reply["message"]), reply.get("mend")
    kinds: dict[object, type[AppError]] = {
        "wrong_input": WrongInput,
        "damaged": Damaged,
        "model_damaged": Damaged,
    }
    kind = kinds.get(reply["error"], Unavailable)
    return kind(message, mend=str(mend) if mend else None, code=str(reply["error"]))
