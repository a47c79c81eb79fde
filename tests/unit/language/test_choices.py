"""Any number of a question's options: what is said, keyed, denied or left open."""

from __future__ import annotations

import pytest

from ari_app.core.vocabulary import Action, Flag, Intent, QType
from ari_app.language.expectation import expected_phrases, is_complete
from ari_app.language.keypad import parse_keys
from ari_app.language.parser import understand
from ari_app.language.understanding import Context

OPTIONS = {"dizzy": "头晕", "nausea": "恶心", "rash": "起疹子、皮疹", "none": "都没有"}
QUESTION = "吃药以后有哪些不舒服？是头晕，恶心，起疹子，还是都没有？"
NONE = ["none"]


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("头晕", ["dizzy"]),
        ("头晕和恶心", ["dizzy", "nausea"]),
        ("有点恶心，还有点头晕", ["dizzy", "nausea"]),
        ("第一个和第三个", ["dizzy", "rash"]),
        ("头晕恶心皮疹都有", ["dizzy", "nausea", "rash"]),
        ("全都有", ["dizzy", "nausea", "rash"]),
        ("都没有", NONE),
        ("没有", NONE),
        ("没什么", NONE),
        ("没有啊都挺好的", NONE),
        ("头晕恶心都没有", NONE),
        ("头晕，其他的都没有", ["dizzy"]),
        ("头晕有，恶心没有", ["dizzy"]),
        ("没有头晕也没有恶心，就是起疹子", ["rash"]),
        ("头晕，不对，是恶心", ["nausea"]),
        ("头晕已经好了，还恶心", ["nausea"]),
    ],
)
def test_what_is_said_is_taken_in_the_order_of_the_options(said: str, codes: list[str]) -> None:
    meant = understand(QType.CHOICES, QUESTION, said, Context(options=OPTIONS))
    assert (meant.action, meant.value) == (Action.ACCEPT, codes)
    assert 0 < meant.confidence <= 1


@pytest.mark.parametrize(
    "said",
    [
        "恶心没有头晕有一点",  # without its pause it denies the one or the other
        "没有恶心",
        "头晕还是恶心说不清",
        "除了皮疹都有",
        "好像有点头晕",
        "有头晕都没有",
        "都没有头晕",
        "前几天头晕，现在好了",
        "我老伴头晕",
        "第六个",
        "嗯",
        "胃不太舒服",
    ],
)
def test_what_leaves_an_option_open_is_asked_again(said: str) -> None:
    assert understand(QType.CHOICES, QUESTION, said, Context(options=OPTIONS)).action is Action.REASK


def test_danger_and_missing_reasons_go_first() -> None:
    assert understand(QType.CHOICES, QUESTION, "不知道", Context(options=OPTIONS)).action is Action.MISSING
    danger = understand(QType.CHOICES, QUESTION, "头晕，胸口疼得喘不上气", Context(options=OPTIONS))
    assert danger.intent is Intent.EMERGENCY and Flag.CHEST_PAIN in danger.flags


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
