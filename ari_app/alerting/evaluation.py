"""Which rules apply to what a call has established so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import assert_never

from ari_app.alerting.rule import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Flagged,
    Number,
    OneOf,
    Rising,
    Rule,
    RuleSet,
    Withheld,
)
from ari_app.core.vocabulary import Flag, MissingReason, Priority

_URGENCY = {Priority.P1: 0, Priority.P2: 1, Priority.P3: 2}


@dataclass(frozen=True, slots=True)
class Known:
    """What a call has established: settled values and scores, gaps, flags, and earlier calls' numbers.

    `history` holds, per item, the values of earlier calls, oldest first, without today's.
    """

    values: Mapping[str, object] = field(default_factory=dict)
    missing: Mapping[str, MissingReason] = field(default_factory=dict)
    flags: frozenset[Flag] = frozenset()
    history: Mapping[str, tuple[float, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that applies, how urgent it is here, and the item (where one) and reason that made it apply."""

    rule: Rule
    priority: Priority
    link_id: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class _Cause:
    link_id: str | None
    text: str


def evaluate(rules: RuleSet, known: Known) -> tuple[Finding, ...]:
    """All rules that apply, in the rule set's order."""
    findings = (_finding(rule, known) for rule in rules.rules)
    return tuple(finding for finding in findings if finding is not None)


def is_more_urgent(one: Priority, other: Priority) -> bool:
    """Whether `one` must be looked at before `other`."""
    return _URGENCY[one] < _URGENCY[other]


def highest(priorities: tuple[Priority, ...]) -> Priority | None:
    """The most urgent of them, None of none."""
    return min(priorities, key=lambda priority: _URGENCY[priority], default=None)


def _finding(rule: Rule, known: Known) -> Finding | None:
    cause = _cause(rule.when, known)
    if cause is None:
        return None
    priority = rule.priority
    if rule.urgent_when is not None and rule.urgent_priority is not None and _cause(rule.urgent_when, known):
        priority = rule.urgent_priority
    return Finding(rule, priority, cause.link_id, cause.text)


def _cause(condition: Condition, known: Known) -> _Cause | None:
    match condition:
        case Number():
            return _number(condition, known)
        case OneOf(item, codes):
            return _one_of(item, codes, known.values.get(item))
        case Flagged(flags):
            raised = sorted(flags & known.flags)
            return _Cause(None, "+".join(raised)) if raised else None
        case Withheld(item, reason):
            return _Cause(item, f"{item}:{reason}") if known.missing.get(item) == reason else None
        case Rising(item, count):
            return _rising(item, count, known)
        case AllOf(parts):
            return _all(tuple(_cause(part, known) for part in parts))
        case AnyOf(parts):
            return next((cause for part in parts if (cause := _cause(part, known)) is not None), None)
        case _:
            assert_never(condition)


def _one_of(item: str, codes: frozenset[str], value: object) -> _Cause | None:
    """Of several answers to one item the first that is looked for is the cause."""
    given = value if isinstance(value, list) else [value]
    found = next((each for each in given if isinstance(each, str) and each in codes), None)
    return None if found is None else _Cause(item, f"{item}={found}")


def _all(causes: tuple[_Cause | None, ...]) -> _Cause | None:
    found = [cause for cause in causes if cause is not None]
    if len(found) < len(causes):
        return None
    link_id = next((cause.link_id for cause in found if cause.link_id is not None), None)
    return _Cause(link_id, " and ".join(cause.text for cause in found))


def _number(condition: Number, known: Known) -> _Cause | None:
    value = known.values.get(condition.item)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    match condition.comparison:
        case Comparison.AT_LEAST:
            holds = value >= condition.value
        case Comparison.AT_MOST:
            holds = value <= condition.value
        case Comparison.BELOW:
            holds = value < condition.value
        case Comparison.ABOVE:
            holds = value > condition.value
        case _:
            assert_never(condition.comparison)
    return _Cause(condition.item, f"{condition.item}={value:g}") if holds else None


def _rising(item: str, count: int, known: Known) -> _Cause | None:
    today = known.values.get(item)
    if isinstance(today, bool) or not isinstance(today, int | float):
        return None
    series = (*known.history.get(item, ()), float(today))[-count:]
    if len(series) < count or any(
        later <= earlier for earlier, later in zip(series, series[1:], strict=False)
    ):
        return None
    return _Cause(item, f"{item} rising: " + ",".join(f"{value:g}" for value in series))
