"""What a telephone line and a recognizer do to syllables: how often an initial or a final is heard as another.

The table heard_sounds.tsv (part, said, heard, count) was counted from the first set of tests/bench/danger_phrases.tsv
over real calls (`python -m tests.training.heard_sounds KEPT…`, files that `tests.bench.danger_recall --keep` wrote).
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ari_app.language.sound_grams import sounds_of
from tests.bench.danger_line import Final
from tests.bench.danger_recall import read

TABLE = Path(__file__).parent / "heard_sounds.tsv"
_INITIAL = re.compile("[bpmdtlgkhjqxzcsyw]?")
_LOST = 0.8
_FEW = 8
Pair = tuple[str | None, str | None]


def split(sound: str) -> tuple[str, str]:
    """Initial and final of a coarse syllable."""
    found = _INITIAL.match(sound)
    end = found.end() if found else 0
    return sound[:end], sound[end:]


def aligned(said: Sequence[str], heard: Sequence[str]) -> Iterator[Pair]:
    """Which heard syllable stands for which said one, from the end; None: lost, or made up."""
    costs = [[_LOST * (row + column) for column in range(len(heard) + 1)] for row in range(len(said) + 1)]
    for row, one in enumerate(said):
        for column, other in enumerate(heard):
            costs[row + 1][column + 1] = min(
                costs[row][column] + _cost(one, other),
                costs[row][column + 1] + _LOST,
                costs[row + 1][column] + _LOST,
            )
    row, column = len(said), len(heard)
    while row or column:
        here = costs[row][column]
        if row and column and here >= costs[row - 1][column - 1] + _cost(said[row - 1], heard[column - 1]):
            row, column = row - 1, column - 1
            yield said[row], heard[column]
        elif row and here >= costs[row - 1][column] + _LOST:
            row -= 1
            yield said[row], None
        else:
            column -= 1
            yield None, heard[column]


def _cost(one: str, other: str) -> float:
    (initial, final), (other_initial, other_final) = split(one), split(other)
    return 0.5 * (initial != other_initial) + 0.5 * (final != other_final)


class Line:
    """Draws what becomes of syllables."""

    def __init__(self, counts: Counter[tuple[str, str, str]]) -> None:
        self._heard: dict[tuple[str, str], tuple[list[str], list[int]]] = {}
        for part, said, heard in sorted(counts):
            texts, times = self._heard.setdefault((part, said), ([], []))
            texts.append(heard)
            times.append(counts[part, said, heard])

    @classmethod
    def read(cls) -> Line:
        """From the table."""
        rows = (line.split("\t") for line in TABLE.read_text("utf-8").splitlines())
        return cls(Counter({(part, said, heard): int(count) for part, said, heard, count in rows}))

    def carry(self, sounds: Iterable[str], chance: random.Random) -> tuple[str, ...]:
        """The syllables as they may be heard; edges and numbers stay."""
        found = []
        for sound in sounds:
            if not sound.isalpha():
                found.append(sound)
            elif self._draw("syllable", "", chance) != "lost":
                initial, final = split(sound)
                found.append(self._draw("initial", initial, chance) + self._draw("final", final, chance))
        return tuple(found)

    def _draw(self, part: str, said: str, chance: random.Random) -> str:
        texts, times = self._heard.get((part, said), ([], []))
        return chance.choices(texts, times)[0] if sum(times) >= _FEW else said


def count(pairs: Iterable[tuple[str, str]]) -> Counter[tuple[str, str, str]]:
    """The table of (said, heard) texts."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for said, heard in pairs:
        for one, other in aligned(sounds_of(said), sounds_of(heard)):
            if one is None or not one.isalpha():
                continue
            counts["syllable", "", "kept" if other is not None else "lost"] += 1
            if other is not None and other.isalpha():
                for part, mine, theirs in zip(("initial", "final"), split(one), split(other), strict=True):
                    counts[part, mine, theirs] += 1
    return counts


def _said_and_heard(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    for path in paths:
        for each in read(path):
            finals = [one.raw_text for one in each.heard.signals if isinstance(one, Final)]
            if heard := "".join(finals):
                yield each.job.sentence.text, heard


def main() -> None:
    """Count and write the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.training.heard_sounds", description=__doc__)
    parser.add_argument("kept", nargs="+", type=Path)
    counts = count(_said_and_heard(parser.parse_args().kept))
    TABLE.write_text(
        "".join("\t".join((*key, str(times))) + "\n" for key, times in sorted(counts.items())), "utf-8"
    )


if __name__ == "__main__":
    main()
