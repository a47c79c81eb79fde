"""Items with several answers: what is added to a list that was read back, or given, does not replace it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ari_app.core.vocabulary import AnswerStatus
from ari_app.dialogue.events import Event, Heard
from ari_app.dialogue.state import State
from tests.unit.dialogue.talking import AT, FRONT, make_script, play
from tests.unit.questionnaire.shipped import MEAL, REACTIONS, small

SCRIPT = replace(make_script(), questionnaire=small(REACTIONS, MEAL))
HARDLY = Heard(AT, "头晕和恶心", "头晕和恶心", 0.3)


def after(*events: Event | str) -> State:
    return play(SCRIPT, *FRONT, *events)[-1].state


@pytest.mark.parametrize("words", ["还有皮疹", "对还有皮疹", "嗯 也有皮疹"])
def test_what_is_added_to_a_list_that_is_read_back_is_stored_with_it(words: str) -> None:
    assert [each.value for each in after(HARDLY, words).answers] == [["dizzy", "nausea", "rash"]]
    pending = after(HARDLY, Heard(AT, words, words, 0.3)).pending
    assert pending is not None and pending.value == ["dizzy", "nausea", "rash"]


@pytest.mark.parametrize(
    ("words", "value"),
    [("头晕还有皮疹", ["dizzy", "rash"]), ("不对 只有皮疹", ["rash"]), ("都没有", ["none"])],
)
def test_a_list_told_anew_replaces_the_one_that_is_read_back(words: str, value: list[str]) -> None:
    assert [each.value for each in after(HARDLY, words).answers] == [value]


def test_what_is_added_after_the_answer_goes_to_a_person_with_it() -> None:
    (answer,) = after("头晕", Heard(AT, "还有皮疹", "还有皮疹", 0.95, code="reactions")).answers
    assert (answer.value, answer.status) == (["dizzy", "rash"], AnswerStatus.FOR_REVIEW)
    (same,) = after("头晕", Heard(AT, "还有头晕", "还有头晕", 0.95, code="reactions")).answers
    assert same.status is AnswerStatus.ACCEPTED
