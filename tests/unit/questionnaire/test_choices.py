"""Items with several answers: form, FHIR, what a person writes down, branches and rules."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ari_app.alerting import rule
from ari_app.alerting.evaluation import Known, evaluate
from ari_app.core.errors import WrongInput
from ari_app.questionnaire.checks import check
from ari_app.questionnaire.entered import read_answers
from ari_app.questionnaire.fhir_export import to_fhir
from ari_app.questionnaire.fhir_import import from_fhir
from ari_app.questionnaire.flow import next_item
from tests.unit.questionnaire.shipped import BETTER, MEAL, REACTIONS, small

WHEN_RASH = {"question": "reactions", "operator": "=", "answerCoding": "rash"}
FOLLOWED = small(REACTIONS, BETTER | {"enableWhen": [WHEN_RASH]})


def _without_none() -> dict[str, Any]:
    return REACTIONS | {"answerOption": REACTIONS["answerOption"][:3], "keyDigits": 3}


@pytest.mark.req("M08-005")
def test_single_and_multiple_choice_are_sound_items() -> None:
    found = check(small(MEAL, REACTIONS))
    assert [finding for finding in found if finding.place in ("meal", "reactions")] == []


@pytest.mark.parametrize(
    ("code", "item"),
    [
        ("no_none", _without_none()),
        ("too_few_options", REACTIONS | {"answerOption": []}),
        ("key_digits", REACTIONS | {"keyDigits": 1}),
        (
            "option_twice",
            REACTIONS | {"answerOption": REACTIONS["answerOption"] + REACTIONS["answerOption"][:1]},
        ),
    ],
)
def test_each_fault_is_found(code: str, item: dict[str, Any]) -> None:
    assert code in {finding.code for finding in check(small(item))}


@pytest.mark.req("M08-005")
def test_fhir_repeats_is_several_answers_and_back() -> None:
    resource = json.loads(json.dumps(to_fhir(FOLLOWED)))
    (item, _) = resource["item"]
    assert (item["type"], item["repeats"]) == ("choice", True)
    assert from_fhir(resource) == FOLLOWED
    del item["extension"]
    assert from_fhir(resource).item("reactions").qtype == "choices"
    with pytest.raises(WrongInput, match="repeats"):
        from_fhir(resource | {"item": [item | {"type": "boolean"}]})


def test_a_condition_holds_when_one_of_the_answers_meets_it() -> None:
    assert [finding for finding in check(FOLLOWED) if finding.code in ("never_true", "never_false")] == []
    asked = next_item(FOLLOWED, {"reactions": ["dizzy", "rash"]}, ())
    assert asked is not None and asked.link_id == "better"
    assert next_item(FOLLOWED, {"reactions": ["dizzy"]}, ()) is None


def test_a_rule_looks_at_each_of_the_answers() -> None:
    when = {"item": "reactions", "one_of": ["rash"]}
    source = {"name": "RASH", "alert": "ADVERSE_REACTION", "priority": "P2", "when": when}
    rules = rule.load(json.dumps({"schema": 1, "version": "1", "rules": [source]}))
    (finding,) = evaluate(rules, Known({"reactions": ["dizzy", "rash"]}))
    assert (finding.link_id, finding.reason) == ("reactions", "reactions=rash")
    assert evaluate(rules, Known({"reactions": ["dizzy"]})) == ()


def test_a_person_writes_codes_with_commas() -> None:
    assert read_answers(FOLLOWED, {"reactions": "rash, dizzy"}) == {"reactions": ["dizzy", "rash"]}
    for wrong in ("", "头晕", "dizzy,none", "dizzy,,x"):
        with pytest.raises(WrongInput, match="reactions"):
            read_answers(FOLLOWED, {"reactions": wrong})
