"""Any number of a question's options: on the key pad, and when a turn is over (cases/choices.jsonl has the words)."""

from __future__ import annotations

import pytest

from ari_app.core.vocabulary import Action, QType
from ari_app.language.expectation import expected_phrases, is_complete
from ari_app.language.keypad import parse_keys
from ari_app.language.parser import understand
from ari_app.language.several import names_several
from ari_app.language.understanding import Context

OPTIONS = {"dizzy": "头晕", "nausea": "恶心", "rash": "起疹子、皮疹", "none": "都没有"}
QUESTION = "吃药以后有哪些不舒服？是头晕，恶心，起疹子，还是都没有？"
NONE = ["none"]


@pytest.mark.parametrize(
    ("keys", "value"),
    [("1", ["dizzy"]), ("31#", ["dizzy", "rash"]), ("113#", ["dizzy", "rash"]), ("4", NONE)],
)
def test_each_key_is_one_option(keys: str, value: list[str]) -> None:
    assert parse_keys(QType.CHOICES, keys, OPTIONS).value == value


@pytest.mark.parametrize("keys", ["0", "5", "15#", "14#", "#"])
def test_keys_that_fit_no_options_or_contradict_are_asked_again(keys: str) -> None:
    assert parse_keys(QType.CHOICES, keys, OPTIONS).action is Action.REASK


def test_only_none_ends_the_turn_soon() -> None:
    assert is_complete(QType.CHOICES, "都没有", OPTIONS, QUESTION)
    assert not is_complete(QType.CHOICES, "头晕", OPTIONS, QUESTION)
    assert {"头晕", "皮疹", "都没有"} <= set(expected_phrases(QType.CHOICES, OPTIONS))


@pytest.mark.parametrize(
    "words",
    [
        "第二个没有",
        "第二第三个没有",
        "头晕吗没有",
        "头晕恶心没有了",
        "头晕和恶心倒没有",
        "第一个没有第二个有",
    ],
)
def test_options_that_are_denied_behind_them_are_asked_again(words: str) -> None:
    meaning = understand(QType.CHOICES, QUESTION, words, Context(options=OPTIONS))
    assert meaning.action is Action.REASK, meaning


@pytest.mark.parametrize("words", ["没有头晕恶心没有", "头晕和恶心都没有", "头晕恶心都没有"])
def test_a_list_of_which_all_is_denied_is_none_of_them_or_asked_again(words: str) -> None:
    meaning = understand(QType.CHOICES, QUESTION, words, Context(options={**OPTIONS, "none": "以上没有"}))
    assert meaning.action is Action.REASK or meaning.value == NONE, meaning


@pytest.mark.parametrize(
    ("words", "is_read_back"),
    [("都没有", False), ("没有", False), ("头晕不严重", True), ("第二个没有", True), ("头晕没好", True)],
)
def test_only_none_of_them_is_taken_without_being_read_back(words: str, is_read_back: bool) -> None:
    assert names_several(QType.CHOICES, words, OPTIONS) is is_read_back
