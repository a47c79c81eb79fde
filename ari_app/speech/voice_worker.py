"""The loop of a process that speaks (the other end: voice_processes.py).

First line out: `{"ready": true, "voices": […]}` or `{"error": code, "message": text}` and exit 1. Then for
every line in, `{"text", "voice", "speed"}`, one line out: `{"bytes": N}` followed by N bytes of 16-bit mono
16 kHz audio, or an error line. Ends when standard input does.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import BinaryIO, Protocol

from ari_app.core.errors import AppError


class SpeakingEngine(Protocol):
    """What a worker speaks with."""

    @property
    def voices(self) -> tuple[str, ...]:
        """The names of the voices found."""
        ...

    def synthesize(self, text: str, voice: str, speed: float) -> bytes:
        """16-bit mono 16 kHz audio. Raises AppError."""
        ...


def serve(load: Callable[[], SpeakingEngine]) -> int:
    """Load the engine and serve the pipe; the exit status, 1 when it cannot be loaded."""
    replies = _own_stdout()
    try:
        engine = load()
    except AppError as error:
        _line(replies, _failure(error))
        return 1
    _line(replies, {"ready": True, "voices": list(engine.voices)})
    for request in sys.stdin.buffer:
        _answer(engine, replies, request)
    return 0


def _answer(engine: SpeakingEngine, replies: BinaryIO, request: bytes) -> None:
    asked = json.loads(request)
    try:
        pcm = engine.synthesize(asked["text"], asked["voice"], asked["speed"])
    except AppError as error:
        _line(replies, _failure(error))
        return
    _line(replies, {"bytes": len(pcm)})
    replies.write(pcm)
    replies.flush()


def _own_stdout() -> BinaryIO:
    """Keep the pipe for replies; whatever a library prints goes to standard error instead."""
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return replies


def _failure(error: AppError) -> dict[str, object]:
    return {"error": error.code, "message": error.message, "mend": error.mend}


def _line(replies: BinaryIO, message: dict[str, object]) -> None:
    replies.write(json.dumps(message, ensure_ascii=False).encode() + b"\n")
    replies.flush()
