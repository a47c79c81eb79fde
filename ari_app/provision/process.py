"""Running other programs: output line by line, a tick while they work, a plain error when they fail."""

from __future__ import annotations

import os
import queue
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from ari_app.core.errors import Unavailable

TICK_SECONDS = 0.2
LINES_KEPT = 2000


class ProgramFailed(Unavailable):
    """A program ended with an error; `output` holds its last lines."""

    code = "program_failed"

    def __init__(self, program: str, status: int, output: str) -> None:
        self.output = output
        self.status = status
        super().__init__(f"{program} ended with status {status}: {_telling_line(output)}")


def run(
    argv: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    on_line: Callable[[str], None] | None = None,
    on_tick: Callable[[], None] | None = None,
    deadline_seconds: float = 1800.0,
) -> str:
    """Run a program to its end and return what it printed (both streams).

    `env` is added to this process's environment. Raises ProgramFailed (status ≠ 0, or 124 after the
    deadline) and Unavailable (no such program).
    """
    child = _start(argv, env, cwd)
    lines: queue.Queue[str | None] = queue.Queue()
    assert child.stdout is not None
    reader = threading.Thread(target=_pump, args=(child.stdout, lines), name="program-output", daemon=True)
    reader.start()
    kept: deque[str] = deque(maxlen=LINES_KEPT)
    end = time.monotonic() + deadline_seconds
    try:
        while True:
            try:
                line = lines.get(timeout=TICK_SECONDS)
            except queue.Empty:
                if time.monotonic() > end:
                    raise ProgramFailed(
                        str(argv[0]), 124, f"not done after {deadline_seconds:.0f} s"
                    ) from None
                if on_tick:
                    on_tick()
                continue
            if line is None:
                break
            kept.append(line)
            if on_line:
                on_line(line)
        status = child.wait()
    finally:
        _end(child)
        reader.join(timeout=5)
        child.stdout.close()
    output = "\n".join(kept)
    if status != 0:
        raise ProgramFailed(Path(str(argv[0])).name, status, output)
    return output


def _start(
    argv: Sequence[str | Path], env: Mapping[str, str] | None, cwd: Path | None
) -> subprocess.Popen[str]:
    """Start a program in the C locale, so that its words can be read."""
    try:
        return subprocess.Popen(
            [str(word) for word in argv],
            env={**os.environ, "LC_ALL": "C.UTF-8", **(env or {})},
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    except (FileNotFoundError, PermissionError) as error:
        raise Unavailable(
            f"the program {argv[0]} cannot be run: {error.strerror}",
            mend=f"install {Path(str(argv[0])).name}, or put it on PATH",
        ) from error


def _pump(stream: IO[str], lines: queue.Queue[str | None]) -> None:
    for line in stream:
        lines.put(line.rstrip("\n"))
    lines.put(None)


def _end(child: subprocess.Popen[str]) -> None:
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(timeout=5)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _telling_line(output: str) -> str:
    """The line that says what went wrong: the last that names an error, else the last."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    named = [line for line in lines if line.lower().startswith(("error", "e:", "npm error", "fatal"))]
    chosen = (named or lines or ["it said nothing"])[-1]
    return chosen[:300]
