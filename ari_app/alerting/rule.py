"""Alert rules as versioned data: what they look at, how urgent they are and what they ask for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ari_app.alerting.threshold import SLA_NAMES, Threshold, threshold
from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import (
    SLA_MINUTES,
    AlertCode,
    Flag,
    FollowUpAction,
    MessageTemplate,
    MissingReason,
    Priority,
)

SCHEMA = 1


class Conduct(StrEnum):
    """What a rule that applies means for the call itself."""

    GOES_ON = "goes_on"
    TRANSFER = "transfer"
    EMERGENCY = "emergency"
    SELF_HARM = "self_harm"


class Comparison(StrEnum):
    """How an item's number is compared with the rule's."""

    AT_LEAST = ">="
    AT_MOST = "<="
    BELOW = "<"
    ABOVE = ">"


@dataclass(frozen=True, slots=True)
class Number:
    """An item or a score holds a number that compares with `value`, that of `threshold` where it may be set."""

    item: str
    comparison: Comparison
    value: float
    threshold: str | None = None


@dataclass(frozen=True, slots=True)
class OneOf:
    """An item holds one of these codes."""

    item: str
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Flagged:
    """Any of these flags was raised in the call."""

    flags: frozenset[Flag]


@dataclass(frozen=True, slots=True)
class Withheld:
    """An item is missing for this reason."""

    item: str
    reason: MissingReason


@dataclass(frozen=True, slots=True)
class Rising:
    """The last `count` values of an item, today's included, rise strictly."""

    item: str
    count: int


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds; the first that does gives the reason."""

    parts: tuple[Condition, ...]


Condition = Number | OneOf | Flagged | Withheld | Rising | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. Without `alert` it only asks for actions. `urgent_when` lifts it to `urgent_priority`; `message` is
    what the patient is sent."""

    name: str
    alert: AlertCode | None
    priority: Priority
    when: Condition
    actions: tuple[FollowUpAction, ...]
    conduct: Conduct
    advice: str | None
    urgent_when: Condition | None
    urgent_priority: Priority | None
    message: MessageTemplate | None = None


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All rules of one version, in the order in which they are looked at.

    `needs_person` are items that may only be asked when a person can take the patient over; a refusal of one
    is looked at even when the patient ends the call with it. `thresholds` are the numbers that may be set, by name.
    """

    version: str
    rules: tuple[Rule, ...]
    needs_person: frozenset[str] = frozenset()
    thresholds: Mapping[str, Threshold] = field(default_factory=dict)

    def sla_minutes(self, priority: Priority) -> int:
        """Within how many minutes somebody must act."""
        set_to = self.thresholds.get(SLA_NAMES[priority])
        return SLA_MINUTES[priority] if set_to is None else int(set_to.value)


def load(text: str) -> RuleSet:
    """Read a rule file. Raises WrongInput with the rule's name when something in it cannot be used."""
    try:
        data = json.loads(text)
    except ValueError as error:
        raise WrongInput(f"the alert rules are not JSON: {error}") from error
    if data.get("schema") != SCHEMA:
        raise WrongInput(f"alert rules of schema {data.get('schema')!r} cannot be read", mend=f"use {SCHEMA}")
    thresholds = _thresholds(data.get("thresholds", {}))
    return RuleSet(
        version=str(data["version"]),
        rules=tuple(_rule(each, thresholds) for each in data["rules"]),
        needs_person=frozenset(_texts(data.get("needs_person", []))),
        thresholds=thresholds,
    )


def _thresholds(data: Mapping[str, object]) -> dict[str, Threshold]:
    try:
        return {name: threshold(name, each) for name, each in data.items()}
    except ValueError as error:
        raise WrongInput(f"the alert rules cannot be used: {error}") from error


def _rule(data: Mapping[str, object], thresholds: Mapping[str, Threshold]) -> Rule:
    name = str(data.get("name"))
    try:
        urgent = data.get("urgent")
        lift = urgent if isinstance(urgent, Mapping) else None
        return Rule(
            name=name,
            alert=AlertCode(str(data["alert"])) if data.get("alert") else None,
            priority=Priority(str(data["priority"])),
            when=_condition(data["when"], thresholds),
            actions=tuple(FollowUpAction(each) for each in _texts(data.get("actions", []))),
            conduct=Conduct(str(data.get("conduct", Conduct.GOES_ON))),
            advice=str(data["advice"]) if data.get("advice") else None,
            urgent_when=_condition(lift["when"], thresholds) if lift else None,
            urgent_priority=Priority(str(lift["priority"])) if lift else None,
            message=MessageTemplate(str(data["message"])) if data.get("message") else None,
        )
    except (KeyError, ValueError, TypeError) as error:
        raise WrongInput(f"alert rule {name} cannot be used: {error}") from error


def _condition(data: object, thresholds: Mapping[str, Threshold]) -> Condition:
    match data:
        case {"all": list(parts)}:
            return AllOf(tuple(_condition(part, thresholds) for part in parts))
        case {"any": list(parts)}:
            return AnyOf(tuple(_condition(part, thresholds) for part in parts))
        case {"flags": list(names)}:
            return Flagged(frozenset(Flag(name) for name in names))
        case {"item": str(item), "one_of": list(codes)}:
            return OneOf(item, frozenset(str(code) for code in codes))
        case {"item": str(item), "op": str(op), "value": int() | float() as value}:
            return Number(item, Comparison(op), float(value))
        case {"item": str(item), "op": str(op), "threshold": str(name)}:
            return Number(item, Comparison(op), thresholds[name].value, name)
        case {"item": str(item), "missing": str(reason)}:
            return Withheld(item, MissingReason(reason))
        case {"item": str(item), "rising": int(count)}:
            return Rising(item, count)
        case _:
            raise ValueError(f"unknown condition {data!r}")


def _texts(data: object) -> list[str]:
    if not isinstance(data, list):
        raise TypeError("a list was expected")
    return [str(each) for each in data]
