"""The alert rules with thresholds of a hospital's own: checked when they are set, and safe when they are used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ari_app.alerting.rule import AllOf, AnyOf, Condition, Number, Rule, RuleSet
from ari_app.core.errors import WrongInput

Thresholds = Mapping[str, float]
"""Values by the names of thresholds; what is left out is as the rules have it."""


def check_thresholds(rules: RuleSet, values: Thresholds) -> None:
    """Raises WrongInput for an unknown name, or a value beyond what is safe."""
    for name, value in values.items():
        known = rules.thresholds.get(name)
        if known is None:
            raise WrongInput(
                f"there is no threshold {name}", mend=f"use one of {', '.join(sorted(rules.thresholds))}"
            )
        known.check(value)


def adjusted(rules: RuleSet, values: Thresholds) -> RuleSet:
    """The rules with these thresholds; the version tells those that differ, such as 1.2.0+fever=38,pain=5.

    Values that were stored under other rules may fit these no more: one without a threshold is left out, and one
    beyond its bounds is the nearest bound.
    """
    thresholds = dict(rules.thresholds)
    for name, value in values.items():
        if (known := thresholds.get(name)) is not None:
            thresholds[name] = replace(known, value=known.nearest(value))
    differing = {each.name: each.value for each in thresholds.values() if each != rules.thresholds[each.name]}
    if not differing:
        return rules
    return replace(
        rules,
        version=f"{rules.version}+" + ",".join(f"{name}={differing[name]:g}" for name in sorted(differing)),
        rules=tuple(_rule(each, differing) for each in rules.rules),
        thresholds=thresholds,
    )


def items_of(rules: RuleSet, name: str) -> frozenset[str]:
    """The items and scores that are compared with a threshold; none for a time to act in."""
    conditions = (each for rule in rules.rules for each in (rule.when, rule.urgent_when) if each is not None)
    return frozenset(item for condition in conditions for item in _items(condition, name))


def _items(condition: Condition, name: str) -> tuple[str, ...]:
    match condition:
        case Number(item=item, threshold=threshold) if threshold == name:
            return (item,)
        case AllOf(parts) | AnyOf(parts):
            return tuple(item for part in parts for item in _items(part, name))
        case _:
            return ()


def _rule(rule: Rule, values: Thresholds) -> Rule:
    urgent = None if rule.urgent_when is None else _condition(rule.urgent_when, values)
    return replace(rule, when=_condition(rule.when, values), urgent_when=urgent)


def _condition(condition: Condition, values: Thresholds) -> Condition:
    match condition:
        case Number(threshold=str(name)) if name in values:
            return replace(condition, value=values[name])
        case AllOf(parts):
            return AllOf(tuple(_condition(part, values) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(_condition(part, values) for part in parts))
        case _:
            return condition
