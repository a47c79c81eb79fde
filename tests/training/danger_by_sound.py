"""`python -m tests.training.danger_by_sound [LABEL…]`: learn the weights of the net by sound and write them down.

Each sentence is learned from as it is said and once as it may be heard over a telephone (heard_sounds.py), those of the
first sets of tests/bench four times. Takes some minutes.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from dataclasses import dataclass

from ari_app.core.vocabulary import Flag
from ari_app.language.sound_grams import rows_of, sounds_of
from tests.bench.danger_recall import sentences as bench_sentences
from tests.training.danger_net import learn, write
from tests.training.heard_sounds import Line
from tests.training.sentences import LABELS, NONE, sentences

HEARD_TIMES = 1
HEARD_TIMES_OF_TALK = 4
MOST_ROWS = 2500
LEAST_SENTENCES = 3
SEED = 5
THRESHOLDS = {"self_harm": 0, "emergency": 0}


@dataclass(frozen=True, slots=True)
class Sounded:
    """A sentence by its sound."""

    label: str
    rows: tuple[str, ...]

    def grams(self) -> tuple[str, ...]:
        """As the net sees it."""
        return self.rows


def sounded(seed: int) -> Iterator[Sounded]:
    """Everything that is learned from."""
    line, chance = Line.read(), random.Random(seed)
    taught = [(each.label, each.text, HEARD_TIMES) for each in sentences()]
    taught += [(label, text, HEARD_TIMES_OF_TALK) for label, text in _of_the_bench()]
    for label, text, times in taught:
        said = sounds_of(text)
        yield Sounded(label, tuple(rows_of(said)))
        for _ in range(times):
            yield Sounded(label, tuple(rows_of(line.carry(said, chance))))


def _of_the_bench() -> Iterator[tuple[str, str]]:
    """The first sets of the bench; the second are kept for measuring."""
    for each in bench_sentences("first", "ordinary"):
        yield NONE, each.text
    for each in bench_sentences("first", "danger"):
        longing = Flag.SELF_HARM in each.accepted and Flag.EMERGENCY not in each.accepted
        yield (Flag.SELF_HARM if longing else Flag.EMERGENCY).value, each.text


def main() -> None:
    """Learn and write."""
    parser = argparse.ArgumentParser(prog="python -m tests.training.danger_by_sound", description=__doc__)
    parser.add_argument("labels", nargs="*", default=list(LABELS))
    everything = list(sounded(SEED))
    for label in parser.parse_args().labels:
        weights = learn(everything, label, most=MOST_ROWS, least=LEAST_SENTENCES)
        write(label, weights, THRESHOLDS[label], module="danger_sound_weights", by="danger_by_sound")


if __name__ == "__main__":
    main()
