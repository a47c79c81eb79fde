"""Faults of form: without these a questionnaire cannot be run at all."""

from __future__ import annotations

from collections.abc import Mapping

from ari_app.core.vocabulary import Flag, QType
from ari_app.questionnaire.findings import Finding
from ari_app.questionnaire.questionnaire import (
    PLACEHOLDERS,
    Condition,
    Item,
    Observer,
    Operator,
    Questionnaire,
)
from ari_app.questionnaire.spoken_checks import BADLY_SPOKEN
from ari_app.questionnaire.value_space import NONE_OF_THEM, NUMBERS, YES_NO

_ORDERED = frozenset({Operator.GREATER, Operator.LESS, Operator.AT_LEAST, Operator.AT_MOST})
_EQUALITY = frozenset({Operator.EQUAL, Operator.NOT_EQUAL})
_CHOSEN = frozenset({QType.CHOICE, QType.CHOICES})
_FLAGS = frozenset(str(flag) for flag in Flag)


def structure_findings(questionnaire: Questionnaire) -> list[Finding]:
    """One finding per fault of form; empty when there is none."""
    if not questionnaire.items:
        return [Finding("no_item", "", "has no item", "add at least one item")]
    found: list[Finding] = []
    seen: dict[str, Item] = {}
    for item in questionnaire.items:
        if item.link_id in seen:
            found.append(
                Finding(
                    "link_id_twice", item.link_id, "linkId is used twice", "give each item its own linkId"
                )
            )
        found += _form(item) + _options(item)
        if questionnaire.observer is Observer.PATIENT:
            found += _unspeakable(item)
        found += [
            fault for condition in item.enable_when for fault in _condition(item.link_id, condition, seen)
        ]
        seen[item.link_id] = item
    return found


def _unspeakable(item: Item) -> list[Finding]:
    found = []
    for text in (item.text, item.reask_text, item.key_text):
        if BADLY_SPOKEN.search(_without_placeholders(text)):
            found.append(
                Finding(
                    "not_speakable",
                    item.link_id,
                    f"text cannot be spoken as written: {text!r}",
                    "write numbers, units and letters as Chinese words; the only placeholder is {appointment}",
                )
            )
    return found


def _form(item: Item) -> list[Finding]:
    found = []
    if not 0 <= item.confidence_floor <= 1:
        found.append(
            Finding(
                "confidence_floor",
                item.link_id,
                "confidenceFloor must lie in 0..1",
                "leave it out, or give a number from 0 to 1",
            )
        )
    if item.qtype in (QType.GLOBAL, QType.CALL_START):
        found.append(
            Finding(
                "no_question", item.link_id, f"{item.qtype} is no type of a question", "choose another qtype"
            )
        )
    return found


def _without_placeholders(text: str) -> str:
    for name in PLACEHOLDERS:
        text = text.replace(f"{{{name}}}", "")
    return text


def _options(item: Item) -> list[Finding]:
    codes = [code for code, _ in item.options]
    if item.qtype in _CHOSEN and len(codes) < 2:
        return [
            Finding(
                "too_few_options",
                item.link_id,
                "a choice needs at least two options",
                "add the other answerOption",
            )
        ]
    if item.qtype is QType.CHOICES and NONE_OF_THEM not in codes:
        message = "choices need an option for a patient to whom none of them applies"
        return [
            Finding("no_none", item.link_id, message, f"add an answerOption with the code {NONE_OF_THEM}")
        ]
    if item.qtype not in _CHOSEN and codes:
        return [
            Finding(
                "options_unexpected",
                item.link_id,
                "only a choice has options",
                "make it a choice, or drop answerOption",
            )
        ]
    if len(set(codes)) < len(codes):
        return [
            Finding(
                "option_twice", item.link_id, "option code is used twice", "give each option its own code"
            )
        ]
    return []


def _condition(place: str, condition: Condition, earlier: Mapping[str, Item]) -> list[Finding]:
    if condition.flag is not None:
        if condition.flag in _FLAGS:
            return []
        message = f"enableWhen names an unknown flag {condition.flag!r}"
        return [Finding("unknown_flag", place, message, "use a flag of docs/contract.md")]
    asked = earlier.get(condition.question or "")
    if asked is None:
        message = f"enableWhen refers to {condition.question!r}, which is not asked before it"
        return [Finding("not_asked_before", place, message, "name an item that stands before this one")]
    if condition.operator in _ORDERED and asked.qtype not in NUMBERS:
        message = f"enableWhen compares {asked.link_id}, which is no number"
        return [Finding("not_a_number", place, message, "compare it with = or !=, or refer to another item")]
    answers = YES_NO if asked.qtype is QType.YES_NO else tuple(code for code, _ in asked.options)
    if answers and condition.operator in _EQUALITY and condition.answer not in answers:
        message = f"enableWhen compares {asked.link_id} with {condition.answer!r}, which is no option"
        return [Finding("no_such_option", place, message, f"use one of {', '.join(answers)}")]
    return []
