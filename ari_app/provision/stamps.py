"""What a finished part looked like: size, time and SHA-256 of each file, and what it was made from.

A file whose size and modification time are as noted counts as sound without being read; any other is
read and compared by SHA-256.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Mark:
    """One file as it was: bytes, nanoseconds, and the SHA-256 in hex."""

    size: int
    mtime_ns: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """A finished part: `recipe` names what it was made from, `files` what it consists of."""

    recipe: str
    files: dict[str, Mark]


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(CHUNK):
            digest.update(block)
    return digest.hexdigest()


def recipe_of(*parts: str) -> str:
    """A short name for what a part is made from; it changes when any of `parts` does."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def take(root: Path, paths: Iterable[str], recipe: str) -> Stamp:
    """Note the files `paths` (relative to `root`) as they are now."""
    marks = {}
    for name in sorted(paths):
        status = (root / name).stat()
        marks[name] = Mark(status.st_size, status.st_mtime_ns, sha256_of(root / name))
    return Stamp(recipe, marks)


def damaged(stamp: Stamp, root: Path, *, deep: bool = False) -> list[str]:
    """The files that are gone or differ from the stamp; with `deep` every file is read."""
    return [name for name, mark in stamp.files.items() if not _sound(root / name, mark, deep)]


def _sound(path: Path, mark: Mark, deep: bool) -> bool:
    try:
        status = path.stat()
        if status.st_size != mark.size:
            return False
        if status.st_mtime_ns == mark.mtime_ns and not deep:
            return True
        return sha256_of(path) == mark.sha256
    except OSError:
        return False


def write(path: Path, stamp: Stamp) -> None:
    """Write a stamp, whole or not at all."""
    body = {
        "recipe": stamp.recipe,
        "files": {name: [m.size, m.mtime_ns, m.sha256] for name, m in stamp.files.items()},
    }
    write_whole(path, json.dumps(body, indent=0))


def read(path: Path) -> Stamp | None:
    """Read a stamp; None where there is none or it cannot be read."""
    try:
        body = json.loads(path.read_text("utf-8"))
        files = {name: Mark(int(m[0]), int(m[1]), str(m[2])) for name, m in body["files"].items()}
        return Stamp(str(body["recipe"]), files)
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        return None


def write_whole(path: Path, text: str) -> None:
    """Write a text file by way of a `.new` file beside it, so that no reader meets half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(text, "utf-8")
    os.replace(fresh, path)
