"""The identity check over a set of spoken factors: patients get in, nobody else does.

In text; with voices and a recognizer it is measured in docs/figures/impostors.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from ari_app.core.vocabulary import IdentityFactor, QType
from tests.unit.dialogue.talking import make_script, play
from tests.unit.language.cases_file import cases

LEAST_ACCURACY = 0.95
FACTORS = {QType.ID_TAIL: IdentityFactor.ID_TAIL, QType.BIRTH_MD: IdentityFactor.BIRTH_MD}
SOMEBODY_ELSE = {IdentityFactor.ID_TAIL: "9056", IdentityFactor.BIRTH_MD: "02-29"}


@dataclass(frozen=True, slots=True)
class Person:
    """A stored identity; a factor that is not known never matches."""

    known: tuple[tuple[IdentityFactor, str], ...]

    def matches(self, factor: IdentityFactor, value: str) -> bool:
        return (factor, value) in self.known


def spoken() -> Iterator[tuple[str, IdentityFactor, str]]:
    """What is said, and the factor and value that it means."""
    for case in cases():
        if case.qtype in FACTORS and case.wanted.get("action") == "accept":
            yield case.say, FACTORS[case.qtype], str(case.wanted["value"])


def is_let_in(said: str, person: Person) -> bool:
    return play(replace(make_script(), identity=person), "可以", "我是", said)[-1].state.verified


def test_patients_get_in_at_the_first_try_and_impostors_never() -> None:
    said = list(spoken())
    let_in = [is_let_in(words, Person(((factor, value),))) for words, factor, value in said]
    false_accepts = [
        words
        for words, factor, value in said
        if value != SOMEBODY_ELSE[factor] and is_let_in(words, Person(tuple(SOMEBODY_ELSE.items())))
    ]
    right = sum(let_in) + len(said) - len(false_accepts)
    assert len(said) > 60
    assert right / (2 * len(said)) >= LEAST_ACCURACY, [
        w for (w, *_), ok in zip(said, let_in, strict=True) if not ok
    ]
    assert sum(let_in) / len(said) >= LEAST_ACCURACY
    assert false_accepts == []


@pytest.mark.req("M07-006")
@pytest.mark.parametrize("near", ["4418", "4471", "4427", "7144", "441X"])
def test_one_digit_off_is_somebody_else(near: str) -> None:
    person = Person(((IdentityFactor.ID_TAIL, near),))
    assert not is_let_in("四四一七", person)
    assert is_let_in("四四一叉", Person(((IdentityFactor.ID_TAIL, "441X"),)))
