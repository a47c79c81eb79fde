"""A private Asterisk: rendered from `asterisk_conf/` into a run folder, started, watched, stopped."""

from __future__ import annotations

import base64
import http.client
import os
import secrets
import shutil
import socket
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ari_app.core.errors import Unavailable
from ari_app.provision.asterisk_process import AsteriskProcess
from ari_app.provision.conf_rendering import render_folder
from ari_app.provision.free_port import free_port
from ari_app.provision.leftover import end_leftover

# a unix socket's path has room for 108 bytes; Asterisk adds /asterisk.ctl
_LONGEST_SOCKET_DIR = 80


@dataclass(frozen=True, slots=True)
class AsteriskOptions:
    """What may differ between private instances; a port of 0 means a free one."""

    app: str = "followup"
    ari_user: str = "followup"
    http_port: int = 0
    sip_bind: str = "127.0.0.1"
    sip_port: int = 0
    trunk_host: str = "127.0.0.1"
    trunk_port: int = 0
    agent_port: int = 0
    trunk_qualify_seconds: int = 0
    rtp_start: int = 10_000
    rtp_end: int = 19_999
    start_seconds: float = 15.0


class AsteriskInstance:
    """One private Asterisk.

    `prefix` holds the wrapper `asterisk` and `root/usr/…`; `conf_dir` is `asterisk_conf`. Everything that it
    writes lies under `run_dir`, except its control socket when that path is too long for one.
    """

    def __init__(
        self, prefix: Path, run_dir: Path, conf_dir: Path, options: AsteriskOptions | None = None
    ) -> None:
        self.options = options or AsteriskOptions()
        self.run_dir = run_dir.resolve()
        self.spool_dir = self.run_dir / "spool"
        self.recording_dir = self.spool_dir / "recording"
        self.log_path = self.run_dir / "log" / "full"
        self.ari_user = self.options.ari_user
        self.ari_password = secrets.token_urlsafe(24)
        self.phone_password = secrets.token_urlsafe(9)
        self.http_port = self.options.http_port or free_port(socket.SOCK_STREAM)
        self.sip_port = self.options.sip_port or free_port(socket.SOCK_DGRAM)
        self.trunk_port = self.options.trunk_port or free_port(socket.SOCK_DGRAM)
        self.agent_port = self.options.agent_port or free_port(socket.SOCK_DGRAM)
        self._prefix = prefix.resolve()
        self._conf_dir = conf_dir.resolve()
        self._etc = self.run_dir / "etc"
        self._socket_dir: Path | None = None
        self._process = AsteriskProcess(self._prefix / "asterisk", self._etc, self.run_dir, self.log_path)

    @property
    def ari_url(self) -> str:
        """ARI's base address, without /ari."""
        return f"http://127.0.0.1:{self.http_port}"

    @property
    def pid(self) -> int | None:
        """The process, while it runs."""
        return self._process.pid

    def start(self) -> None:
        """Render, start, and wait until ARI answers. Raises Unavailable with the log's last lines."""
        if not (self._prefix / "asterisk").exists():
            raise Unavailable(
                f"there is no Asterisk in {self._prefix}", mend="run 'make demo' or 'make test'"
            )
        end_leftover(self._process.pid_file, self._etc)
        self._render()
        self._launch()

    def stop(self) -> None:
        """Stop it: asked politely, then with signals; safe to call when it does not run."""
        self._process.stop()
        if self._socket_dir is not None and self._socket_dir != self.run_dir:
            shutil.rmtree(self._socket_dir, ignore_errors=True)
        self._socket_dir = None

    def restart(self) -> None:
        """Stop and start with the same ports and passwords: every call is lost, as in a real restart."""
        self._process.stop()
        self._launch()

    def cli(self, command: str, seconds: float = 10.0) -> str:
        """What the Asterisk console answers to `command`."""
        return self._process.cli(command, seconds)

    def __enter__(self) -> AsteriskInstance:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _launch(self) -> None:
        try:
            self._process.start(self._answers, self.options.start_seconds)
        except BaseException:
            self.stop()
            raise

    def _answers(self) -> bool:
        account = base64.b64encode(f"{self.ari_user}:{self.ari_password}".encode()).decode()
        connection = http.client.HTTPConnection("127.0.0.1", self.http_port, timeout=2)
        try:
            connection.request("GET", "/ari/asterisk/ping", headers={"Authorization": f"Basic {account}"})
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _render(self) -> None:
        if self._etc.exists():
            shutil.rmtree(self._etc)
        for folder in ("lib/keys", "log", "share/moh", "share/agi-bin", "spool/recording", "spool/tmp"):
            (self.run_dir / folder).mkdir(parents=True, exist_ok=True)
        self.run_dir.chmod(0o700)
        shared = self._prefix / "root" / "usr" / "share" / "asterisk"
        for name in ("documentation", "rest-api", "static-http", "sounds"):
            link = self.run_dir / "share" / name
            link.unlink(missing_ok=True)
            link.symlink_to(shared / name)
        self._socket_dir = self._socket_dir or _short_dir(self.run_dir)
        values = self._values(self._socket_dir)
        render_folder(self._conf_dir / "private", self._etc, values)
        render_folder(self._conf_dir, self._etc / "followup", values)

    def _values(self, socket_dir: Path) -> dict[str, str]:
        options = self.options
        return {
            "RUN": str(self.run_dir),
            "ETC": str(self._etc),
            "MODULES": str(self._prefix / "root/usr/lib/x86_64-linux-gnu/asterisk/modules"),
            "SOCKET_DIR": str(socket_dir),
            "HTTP_PORT": str(self.http_port),
            "SIP_BIND": options.sip_bind,
            "SIP_PORT": str(self.sip_port),
            "RTP_START": str(options.rtp_start),
            "RTP_END": str(options.rtp_end),
            "TRANSPORT": "transport-udp",
            "TRUNK_HOST": options.trunk_host,
            "TRUNK_PORT": str(self.trunk_port),
            "TRUNK_QUALIFY": str(options.trunk_qualify_seconds),
            "AGENT_PORT": str(self.agent_port),
            "ARI_USER": self.ari_user,
            "ARI_PASSWORD": self.ari_password,
            "PHONE_PASSWORD": self.phone_password,
        }


def _short_dir(run_dir: Path) -> Path:
    """Where the control socket goes: the run folder, or a folder of its own when that path is too long."""
    if len(os.fsencode(run_dir)) <= _LONGEST_SOCKET_DIR:
        return run_dir
    return Path(tempfile.mkdtemp(prefix="asterisk-"))
