"""Names that a hospital expects in free answers (medicines, departments, doctors), put right by their sound.

A recognizer writes 铝碳酸镁 as 里探酸美 when it does not know the word. The limits: docs/figures/hot-words.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from ari_app.language.syllables import difference, distance, syllables

_LIMITS = {2: 0.0, 3: 0.2}
_LIMIT = 0.22
"""How far in sound a part of the text may be from a word of so many syllables; two turn up by chance too often."""


class _Place(NamedTuple):
    far: float
    start: int
    end: int
    word: str


def with_hot_words(text: str, words: tuple[str, ...]) -> str:
    """`text` with what sounds like one of `words` written as that word; the nearest first, none over another.

    A word of another script is told with its sound: insulin=因斯林 is written as insulin.
    """
    heard = syllables(text)
    if not words or len(heard) != len(text):
        return text
    taken: list[_Place] = []
    for place in sorted(_places(text, heard, words)):
        if all(place.end <= other.start or other.end <= place.start for other in taken):
            taken.append(place)
    for place in sorted(taken, key=lambda one: -one.start):
        text = text[: place.start] + place.word + text[place.end :]
    return text


def _places(text: str, heard: tuple[str, ...], words: tuple[str, ...]) -> Iterable[_Place]:
    for word, wanted in _sounds(words):
        limit = _LIMITS.get(len(wanted), _LIMIT)
        sizes = (len(wanted),) if limit == 0 else (len(wanted), len(wanted) - 1, len(wanted) + 1)
        for start in _starts(heard, wanted, limit):
            for size in sizes:
                end = start + size
                if end <= len(heard) and (far := distance(heard[start:end], wanted)) <= limit:
                    # what stands there already is nearest of all, so that nothing else takes its place
                    yield _Place(-1.0 if text[start:end] == word else far, start, end, word)


def _starts(heard: tuple[str, ...], wanted: tuple[str, ...], limit: float) -> Iterable[int]:
    """Where the word may begin: each of its sounds is about as near to one within a syllable of its place."""
    most = limit * (len(wanted) + 1)
    # before and after the text nothing is near
    columns = [(1.0, *(difference(one, sound) for one in heard), 1.0) for sound in wanted]
    nearest = [[min(column[at : at + 3]) for at in range(len(heard))] for column in columns]
    for start in range(len(heard) - len(wanted) + 2):
        least = sum(
            near[start + place] if start + place < len(heard) else 1.0 for place, near in enumerate(nearest)
        )
        if least <= most:
            yield start


@lru_cache(maxsize=64)
def _sounds(words: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    told = (word.rpartition("=") for word in words)
    return tuple(
        (name or sound, found) for name, _, sound in told if len(found := syllables(sound)) >= min(_LIMITS)
    )
