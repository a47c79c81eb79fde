"""The commands of docs/pbx.md, read from the page itself, so that what is tested is what administrators read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ari_app.provision.layout import PROJECT

PAGE = PROJECT / "docs" / "pbx.md"


@dataclass(frozen=True, slots=True)
class Block:
    """A code block: the heading that it stands under, its language, its text."""

    heading: str
    language: str
    text: str


def blocks(language: str) -> list[Block]:
    """Every block of this language, in order."""
    return [block for block in _read() if block.language == language]


def step(heading: str, number: int = 0) -> str:
    """The shell block of this number (from 0) under the heading that begins so."""
    found = [block.text for block in blocks("sh") if block.heading.startswith(heading)]
    return found[number]


def _read() -> Iterator[Block]:
    for section in re.split(r"(?m)^## ", PAGE.read_text(encoding="utf-8"))[1:]:
        heading, _, rest = section.partition("\n")
        for language, text in re.findall(r"(?ms)^```(\w+)\n(.*?)^```$", rest):
            yield Block(heading, language, text)
