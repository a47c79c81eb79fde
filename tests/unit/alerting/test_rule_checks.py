"""A questionnaire that asks a watched item in a way that the rules do not understand is found out."""

from __future__ import annotations

import pytest

from ari_app.alerting.rule_checks import rule_findings
from ari_app.questionnaire.questionnaire import Questionnaire
from ari_app.wiring import instruments
from tests.unit.questionnaire.shipped import BETTER, CODES, MEAL, PAIN, filled, shipped, small


@pytest.mark.req("M10-006")
@pytest.mark.parametrize("code", CODES)
def test_the_rules_understand_what_is_shipped(code: str) -> None:
    assert rule_findings(shipped(code), instruments.rules()) == []


def test_the_rules_say_nothing_of_structures() -> None:
    for code in instruments.structures():
        assert rule_findings(filled(code), instruments.rules()) == []


SUM = {"code": "phq9_total", "item": ["meal"], "bandCode": "phq9_band"}


@pytest.mark.parametrize(
    ("questionnaire", "place", "words"),
    [
        (small(BETTER | {"linkId": "pain_vas"}), "pain_vas", "PAIN_HIGH"),
        (small(BETTER | {"linkId": "pain_vas"}), "pain_vas", "rising"),
        (small(MEAL | {"linkId": "wound"}), "wound", "exudate, pus, red"),
        (small(PAIN | {"linkId": "wound"}), "wound", "WOUND"),
        (small(MEAL | {"linkId": "adverse"}), "adverse", "ADVERSE_REACTION"),
        (small(PAIN | {"linkId": "med_adherence"}), "med_adherence", "whatever is answered"),
        (small(PAIN | {"linkId": "temp"}), "temp", "FEVER"),
        (small(MEAL, score=[SUM]), "phq9_total", "PHQ9_GE10"),
    ],
)
def test_an_item_that_could_never_or_would_always_alarm(
    questionnaire: Questionnaire, place: str, words: str
) -> None:
    found = rule_findings(questionnaire, instruments.rules())
    assert {finding.code for finding in found} == {"rule"}
    assert any(finding.place == place and words in finding.message for finding in found), found
