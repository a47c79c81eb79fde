"""An Asterisk as a process: started with a configuration of its own, asked on its console, stopped."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from ari_app.core.errors import Unavailable

_LOG_TAIL_LINES = 8
# Asterisk 22 waits 15 s for a channel that it lost count of (every 409 on a channel id does that)
_ASKED_SECONDS = 2.0
_REAL_TIME_PRIORITY = 10
_LEAVE = ((signal.SIGTERM, 1.0), (signal.SIGKILL, 5.0))


class AsteriskProcess:
    """The Asterisk program `program`, run from `run_dir` with the configuration in the folder `etc`.

    `log_path` is the log that its logger.conf asks for; what it prints goes to `run_dir/log/console`.
    """

    def __init__(self, program: Path, etc: Path, run_dir: Path, log_path: Path) -> None:
        self.argv = [str(program), "-C", str(etc / "asterisk.conf")]
        self.pid_file = run_dir / "asterisk.pid"
        self._run_dir = run_dir
        self._log_path = log_path
        self._console = run_dir / "log" / "console"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The process, while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def start(self, answers: Callable[[], bool], within_seconds: float) -> None:
        """Start it and wait until `answers` and it is fully booted. Raises Unavailable with the log's last lines."""
        self._console.parent.mkdir(parents=True, exist_ok=True)
        with self._console.open("wb") as console:
            self._process = subprocess.Popen(
                [*self.argv, "-f", "-n"],
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=subprocess.STDOUT,
                cwd=self._run_dir,
                process_group=0,
            )
        self.pid_file.write_text(str(self._process.pid))
        try:
            self._wait_until_up(self._process, answers, within_seconds)
        except BaseException:
            self.stop()
            raise
        _prefer(self._process.pid)

    def stop(self) -> None:
        """Stop it: asked politely, then with signals; safe to call when it does not run."""
        process = self._process
        if process is not None and process.poll() is None:
            self._ask_to_stop()
            for sign, seconds in _LEAVE:
                process.send_signal(sign)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(seconds)
                    break
        self._process = None
        self.pid_file.unlink(missing_ok=True)

    def cli(self, command: str, seconds: float = 10.0) -> str:
        """What the Asterisk console answers to `command`."""
        done = subprocess.run(
            [*self.argv, "-rx", command], capture_output=True, text=True, timeout=seconds, check=False
        )
        return done.stdout

    def _wait_until_up(
        self, process: subprocess.Popen[bytes], answers: Callable[[], bool], within_seconds: float
    ) -> None:
        until = time.monotonic() + within_seconds
        while time.monotonic() < until:
            if process.poll() is not None:
                raise Unavailable(
                    f"Asterisk ended while it started: {self._last_lines()}", mend=f"see {self._log_path}"
                )
            if answers():
                self.cli("core waitfullybooted")
                return
            time.sleep(0.05)
        raise Unavailable(
            f"Asterisk did not answer in {within_seconds:.0f} s: {self._last_lines()}",
            mend=f"see {self._log_path}",
        )

    def _ask_to_stop(self) -> None:
        try:
            self.cli("core stop now", seconds=_ASKED_SECONDS)
        except (OSError, subprocess.TimeoutExpired):
            return

    def _last_lines(self) -> str:
        for path in (self._log_path, self._console):
            if path.exists() and (lines := path.read_text(errors="replace").splitlines()):
                return " | ".join(lines[-_LOG_TAIL_LINES:])
        return "it logged nothing"


def _prefer(pid: int) -> None:
    """Real-time priority as with `highpriority=yes`, where the account may: recordings lose what Asterisk waits for.

    After its start, since Asterisk puts back the priority that it is born with; new threads take on their maker's.
    """
    for thread in Path(f"/proc/{pid}/task").glob("*"):
        with contextlib.suppress(OSError):
            os.sched_setscheduler(int(thread.name), os.SCHED_RR, os.sched_param(_REAL_TIME_PRIORITY))
