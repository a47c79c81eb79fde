"""A server that an earlier owner of a run folder left running."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path


def end_leftover(pid_file: Path, mark: Path) -> None:
    """End the process of `pid_file` if `mark` stands in its command line; else it is somebody else's."""
    try:
        pid = int(pid_file.read_text())
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (OSError, ValueError):
        return
    if os.fsencode(mark) not in command:
        return
    for sign, seconds in ((signal.SIGTERM, 5.0), (signal.SIGKILL, 2.0)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, sign)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if not _runs(pid):
                return
            time.sleep(0.05)


def _runs(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
