"""Which version of the parser reads the answers: a digest, so that no change of it can go unnoticed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

DIGITS = 12
_ROOM = "ari_app.language"
_READ = (".py", ".json", ".txt", ".tsv", ".csv")


@cache
def parser_version() -> str:
    """The first 12 hexadecimal digits of the SHA-256 of the parser's sources and word lists, read once."""
    return digest_of(files(_ROOM))


def digest_of(folder: Traversable) -> str:
    """The version that the files of this folder make: by their paths and contents, in any order."""
    digest = hashlib.sha256()
    for path, content in sorted(_contents(folder, "")):
        for part in (path.encode(), content):
            digest.update(len(part).to_bytes(8))
            digest.update(part)
    return digest.hexdigest()[:DIGITS]


def _contents(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for each in folder.iterdir():
        path = f"{prefix}{each.name}"
        if each.is_dir():
            yield from _contents(each, f"{path}/")
        elif each.name.endswith(_READ):
            yield path, each.read_bytes()
