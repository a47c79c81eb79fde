"""The processes of one measurement, and what each has used of the processor."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from ari_app.lab.rig import LISTENING, WORKER_READY, Rig, RigOptions
from tests.bench.capacity.crowd import READY
from tests.bench.processes import TICKS, children, end, used_seconds, wait_for


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
        self.asr_url = wait_for(process, LISTENING).removeprefix(LISTENING).strip()
        return process

    def start_worker(self) -> subprocess.Popen[str]:
        """The worker."""
        words = [str(self.settings_path), str(self.lags)]
        words += [str(self._profile)] if self._profile else []
        self.worker = self._module("worker", "tests.bench.capacity.worker", *words)
        wait_for(self.worker, WORKER_READY)
        return self.worker

    def start_crowd(self) -> None:
        """The patients."""
        words = (str(self.asterisk.trunk_port), str(self.waits), str(self._runtime))
        self.crowd = self._module("crowd", "tests.bench.capacity.crowd", *words)
        wait_for(self.crowd, READY)

    def seconds(self) -> dict[str, float]:
        """Processor seconds used so far, by part."""
        assert self.worker is not None and self.crowd is not None
        assert self.asr is not None and self.asterisk.pid is not None
        pid_file = self.postgres.data_dir / "postmaster.pid"
        postmaster = int(pid_file.read_text("utf-8").splitlines()[0])
        return {
            "worker": used_seconds(self.worker.pid),
            "asr": used_seconds(self.asr.pid),
            "asterisk": used_seconds(self.asterisk.pid),
            "postgres": used_seconds(postmaster) + sum(map(used_seconds, children(postmaster))),
            "crowd": used_seconds(self.crowd.pid),
        }

    def _module(self, name: str, module: str, *words: str) -> subprocess.Popen[str]:
        log = self._stack.enter_context((self.folder / f"{name}.log").open("a", encoding="utf-8"))
        process = subprocess.Popen(
            [sys.executable, "-m", module, *words], stdout=subprocess.PIPE, stderr=log, text=True
        )
        self._stack.callback(end, process)
        return process


def idle_share(before: tuple[float, float], after: tuple[float, float]) -> float:
    """How much of all cores nobody used between two readings of `machine`."""
    return (after[0] - before[0]) / (after[1] - before[1])


def machine() -> tuple[float, float]:
    """Idle and all seconds of the machine's cores since its start."""
    fields = [int(each) for each in Path("/proc/stat").read_text("utf-8").splitlines()[0].split()[1:9]]
    return (fields[3] + fields[4]) / TICKS, sum(fields) / TICKS
