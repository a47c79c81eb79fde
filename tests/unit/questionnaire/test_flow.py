"""Which item comes next."""

from __future__ import annotations

import pytest

from ari_app.core.vocabulary import QType
from ari_app.questionnaire.flow import is_enabled, next_item
from ari_app.questionnaire.questionnaire import Behavior, Condition, Item, Operator, Questionnaire

FIRST = Item("a", QType.NRS, "item.a", "甲", "甲")


def _second(*conditions: Condition, behavior: Behavior = Behavior.ALL) -> Questionnaire:
    second = Item("b", QType.YES_NO, "item.b", "乙", "乙", enable_when=conditions, enable_behavior=behavior)
    return Questionnaire("q_test_v1", "1.0.0", "测试", (FIRST, second))


@pytest.mark.req("M08-015")
@pytest.mark.parametrize(
    ("operator", "wanted", "given", "enabled"),
    [
        (Operator.EQUAL, 7, 7, True),
        (Operator.EQUAL, 7, 6, False),
        (Operator.NOT_EQUAL, 7, 6, True),
        (Operator.NOT_EQUAL, 7, None, False),
        (Operator.GREATER, 7, 7, False),
        (Operator.GREATER, 7, 7.1, True),
        (Operator.AT_LEAST, 7, 7, True),
        (Operator.AT_LEAST, 7, 6.9, False),
        (Operator.LESS, 7, 6, True),
        (Operator.AT_MOST, 7, 7, True),
        (Operator.AT_MOST, 7, 8, False),
        (Operator.AT_LEAST, 7, None, False),
        (Operator.AT_LEAST, 7, "yes", False),
        (Operator.AT_LEAST, 1, True, False),
        (Operator.EXISTS, True, 0, True),
        (Operator.EXISTS, True, None, False),
        (Operator.EXISTS, False, None, True),
    ],
)
def test_operators(operator: Operator, wanted: float | bool, given: object, enabled: bool) -> None:
    questionnaire = _second(Condition(operator, wanted, question="a"))
    answers = {} if given is None else {"a": given}
    assert is_enabled(questionnaire, questionnaire.items[1], answers, ()) is enabled


@pytest.mark.parametrize(
    ("behavior", "flags", "enabled"), [("all", (), False), ("any", (), True), ("all", ("chills",), True)]
)
def test_behavior_and_flags(behavior: str, flags: tuple[str, ...], enabled: bool) -> None:
    conditions = (
        Condition(Operator.AT_LEAST, 5, question="a"),
        Condition(Operator.EXISTS, True, flag="chills"),
    )
    questionnaire = _second(*conditions, behavior=Behavior(behavior))
    assert is_enabled(questionnaire, questionnaire.items[1], {"a": 5}, flags) is enabled


def test_order_and_end() -> None:
    questionnaire = _second()
    first = next_item(questionnaire, {}, ())
    second = next_item(questionnaire, {}, {"a"})
    assert first is questionnaire.items[0] and second is questionnaire.items[1]
    assert next_item(questionnaire, {"a": 0}, {"b"}) is None


def test_a_foreign_item_is_no_item() -> None:
    with pytest.raises(KeyError):
        is_enabled(_second(), Item("c", QType.NRS, "item.c", "丙", "丙"), {}, ())
