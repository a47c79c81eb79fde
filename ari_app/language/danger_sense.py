"""The learned net under the written one: how much an utterance sounds like self-harm or an emergency.

A linear model over what is said in one to three characters in a row, of sentences that were written for it
(docs/decisions/0008-a-learned-danger-net.md). It catches wording that no frame foresaw; what it weighs is in
plain sight in danger_weights_*.py.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import sqrt

from ari_app.core.vocabulary import Flag
from ari_app.language import danger_weights_emergency, danger_weights_self_harm

LONGEST_GRAM = 3
LEAST_COUNT = 12
# A sign that is told amid other things is looked for in stretches of this many characters too.
WINDOW, STEP = 28, 7
_SHORTEST = 4
_NUMBER = re.compile("[零〇一二两三四五六七八九十百千半幺0-9]+")
_SPACING = re.compile(r"[^0-9a-z\u3400-\u9fff〇]+")


@dataclass(frozen=True, slots=True)
class Weights:
    """One sign's learned weights: of each gram, of none at all, and the least score that counts."""

    of_gram: Mapping[str, int]
    bias: int
    threshold: int

    @classmethod
    def unpacked(cls, grams_of_weight: Mapping[int, str], bias: int, threshold: int) -> Weights:
        """From the lists in which they are written down."""
        pairs = ((gram, weight) for weight, grams in grams_of_weight.items() for gram in grams.split())
        return cls(dict(pairs), bias, threshold)

    def score(self, grams: list[str]) -> float:
        """How much the grams speak for the sign; long texts weigh no more than short ones."""
        known = [self.of_gram[gram] for gram in grams if gram in self.of_gram]
        return self.bias + sum(known) / sqrt(max(len(known), LEAST_COUNT))


WEIGHTS = {
    Flag.SELF_HARM: Weights.unpacked(
        danger_weights_self_harm.GRAMS, danger_weights_self_harm.BIAS, danger_weights_self_harm.THRESHOLD
    ),
    Flag.EMERGENCY: Weights.unpacked(
        danger_weights_emergency.GRAMS, danger_weights_emergency.BIAS, danger_weights_emergency.THRESHOLD
    ),
}


def sensed(heard: str) -> frozenset[Flag]:
    """`self_harm` or `emergency` where what was heard, however it is spaced, sounds like it; the stronger alone."""
    text = flattened(heard)
    if len(text) < _SHORTEST:
        return frozenset()
    stretches = list(_stretches(text))
    above = {
        flag: max(map(weights.score, stretches)) - weights.threshold for flag, weights in WEIGHTS.items()
    }
    flag = max(above, key=lambda each: above[each])
    return frozenset({flag}) if above[flag] >= 0 else frozenset()


def _stretches(text: str) -> Iterator[list[str]]:
    yield grams_in(text)
    if len(text) > WINDOW:
        for start in range(0, len(text) - WINDOW + STEP, STEP):
            yield grams_in(text[start : start + WINDOW])


def flattened(heard: str) -> str:
    """Without spacing, and with a mark for each number: what is said counts, not how much."""
    return _NUMBER.sub("#", _SPACING.sub("", unicodedata.normalize("NFKC", heard).lower()))


def grams_in(flat: str) -> list[str]:
    """The different grams of a flattened text, its ends marked."""
    marked = f"^{flat}$"
    return list(
        {
            marked[start : start + length]
            for length in range(1, LONGEST_GRAM + 1)
            for start in range(len(marked) - length + 1)
        }
    )
