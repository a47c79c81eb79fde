"""The process that speaks: `python -m ari_app.speech.kokoro_worker --model FOLDER --threads N`.

First line out: `{"ready": true, "voices": […]}` or `{"error": code, "message": text}` and exit 1. Then for
every line in, `{"text", "voice", "speed"}`, one line out: `{"bytes": N}` followed by N bytes of 16-bit mono
16 kHz audio, or an error line. Ends when standard input does.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import BinaryIO

from ari_app.core.errors import AppError
from ari_app.speech.kokoro_engine import KokoroEngine
from ari_app.speech.model_files import KOKORO_FILES, check_model


def main() -> int:
    """Load the model and serve the pipe; exit status 1 when the model cannot be used."""
    parser = argparse.ArgumentParser(description="Speak sentences with Kokoro.")
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    replies = _own_stdout()
    try:
        check_model(arguments.model, KOKORO_FILES)
        engine = KokoroEngine(arguments.model, arguments.threads)
    except AppError as error:
        _line(replies, _failure(error))
        return 1
    _line(replies, {"ready": True, "voices": list(engine.voices)})
    for request in sys.stdin.buffer:
        _answer(engine, replies, request)
    return 0


def _answer(engine: KokoroEngine, replies: BinaryIO, request: bytes) -> None:
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


if __name__ == "__main__":
    sys.exit(main())
