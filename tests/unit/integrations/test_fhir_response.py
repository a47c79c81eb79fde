"""Answers of every kind as a QuestionnaireResponse."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from ari_app.integrations.fhir_response import response
from ari_app.language.understanding import Value
from ari_app.questionnaire.fhir_export import to_fhir
from ari_app.store.stored_result import StoredPersonResult
from ari_app.wiring.instruments import names, questionnaire
from tests.unit.integrations.test_webhook_payload import answer, result

# FHIR R4: the item's type and the kinds of answer that it takes
KINDS = {
    "integer": {"valueInteger"}, "decimal": {"valueDecimal"}, "boolean": {"valueBoolean"},
    "choice": {"valueCoding"}, "text": {"valueString"}, "string": {"valueString"},
}  # fmt: skip
VALUES: dict[str, Value] = {
    "nrs": 7, "rating_1_10": 9, "temperature": 38, "adherence_pct": 80, "count_week": 2, "glucose": 6.1,
    "yes_no": "no", "open_text": {"themes": [], "text": "头晕"}, "blood_pressure": {"sys": 140, "dia": 90},
    "reschedule": {"dt": "2026-03-12T09:00"},
}  # fmt: skip


def items_of(code: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The questionnaire's FHIR items and the response's, by linkId, all answered."""
    asked = questionnaire(code)
    values = {item.link_id: VALUES.get(item.qtype, next(iter(item.option_texts), "")) for item in asked.items}
    given = tuple(answer(link_id, value, None, 0.9) for link_id, value in values.items())
    resource = response(replace(result(), answers=given), asked)
    fhir: Any = to_fhir(asked)
    items: Any = resource["item"]
    return {each["linkId"]: each for each in fhir["item"]}, {each["linkId"]: each for each in items}


@pytest.mark.req("M16-015")
@pytest.mark.parametrize("code", names())
def test_each_answer_has_the_kind_that_its_item_asks_for(code: str) -> None:
    asked, given = items_of(code)
    assert list(given) == list(asked)
    for link_id, item in given.items():
        if asked[link_id]["type"] == "group":
            parts = {each["linkId"]: each["answer"] for each in item["item"]}
            assert parts == {
                f"{link_id}.sys": [{"valueInteger": 140}],
                f"{link_id}.dia": [{"valueInteger": 90}],
            }
            continue
        (one,) = item["answer"]
        assert set(one) == KINDS[asked[link_id]["type"]], link_id
        if "valueCoding" in one:
            assert one["valueCoding"] in [option["valueCoding"] for option in asked[link_id]["answerOption"]]


def test_what_waits_for_review_and_what_was_not_asked_is_left_out() -> None:
    unsure = replace(answer("temp", 39, "Cel", 0.4), status="for_review")
    resource = response(replace(result(), answers=(unsure,)), questionnaire("q_postop_v1"))
    assert "item" not in resource


@pytest.mark.parametrize(("outcome", "status"), [("completed", "completed"), ("partial", "stopped")])
def test_a_nurse_who_asked_all_of_it_completed_it_whatever_became_of_the_line(
    outcome: str, status: str
) -> None:
    wrote = StoredPersonResult(outcome, None, "nurse-1", datetime(2026, 3, 10, 2, 30, tzinfo=UTC))
    talked = replace(result(), disposition="transferred", person=wrote)
    assert response(talked, questionnaire("q_postop_v1"))["status"] == status
