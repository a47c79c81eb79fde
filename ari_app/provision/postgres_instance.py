"""A private PostgreSQL server of our own: made, started on 127.0.0.1, and stopped again. Synchronous."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path

from ari_app.core.errors import Damaged, Unavailable
from ari_app.provision.server_account import other_account, reachable_folder

USER = "ari_app"
_PASSWORD_BYTES = 24
_START_SECONDS = 60


class PostgresInstance:
    """One database cluster in `data_dir`, listening on 127.0.0.1:`port` for the user ari_app.

    Run by root, the server itself runs under an unprivileged account, and where that account cannot reach
    `data_dir` the cluster lies in a folder of ours under /var/tmp. The password is random, lies beside
    the folder in `<data_dir>.password` (0600), and is asked for by scram-sha-256. Not `durable`: for tests,
    faster and lost when the machine crashes.
    """

    def __init__(self, bin_dir: Path, data_dir: Path, port: int, *, durable: bool = True) -> None:
        self._bin_dir = bin_dir
        self._wanted_dir = data_dir.absolute()
        self._durable = durable
        self._account = other_account()
        self._started = False
        self.port = port

    @cached_property
    def data_dir(self) -> Path:
        """Where the cluster really lies: the wanted folder, or its stand-in when that cannot be reached."""
        return reachable_folder(self._wanted_dir.parent) / self._wanted_dir.name

    @property
    def log_file(self) -> Path:
        """What the server says."""
        return self.data_dir / "server.log"

    @property
    def password_file(self) -> Path:
        """The password, readable by us alone."""
        return self.data_dir.with_name(self.data_dir.name + ".password")

    @property
    def dsn(self) -> str:
        """The address of the database `postgres`, with user and password."""
        return self.dsn_of("postgres")

    def dsn_of(self, database: str) -> str:
        """The address of `database`, with user and password."""
        password = self.password_file.read_text(encoding="ascii").strip()
        return f"postgresql://{USER}:{password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Make the cluster if it is not there, start the server, and wait until it answers.

        A server of this cluster that runs already is used, on its own port, and not stopped by `stop`.
        Raises Unavailable with the last line of its log when it does not come up.
        """
        self._ensure_initialized()
        if self.is_running():
            self.port = self._running_port()
            return
        self.log_file.unlink(missing_ok=True)
        self._drop_stale_pid_file()
        waiting = ("-w", "-t", str(_START_SECONDS), "-l", str(self.log_file))
        done = self._run("pg_ctl", "start", "-D", str(self.data_dir), *waiting, "-o", self._options())
        if done.returncode != 0:
            raise Unavailable(
                f"the private PostgreSQL does not start: {self._last_log_line()}",
                mend=f"read {self.log_file}",
            )
        self._started = True

    def stop(self) -> None:
        """Stop the server if `start` of this object started it; open connections are cut."""
        if self._started:
            self._started = False
            self._run("pg_ctl", "stop", "-D", str(self.data_dir), "-w", "-t", "60", "-m", "fast")

    def remove(self) -> None:
        """Stop it and delete the cluster with its password; for tests and rehearsals."""
        self.stop()
        shutil.rmtree(self.data_dir, ignore_errors=True)
        self.password_file.unlink(missing_ok=True)
        if self.data_dir.parent != self._wanted_dir.parent.resolve():
            with suppress(OSError):
                self.data_dir.parent.rmdir()

    def is_running(self) -> bool:
        """Whether a server of this cluster runs; a pid file that a crash left behind does not count."""
        if not (self.data_dir / "PG_VERSION").exists():
            return False
        if self._run("pg_ctl", "status", "-D", str(self.data_dir)).returncode != 0:
            return False
        with socket.socket() as probe:
            probe.settimeout(2.0)
            return probe.connect_ex(("127.0.0.1", self._running_port())) == 0

    def create_database(self, name: str) -> None:
        """Make an empty UTF-8 database unless it is there."""
        done = self._run(
            *("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", USER, "-w"),
            *("-E", "UTF8", "-T", "template0", name),
            environment={"PGPASSWORD": self.password_file.read_text(encoding="ascii").strip()},
        )
        if done.returncode != 0 and "already exists" not in done.stderr:
            raise Unavailable(f"database {name} cannot be made: {_last_line(done.stderr)}")

    def _ensure_initialized(self) -> None:
        if (self.data_dir / "PG_VERSION").exists() and self.password_file.exists():
            return
        shutil.rmtree(self.data_dir, ignore_errors=True)
        self._make_folder()
        password = secrets.token_urlsafe(_PASSWORD_BYTES)
        with self._handed_over(password) as file:
            done = self._run(
                *("initdb", "-D", str(self.data_dir), "-U", USER, "--pwfile", str(file)),
                *("-A", "scram-sha-256", "-E", "UTF8", "--locale=C", "--no-sync"),
            )
        if done.returncode != 0:
            shutil.rmtree(self.data_dir, ignore_errors=True)
            raise Damaged(f"a private PostgreSQL cannot be made: {_last_line(done.stderr or done.stdout)}")
        self._write_password(password)

    def _make_folder(self) -> None:
        self.data_dir.mkdir(mode=0o700, parents=True)
        if self._account is not None:
            os.chown(self.data_dir, self._account.uid, self._account.gid)

    def _write_password(self, password: str) -> None:
        descriptor = os.open(self.password_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "w", encoding="ascii") as file:
            file.write(password + "\n")

    @contextmanager
    def _handed_over(self, text: str) -> Iterator[Path]:
        """A file with `text` that only the server's account may read, gone afterwards."""
        with tempfile.NamedTemporaryFile("w", encoding="ascii", prefix="ari-app-") as file:
            file.write(text)
            file.flush()
            if self._account is not None:
                os.chown(file.name, self._account.uid, self._account.gid)
            yield Path(file.name)

    def _options(self) -> str:
        settings = [
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "timezone=UTC",
            "log_timezone=UTC",
            "max_connections=200",
            "shared_buffers=64MB",
        ]
        if not self._durable:
            settings += ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
        return " ".join([f"-p {self.port}", *(f"-c {setting}" for setting in settings)])

    def _running_port(self) -> int:
        lines = (self.data_dir / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        return int(lines[3]) if len(lines) > 3 else self.port

    def _drop_stale_pid_file(self) -> None:
        """After a crash the number in the file may belong to another program by now."""
        pid_file = self.data_dir / "postmaster.pid"
        try:
            pid = int(pid_file.read_text(encoding="utf-8").splitlines()[0])
            program = Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip()
        except (OSError, IndexError, ValueError):
            program = ""
        if program not in ("postgres", "postmaster"):
            pid_file.unlink(missing_ok=True)

    def _last_log_line(self) -> str:
        try:
            return _last_line(self.log_file.read_text(encoding="utf-8", errors="replace"))
        except OSError:
            return "it left no log"

    def _run(
        self, program: str, *arguments: str, environment: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        account = self._account
        return subprocess.run(
            [str(self._bin_dir / program), *arguments],
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", **(environment or {})},
            user=None if account is None else account.uid,
            group=None if account is None else account.gid,
            extra_groups=None if account is None else [],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_START_SECONDS + 30,
            check=False,
        )


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "no message"
