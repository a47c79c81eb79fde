"""Spoken texts as sentences, and how long they are to hear."""

from __future__ import annotations

import re

_HAN = re.compile(r"[\u4e00-\u9fff]")
_SENTENCE = re.compile(r"[^。？！]+[。？！]?")


def sentences(text: str) -> tuple[str, ...]:
    """A text cut after each full stop, question mark or exclamation mark."""
    return tuple(_SENTENCE.findall(text))


def count_han(text: str) -> int:
    """How many Chinese characters it has: what makes it long to hear."""
    return len(_HAN.findall(text))
