"""Everything that one private system needs besides the worker: Asterisk, PostgreSQL, the recognizer, settings."""

from __future__ import annotations

import base64
import os
import secrets
import shutil
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from ari_app.core.errors import Unavailable
from ari_app.provision.asterisk_instance import AsteriskInstance, AsteriskOptions
from ari_app.provision.free_port import free_port
from ari_app.provision.layout import PROJECT
from ari_app.provision.postgres_binaries import ensure
from ari_app.provision.postgres_instance import PostgresInstance

LISTENING = "listening on "
WORKER_READY = "is ready"
STOP_SECONDS = 10.0
DATABASE = "followup"


@dataclass(frozen=True, slots=True)
class RigOptions:
    """What may differ between rigs. `folder` keeps data, logs and recordings; `runtime` holds what was set up.

    A `temporary` rig is for tests: its database is faster and not safe from a power cut, and `stop` removes
    database and folder. `worker_program` is the module that runs as the worker's `ari-app`.
    """

    runtime: Path
    folder: Path
    asterisk: AsteriskOptions = AsteriskOptions()
    hospital: str = "仁和医院"
    voice: str = "zf_xiaoxiao"
    worker: str = "followup"
    concurrency: int = 4
    asr_threads: int = 2
    agent: bool = False
    temporary: bool = False
    worker_program: str = "ari_app"


class Rig:
    """Starts the parts on free ports, writes the worker's settings, and stops only what it started."""

    def __init__(self, options: RigOptions) -> None:
        self.options = options
        self.folder = options.folder.resolve()
        self._runtime = options.runtime.resolve()
        self._stack = ExitStack()
        self.asr_url = ""
        self.asr: subprocess.Popen[str] | None = None
        self.asterisk = AsteriskInstance(
            self._runtime / "asterisk", self.folder / "asterisk", PROJECT / "asterisk_conf", options.asterisk
        )
        self.postgres = PostgresInstance(
            ensure(self._runtime), self.folder / "postgres", free_port(), durable=not options.temporary
        )

    @property
    def settings_path(self) -> Path:
        """The worker's settings file."""
        return self.folder / "settings.toml"

    @property
    def recordings(self) -> Path:
        """Where stereo recordings are kept."""
        return self.folder / "recordings"

    def start(self) -> None:
        """Start everything and migrate the database. Raises what a part raises; then nothing is left running."""
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            self.postgres.start()
            self._stack.callback(self.postgres.stop)
            self.postgres.create_database(DATABASE)
            self._stack.enter_context(self.asterisk)
            self.asr = self.start_asr()
            self.write_settings()
            self.command("migrate")
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop what was started, in reverse; of a temporary rig nothing is left."""
        self._stack.close()
        if self.options.temporary:
            self.postgres.remove()
            shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Rig:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def write_settings(self, **changed: str) -> None:
        """Write the settings file, readable by its owner only. `changed` replaces whole values, for tests."""
        values = {
            "hospital": self.options.hospital,
            "dsn": self.postgres.dsn_of(DATABASE),
            "ari_url": self.asterisk.ari_url,
            "ari_user": self.asterisk.ari_user,
            "ari_password": self.asterisk.ari_password,
            "worker": self.options.worker,
            "concurrency": str(self.options.concurrency),
            "recordings": str(self.recordings),
            "asr_url": self.asr_url,
            "models": str(self._runtime / "models"),
            "prompts": str(self._runtime / "prompts"),
            "voice": self.options.voice,
            "keys": self._field_keys(),
            "dial": "PJSIP/{number}@followup-trunk",
            "recorded": "",
            "agent": 'agent = "PJSIP/agent1"' if self.options.agent else "",
        } | changed
        descriptor = os.open(self.settings_path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(_SETTINGS.format_map(values))

    def command(self, *words: str) -> str:
        """Run an `ari-app` command with the rig's settings; what it printed. Raises Unavailable on failure."""
        done = subprocess.run(
            [sys.executable, "-m", "ari_app", *words, "--config", str(self.settings_path)],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Unavailable(f"ari-app {words[0]} failed: {done.stderr.strip()}")
        return done.stdout

    def spawn(self, name: str, *words: str, program: str = "ari_app") -> subprocess.Popen[str]:
        """Start an `ari-app` command beside us; its log goes to `NAME.log`, its standard output is piped."""
        log = self._stack.enter_context((self.folder / f"{name}.log").open("a", encoding="utf-8"))
        process = subprocess.Popen(
            [sys.executable, "-m", program, *words], stdout=subprocess.PIPE, stderr=log, text=True
        )
        self._stack.callback(_stop, process)
        return process

    def start_worker(self) -> subprocess.Popen[str]:
        """Start `ari-app run` and wait until it is ready. Raises Unavailable when it does not come up."""
        words = ("run", "--config", str(self.settings_path))
        process = self.spawn("worker", *words, program=self.options.worker_program)
        assert process.stdout is not None
        for line in process.stdout:
            if line.rstrip().endswith(WORKER_READY):
                return process
        raise Unavailable("the worker did not start", mend=f"see {self.folder / 'worker.log'}")

    def start_asr(self) -> subprocess.Popen[str]:
        """Start the recognizer and wait until it listens; started again it takes the port that it had.

        Raises Unavailable when it does not come up.
        """
        models, threads = str(self._runtime / "models"), str(self.options.asr_threads)
        port = self.asr_url.rpartition(":")[2] or "0"
        process = self.spawn("asr", "asr", "--models", models, "--port", port, "--threads", threads)
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith(LISTENING):
                self.asr_url = line.removeprefix(LISTENING).strip()
                return process
        raise Unavailable("the recognizer did not start", mend=f"see {self.folder / 'asr.log'}")

    def _field_keys(self) -> str:
        """The keys of the encrypted columns: made once, kept beside the database that they belong to."""
        path = self.folder / "field.keys"
        if not path.exists():
            key = base64.b64encode(secrets.token_bytes(32)).decode()
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(f"k1:{key}")
        return path.read_text(encoding="utf-8")


def _stop(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    if process.stdout is not None:
        process.stdout.close()


_SETTINGS = """\
[hospital]
name = "{hospital}"
time_zone = "Asia/Shanghai"

[database]
dsn = "{dsn}"

[asterisk]
url = "{ari_url}"
user = "{ari_user}"
password = "{ari_password}"
dial = "{dial}"
caller_id = '"{hospital}" <01000000000>'

[worker]
id = "{worker}"
concurrency = {concurrency}

[call]
recordings = "{recordings}"
{agent}

[speech]
asr_url = "{asr_url}"
models = "{models}"
prompts = "{prompts}"
voice = "{voice}"
{recorded}

[security]
field_keys = "{keys}"
"""
