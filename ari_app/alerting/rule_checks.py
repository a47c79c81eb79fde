"""Whether the alert rules understand a questionnaire: an item of theirs that is asked must be able to alarm."""

from __future__ import annotations

from collections.abc import Iterator

from ari_app.alerting.evaluation import Known, evaluate
from ari_app.alerting.rule import AllOf, AnyOf, Condition, Number, OneOf, Rising, Rule, RuleSet
from ari_app.core.vocabulary import Priority
from ari_app.questionnaire.findings import Finding
from ari_app.questionnaire.questionnaire import Questionnaire
from ari_app.questionnaire.score_checks import possible_totals
from ari_app.questionnaire.value_space import NUMBERS, sample_values

_Atom = Number | OneOf | Rising


def rule_findings(questionnaire: Questionnaire, rules: RuleSet) -> list[Finding]:
    """Thresholds and codes of rules that no answer of the questionnaire reaches, or that every answer reaches.

    Such an item has the name of one that is watched, but its answers would never raise the alert, or always.
    """
    values = _values(questionnaire)
    scale = {item.link_id for item in questionnaire.items if item.qtype in NUMBERS}
    scale |= {score.code for score in questionnaire.scores}
    found = []
    for rule in rules.rules:
        for atom in _atoms(rule):
            if atom.item not in values and atom.item not in scale:
                continue
            if isinstance(atom, Rising):
                if atom.item not in scale:
                    found.append(_finding(rule, atom, "is no number, and the rule waits for rising ones"))
                continue
            met = {_applies(rule, atom, value) for value in _tried(questionnaire, atom, values)}
            if True not in met:
                found.append(_finding(rule, atom, "has no answer that this rule looks for"))
            elif False not in met:
                found.append(_finding(rule, atom, "sets this rule off whatever is answered"))
    return found


def order_rule_findings(questionnaire: Questionnaire, rules: RuleSet) -> list[Finding]:
    """Orders that ask later for what may raise an alert of the first priority, or what needs a person at hand.

    A patient who hangs up early must not take an emergency with him that the usual order would have met.
    """
    urgent = set(rules.needs_person)
    for rule in rules.rules:
        if rule.alert is not None and Priority.P1 in (rule.priority, rule.urgent_priority):
            urgent |= {atom.item for atom in _atoms(rule)}
    usual = [item.link_id for item in questionnaire.items]
    return [
        Finding(
            "order_urgent",
            order.code,
            f"asks {link_id} later than usual, whose answer may be an emergency",
            "move it to its usual place or before it",
        )
        for order in questionnaire.orders
        for link_id in order.items
        if link_id in urgent and link_id in usual and order.items.index(link_id) > usual.index(link_id)
    ]


def _finding(rule: Rule, atom: _Atom, what: str) -> Finding:
    mend = f"give the item another linkId, or the type, options and range that rule {rule.name} expects"
    return Finding("rule", atom.item, f"{what}: {_looks_for(atom)} (rule {rule.name})", mend)


def _looks_for(atom: _Atom) -> str:
    match atom:
        case Number():
            return f"{atom.comparison} {atom.value:g}"
        case OneOf():
            return ", ".join(sorted(atom.codes))
        case Rising():
            return f"{atom.count} rising values"


def _values(questionnaire: Questionnaire) -> dict[str, tuple[object, ...]]:
    """The values that items other than numbers can have, and the totals of scores."""
    found: dict[str, tuple[object, ...]] = {
        item.link_id: sample_values(item, ()) for item in questionnaire.items if item.qtype not in NUMBERS
    }
    for score in questionnaire.scores:
        found[score.code] = tuple(sorted(possible_totals(questionnaire, score)))
    return found


def _tried(
    questionnaire: Questionnaire, atom: Number | OneOf, values: dict[str, tuple[object, ...]]
) -> tuple[object, ...]:
    if atom.item in values:
        return values[atom.item]
    thresholds = (atom.value,) if isinstance(atom, Number) else ()
    return sample_values(questionnaire.item(atom.item), thresholds)


def _applies(rule: Rule, atom: Number | OneOf, value: object) -> bool:
    """Whether this one comparison holds, judged by the evaluation that a call uses."""
    alone = Rule(rule.name, rule.alert, rule.priority, atom, (), rule.conduct, None, None, None)
    return bool(evaluate(RuleSet("", (alone,)), Known({atom.item: value})))


def _atoms(rule: Rule) -> Iterator[_Atom]:
    for condition in (rule.when, rule.urgent_when):
        if condition is not None:
            yield from _parts(condition)


def _parts(condition: Condition) -> Iterator[_Atom]:
    match condition:
        case Number() | OneOf() | Rising():
            yield condition
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _parts(part)
        case _:
            return
