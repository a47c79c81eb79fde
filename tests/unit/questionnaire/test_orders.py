"""Other orders of the items: sound ones are kept, what tears a questionnaire apart is found."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ari_app.alerting.rule_checks import order_rule_findings
from ari_app.core.errors import WrongInput
from ari_app.questionnaire.checks import check
from ari_app.questionnaire.fhir_export import to_fhir
from ari_app.questionnaire.fhir_import import from_fhir
from ari_app.questionnaire.loading import load, parse
from ari_app.questionnaire.orders import in_order, order_for
from ari_app.questionnaire.questionnaire import Questionnaire
from ari_app.questionnaire.writing import definition
from ari_app.wiring import instruments
from ari_app.wiring.questionnaire_review import review

USUAL = [item.link_id for item in instruments.questionnaire("q_postop_v1").items]
WOUND_FIRST = [
    "pain_vas", "wants_callback", "wound", "temp", "chills", "bowel", "diet", "med_adherence", "abnormal",
    "abnormal_desc",
]  # fmt: skip


def tried(*orders: dict[str, Any], code: str = "q_postop_v1") -> Questionnaire:
    data = json.loads(instruments.source(code))
    return parse(json.dumps(data | {"id": "q_tried_v1", "order": list(orders)}))


def one(items: list[str], share: float = 0.5, code: str = "other") -> dict[str, Any]:
    return {"code": code, "share": share, "item": items}


def moved(link_id: str, place: int) -> list[str]:
    rest = [each for each in USUAL if each != link_id]
    return [*rest[:place], link_id, *rest[place:]]


@pytest.mark.req("M08-021")
def test_a_sound_order_passes_every_check_and_is_asked() -> None:
    questionnaire = tried(one(WOUND_FIRST, code="wound_first"))
    assert review(questionnaire).findings == ()
    assert [item.link_id for item in in_order(questionnaire, "wound_first").items] == WOUND_FIRST
    assert in_order(questionnaire, None) == in_order(questionnaire, "gone") == questionnaire
    assert load(json.dumps(definition(questionnaire))) == questionnaire
    assert from_fhir(json.loads(json.dumps(to_fhir(questionnaire)))) == questionnaire


@pytest.mark.req("M08-021")
@pytest.mark.parametrize(
    ("code", "orders"),
    [
        ("order_items", [one(USUAL[1:])]),
        ("order_items", [one([*USUAL, "temp"])]),
        ("order_items", [one([*USUAL[1:], "mood"])]),
        ("order_same", [one(USUAL)]),
        ("order_condition", [one(moved("chills", 0))]),
        ("order_follow_up", [one(moved("chills", len(USUAL) - 1))]),
        ("order_follow_up", [one(moved("wound", 1))]),
        ("order_words", [one(moved("wound", 0))]),
        ("order_share", [one(WOUND_FIRST, share=0)]),
        ("order_share", [one(WOUND_FIRST, share=0.6, code=code) for code in ("first", "second")]),
        ("order_twice", [one(WOUND_FIRST, share=0.1)] * 2),
    ],
)
def test_what_an_order_must_not_do_is_found(code: str, orders: list[dict[str, Any]]) -> None:
    assert code in {finding.code for finding in check(tried(*orders))}


@pytest.mark.req("M08-021")
@pytest.mark.parametrize("items", [moved("pain_vas", 2), moved("wound", len(USUAL) - 1)])
def test_what_may_be_an_emergency_is_not_asked_later(items: list[str]) -> None:
    found = order_rule_findings(tried(one(items)), instruments.rules())
    assert {finding.code for finding in found} == {"order_urgent"}


@pytest.mark.parametrize("code", ["q_phq9_v1", "q_gad7_v1"])
def test_the_items_of_a_scale_keep_their_order(code: str) -> None:
    items = [item.link_id for item in instruments.questionnaire(code).items]
    swapped = [items[1], items[0], *items[2:]]
    assert "order_scale" in {finding.code for finding in check(tried(one(swapped), code=code))}


@pytest.mark.parametrize(
    "entry", [{"code": "x", "item": []}, {"code": "x", "share": "half", "item": []}, one(USUAL) | {"more": 1}]
)
def test_an_order_that_cannot_be_read_is_refused(entry: dict[str, Any]) -> None:
    with pytest.raises(WrongInput, match=r"order\[0\]"):
        tried(entry)


def test_each_patient_keeps_his_order_and_the_shares_are_kept() -> None:
    questionnaire = tried(one(WOUND_FIRST, 0.3, "first"), one(moved("bowel", 2), 0.2, "second"))
    given = [order_for(questionnaire, f"patient {number}") for number in range(3_000)]
    assert given == [order_for(questionnaire, f"patient {number}") for number in range(3_000)]
    shares = {code: given.count(code) / len(given) for code in ("first", "second", None)}
    assert shares == pytest.approx({"first": 0.3, "second": 0.2, None: 0.5}, abs=0.03)
    assert {order_for(tried(), f"patient {number}") for number in range(50)} == {None}
