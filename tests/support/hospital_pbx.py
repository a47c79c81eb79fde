"""The Asterisk that a hospital already has: Debian's stock configuration, a carrier's trunk and two desk phones.

It runs as any private one does, on 127.0.0.1 and free ports, but nothing of ours is in it: what is ours comes
by the steps of docs/pbx.md. Where the page says /etc/asterisk, the folder `etc` is meant.
"""

from __future__ import annotations

import re
import secrets
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ari_app.core.errors import Unavailable
from ari_app.provision.asterisk_process import AsteriskProcess
from ari_app.provision.conf_rendering import render
from ari_app.provision.free_port import free_port
from ari_app.provision.layout import PROJECT, layout_of

OWN = Path(__file__).parent / "hospital"
CARRIER_HOST = "127.0.0.2"
DESKS = ("101", "102")
START_SECONDS = 20.0
STEP_SECONDS = 30.0
# drivers of Debian's stock configuration that would listen on every address of this machine
_LISTENERS = ("chan_iax2.so", "chan_ooh323.so", "chan_unistim.so", "pbx_dundi.so")
# where the machine's folders are, for the steps of the page
_FOLDERS = ("/etc/asterisk", "/var/spool/asterisk", "/var/lib/followup", "/root")


class HospitalPbx:
    """One such PBX below `folder`. It knows no account for ARI before the page's steps have made one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.etc = self.folder / "etc" / "asterisk"
        self.recording_dir = self.folder / "var" / "spool" / "asterisk" / "recording"
        self.http_port = free_port(socket.SOCK_STREAM)
        self.sip_port = free_port(socket.SOCK_DGRAM)
        self.trunk_port = free_port(socket.SOCK_DGRAM)
        self.phone_passwords = {number: secrets.token_urlsafe(9) for number in DESKS}
        self._root = layout_of().asterisk / "root"
        self._bin = self.folder / "bin"
        self._socket_dir = Path(tempfile.mkdtemp(prefix="hospital-"))
        program = layout_of().asterisk / "asterisk"
        log = self.folder / "var" / "log" / "asterisk" / "messages.log"
        self.log_path = log
        self._process = AsteriskProcess(program, self.etc, self.folder, log)

    @property
    def ari_url(self) -> str:
        """Where its HTTP server will be, once it is switched on."""
        return f"http://127.0.0.1:{self.http_port}"

    def __enter__(self) -> HospitalPbx:
        try:
            self._install()
            self._process.start(self._booted, START_SECONDS)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._process.stop()
        shutil.rmtree(self._socket_dir, ignore_errors=True)

    def cli(self, command: str) -> str:
        """What its console answers."""
        return self._process.cli(command)

    def tree(self) -> dict[str, tuple[int, bytes]]:
        """Every file and folder of its configuration: mode, and content."""
        return {
            str(path.relative_to(self.etc)): (
                path.stat().st_mode,
                path.read_bytes() if path.is_file() else b"",
            )
            for path in sorted(self.etc.rglob("*"))
        }

    @property
    def ari_user(self) -> str:
        """The account that the page makes."""
        return "followup"

    @property
    def ari_password(self) -> str:
        """Its password, where an administrator would look for it."""
        text = (self.etc / "followup" / "ari_followup.conf").read_text()
        return text.partition("\npassword=")[2].partition("\n")[0]

    def follow(self, step: str, values: Mapping[str, str] | None = None) -> str:
        """Run a code block of the page; what it printed. Raises Unavailable when it fails."""
        done = self.run(step, values)
        if done.returncode:
            raise Unavailable(f"the step ended with {done.returncode}: {done.stderr}\n{done.stdout}\n{step}")
        return done.stdout

    def run(self, step: str, values: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run a code block of the page in a shell, as a root would who lets nobody read what he makes.

        `values` are those that the page leaves to the reader: the line NAME=… is set to them. Raises
        Unavailable when the block has no such line.
        """
        script = self.localized(step)
        for name, value in (values or {}).items():
            line = f"{name}={shlex.quote(value)}"
            script, count = re.subn(rf"(?m)^{name}=\S+", line.replace("\\", r"\\"), script)
            if count != 1:
                raise Unavailable(f"the step has {count} lines that set {name}")
        path = f"{self._bin}:{Path(sys.executable).parent}:/usr/sbin:/usr/bin:/sbin:/bin"
        environment = {"PATH": path, "PYTHONPATH": str(PROJECT), "LC_ALL": "C.UTF-8", "COLUMNS": "200"}
        return subprocess.run(
            ["sh", "-eu", "-c", script],
            capture_output=True,
            text=True,
            timeout=STEP_SECONDS,
            cwd=self.folder,
            env=environment,
            umask=0o077,
            check=False,
        )

    def localized(self, text: str) -> str:
        """A text of the page with the machine's folders replaced by those below `folder`, and ours by this one."""
        places = {name: f"{self.folder}{name}" for name in _FOLDERS} | {"/opt/ari-app": str(PROJECT)}
        named = "|".join(map(re.escape, places))
        return re.sub(rf"(?<![\w.-])({named})(?![\w-])", lambda found: places[found[1]], text)

    def _booted(self) -> bool:
        return "fully booted" in self.cli("core waitfullybooted")

    def _install(self) -> None:
        stock = self._root / "etc" / "asterisk"
        if not stock.is_dir():
            raise Unavailable(f"Debian's stock configuration is not in {stock}", mend="run 'make test'")
        shutil.copytree(stock, self.etc)
        shutil.copytree(self._root / "var", self.folder / "var")
        (self.folder / "root").mkdir()
        self._place_folders()
        self._change("http.conf", r"^;bindport=8088", f"bindport={self.http_port}")
        self._change("manager.conf", r"^port = 5038", f"port = {free_port(socket.SOCK_STREAM)}")
        self._append("modules.conf", "".join(f"noload => {name}\n" for name in _LISTENERS), before="[global]")
        ports = {"SIP_PORT": str(self.sip_port), "CARRIER_PORT": str(self.trunk_port)}
        self._append_own("pjsip.conf", "pjsip_trunk.conf", CARRIER=CARRIER_HOST, **ports)
        for number in DESKS:
            password = self.phone_passwords[number]
            self._append_own("pjsip.conf", "pjsip_phone.conf", NUMBER=number, PASSWORD=password)
        self._append_own("extensions.conf", "extensions.conf")
        self._write_programs()

    def _place_folders(self) -> None:
        """Debian's build knows its folders by itself, so asterisk.conf only shows them, as a template."""
        modules = next((self._root / "usr" / "lib").glob("*/asterisk/modules"))
        kept = {
            "astmoddir": modules,
            "astdatadir": self._root / "usr/share/asterisk",
            "astagidir": self._root / "usr/share/asterisk/agi-bin",
            "astrundir": self._socket_dir,
        }
        self._change("asterisk.conf", r"^\[directories\]\(!\)", "[directories]")
        file = self.etc / "asterisk.conf"
        file.write_text(
            re.sub(
                r"(?m)^(ast\w+dir) => (\S+)",
                lambda found: f"{found[1]} => {kept.get(found[1], f'{self.folder}{found[2]}')}",
                file.read_text(),
            )
        )

    def _append_own(self, name: str, file: str, **values: str) -> None:
        """What the hospital's administrator has added to a stock file."""
        self._append(name, render((OWN / file).read_text(), values, file))

    def _change(self, name: str, pattern: str, line: str) -> None:
        file = self.etc / name
        text, count = re.subn(pattern, lambda _: line, file.read_text(), flags=re.MULTILINE)
        assert count == 1, f"{count} lines of {name} are {pattern}"
        file.write_text(text)

    def _append(self, name: str, text: str, before: str = "") -> None:
        file = self.etc / name
        head, mark, tail = file.read_text().partition(f"\n{before}") if before else (file.read_text(), "", "")
        file.write_text(f"{head}\n{text}{mark}{tail}")

    def _write_programs(self) -> None:
        """`asterisk` for this one; `chown` notes what it was asked: a test's machine has no account asterisk."""
        self._bin.mkdir()
        programs = {
            "asterisk": f'exec {shlex.join(self._process.argv)} "$@"',
            "chown": f'echo "$@" >> {self.folder}/chown.log',
        }
        for name, line in programs.items():
            (self._bin / name).write_text(f"#!/bin/sh\n{line}\n")
            (self._bin / name).chmod(0o755)
