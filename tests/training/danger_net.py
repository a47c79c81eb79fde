"""`python -m tests.training.danger_net`: learn the danger net's weights, show how it does, write them down.

Logistic regression by gradient descent with a little L2, one model a sign; then the weakest weights go and the rest is
rounded. `--check` learns again and again without one writer each, and tests on that writer: what the net does with
wording that nobody showed it. Takes about a minute, a check some minutes.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ari_app.language.danger_sense import LEAST_COUNT, Weights
from tests.training.sentences import ANSWERS, LABELS, NONE, Sentence, sentences

TARGET = Path(__file__).parents[2] / "ari_app" / "language"
LEAST_SENTENCES = 2
L2 = 5e-5
STEPS = 350
RATE = 0.3
DANGER_COUNTS_FOR = 2.0
MISTAKES_COUNT_FOR = 3.0
SCALE = 20
MOST_GRAMS = 4400
# how often an ordinary answer of a writer whom the net does not know may be taken for danger
FALSE_SHARE = 0.012
SHARES = (0.004, 0.008, 0.012, 0.02)
_LINE = 108

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Which grams are in which sentence, as coordinates."""

    vocabulary: tuple[str, ...]
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: Vector
    height: int

    @classmethod
    def of(cls, grams: Sequence[Sequence[str]], vocabulary: Sequence[str]) -> Matrix:
        """Each row divided by the root of its length, as the net does it."""
        index = {gram: number for number, gram in enumerate(vocabulary)}
        known = [[index[gram] for gram in each if gram in index] for each in grams]
        lengths = np.array([len(each) for each in known])
        rows = np.repeat(np.arange(len(known)), lengths)
        values = np.repeat(1 / np.sqrt(np.maximum(lengths, LEAST_COUNT)), lengths)
        columns = np.array([each for row in known for each in row], np.int64)
        return cls(tuple(vocabulary), rows, columns, values, len(known))

    def times(self, weights: Vector) -> Vector:
        """One number a sentence."""
        sums: Vector = np.bincount(
            self.rows, self.values * weights[self.columns], minlength=self.height
        ).astype(np.float64)
        return sums

    def back(self, errors: Vector) -> Vector:
        """One number a gram."""
        sums: Vector = np.bincount(
            self.columns, self.values * errors[self.rows], minlength=len(self.vocabulary)
        ).astype(np.float64)
        return sums


class Taught(Protocol):
    """What is learned from."""

    @property
    def label(self) -> str:
        """A flag or NONE."""
        ...

    def grams(self) -> Sequence[str]:
        """As the net sees it."""
        ...


def learn(
    taught: Sequence[Taught], label: str, *, most: int = MOST_GRAMS, least: int = LEAST_SENTENCES
) -> Weights:
    """The weights of one sign, without its threshold: the `most` heaviest of the grams of `least` sentences."""
    grams = [sorted(each.grams()) for each in taught]
    count = Counter(gram for each in grams for gram in each)
    vocabulary = sorted(gram for gram, times in count.items() if times >= least)
    is_danger = np.array([each.label == label for each in taught], float)
    counts = np.where(is_danger > 0, DANGER_COUNTS_FOR, 1.0) / len(taught)
    weights, _ = _descend(Matrix.of(grams, vocabulary), is_danger, counts)
    heaviest = np.argsort(-np.abs(weights), kind="stable")[:most]
    kept = sorted(vocabulary[each] for each in heaviest)
    matrix = Matrix.of(grams, kept)
    weights, bias = _descend(matrix, is_danger, counts)
    # what it still gets wrong counts for more the second time
    taken = matrix.times(weights) + bias >= 0
    weights, bias = _descend(
        matrix, is_danger, np.where(taken == (is_danger > 0), 1.0, MISTAKES_COUNT_FOR) * counts
    )
    rounded = {
        gram: round(float(weight) * SCALE)
        for gram, weight in zip(kept, weights, strict=True)
        if round(float(weight) * SCALE)
    }
    return Weights(rounded, round(bias * SCALE), 0)


def _descend(matrix: Matrix, is_danger: Vector, counts: Vector) -> tuple[Vector, float]:
    """Adam (Kingma and Ba 2015) on the log loss; `counts` is what each sentence counts for."""
    point = np.zeros(len(matrix.vocabulary) + 1)
    mean, square = np.zeros_like(point), np.zeros_like(point)
    for step in range(1, STEPS + 1):
        odds = matrix.times(point[:-1]) + point[-1]
        errors = (1 / (1 + np.exp(-odds)) - is_danger) * counts
        slope = np.append(matrix.back(errors) + L2 * point[:-1], errors.sum())
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        point -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return point[:-1], float(point[-1])


def scores(weights: Weights, tested: Sequence[Sentence]) -> Vector:
    """As the net scores whole sentences."""
    return np.array([weights.score(each.grams()) for each in tested])


def held_out(everything: Sequence[Sentence]) -> dict[str, Vector]:
    """Each sentence's score by a net that never saw its writer, a row a sign."""
    found = {label: np.zeros(len(everything)) for label in LABELS}
    for writer in sorted({each.writer for each in everything}):
        taught = [each for each in everything if each.writer != writer]
        tested = [number for number, each in enumerate(everything) if each.writer == writer]
        for label in LABELS:
            found[label][tested] = scores(learn(taught, label), [everything[each] for each in tested])
        print(f"without {writer}: done", flush=True)
    return found


def thresholds(everything: Sequence[Sentence], found: dict[str, Vector], share: float) -> dict[str, int]:
    """Half of the allowed false alarms to each sign, counted on the batches of ordinary answers."""
    ordinary = [
        number
        for number, each in enumerate(everything)
        if each.label == NONE and each.writer.startswith(ANSWERS)
    ]
    return {label: round(float(np.quantile(found[label][ordinary], 1 - share / 2))) for label in LABELS}


def overview(everything: Sequence[Sentence], found: dict[str, Vector], share: float) -> None:
    """What a share of false alarms buys, over all writers."""
    least = thresholds(everything, found, share)
    above = np.max([found[label] - least[label] for label in LABELS], axis=0) >= 0
    caught = [
        f"{label} {above[[each.label == label for each in everything]].mean():.1%}"
        for label in (*LABELS, NONE)
    ]
    print(f"{share:.1%} of ordinary answers: {least}, {', '.join(caught)}")


def report(everything: Sequence[Sentence], found: dict[str, Vector], least: dict[str, int]) -> None:
    """Of each writer's sentences, the share that is taken for danger."""
    above = np.max([found[label] - least[label] for label in LABELS], axis=0) >= 0
    for writer in sorted({each.writer for each in everything}):
        shares = []
        for label in (*LABELS, NONE):
            chosen = [n for n, each in enumerate(everything) if (each.writer, each.label) == (writer, label)]
            if chosen:
                shares.append(f"{label} {above[chosen].mean():.1%} of {len(chosen)}")
        print(f"{writer}: {', '.join(shares)}")


def write(
    label: str, weights: Weights, threshold: int, *, module: str = "danger_weights", by: str = "danger_net"
) -> None:
    """The module that the net reads."""
    grams_of: dict[int, list[str]] = {}
    for gram, weight in weights.of_gram.items():
        grams_of.setdefault(weight, []).append(gram)
    lines = [
        f'"""What {label.replace("_", "-")} sounds like: weight to grams. Written by tests/training/{by}.py."""',
        "",
        f"BIAS = {weights.bias}",
        f"THRESHOLD = {threshold}",
        "GRAMS = {",
    ]
    for weight in sorted(grams_of, reverse=True):
        lines += _entry(weight, sorted(grams_of[weight]))
    text = "\n".join([*lines, "}", ""])
    (TARGET / f"{module}_{label}.py").write_text(text, "utf-8")


def _entry(weight: int, grams: Sequence[str]) -> list[str]:
    rows = [""]
    for gram in grams:
        if _width(rows[-1]) + _width(gram) + 12 > _LINE:
            rows.append("")
        rows[-1] += f"{gram} "
    first, *others = rows
    if not others:
        return [f'    {weight}: "{first.strip()}",']
    return [f"    {weight}: (", *(f'        "{row}"' for row in rows), "    ),"]


def _width(text: str) -> int:
    """A Han character takes two places."""
    return sum(2 if character > "\u2e80" else 1 for character in text)


def main() -> None:
    """Learn, report, write."""
    parser = argparse.ArgumentParser(prog="python -m tests.training.danger_net", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only report, write nothing")
    options = parser.parse_args()
    everything = sentences()
    found = held_out(everything)
    for share in SHARES:
        overview(everything, found, share)
    least = thresholds(everything, found, FALSE_SHARE)
    report(everything, found, least)
    if not options.check:
        for label in LABELS:
            write(label, learn(everything, label), least[label])


if __name__ == "__main__":
    main()
