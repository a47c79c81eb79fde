"""The processes of one measurement, and what each has used of the processor."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from ari_app.core.errors import Unavailable
from ari_app.lab.rig import LISTENING, WORKER_READY, Rig, RigOptions
from tests.bench.capacity.crowd import READY

TICKS = os.sysconf("SC_CLK_TCK")


class MeasuredRig(Rig):
    """A rig whose worker writes its lags, whose recognizer may be a scripted one, and with a crowd at the trunk."""

    def __init__(self, options: RigOptions, *, scripted: bool, profile: Path | None = None) -> None:
        super().__init__(options)
        self._scripted = scripted
        self._profile = profile
        self.worker: subprocess.Popen[str] | None = None
        self.crowd: subprocess.Popen[str] | None = None

    @property
    def lags(self) -> Path:
        """What the worker wrote."""
        return self.folder / "lags"

    @property
    def waits(self) -> Path:
        """What the crowd wrote."""
        return self.folder / "waits"

    def start_asr(self) -> subprocess.Popen[str]:
        """The real one, or the scripted one."""
        if not self._scripted:
            return super().start_asr()
        process = self._module("asr", "tests.bench.capacity.scripted_asr")
        self.asr_url = _wait_for(process, LISTENING).removeprefix(LISTENING).strip()
        return process

    def start_worker(self) -> subprocess.Popen[str]:
        """The worker."""
        words = [str(self.settings_path), str(self.lags)]
        words += [str(self._profile)] if self._profile else []
        self.worker = self._module("worker", "tests.bench.capacity.worker", *words)
        _wait_for(self.worker, WORKER_READY)
        return self.worker

    def start_crowd(self) -> None:
        """The patients."""
        words = (str(self.asterisk.trunk_port), str(self.waits), str(self._runtime))
        self.crowd = self._module("crowd", "tests.bench.capacity.crowd", *words)
        _wait_for(self.crowd, READY)

    def seconds(self) -> dict[str, float]:
        """Processor seconds used so far, by part."""
        assert self.worker is not None and self.crowd is not None
        assert self.asr is not None and self.asterisk.pid is not None
        pid_file = self.postgres.data_dir / "postmaster.pid"
        postmaster = int(pid_file.read_text("utf-8").splitlines()[0])
        return {
            "worker": _used(self.worker.pid),
            "asr": _used(self.asr.pid),
            "asterisk": _used(self.asterisk.pid),
            "postgres": _used(postmaster) + sum(map(_used, _children(postmaster))),
            "crowd": _used(self.crowd.pid),
        }

    def _module(self, name: str, module: str, *words: str) -> subprocess.Popen[str]:
        log = self._stack.enter_context((self.folder / f"{name}.log").open("a", encoding="utf-8"))
        process = subprocess.Popen(
            [sys.executable, "-m", module, *words], stdout=subprocess.PIPE, stderr=log, text=True
        )
        self._stack.callback(_end, process)
        return process


def idle_share(before: tuple[float, float], after: tuple[float, float]) -> float:
    """How much of all cores nobody used between two readings of `machine`."""
    return (after[0] - before[0]) / (after[1] - before[1])


def machine() -> tuple[float, float]:
    """Idle and all seconds of the machine's cores since its start."""
    fields = [int(each) for each in Path("/proc/stat").read_text("utf-8").splitlines()[0].split()[1:9]]
    return (fields[3] + fields[4]) / TICKS, sum(fields) / TICKS


def _used(pid: int) -> float:
    """User and system seconds of a process and its ended children."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text("utf-8")
    except FileNotFoundError:
        return 0.0
    fields = text.rpartition(")")[2].split()
    return sum(int(each) for each in fields[11:15]) / TICKS


def _children(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8")
    return [int(each) for each in text.split()]


def _wait_for(process: subprocess.Popen[str], words: str) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if words in line:
            return line
    raise Unavailable(f"a process ended before it said {words!r}")


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    deadline = time.monotonic() + 20
    while process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.1)
    if process.poll() is None:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()
