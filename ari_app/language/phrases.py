"""A tiny phrase grammar, so that word lists stay readable.

A phrase is plain Han text with a few marks: `(a|b)` one of them, `[a]` perhaps a, `[abc]*` (or `?`, `{0,5}`)
any of these characters, `<word>` a named word class of `WORD_CLASSES`, `~` a gap of up to four characters,
and the look-arounds of regular expressions.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

WORD_CLASSES: Mapping[str, str] = {
    "痛": "疼痛|疼|痛",
    "我": "我们|我|俺|咱",
    "他": "他们|他|她|老人家|老爷子|老太太|老人|患者|病人|本人|人家",
    "你": "你们|您|你",
    "没": "没有|没|未|无",
    "不": "不大|不太|不怎么|不",
    "很": "非常|特别|特|挺|很|可|好|太|真|蛮|相当|极其|十分|有点儿|有点|有些|越来越",
    "要": "需要|想要|想|要|希望|麻烦",
    "给我": "给我们|给我|跟我|和我|让我|帮我|替我|为我",
    "医生": "医生|大夫|主任|护士长|护士|医师",
    "人": "真人|活人|人工|工作人员|客服|客服人员|接线员|话务员|人",
    "药": "药物|药片|药",
    "话": "电话|话",
}

_GROUP = re.compile(r"\((?!\?)")
_OPTIONAL = re.compile(r"(?<!<[!=])\[([^\]^]*)\](?![*?{+])")

Concept = TypeVar("Concept", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Mention(Generic[Concept]):
    """Where a concept is named: characters `start` to `end` (exclusive)."""

    concept: Concept
    start: int
    end: int


@cache
def phrase_source(phrase: str) -> str:
    """The regular expression that a phrase stands for."""
    for name, words in WORD_CLASSES.items():
        phrase = phrase.replace(f"<{name}>", f"({words})")
    grouped = _GROUP.sub("(?:", phrase)
    return _OPTIONAL.sub(r"(?:\1)?", grouped).replace("~", ".{0,4}?")


def compile_phrases(phrases: Iterable[str]) -> re.Pattern[str]:
    """One pattern that finds any of `phrases`, longer phrases first."""
    ordered = sorted(phrases, key=len, reverse=True)
    return re.compile("|".join(phrase_source(phrase) for phrase in ordered))


class Phrases:
    """A set of phrases that mean the same."""

    __slots__ = ("pattern",)

    def __init__(self, *phrases: str) -> None:
        self.pattern = compile_phrases(phrases)

    def within(self, text: str) -> bool:
        """Whether one of them stands anywhere in `text`."""
        return self.pattern.search(text) is not None

    def whole(self, text: str) -> bool:
        """Whether `text` is one of them and nothing else."""
        return self.pattern.fullmatch(text) is not None

    def stripped(self, text: str) -> str:
        """`text` without them."""
        return self.pattern.sub("", text)

    def covers(self, text: str) -> bool:
        """Whether `text` is made of nothing but them."""
        return bool(text) and not self.stripped(text)


class Lexicon(Generic[Concept]):
    """Concepts and the phrases that name them."""

    __slots__ = ("_any", "_patterns")

    def __init__(self, words: Mapping[Concept, Iterable[str]]) -> None:
        self._patterns = tuple((concept, compile_phrases(phrases)) for concept, phrases in words.items())
        everything = "|".join(pattern.pattern for _, pattern in self._patterns)
        self._any = re.compile(everything)

    def mentions(self, text: str) -> list[Mention[Concept]]:
        """Every mention of every concept, by concept in the order given, then by place."""
        if self._any.search(text) is None:
            return []
        return [
            Mention(concept, found.start(), found.end())
            for concept, pattern in self._patterns
            for found in pattern.finditer(text)
        ]

    def first(self, text: str) -> Concept | None:
        """The first concept, in the order given, that `text` names."""
        if self._any.search(text) is None:
            return None
        return next((concept for concept, pattern in self._patterns if pattern.search(text)), None)
