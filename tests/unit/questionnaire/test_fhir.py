"""FHIR R4: what goes out is a sound Questionnaire and comes back unchanged; what comes in is used or refused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import QType
from ari_app.questionnaire.fhir_export import to_fhir
from ari_app.questionnaire.fhir_import import from_fhir, is_fhir
from ari_app.questionnaire.loading import parse
from ari_app.questionnaire.questionnaire import (
    Behavior,
    Coding,
    Condition,
    Item,
    Operator,
    Questionnaire,
)
from ari_app.questionnaire.writing import definition
from ari_app.wiring import instruments
from tests.unit.questionnaire.shipped import CODES, filled, shipped, small

TYPES = {"group", "boolean", "decimal", "integer", "string", "text", "choice"}
ANSWERS = {
    "boolean": {"answerBoolean"},
    "integer": {"answerInteger"},
    "decimal": {"answerDecimal"},
    "choice": {"answerCoding"},
}
TOP = {
    "resourceType", "id", "language", "url", "identifier", "version", "name", "title", "status", "subjectType",
    "copyright", "code", "extension", "item",
}  # fmt: skip
ITEM = {
    "linkId", "extension", "code", "text", "type", "enableWhen", "enableBehavior", "required", "answerOption", "item",
}  # fmt: skip


def _resource(questionnaire: Questionnaire) -> dict[str, Any]:
    """As another system would get it: through JSON text."""
    data: dict[str, Any] = json.loads(json.dumps(to_fhir(questionnaire), ensure_ascii=False))
    return data


def _walk(items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in items:
        yield item
        yield from _walk(item.get("item", []))


ALL = [*(shipped(code) for code in CODES), *(filled(code) for code in instruments.structures())]


@pytest.mark.req("M08-001")
@pytest.mark.parametrize("questionnaire", ALL, ids=lambda each: each.id)
def test_it_comes_back_unchanged(questionnaire: Questionnaire) -> None:
    assert from_fhir(_resource(questionnaire)) == questionnaire
    assert parse(json.dumps(definition(questionnaire))) == questionnaire


@pytest.mark.parametrize("code", CODES)
def test_our_own_form_is_written_as_it_is_shipped(code: str) -> None:
    assert definition(shipped(code)) == json.loads(instruments.source(code))


@pytest.mark.parametrize("questionnaire", ALL, ids=lambda each: each.id)
def test_the_resource_keeps_to_fhir(questionnaire: Questionnaire) -> None:
    resource = _resource(questionnaire)
    assert set(resource) <= TOP and resource["status"] in {"draft", "active", "retired"}
    assert re.fullmatch(r"[A-Za-z0-9.-]{1,64}", resource["id"])
    assert re.fullmatch(r"[A-Z][A-Za-z0-9_]{0,254}", resource["name"])
    items = list(_walk(resource["item"]))
    by_id = {item["linkId"]: item for item in items}
    assert len(by_id) == len(items)
    for item in items:
        assert set(item) <= ITEM and item["type"] in TYPES
        assert bool(item.get("answerOption")) is (item["type"] == "choice")
        assert bool(item.get("item")) is (item["type"] == "group")
        if len(item.get("enableWhen", [])) > 1:
            assert item["enableBehavior"] in {"all", "any"}
        for condition in item.get("enableWhen", []):
            answer = set(condition) - {"question", "operator"}
            assert answer <= ANSWERS[by_id[condition["question"]]["type"]] and len(answer) == 1


@pytest.mark.parametrize("questionnaire", ALL, ids=lambda each: each.id)
def test_every_extension_has_a_url_and_one_value(questionnaire: Questionnaire) -> None:
    def look(node: Any) -> None:
        if isinstance(node, list):
            for each in node:
                look(each)
        elif isinstance(node, dict):
            for extension in node.get("extension", []):
                filled_in = [key for key in extension if key.startswith("value") or key == "extension"]
                assert extension["url"] and len(filled_in) == 1
            for each in node.values():
                look(each)

    look(_resource(questionnaire))


def test_units_limits_points_and_codes_are_where_fhir_wants_them() -> None:
    chronic, phq9 = _resource(shipped("q_chronic_v1")), _resource(shipped("q_phq9_v1"))
    glucose = next(item for item in chronic["item"] if item["linkId"] == "glucose")
    assert {"system": "http://unitsofmeasure.org", "code": "mmol/L"} in [
        each.get("valueCoding") for each in glucose["extension"]
    ]
    assert [part["linkId"] for item in chronic["item"] for part in item.get("item", [])] == [
        "bp.sys",
        "bp.dia",
    ]
    last = phq9["item"][0]["answerOption"][3]
    assert last["extension"] == [
        {"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 3}
    ]
    assert phq9["item"][0]["code"] == [{"system": "http://loinc.org", "code": "44250-9"}]


_KINDS = st.sampled_from([QType.NRS, QType.TEMPERATURE, QType.YES_NO, QType.CHOICE, QType.OPEN_TEXT])
_OPTIONS = (("a", "甲"), ("b", "乙"))


@st.composite
def _questionnaires(draw: st.DrawFn) -> Questionnaire:
    items: list[Item] = []
    for number in range(draw(st.integers(1, 5))):
        kind = draw(_KINDS)
        conditions = tuple(draw(_conditions(items)) for _ in range(draw(st.integers(0, 3))))
        items.append(
            Item(
                f"i{number}",
                kind,
                f"item.i{number}",
                "甲？",
                "乙？",
                options=_OPTIONS if kind is QType.CHOICE else (),
                option_scores=(("b", draw(st.integers(0, 9))),) if kind is QType.CHOICE else (),
                required=draw(st.booleans()),
                enable_when=conditions,
                enable_behavior=draw(st.sampled_from(Behavior)) if conditions else Behavior.ALL,
                key_digits=draw(st.integers(0, 3)),
                confidence_floor=draw(st.sampled_from([0.4, 0.6, 0.85])),
                codes=draw(st.sampled_from([(), (Coding("http://loinc.org", "1-1"),)])),
            )
        )
    return Questionnaire("q_any_v2", "2.1.0", "任意", tuple(items))


def _conditions(earlier: list[Item]) -> st.SearchStrategy[Condition]:
    kinds = [
        st.builds(
            Condition,
            st.just(Operator.EXISTS),
            st.booleans(),
            st.none(),
            st.sampled_from(["chills", "fever_words"]),
        )
    ]
    for item in earlier:
        name = st.just(item.link_id)
        kinds.append(st.builds(Condition, st.just(Operator.EXISTS), st.booleans(), name))
        if item.qtype in (QType.NRS, QType.TEMPERATURE):
            order = st.sampled_from([Operator.GREATER, Operator.AT_MOST, Operator.EQUAL])
            kinds.append(st.builds(Condition, order, st.sampled_from([1, 6.5, 37.3]), name))
        if item.qtype in (QType.YES_NO, QType.CHOICE):
            codes = ["yes", "no"] if item.qtype is QType.YES_NO else ["a", "b"]
            order = st.sampled_from([Operator.EQUAL, Operator.NOT_EQUAL])
            kinds.append(st.builds(Condition, order, st.sampled_from(codes), name))
    return st.one_of(kinds)


@pytest.mark.req("M08-001")
@given(_questionnaires())
def test_any_questionnaire_comes_back_unchanged(questionnaire: Questionnaire) -> None:
    assert from_fhir(_resource(questionnaire)) == questionnaire
    assert parse(json.dumps(definition(questionnaire))) == questionnaire


FOREIGN: dict[str, Any] = {
    "resourceType": "Questionnaire",
    "id": "Post-Op.3",
    "status": "unknown",
    "title": "外院问卷",
    "item": [
        {
            "linkId": "g",
            "type": "group",
            "text": "一组",
            "item": [
                {
                    "linkId": "pain",
                    "type": "integer",
                    "text": "疼几分？",
                    "required": True,
                    "extension": [
                        {"url": "http://hl7.org/fhir/StructureDefinition/minValue", "valueInteger": 0},
                        {"url": "http://hl7.org/fhir/StructureDefinition/maxValue", "valueInteger": 10},
                    ],
                },
                {"linkId": "ill", "type": "boolean", "text": "不舒服吗？"},
            ],
        },
        {
            "linkId": "temp",
            "type": "decimal",
            "text": "多少度？",
            "extension": [
                {
                    "url": "http://hl7.org/fhir/StructureDefinition/questionnaire-unit",
                    "valueCoding": {"system": "http://unitsofmeasure.org", "code": "Cel"},
                }
            ],
            "enableWhen": [{"question": "ill", "operator": "=", "answerBoolean": True}],
        },
        {
            "linkId": "meal",
            "type": "choice",
            "text": "吃得怎样？",
            "answerOption": [
                {
                    "valueCoding": {
                        "code": "n",
                        "display": "正常",
                        "extension": [
                            {
                                "url": "http://hl7.org/fhir/StructureDefinition/ordinalValue",
                                "valueDecimal": 2,
                            }
                        ],
                    }
                },
                {"valueCoding": {"code": "x"}},
            ],
        },
    ],
}


def test_a_foreign_questionnaire_is_read_as_far_as_its_types_tell() -> None:
    assert is_fhir(FOREIGN)
    found = from_fhir(FOREIGN)
    assert (found.id, found.version, found.status.value) == ("q_post_op_3", "1.0.0", "draft")
    assert [(item.link_id, item.qtype, item.required) for item in found.items] == [
        ("pain", QType.NRS, True),
        ("ill", QType.YES_NO, False),
        ("temp", QType.TEMPERATURE, False),
        ("meal", QType.CHOICE, False),
    ]
    assert found.item("temp").enable_when == (Condition(Operator.EQUAL, "yes", question="ill"),)
    assert found.item("meal").options == (("n", "正常"), ("x", "x"))
    assert found.item("meal").option_scores == (("n", 2),)


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ({"repeats": True}, "repeats"),
        ({"answerValueSet": "http://example.org/vs"}, "answerValueSet"),
        ({"initial": [{"valueInteger": 3}]}, "initial"),
        ({"modifierExtension": [{"url": "x", "valueBoolean": True}]}, "modifierExtension"),
        ({"type": "integer"}, "is not known"),
        ({"type": "attachment"}, "is not known"),
        ({"type": "group", "item": [], "enableWhen": [{"question": "a"}]}, "group with a condition"),
        ({"enableWhen": [{"question": "a", "operator": "=", "answerDate": "2026-01-01"}]}, "kind of answer"),
        ({"text": None}, "text must be a text"),
        (
            {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/minValue"}], "type": "integer"},
            "one value",
        ),
    ],
)
def test_what_a_call_cannot_ask_is_refused_by_name(item: dict[str, Any], message: str) -> None:
    resource = {**FOREIGN, "item": [{"linkId": "a", "type": "boolean", "text": "好吗？"} | item]}
    with pytest.raises(WrongInput, match=message):
        from_fhir(resource)


def test_only_a_questionnaire_with_a_name_is_one() -> None:
    with pytest.raises(WrongInput, match="no FHIR Questionnaire"):
        from_fhir({"resourceType": "Patient"})
    with pytest.raises(WrongInput, match="no id"):
        from_fhir({**FOREIGN, "id": None})
    assert not is_fhir(json.loads(instruments.source("q_postop_v1")))


def test_identity_questions_are_not_exported() -> None:
    front = {"linkId": "tail", "qtype": "id_tail", "promptCode": "item.tail", "text": "后四位？"}
    with pytest.raises(WrongInput, match="no FHIR type"):
        to_fhir(small(front))


_WORDS = st.sampled_from(
    [
        "id",
        "item",
        "linkId",
        "type",
        "text",
        "extension",
        "url",
        "valueCode",
        "enableWhen",
        "operator",
        "score",
    ]
)
_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=4), _WORDS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_WORDS, inner, max_size=4)),
    max_leaves=12,
)


@given(st.sampled_from(sorted(FOREIGN)), _JSON)
def test_whatever_stands_there_is_read_or_refused_never_a_crash(key: str, value: Any) -> None:
    try:
        from_fhir({**FOREIGN, key: value})
    except WrongInput:
        return


@given(st.sampled_from(["linkId", "type", "text", "extension", "enableWhen", "answerOption", "code"]), _JSON)
def test_whatever_an_item_holds_is_read_or_refused_never_a_crash(key: str, value: Any) -> None:
    try:
        from_fhir({**FOREIGN, "item": [{**FOREIGN["item"][2], key: value}]})
    except WrongInput:
        return
