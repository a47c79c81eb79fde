"""Kokoro's Mandarin voices, each synthesis in one of a few worker processes."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping
from pathlib import Path

import structlog

from ari_app.core.errors import AppError, Damaged, Unavailable, WrongInput
from ari_app.speech.model_files import KOKORO_FILES, check_model, file_sha256
from ari_app.speech.voices import KOKORO_VOICES, VoiceInfo

START_SECONDS = 120.0
SENTENCE_SECONDS = 120.0
_REVISION = 1
_log = structlog.get_logger()


class KokoroVoice:
    """Speaks on up to `workers` processes at once; they start at the first sentence and end with `close`."""

    def __init__(self, model_dir: Path, *, workers: int = 2, threads: int = 1) -> None:
        self._model_dir = model_dir
        self._threads = threads
        self._free: asyncio.Queue[_Worker | None] = asyncio.Queue()
        for _ in range(workers):
            self._free.put_nowait(None)
        self._workers: set[_Worker] = set()
        self._fingerprint: str | None = None

    def voices(self) -> tuple[VoiceInfo, ...]:
        """The voices whose files are there."""
        folder = self._model_dir / "voices"
        return tuple(voice for voice in KOKORO_VOICES if (folder / f"{voice.name}.bin").is_file())

    def fingerprint(self, text: str) -> str:
        """Model and processing version; the model file is read once. Raises Unavailable without a model."""
        if self._fingerprint is None:
            check_model(self._model_dir, KOKORO_FILES)
            digest = file_sha256(self._model_dir / "kokoro.onnx")
            self._fingerprint = f"kokoro:{digest}:{_REVISION}"
        return self._fingerprint

    async def synthesize(self, text: str, *, voice: str, speed: float) -> bytes:
        """16-bit mono 16 kHz; waits for a free worker. WrongInput when the text has no pronunciation."""
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
            sys.executable,
            "-m",
            "ari_app.speech.kokoro_worker",
            "--model",
            str(self._model_dir),
            "--threads",
            str(self._threads),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        worker = _Worker(process)
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

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._process = process
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
            raise Unavailable("the voice's process ended", mend="see that the tts-kokoro extra is installed")
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
