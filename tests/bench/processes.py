"""Processes of a measurement: begun, waited for, ended, and what they used of the processor."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

from ari_app.core.errors import Unavailable

TICKS = os.sysconf("SC_CLK_TCK")


def used_seconds(pid: int) -> float:
    """User and system seconds of a process and its ended children."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text("utf-8")
    except FileNotFoundError:
        return 0.0
    fields = text.rpartition(")")[2].split()
    return sum(int(each) for each in fields[11:15]) / TICKS


def children(pid: int) -> list[int]:
    """The processes that a process began."""
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8")
    return [int(each) for each in text.split()]


def wait_for(process: subprocess.Popen[str], words: str) -> str:
    """The line in which a process first says `words`. Raises Unavailable when it ends before."""
    assert process.stdout is not None
    for line in process.stdout:
        if words in line:
            return line
    raise Unavailable(f"a process ended before it said {words!r}")


def end(process: subprocess.Popen[str]) -> None:
    """Ask a process to end, and make it after 20 s."""
    process.terminate()
    deadline = time.monotonic() + 20
    while process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.1)
    if process.poll() is None:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()
