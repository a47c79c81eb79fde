"""Which item comes next: FHIR R4 enableWhen and the questionnaire's order."""

from __future__ import annotations

from collections.abc import Container, Mapping
from types import MappingProxyType

from ari_app.core.vocabulary import QType
from ari_app.questionnaire.questionnaire import Behavior, Condition, Item, Operator, Questionnaire

Answers = Mapping[str, object]
"""link_id to value, as accepted."""


def is_enabled(questionnaire: Questionnaire, item: Item, answers: Answers, flags: Container[str]) -> bool:
    """Whether `item` is to be asked, given what was answered and which signs were raised so far.

    Raises KeyError when the item is none of the questionnaire's.
    """
    item = questionnaire.item(item.link_id)
    if not item.enable_when:
        return True
    held = (holds(condition, answers, flags) for condition in item.enable_when)
    return any(held) if item.enable_behavior is Behavior.ANY else all(held)


def next_item(
    questionnaire: Questionnaire,
    answers: Answers,
    missing: Container[str],
    flags: Container[str] = (),
    guesses: Answers = MappingProxyType({}),
) -> Item | None:
    """The first enabled item that has neither a value nor a reason for having none; None at the end.

    `guesses` are values that wait for review. They open no branch but one: what a patient wants to tell in his own
    words is asked also after a yes that was heard badly, because it may be a danger.
    """
    likely = {**guesses, **answers}
    for item in questionnaire.items:
        if item.link_id in answers or item.link_id in missing:
            continue
        if is_enabled(questionnaire, item, answers, flags):
            return item
        if item.qtype is QType.OPEN_TEXT and is_enabled(questionnaire, item, likely, flags):
            return item
    return None


def holds(condition: Condition, answers: Answers, flags: Container[str]) -> bool:
    """Whether one condition is met; a comparison with what has no value is not."""
    if condition.flag is not None:
        return (condition.flag in flags) is bool(condition.answer)
    given = answers.get(condition.question or "")
    if condition.operator is Operator.EXISTS:
        return (given is not None) is bool(condition.answer)
    if isinstance(given, list):
        # several answers: as in FHIR the condition holds when one of them meets it
        return any(_compares(each, condition.operator, condition.answer) for each in given)
    return given is not None and _compares(given, condition.operator, condition.answer)


def _compares(given: object, operator: Operator, wanted: str | float | bool) -> bool:
    if operator is Operator.EQUAL:
        return given == wanted
    if operator is Operator.NOT_EQUAL:
        return given != wanted
    if isinstance(given, bool) or not isinstance(given, int | float) or isinstance(wanted, str):
        return False
    match operator:
        case Operator.GREATER:
            return given > wanted
        case Operator.LESS:
            return given < wanted
        case Operator.AT_LEAST:
            return given >= wanted
        case Operator.AT_MOST:
            return given <= wanted
        case Operator.EXISTS:
            return True
