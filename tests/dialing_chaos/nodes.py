"""The whole system of a run: one PostgreSQL, one recognizer, and workers with an Asterisk each, as processes."""

from __future__ import annotations

import base64
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from ari_app.core.errors import Unavailable
from ari_app.lab.rig import DATABASE, LISTENING, WORKER_READY
from ari_app.provision.asterisk_instance import AsteriskInstance, AsteriskOptions
from ari_app.provision.free_port import free_port
from ari_app.provision.layout import PROJECT
from ari_app.provision.postgres_binaries import ensure
from ari_app.provision.postgres_instance import PostgresInstance

HOSPITAL = "仁和医院"
LEASE_SECONDS = 15.0
RING_SECONDS = 14.0
"""An announcement takes 5 s, and a busy recognizer some more."""
LONGEST_SECONDS = 90.0
STOP_SECONDS = 20.0


@dataclass
class Node:
    """One worker, its Asterisk, and the ways in which it is made to suffer.

    `twisted` workers run under `tests.dialing_chaos.worker`, the others are a plain `ari-app run`.
    `stood` are its processes' lives as (from, to) in wall time; `to` is None while it runs.
    """

    name: str
    asterisk: AsteriskInstance
    settings: Path
    log: Path
    twisted: tuple[str, ...]
    gate: subprocess.Popen[str] | None = None
    ari_url: str = ""
    process: subprocess.Popen[str] | None = None
    lives: list[tuple[float, float | None]] = field(default_factory=list)

    @property
    def skew_file(self) -> Path:
        """Holds by how many seconds the worker's clock is wrong."""
        return self.settings.with_suffix(".skew")

    def start(self) -> None:
        """Start the worker and wait until it is ready. Raises Unavailable."""
        if self.twisted:
            command = ["-m", "tests.dialing_chaos.worker", *self.twisted, "--config", str(self.settings)]
        else:
            command = ["-m", "ari_app", "run", "--config", str(self.settings)]
        with self.log.open("a", encoding="utf-8") as log:
            process = subprocess.Popen(
                [sys.executable, *command], stdout=subprocess.PIPE, stderr=log, text=True, cwd=PROJECT
            )
        self.process = process
        self.lives.append((time.time(), None))
        assert process.stdout is not None
        for line in process.stdout:
            if line.rstrip().endswith(WORKER_READY):
                return
        self.note_death()
        raise Unavailable(f"{self.name} did not start", mend=f"see {self.log}")

    def kill(self) -> None:
        """End it as a power cut does."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        self._close()
        self.note_death()

    def stop(self) -> int:
        """Have it end its calls and go; its exit status."""
        process = self.process
        if process is None or process.poll() is not None:
            return 0 if process is None else process.returncode
        process.terminate()
        try:
            process.wait(LONGEST_SECONDS + STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        self._close()
        self.note_death()
        return process.returncode

    def note_death(self) -> None:
        """Its process has ended."""
        self.lives[-1] = (self.lives[-1][0], time.time())

    def signal(self, number: int) -> None:
        """Stop it in its tracks, or let it go on."""
        assert self.process is not None
        self.process.send_signal(number)

    def _close(self) -> None:
        if self.process is not None and self.process.stdout is not None:
            self.process.stdout.close()


class Nodes:
    """Starts everything on free ports and leaves nothing behind."""

    def __init__(
        self, runtime: Path, folder: Path, *, workers: int, capacity: int, broken: str | None
    ) -> None:
        self.runtime, self.folder = runtime.resolve(), folder.resolve()
        self.capacity, self._broken = capacity, broken
        self.postgres = PostgresInstance(
            ensure(self.runtime), self.folder / "postgres", free_port(), durable=False
        )
        self.nodes = [self._node(number) for number in range(1, workers + 1)]
        self._stack = ExitStack()
        self._asr_url = ""
        self._keys = base64.b64encode(secrets.token_bytes(32)).decode()

    @property
    def dsn(self) -> str:
        """The database."""
        return self.postgres.dsn_of(DATABASE)

    def start(self, recorded: Path) -> None:
        """Everything but the workers. `recorded` are the prompts."""
        try:
            self.postgres.start()
            self._stack.callback(self._remove_postgres)
            self.postgres.create_database(DATABASE)
            self._asr_url = self._start_recognizer()
            for node in self.nodes:
                self._stack.enter_context(node.asterisk)
                node.ari_url = node.asterisk.ari_url
                if node is self.nodes[0]:
                    self._start_gate(node)
                node.skew_file.write_text("0", encoding="utf-8")
                self._write_settings(node, recorded)
                self._stack.callback(self._end, node)
            self._migrate()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End what still runs, and leave no file."""
        self._stack.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def pause_postgres(self, number: int) -> None:
        """Send a signal to the server and all its children."""
        pid_file = self.postgres.data_dir / "postmaster.pid"
        postmaster = int(pid_file.read_text(encoding="utf-8").split()[0])
        for pid in (postmaster, *_children(postmaster)):
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                continue

    def _node(self, number: int) -> Node:
        name = f"chaos-{number}"
        twisted: list[str] = []
        if number == 2:
            twisted += ["--shuffle", str(number)]
        if number == 3:
            twisted += ["--skewed"]
        if self._broken is not None:
            twisted += ["--break", self._broken]
        options = AsteriskOptions(
            start_seconds=60.0, rtp_start=10_000 + 3_000 * (number - 1), rtp_end=12_999 + 3_000 * (number - 1)
        )
        asterisk = AsteriskInstance(
            self.runtime / "asterisk", self.folder / name, PROJECT / "asterisk_conf", options
        )
        settings = self.folder / f"{name}.toml"
        return Node(name, asterisk, settings, self.folder / f"{name}.log", tuple(twisted))

    def _remove_postgres(self) -> None:
        try:
            self.pause_postgres(signal.SIGCONT)
        except (OSError, ValueError):
            pass
        self.postgres.remove()

    def _end(self, node: Node) -> None:
        if node.process is not None and node.process.poll() is None:
            node.process.kill()
            node.process.wait()

    def _start_recognizer(self) -> str:
        """The real one, and before it the one that knows the patients."""
        models = str(self.runtime / "models")
        real = self._listening("ari_app", "asr", "--models", models, "--engine", "whisper", "--port", "0")
        return self._listening("tests.dialing_chaos.recognizer", "--behind", real)

    def _listening(self, module: str, *words: str) -> str:
        process = self._spawn(module, *words)
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line.startswith(LISTENING):
            raise Unavailable(f"{module} did not start")
        return line.removeprefix(LISTENING).strip()

    def _start_gate(self, node: Node) -> None:
        process = self._spawn("tests.dialing_chaos.gate_process", str(node.asterisk.http_port))
        assert process.stdout is not None
        node.ari_url = process.stdout.readline().strip()
        node.gate = process

    def _spawn(self, module: str, *words: str) -> subprocess.Popen[str]:
        with (self.folder / f"{module}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", module, *words],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                cwd=PROJECT,
            )

        def end() -> None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()

        self._stack.callback(end)
        return process

    def _migrate(self) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "ari_app", "migrate", "--config", str(self.nodes[0].settings)],
            capture_output=True,
            text=True,
            check=False,
            cwd=PROJECT,
        )
        if done.returncode:
            raise Unavailable(f"migrate failed: {done.stderr.strip()}")

    def _write_settings(self, node: Node, recorded: Path) -> None:
        values: dict[str, dict[str, object]] = {
            "hospital": {"name": HOSPITAL, "time_zone": "Asia/Shanghai"},
            "database": {"dsn": self.dsn},
            "asterisk": {
                "url": node.ari_url, "user": node.asterisk.ari_user, "password": node.asterisk.ari_password,
            },
            "worker": {"id": node.name, "concurrency": self.capacity, "lease_seconds": LEASE_SECONDS},
            "call": {
                "recordings": str(self.folder / f"{node.name}-recordings"),
                "ring_seconds": RING_SECONDS, "longest_seconds": LONGEST_SECONDS,
            },
            "speech": {
                "asr_url": self._asr_url, "models": str(self.runtime / "models"),
                "prompts": str(self.folder / "prompts"), "recorded_voice": str(recorded),
            },
            "security": {"field_keys": f"k1:{self._keys}"},
        }  # fmt: skip
        text = "\n".join(
            f"[{section}]\n" + "\n".join(f"{key} = {json.dumps(value)}" for key, value in keys.items())
            for section, keys in values.items()
        )
        descriptor = os.open(node.settings, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)


def _children(parent: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.append(int(path.parent.name))
    return found
