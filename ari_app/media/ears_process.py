"""A recorded talk listened to by another process (recorded_ears.py), whose findings come as they are made."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncGenerator
from pathlib import Path

from ari_app.core.errors import Damaged, Unavailable
from ari_app.media.recorded_ears import HEADER, OVER, UNREADABLE
from ari_app.media.recording import Side
from ari_app.media.track_ear import Stretch

_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


class EarsEnded(Unavailable):
    """The process ended before it had heard everything."""

    code = "ears_ended"


async def stretches(path: Path, since_ms: int) -> AsyncGenerator[tuple[Side, Stretch]]:
    """The utterances of both sides from `since_ms` in the file on, as they end; closing it ends the process.

    Raises Damaged when the file cannot be read, EarsEnded when the process dies.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "ari_app.media.recorded_ears", str(path), str(since_ms), str(os.getpid())),
        stdin=DEVNULL,
        stdout=PIPE,
        env=os.environ | _ONE_THREAD,
    )
    assert process.stdout is not None
    try:
        while (found := await _next(process.stdout)) is not None:
            yield found
    except asyncio.IncompleteReadError as error:
        raise EarsEnded("what listens to a recorded talk ended in the middle of it") from error
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def _next(pipe: asyncio.StreamReader) -> tuple[Side, Stretch] | None:
    kind, audio_from, start, end, size = HEADER.unpack(await pipe.readexactly(HEADER.size))
    body = await pipe.readexactly(size)
    if kind == UNREADABLE:
        raise Damaged(body.decode())
    return None if kind == OVER else (Side(kind), Stretch(audio_from, start, end, body))
