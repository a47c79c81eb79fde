"""What is in place and what is not, and which sources answer, as data: for `check` and `ari-app doctor`."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ari_app.core.errors import AppError
from ari_app.provision import asterisk_prefix, manifest, models, node_program
from ari_app.provision import python_environment as environment
from ari_app.provision.layout import Layout, layout_of
from ari_app.provision.manifest import Manifest, Package
from ari_app.provision.process import run
from ari_app.provision.progress import Progress
from ari_app.provision.registry import PIP_QUIET, npm_environment

SITE_SECONDS = 10


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
    """One source of one artefact: whether it answers."""

    artefact: str
    source: str
    answers: bool
    text: str

    def __str__(self) -> str:
        return f"{'ok  ' if self.answers else 'FAIL'} {self.artefact:<44} {self.source:<9} {self.text}"


def findings(runtime_dir: Path, *, deep: bool = False) -> list[Finding]:
    """Look at every part under `runtime_dir` (and `.venv` of this checkout); with `deep` read every file."""
    layout = layout_of(runtime_dir)
    listed = manifest.load()
    mend = "python3 -m ari_app.provision setup --full"
    found = [_python(layout)]
    why = asterisk_prefix.fault(layout, listed, deep=deep)
    text = why or f"Asterisk {asterisk_prefix.version_of(layout.asterisk / 'asterisk')}, private"
    found.append(Finding("Asterisk", not why, text, mend if why else ""))
    found.append(_database(layout))
    for part in models.PARTS:
        broken = models.broken_files(layout, listed, part, deep=deep)
        names = ", ".join(Path(file.path).name for file in broken)
        text = f"missing or damaged: {names}" if broken else f"{len(listed.files_of(part))} files, checked"
        found.append(Finding(part, not broken, text, mend if broken else ""))
    return found


def _python(layout: Layout) -> Finding:
    if not (why := environment.fault(layout, "full")):
        return Finding("Python environment", True, "as locked, with models and tests", "")
    if not environment.fault(layout, "base"):
        text = "as locked, without the speech engines and the tests' packages"
        return Finding("Python environment", True, text, "")
    return Finding("Python environment", False, why, "python3 -m ari_app.provision setup")


def _database(layout: Layout) -> Finding:
    return Finding("PostgreSQL", True, "not looked at", "")


def sources(runtime_dir: Path | None = None) -> list[SourceState]:
    """Ask each source of each artefact whether it still has it; nothing is fetched."""
    layout = layout_of(runtime_dir)
    listed = manifest.load()
    return [*_package_sources(layout, listed), *_site_sources(listed), *_debian_sources(listed)]


def _package_sources(layout: Layout, listed: Manifest) -> Iterator[SourceState]:
    here = {listed.package(package.name) for package in listed.packages}
    for package in (package for package in listed.packages if package in here):
        label = f"{package.name} {package.version}"
        if layout.given is not None:
            there = (layout.given / package.file).is_file()
            yield SourceState(label, "folder", there, str(layout.given / package.file))
        ask = _npm_answer if package.registry == "npm" else _pip_answer
        yield _asked(label, package.registry, lambda p=package, a=ask: a(layout, listed, p))  # type: ignore[misc]


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
        raise AppError(f"has no version {package.version}")
    return "listed"


def _npm_answer(layout: Layout, listed: Manifest, package: Package) -> str:
    with Progress(quiet=True).step("npm") as step:
        words = node_program.npm_words(layout, listed, step)
    wanted = f"{package.name}@{package.version}"
    cache = layout.downloads / "npm-cache"
    said = run([*words, "view", wanted, "version"], env=npm_environment(cache), cwd=layout.runtime)
    if package.version not in said.split():
        raise AppError(f"has no version {package.version}")
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


def _debian_sources(listed: Manifest) -> Iterator[SourceState]:
    from ari_app.provision.apt_archive import find_mirror

    for entry in listed.debian:
        yield _asked(
            f"{entry.name} ({entry.suite})", "apt", lambda: f"mirror of this host: {bool(find_mirror())}"
        )
