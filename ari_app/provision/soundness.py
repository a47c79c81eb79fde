"""What is in place and what is not, and which sources answer, as data: for `check` and `ari-app doctor`."""

from __future__ import annotations

import shutil
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ari_app.core.errors import AppError, Unavailable
from ari_app.provision import asterisk_prefix, manifest, models, node_program, postgres_binaries
from ari_app.provision import python_environment as environment
from ari_app.provision.apt_archive import Archive
from ari_app.provision.layout import Layout, layout_of
from ari_app.provision.manifest import DebianSet, Manifest, Package
from ari_app.provision.process import run
from ari_app.provision.progress import Progress
from ari_app.provision.registry import PIP_QUIET, npm_environment

SITE_SECONDS = 10
SET_UP = "python3 -m ari_app.provision setup --full"


@dataclass(frozen=True, slots=True)
class Finding:
    """One part: whether it is in place, in words, and what to do where it is not."""

    part: str
    ok: bool
    text: str
    mend: str

    def __str__(self) -> str:
        line = f"{'ok  ' if self.ok else 'FAIL'} {self.part:<20} {self.text}"
        return line if self.ok or not self.mend else f"{line}\n     mend: {self.mend}"


@dataclass(frozen=True, slots=True)
class SourceState:
    """One source of one artifact: whether it answers."""

    artifact: str
    source: str
    answers: bool
    text: str

    def __str__(self) -> str:
        return f"{'ok  ' if self.answers else 'FAIL'} {self.artifact:<44} {self.source:<9} {self.text}"


def findings(runtime_dir: Path, *, deep: bool = False) -> list[Finding]:
    """Look at every part under `runtime_dir` (and `.venv` of this checkout); with `deep` read every file."""
    layout = layout_of(runtime_dir)
    listed = manifest.load()
    found = [_python(layout)]
    why = asterisk_prefix.fault(layout, listed, deep=deep)
    text = why or f"Asterisk {asterisk_prefix.version_of(layout.asterisk / 'asterisk')}, private"
    found.append(Finding("Asterisk", not why, text, SET_UP if why else ""))
    found.append(_database(layout, listed, deep))
    for part in models.PARTS:
        broken = models.broken_files(layout, listed, part, deep=deep)
        names = ", ".join(Path(file.path).name for file in broken)
        text = f"missing or damaged: {names}" if broken else f"{len(listed.files_of(part))} files, checked"
        found.append(Finding(part, not broken, text, SET_UP if broken else ""))
    return found


def _python(layout: Layout) -> Finding:
    if not environment.fault(layout, "engines"):
        return Finding("Python environment", True, "as locked, with models, tests and optional engines", "")
    if not (why := environment.fault(layout, "full")):
        return Finding("Python environment", True, "as locked, with models and tests", "")
    if not environment.fault(layout, "base"):
        text = "as locked, without the speech engines and the tests' packages"
        return Finding("Python environment", True, text, "")
    return Finding("Python environment", False, why, "python3 -m ari_app.provision setup")


def _database(layout: Layout, listed: Manifest, deep: bool) -> Finding:
    if why := postgres_binaries.fault(layout, listed, deep=deep):
        return Finding("PostgreSQL", False, why, SET_UP)
    folder = postgres_binaries.bin_dir(layout)
    version = postgres_binaries.version_of(folder)
    return Finding("PostgreSQL", True, f"PostgreSQL {version} in {folder}", "")


def sources(runtime_dir: Path | None = None) -> list[SourceState]:
    """Ask each source of each artifact whether it still has it; only indexes are read."""
    layout = layout_of(runtime_dir)
    listed = manifest.load()
    found = [*_package_sources(layout, listed), *_site_sources(listed), *_debian_sources(layout, listed)]
    shutil.rmtree(layout.downloads, ignore_errors=True)
    return found


def _package_sources(layout: Layout, listed: Manifest) -> Iterator[SourceState]:
    here = {listed.package(package.name) for package in listed.packages}
    for package in (package for package in listed.packages if package in here):
        label = f"{package.name} {package.version}"
        if layout.given is not None:
            there = (layout.given / package.file).is_file()
            yield SourceState(label, "folder", there, str(layout.given / package.file))
        ask = _npm_answer if package.registry == "npm" else _pip_answer
        yield _asked(label, package.registry, partial(ask, layout, listed, package))


def _asked(label: str, source: str, ask: Callable[[], str]) -> SourceState:
    try:
        return SourceState(label, source, True, ask())
    except AppError as error:
        return SourceState(label, source, False, error.message)


def _pip_answer(layout: Layout, listed: Manifest, package: Package) -> str:
    """Ask pip's index for the version; raises AppError where it is not listed."""
    said = run([layout.python, "-m", "pip", "index", "versions", package.name], env=PIP_QUIET)
    versions = said.replace(",", " ").split()
    if package.version not in versions:
        raise Unavailable(f"has no version {package.version}")
    return "listed"


def _npm_answer(layout: Layout, listed: Manifest, package: Package) -> str:
    with Progress(quiet=True).step("npm") as step:
        words = node_program.npm_words(layout, listed, step)
    wanted = f"{package.name}@{package.version}"
    cache = layout.downloads / "npm-cache"
    said = run([*words, "view", wanted, "version"], env=npm_environment(cache), cwd=layout.runtime)
    if package.version not in said.split():
        raise Unavailable(f"has no version {package.version}")
    return "listed"


def _site_sources(listed: Manifest) -> Iterator[SourceState]:
    for file in listed.files:
        for site in file.sites:
            try:
                request = urllib.request.Request(site, method="HEAD")
                with urllib.request.urlopen(request, timeout=SITE_SECONDS) as answer:
                    yield SourceState(file.path, "site", answer.status == 200, site)
            except (urllib.error.URLError, OSError, ValueError) as error:
                yield SourceState(file.path, "site", False, f"{site}: {error}")


def _debian_sources(layout: Layout, listed: Manifest) -> Iterator[SourceState]:
    """Read the archive's index through the host's apt, and see which version it offers."""
    for entry in listed.debian:

        def ask(entry: DebianSet = entry) -> str:
            with Progress(quiet=True).step("apt") as step:
                archive = Archive.prepare(layout, entry.suite, step)
            if not (version := archive.candidate(entry.packages[0])):
                raise Unavailable(f"Debian {entry.suite} on this mirror has none")
            return version

        yield _asked(f"{entry.name} of Debian {entry.suite}", "apt", ask)
