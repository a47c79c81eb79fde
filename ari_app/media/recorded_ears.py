"""Both channels of a recorded talk listened to by a process of its own: `python -m … FILE SINCE_MS PARENT`.

Looking for echoes is long work of Python, which in a thread of the worker would hold up each living call's next 20 ms.
The process is of the least priority, writes records to its output, and ends when PARENT is not its parent any more.
"""

from __future__ import annotations

import os
import signal
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from ari_app.core.errors import Damaged
from ari_app.media.recording import Side, stereo_blocks
from ari_app.media.track_ear import Stretch, TrackEar
from ari_app.media.vad import VoiceActivity

BLOCK_MS = 100
HEADER = struct.Struct("<Biiii")
"""Kind (a side, OVER or UNREADABLE), audio from, start and end in milliseconds, bytes that follow."""
OVER, UNREADABLE = 254, 255
_LEAST_PRIORITY = 19


def heard(path: Path, since_ms: int, parent: int) -> Iterator[tuple[Side, Stretch]]:
    """The utterances of both sides as they end, while the process `parent` lives. Raises Damaged, SystemExit."""
    ears = {side: TrackEar(VoiceActivity(), since_ms) for side in Side}
    for block in stereo_blocks(path, since_ms, BLOCK_MS):
        if os.getppid() != parent:
            raise SystemExit(1)
        for side in Side:
            yield from ((side, each) for each in ears[side].hear(block[side], block[1 - side]))
    for side in Side:
        yield from ((side, each) for each in ears[side].finish())


def _write(out: BinaryIO, kind: int, times: tuple[int, int, int], body: bytes) -> None:
    out.write(HEADER.pack(kind, *times, len(body)) + body)
    out.flush()


def main(path: str, since_ms: str, parent: str, out: BinaryIO) -> None:
    """Listen to the file and write what was heard, then OVER, or UNREADABLE with why."""
    os.nice(_LEAST_PRIORITY)
    # the worker that is interrupted ends it
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        for side, each in heard(Path(path), int(since_ms), int(parent)):
            _write(out, side, (each.audio_from_ms, each.start_ms, each.end_ms), each.pcm)
    except Damaged as error:
        _write(out, UNREADABLE, (0, 0, 0), error.message.encode())
    else:
        _write(out, OVER, (0, 0, 0), b"")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], sys.stdout.buffer)
