"""Thresholds of a hospital's own: within bounds that keep patients safe, and the same everywhere they are compared."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pytest

from ari_app.alerting.adjusting import adjusted, check_thresholds, items_of
from ari_app.alerting.evaluation import Known, evaluate
from ari_app.alerting.rule import load
from ari_app.alerting.threshold import SLA_NAMES
from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import SLA_MINUTES, AlertCode, Flag, Priority
from ari_app.wiring.instruments import rules

NAMES = tuple(rules().thresholds)
NEVER_SET = (AlertCode.EMERGENCY, AlertCode.SELF_HARM, AlertCode.WOUND, AlertCode.BP_CRISIS)


def raised(known: Known, values: Mapping[str, float]) -> set[AlertCode]:
    found = evaluate(adjusted(rules(), values), known)
    return {each.rule.alert for each in found if each.rule.alert is not None}


@pytest.mark.req("M03-021")
@pytest.mark.parametrize(
    ("values", "answers", "code"),
    [
        ({"pain": 5}, {"pain_vas": 5}, AlertCode.PAIN_HIGH),
        ({"pain": 5}, {"risk_pain": 5}, AlertCode.PAIN_HIGH),
        ({"fever": 38}, {"temp": 38.0}, AlertCode.FEVER),
        ({"fever_with_chills": 37}, {"temp": 37.0, "chills": "yes"}, AlertCode.FEVER),
        ({"phq9": 5}, {"phq9_total": 5}, AlertCode.PHQ9_GE10),
        ({"gad7": 5}, {"gad7_total": 5}, AlertCode.GAD7_GE10),
        ({"glucose_low": 4.5}, {"glucose": 4.5}, AlertCode.GLUCOSE_CRISIS),
        ({"glucose_high": 13}, {"glucose": 13.0}, AlertCode.GLUCOSE_CRISIS),
        ({"adherence": 90}, {"med_adherence": 85}, AlertCode.ADHERENCE_LOW),
    ],
)
def test_a_stricter_threshold_alarms_earlier(
    values: dict[str, float], answers: dict[str, object], code: AlertCode
) -> None:
    check_thresholds(rules(), values)
    assert code not in raised(Known(answers), {})
    assert code in raised(Known(answers), values)


@pytest.mark.req("M03-021")
def test_a_looser_one_alarms_later_and_its_other_rules_with_it() -> None:
    known = Known({"pain_vas": 7, "wants_callback": "yes"})
    assert {each.rule.name for each in evaluate(rules(), known)} == {"PAIN_HIGH", "PAIN_GUIDANCE"}
    assert evaluate(adjusted(rules(), {"pain": 8}), known) == ()


def test_every_threshold_is_compared_somewhere_or_a_time_to_act_in() -> None:
    assert {name for name in NAMES if not items_of(rules(), name)} == set(SLA_NAMES.values())


@pytest.mark.req("M03-021")
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("way", [-1, 1])
def test_nothing_goes_beyond_its_bounds(name: str, way: int) -> None:
    each = rules().thresholds[name]
    beyond = each.least - 1 if way < 0 else each.most + 1
    with pytest.raises(WrongInput, match=f"threshold {name} cannot be"):
        check_thresholds(rules(), {name: beyond})
    check_thresholds(rules(), {name: each.least})
    check_thresholds(rules(), {name: each.most})
    used = adjusted(rules(), {name: beyond}).thresholds[name]
    assert each.least <= used.value <= each.most, "one stored under other rules stays safe"


@pytest.mark.req("M03-021")
def test_no_threshold_switches_a_danger_off() -> None:
    """Whatever the thresholds: what threatens life alarms, by the same rule, urgently and within ten minutes."""
    for bound in ("least", "most"):
        values = {name: getattr(each, bound) for name, each in rules().thresholds.items()}
        loosest = adjusted(rules(), values)
        kept = {each.rule for each in evaluate(loosest, _in_danger())}
        assert kept >= {each for each in rules().rules if each.alert in NEVER_SET}
        assert loosest.sla_minutes(Priority.P1) <= SLA_MINUTES[Priority.P1]
        assert len(loosest.rules) == len(rules().rules)


def _in_danger() -> Known:
    flags = (Flag.EMERGENCY, Flag.SELF_HARM, Flag.WOUND_BLEEDING, Flag.BP_CRISIS)
    return Known({"phq9": "1"}, flags=frozenset(flags))


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(WrongInput):
        check_thresholds(rules(), {"pain": value})


def test_unknown_names_and_parts_of_minutes_are_refused() -> None:
    with pytest.raises(WrongInput, match="there is no threshold emergency"):
        check_thresholds(rules(), {"emergency": 0})
    with pytest.raises(WrongInput, match="whole minutes"):
        check_thresholds(rules(), {"sla_p1": 2.5})


def test_the_version_tells_what_differs() -> None:
    assert adjusted(rules(), {"pain": 7, "gone": 3}) is rules()
    other = adjusted(rules(), {"pain": 5, "fever": 38, "sla_p2": 60})
    assert other.version == f"{rules().version}+fever=38,pain=5,sla_p2=60"


def test_times_to_act_in_are_those_of_the_contract_unless_they_are_set() -> None:
    assert {each: rules().sla_minutes(each) for each in Priority} == SLA_MINUTES
    assert adjusted(rules(), {"sla_p2": 30}).sla_minutes(Priority.P2) == 30
    most, least = (
        {name: getattr(each, way) for name, each in rules().thresholds.items()} for way in ("most", "least")
    )
    assert most["sla_p1"] <= least["sla_p2"] <= most["sla_p2"] <= least["sla_p3"], (
        "P1 is never the slower one"
    )


@pytest.mark.parametrize(
    "thresholds",
    [
        '{"pain": 7}',
        '{"pain": {"value": 9, "least": 4, "most": 8}}',
        '{"other": {"value": 7, "least": 4, "most": 8}}',
    ],
)
def test_a_rule_file_with_broken_thresholds_is_refused(thresholds: str) -> None:
    rule = '{"name": "X", "priority": "P1", "when": {"item": "pain_vas", "op": ">=", "threshold": "pain"}}'
    with pytest.raises(WrongInput):
        load(f'{{"schema": 1, "version": "1", "thresholds": {thresholds}, "rules": [{rule}]}}')
