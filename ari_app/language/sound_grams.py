"""What an utterance sounds like: toneless syllables, those alike on a telephone made one, in short rows."""

from __future__ import annotations

import re
from functools import lru_cache

from ari_app.language.danger_sense import flattened
from ari_app.language.syllables import syllables

LONGEST_ROW = 3
_EDGE = "^"
_NUMBER = "#"
_MERGED = (
    (re.compile("^zh"), "z"),
    (re.compile("^ch"), "c"),
    (re.compile("^sh"), "s"),
    (re.compile("^[nr](?=[a-zü])"), "l"),
    (re.compile("^f"), "h"),
    (re.compile("(?<=[ieau])ng$"), "n"),
    (re.compile("^(h|g|k|z|c|s|l|d|t)uo$"), r"\1o"),
)
_FINAL = re.compile("^[bpmdtlgkhjqxzcsyw]?")


def sounds_of(heard: str) -> tuple[str, ...]:
    """One coarse syllable a character; a number, however long, is one sound."""
    return tuple(_NUMBER if char == "#" else _sound(char) for char in flattened(heard))


def rows_of(sounds: tuple[str, ...]) -> list[str]:
    """The different rows of one to three syllables, and of two or three finals alone, the ends marked."""
    marked = (_EDGE, *sounds, _EDGE)
    finals = tuple(_FINAL.sub("", sound) for sound in marked)
    found = {
        "-".join(marked[start : start + length])
        for length in range(1, LONGEST_ROW + 1)
        for start in range(len(marked) - length + 1)
    }
    found |= {
        "~" + "-".join(finals[start : start + length])
        for length in range(2, LONGEST_ROW + 1)
        for start in range(len(finals) - length + 1)
    }
    return sorted(found)


@lru_cache(maxsize=8192)
def _sound(char: str) -> str:
    heard = "".join(syllables(char)) or _EDGE
    for pattern, merged in _MERGED:
        heard = pattern.sub(merged, heard)
    return heard
