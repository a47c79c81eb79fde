"""A Debian archive read through the host's own apt, with lists, cache and state kept to ourselves.

No root is needed and the host's packages are not touched: apt gets an own folder with an empty package
status, and takes the mirror, proxy and other fetch settings from the host.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ari_app.core.errors import Unavailable
from ari_app.provision.layout import Layout
from ari_app.provision.process import ProgramFailed, run
from ari_app.provision.progress import Step, count_of
from ari_app.provision.registry import size_of

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
APT_FOLDER = Path("/etc/apt")
_NOT_COPIED = ("Acquire::IndexTargets", "Acquire::Languages", "Acquire::Changelogs", "Acquire::GzipIndexes")
_STALE = re.compile(r"is expired|not valid yet|Release file .* is not valid", re.IGNORECASE)
_URI_LINE = re.compile(r"^'[^']*' (\S+) (\d+) SHA256:([0-9a-f]{64})$")
_FETCHED = re.compile(r"^Fetched ([\d.,]+) ([kMG]?B) in", re.MULTILINE)
_INSTALL_LINE = re.compile(r"^Inst (\S+) ")


@dataclass(frozen=True, slots=True)
class DebFile:
    """A package file as the archive's signed index describes it."""

    file: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Archive:
    """An apt folder whose lists have been fetched."""

    config: Path

    @classmethod
    def prepare(cls, layout: Layout, suite: str, step: Step) -> Archive:
        """Make the folder and fetch the suite's lists. Raises Unavailable with what apt said."""
        if not KEYRING.is_file():
            raise Unavailable(
                f"the keys of Debian's archive are missing ({KEYRING})",
                mend="apt-get install debian-archive-keyring",
            )
        folder = layout.downloads / f"apt-{suite}"
        archive = cls(_write_folder(folder, suite, find_mirror(), _host_settings()))
        try:
            archive.update(step)
        except ProgramFailed as error:
            if not _STALE.search(error.output):
                raise Unavailable(
                    f"apt could not read Debian {suite}: {error.message}",
                    mend="check apt's sources and network, or set DEBIAN_MIRROR to a mirror that answers",
                ) from error
            step.note("the mirror's index is past its date; its signature is valid")
            archive.update(step, "-o", "Acquire::Check-Valid-Until=false", "-o", "Acquire::Check-Date=false")
        return archive

    def update(self, step: Step, *options: str) -> None:
        """Fetch the lists."""
        argv = ["apt-get", *options, "-q", "--error-on=any", "update"]
        said = run(argv, env=self._env, on_tick=step.tick)
        step.add(fetched_bytes(said))

    def candidate(self, package: str) -> str:
        """The version apt would take; empty where there is none."""
        said = run(["apt-cache", "policy", package], env=self._env)
        found = re.search(r"^\s*Candidate: (\S+)$", said, re.MULTILINE)
        return "" if found is None or found[1] == "(none)" else found[1]

    def closure(self, packages: Iterable[str]) -> tuple[str, ...]:
        """These packages and all that they need, as apt would install them on an empty machine."""
        return installed_names(run(["apt-get", "-s", "install", *packages], env=self._env))

    def describe(self, packages: Sequence[str]) -> tuple[DebFile, ...]:
        """Name, size and SHA-256 of each package's file."""
        said = run(["apt-get", "download", "--print-uris", "-q", *packages], env=self._env)
        return tuple(
            DebFile(found[1], int(found[2]), found[3])
            for line in said.splitlines()
            if (found := _URI_LINE.match(line))
        )

    def download(self, packages: Sequence[str], folder: Path, step: Step) -> None:
        """Fetch the packages' files into a folder; apt checks them against the signed index."""
        folder.mkdir(parents=True, exist_ok=True)
        before = size_of(folder)
        try:
            argv = ["apt-get", "-q", "download", *packages]
            run(argv, env=self._env, cwd=folder, on_tick=lambda: step.tick(size_of(folder) - before))
        except ProgramFailed as error:
            raise Unavailable(
                f"apt could not fetch a package: {error.message}",
                mend="run the same command again; the mirror may have been changing",
            ) from error
        step.add(size_of(folder) - before)

    @property
    def _env(self) -> dict[str, str]:
        return {"APT_CONFIG": str(self.config), "DEBIAN_FRONTEND": "noninteractive"}


def fetched_bytes(said: str) -> int:
    """The bytes that apt says it fetched, such as in 'Fetched 11.2 MB in 2s (5,600 kB/s)'."""
    found = _FETCHED.search(said)
    return count_of(found[1], found[2]) if found else 0


def installed_names(simulation: str) -> tuple[str, ...]:
    """The package names in the output of `apt-get -s install`."""
    found = (_INSTALL_LINE.match(line) for line in simulation.splitlines())
    return tuple(hit[1] for hit in found if hit)


def find_mirror() -> str:
    """`DEBIAN_MIRROR`, else the first Debian archive among the host's own apt sources."""
    if named := os.environ.get("DEBIAN_MIRROR"):
        return named
    for path in (APT_FOLDER / "sources.list", *sorted((APT_FOLDER / "sources.list.d").glob("*"))):
        if path.suffix in (".list", ".sources") and path.is_file():
            for address in archive_addresses(path.read_text("utf-8", "replace"), path.suffix):
                if "debian" in address and "security" not in address:
                    return address
    raise Unavailable(
        "this host's apt knows no Debian archive", mend="set DEBIAN_MIRROR to the address of one"
    )


def archive_addresses(text: str, suffix: str) -> list[str]:
    """The addresses that an apt source file enables: one-line style (.list) or stanzas (.sources)."""
    if suffix == ".list":
        lines = (re.sub(r"\[[^]]*\]", " ", line).split() for line in text.splitlines())
        return [words[1] for words in lines if len(words) > 2 and words[0] == "deb"]
    found: list[str] = []
    for stanza in re.split(r"\n\s*\n", re.sub(r"(?m)^#.*\n?", "", text)):
        fields = dict(re.findall(r"(?m)^([A-Za-z-]+):[ \t]*(.*(?:\n[ \t]+.*)*)", stanza))
        if (
            fields.get("Enabled", "yes").strip().lower() == "no"
            or "deb" not in fields.get("Types", "").split()
        ):
            continue
        found += fields.get("URIs", "").split()
    return found


def _host_settings() -> list[str]:
    """How the host's apt fetches: proxies, certificates, time-outs, date checks."""
    dump = run(["apt-config", "dump", "Acquire"], deadline_seconds=30)
    lines = dump.splitlines()
    return [line for line in lines if line.startswith("Acquire::") and not line.startswith(_NOT_COPIED)]


def _write_folder(folder: Path, suite: str, mirror: str, settings: Iterable[str]) -> Path:
    for name in ("etc/preferences.d", "state/lists/partial", "cache/archives/partial", "log"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "status").write_text("", "utf-8")
    sources = folder / "etc" / "sources.list"
    sources.write_text(f"deb [signed-by={KEYRING}] {mirror} {suite} main\n", "utf-8")
    own = {
        "Dir::State": folder / "state",
        "Dir::State::status": folder / "status",
        "Dir::Cache": folder / "cache",
        "Dir::Log": folder / "log",
        "Dir::Etc": folder / "etc",
        "Dir::Etc::netrc": APT_FOLDER / "auth.conf",
        "Dir::Etc::netrcparts": APT_FOLDER / "auth.conf.d",
        "APT::Sandbox::User": "root",
        "APT::Install-Recommends": "false",
        "Acquire::Languages": "none",
        "Acquire::GzipIndexes": "true",
        "Acquire::Retries": "3",
    }
    config = folder / "apt.conf"
    lines = [*settings, *(f'{key} "{value}";' for key, value in own.items())]
    config.write_text("\n".join(lines) + "\n", "utf-8")
    os.chmod(config, 0o600)
    shutil.rmtree(folder / "cache" / "archives", ignore_errors=True)
    (folder / "cache" / "archives" / "partial").mkdir(parents=True)
    return config
