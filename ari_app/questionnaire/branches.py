"""Whether every item can be reached and every condition can be true and can be false.

Each item's conditions are tried on all worlds that matter to it: every value around the thresholds, or no
value, of the items that they refer to, directly or through others, and every flag raised or not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, product

from ari_app.questionnaire.findings import Finding
from ari_app.questionnaire.flow import holds, is_enabled
from ari_app.questionnaire.questionnaire import Condition, Item, Operator, Questionnaire
from ari_app.questionnaire.value_space import NUMBERS, sample_values

MOST_WORLDS = 200_000

_World = tuple[dict[str, object], frozenset[str]]


@dataclass(slots=True)
class _Seen:
    """What was met in the worlds tried so far."""

    outcomes: set[bool] = field(default_factory=set)
    conditions: dict[int, set[bool]] = field(default_factory=dict)

    def is_complete(self, count: int) -> bool:
        """Whether nothing more can be learned."""
        met = [self.conditions.get(index, set()) for index in range(count)]
        return len(self.outcomes) == 2 and all(len(each) == 2 for each in met)


def branch_findings(questionnaire: Questionnaire) -> list[Finding]:
    """Items never or always asked, conditions without effect, and a path on which nothing is asked.

    The form must be sound: conditions refer to earlier items only, which also keeps every path finite.
    """
    found = [
        finding for item in questionnaire.items if item.enable_when for finding in _judge(questionnaire, item)
    ]
    if all(item.enable_when for item in questionnaire.items):
        found.append(
            Finding(
                "may_ask_nothing",
                "",
                "every item has a condition, so a call may end without a question",
                "let at least one item be asked always",
            )
        )
    return found


def _judge(questionnaire: Questionnaire, item: Item) -> list[Finding]:
    seen, tried = _Seen(), 0
    for answers, flags in islice(_worlds(questionnaire, item), MOST_WORLDS):
        tried += 1
        seen.outcomes.add(is_enabled(questionnaire, item, answers, flags))
        for index, condition in enumerate(item.enable_when):
            if _is_answered(condition, answers):
                seen.conditions.setdefault(index, set()).add(holds(condition, answers, flags))
        if seen.is_complete(len(item.enable_when)):
            return []
    if tried == MOST_WORLDS:
        message = "its conditions have more combinations than can be checked"
        return [Finding("too_many_branches", item.link_id, message, "let it depend on fewer items")]
    return _verdict(questionnaire, item, seen)


def _is_answered(condition: Condition, answers: dict[str, object]) -> bool:
    """A comparison that fails only for want of a value was not tested."""
    if condition.flag is not None or condition.operator is Operator.EXISTS:
        return True
    return condition.question in answers


def _verdict(questionnaire: Questionnaire, item: Item, seen: _Seen) -> list[Finding]:
    found = []
    for index, condition in enumerate(item.enable_when):
        met = seen.conditions.get(index, set())
        name = _name(condition)
        if True not in met:
            message = f"the condition {name} can never be true{_range_of(questionnaire, condition)}"
            found.append(
                Finding("never_true", item.link_id, message, "mend the value, or drop the condition")
            )
        elif False not in met:
            message = f"the condition {name} is true for every answer{_range_of(questionnaire, condition)}"
            found.append(
                Finding("never_false", item.link_id, message, "mend the value, or drop the condition")
            )
    if True not in seen.outcomes:
        found.append(
            Finding(
                "unreachable",
                item.link_id,
                "can never be asked",
                "mend its conditions so that they can hold together",
            )
        )
    elif False not in seen.outcomes:
        found.append(
            Finding(
                "always_asked",
                item.link_id,
                "its conditions hold in every call",
                "drop enableWhen, or mend it",
            )
        )
    return found


def _name(condition: Condition) -> str:
    what = condition.question if condition.flag is None else f"flag {condition.flag}"
    return f"{what} {condition.operator} {condition.answer}"


def _range_of(questionnaire: Questionnaire, condition: Condition) -> str:
    if condition.question is None:
        return ""
    numbers = NUMBERS.get(questionnaire.item(condition.question).qtype)
    return f" ({condition.question} lies in {numbers.low:g}..{numbers.high:g})" if numbers else ""


def _worlds(questionnaire: Questionnaire, item: Item) -> Iterator[_World]:
    asked = _dependencies(questionnaire, item)
    within = [*asked, item]
    flags = sorted({each.flag for one in within for each in one.enable_when if each.flag is not None})
    for raised in product((False, True), repeat=len(flags)):
        chosen = frozenset(flag for flag, is_raised in zip(flags, raised, strict=True) if is_raised)
        for answers in _answers(questionnaire, asked, within, chosen, {}):
            yield answers, chosen


def _answers(
    questionnaire: Questionnaire,
    asked: list[Item],
    within: list[Item],
    flags: frozenset[str],
    given: dict[str, object],
) -> Iterator[dict[str, object]]:
    """Every way to answer `asked` in order; what is not enabled, or is missing, gets no value."""
    if not asked:
        yield given
        return
    first, rest = asked[0], asked[1:]
    if is_enabled(questionnaire, first, given, flags):
        for value in sample_values(first, _thresholds(first, within)):
            yield from _answers(questionnaire, rest, within, flags, {**given, first.link_id: value})
    yield from _answers(questionnaire, rest, within, flags, given)


def _thresholds(asked: Item, within: list[Item]) -> list[float]:
    return [
        condition.answer
        for item in within
        for condition in item.enable_when
        if condition.question == asked.link_id
        and isinstance(condition.answer, int | float)
        and not isinstance(condition.answer, bool)
    ]


def _dependencies(questionnaire: Questionnaire, item: Item) -> list[Item]:
    """The items that decide about `item`, in the order of asking."""
    wanted = {item.link_id}
    for earlier in reversed(questionnaire.items):
        if earlier.link_id in wanted:
            wanted |= {each.question for each in earlier.enable_when if each.question is not None}
    return [each for each in questionnaire.items if each.link_id in wanted and each is not item]
