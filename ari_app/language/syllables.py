"""Toneless pinyin syllables and how easily two of them are mistaken for each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

_INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw")
_CONFUSED_INITIALS = frozenset(
    frozenset(pair) for pair in (("n", "l"), ("zh", "z"), ("ch", "c"), ("sh", "s"), ("h", "f"), ("r", "l"))
)
_CONFUSED_FINALS = frozenset(
    frozenset((final, final + "g")) for final in ("in", "en", "an", "ian", "uan")
) | {frozenset(("un", "ong")), frozenset(("o", "uo"))}
_CONFUSED = 0.3
_LEAST_FINAL = 0.6
_DIGITS = str.maketrans("0123456789", "零一二三四五六七八九")


@lru_cache(maxsize=4096)
def syllables(text: str) -> tuple[str, ...]:
    """The toneless syllables of `text`; ASCII digits are read out, other characters stand for themselves."""
    found: list[str] = []
    for part in lazy_pinyin(text.translate(_DIGITS), style=Style.NORMAL):
        found.extend((part,) if _is_syllable(part) else part)
    return tuple(found)


def _is_syllable(part: str) -> bool:
    return part.isascii() and part.isalpha()


@lru_cache(maxsize=65536)
def difference(one: str, other: str) -> float:
    """0 for the same syllable up to 1: initial and final count half each, confusable ones less."""
    if one == other:
        return 0.0
    (initial, final), (other_initial, other_final) = _split(one), _split(other)
    return 0.5 * _initials(initial, other_initial) + 0.5 * _finals(final, other_final)


def _initials(one: str, other: str) -> float:
    if one == other:
        return 0.0
    return _CONFUSED if frozenset((one, other)) in _CONFUSED_INITIALS else 1.0


def _finals(one: str, other: str) -> float:
    """Finals that share letters share sound: ai and uan are closer than ai and u."""
    if frozenset((one, other)) in _CONFUSED_FINALS:
        return _CONFUSED
    if one == other:
        return 0.0
    return max(_LEAST_FINAL, _edits(one, other, lambda a, b: float(a != b)))


def _split(syllable: str) -> tuple[str, str]:
    for initial in _INITIALS:
        if syllable.startswith(initial):
            return initial, syllable[len(initial) :]
    return "", syllable


def distance(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """The edit distance of two syllable strings over the longer length: 0 the same, 1 nothing in common."""
    return _edits(one, other, difference)


def _edits(one: Sequence[str], other: Sequence[str], cost: Callable[[str, str], float]) -> float:
    longest = max(len(one), len(other))
    if longest == 0:
        return 0.0
    row = [float(i) for i in range(len(other) + 1)]
    for piece in one:
        corner, row[0] = row[0], row[0] + 1
        for i, candidate in enumerate(other, start=1):
            best = min(corner + cost(piece, candidate), row[i] + 1, row[i - 1] + 1)
            corner, row[i] = row[i], best
    return row[-1] / longest
