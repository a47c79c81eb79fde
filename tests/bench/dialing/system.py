"""The processes of one run, and what each part has used of the processor."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from ari_app.lab.rig import LISTENING, WORKER_READY, Rig, RigOptions
from ari_app.provision.free_port import free_port
from ari_app.provision.postgres_binaries import ensure
from ari_app.provision.postgres_instance import PostgresInstance
from tests.bench.capacity.crowd import READY
from tests.bench.processes import children, end, used_seconds, wait_for

LEAVE_SECONDS = 30.0


class DialingRig(Rig):
    """A private system with a database that is safe from a power cut, a scripted recognizer, and several workers."""

    def __init__(self, options: RigOptions) -> None:
        super().__init__(options)
        self.postgres = PostgresInstance(
            ensure(options.runtime.resolve()), self.folder / "postgres", free_port(), durable=True
        )
        self.workers: list[subprocess.Popen[str]] = []
        self.phones: subprocess.Popen[str] | None = None

    @property
    def told(self) -> Path:
        """What the phones wrote."""
        return self.folder / "phones.jsonl"

    def start_asr(self) -> subprocess.Popen[str]:
        """A recognizer's process that knows the answers beforehand."""
        process = self._start("asr", "tests.bench.capacity.scripted_asr")
        self.asr_url = wait_for(process, LISTENING).removeprefix(LISTENING).strip()
        return process

    def start_phones(self, module: str, *words: str) -> None:
        """The patients' telephones: a module that takes the trunk's port, the file to write, and `words`."""
        port = str(self.asterisk.trunk_port)
        self.phones = self._start("phones", module, port, str(self.told), *words)
        wait_for(self.phones, READY)

    def start_workers(self, count: int, profiles: Path | None = None) -> None:
        """So many `ari-app run` beside each other, at the one Asterisk; under cProfile they leave `profiles`."""
        text = self.settings_path.read_text(encoding="utf-8")
        for number in range(1, count + 1):
            path = self.settings_path.with_name(f"worker-{number}.toml")
            path.touch(0o600)
            own = text.replace('id = "followup"', f'id = "worker-{number}"')
            path.write_text(own, encoding="utf-8")
            words: tuple[str, ...] = ("ari_app", "run", "--config", str(path))
            if profiles is not None:
                words = ("cProfile", "-o", str(profiles / f"worker-{number}.prof"), "-m", *words)
            self.workers.append(self._start(f"worker-{number}", *words))
            wait_for(self.workers[-1], WORKER_READY)

    def stop_workers(self) -> list[int | None]:
        """Have them end; their exit statuses, None of one that still carries calls after a while."""
        for process in self.workers:
            process.terminate()
        over = time.monotonic() + LEAVE_SECONDS
        while any(each.poll() is None for each in self.workers) and time.monotonic() < over:
            time.sleep(0.2)
        return [each.poll() for each in self.workers]

    def seconds(self) -> dict[str, float]:
        """Processor seconds used so far, by part."""
        assert self.asr is not None and self.asterisk.pid is not None and self.phones is not None
        return {
            "worker": sum(used_seconds(each.pid) for each in self.workers),
            "asterisk": used_seconds(self.asterisk.pid),
            "postgres": server_seconds(self.postgres),
            "recognizer": used_seconds(self.asr.pid),
            "phones": used_seconds(self.phones.pid),
        }

    def _start(self, name: str, module: str, *words: str) -> subprocess.Popen[str]:
        log = self._stack.enter_context((self.folder / f"{name}.log").open("a", encoding="utf-8"))
        process = subprocess.Popen(
            [sys.executable, "-m", module, *words], stdout=subprocess.PIPE, stderr=log, text=True
        )
        self._stack.callback(end, process)
        return process


def server_seconds(server: PostgresInstance) -> float:
    """Processor seconds that a PostgreSQL and its processes have used so far."""
    pid_file = server.data_dir / "postmaster.pid"
    postmaster = int(pid_file.read_text("utf-8").splitlines()[0])
    return used_seconds(postmaster) + sum(map(used_seconds, children(postmaster)))
