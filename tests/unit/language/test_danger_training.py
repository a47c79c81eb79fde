"""The shipped weights are what the sentences teach, and the sentences are well-formed."""

from __future__ import annotations

from collections import Counter

import pytest

from ari_app.core.vocabulary import Flag
from ari_app.language.danger_sense import WEIGHTS
from tests.training.danger_net import learn
from tests.training.sentences import LABELS, sentences

LEAST_OF_A_KIND = 1_000


def test_there_are_enough_sentences_of_each_kind_and_no_two_alike() -> None:
    taught = sentences()
    count = Counter(each.label for each in taught)
    assert all(count[label] >= LEAST_OF_A_KIND for label in (*LABELS, "none"))
    labels: dict[str, set[str]] = {}
    for each in taught:
        labels.setdefault(each.text, set()).add(each.label)
    assert [text for text, found in labels.items() if len(found) > 1] == []


@pytest.mark.parametrize("label", LABELS)
def test_the_weights_are_what_the_sentences_teach(label: str) -> None:
    shipped = WEIGHTS[Flag(label)]
    learned = learn(sentences(), label)
    assert abs(learned.bias - shipped.bias) <= 1
    grams = learned.of_gram.keys() | shipped.of_gram.keys()
    # another processor may round another way
    differing = [
        gram for gram in grams if abs(learned.of_gram.get(gram, 0) - shipped.of_gram.get(gram, 0)) > 1
    ]
    assert len(differing) <= len(grams) // 100
