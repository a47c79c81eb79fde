"""Faults of a questionnaire that can be seen without running it."""

from __future__ import annotations

import re

from ari_app.core.vocabulary import Flag, QType
from ari_app.questionnaire.questionnaire import PLACEHOLDERS, Item, Operator, Questionnaire

_SPOKEN_BADLY = re.compile(r"[0-9A-Za-z%℃~]")
_ORDERED = frozenset({Operator.GREATER, Operator.LESS, Operator.AT_LEAST, Operator.AT_MOST})
_NUMERIC = frozenset(
    {QType.NRS, QType.TEMPERATURE, QType.ADHERENCE_PCT, QType.COUNT_WEEK, QType.GLUCOSE, QType.RATING_1_10}
)


def static_check(questionnaire: Questionnaire) -> list[str]:
    """One line per fault; empty when there is none."""
    faults = [] if questionnaire.items else ["has no item"]
    seen: dict[str, Item] = {}
    for item in questionnaire.items:
        if item.link_id in seen:
            faults.append(f"{item.link_id}: linkId is used twice")
        faults.extend(f"{item.link_id}: {fault}" for fault in _item_faults(item, seen))
        seen[item.link_id] = item
    return faults


def _item_faults(item: Item, earlier: dict[str, Item]) -> list[str]:
    faults = _option_faults(item) + _condition_faults(item, earlier)
    for text in (item.text, item.reask_text, item.key_text):
        if _SPOKEN_BADLY.search(_without_placeholders(text)):
            faults.append(f"text cannot be spoken as written: {text!r}")
    if not 0 <= item.confidence_floor <= 1:
        faults.append("confidenceFloor must lie in 0..1")
    if item.qtype in (QType.GLOBAL, QType.CALL_START):
        faults.append(f"{item.qtype} is no type of a question")
    return faults


def _without_placeholders(text: str) -> str:
    for name in PLACEHOLDERS:
        text = text.replace(f"{{{name}}}", "")
    return text


def _option_faults(item: Item) -> list[str]:
    codes = [code for code, _ in item.options]
    if item.qtype is QType.CHOICE and len(codes) < 2:
        return ["a choice needs at least two options"]
    if item.qtype is not QType.CHOICE and codes:
        return ["only a choice has options"]
    return ["option code is used twice"] if len(set(codes)) < len(codes) else []


def _condition_faults(item: Item, earlier: dict[str, Item]) -> list[str]:
    faults = []
    for condition in item.enable_when:
        if condition.flag is not None:
            if condition.flag not in {str(flag) for flag in Flag}:
                faults.append(f"enableWhen names an unknown flag {condition.flag!r}")
            continue
        asked = earlier.get(condition.question or "")
        if asked is None:
            faults.append(f"enableWhen refers to {condition.question!r}, which is not asked before it")
        elif condition.operator in _ORDERED and asked.qtype not in _NUMERIC:
            faults.append(f"enableWhen compares {asked.link_id}, which is no number")
        elif asked.options and condition.operator in (Operator.EQUAL, Operator.NOT_EQUAL):
            if condition.answer not in asked.option_texts:
                faults.append(
                    f"enableWhen compares {asked.link_id} with {condition.answer!r}, which is no option"
                )
    return faults
