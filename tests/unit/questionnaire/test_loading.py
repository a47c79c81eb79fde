"""Reading a questionnaire, and saying precisely what is wrong with a bad one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import QType
from ari_app.questionnaire.loading import load
from ari_app.questionnaire.questionnaire import Behavior, Condition, Operator

PAIN: dict[str, Any] = {"linkId": "pain", "qtype": "nrs", "promptCode": "item.pain", "text": "几分？"}
CHOICE: dict[str, Any] = {
    "linkId": "diet",
    "qtype": "choice",
    "promptCode": "item.diet",
    "text": "怎么样？",
    "answerOption": [
        {"valueCoding": {"code": "normal", "display": "正常"}},
        {"valueCoding": {"code": "none", "display": "吃不下"}},
    ],
}


def _text(*items: dict[str, Any], **top: object) -> str:
    return json.dumps({"id": "q_test_v1", "version": "1.0.0", "title": "测试", "item": list(items)} | top)


def _when(**condition: object) -> dict[str, Any]:
    return CHOICE | {"enableWhen": [condition]}


def test_a_whole_questionnaire() -> None:
    when = {
        "enableWhen": [{"question": "pain", "operator": ">=", "answerDecimal": 7}],
        "enableBehavior": "any",
    }
    loaded = load(_text(PAIN | {"keyDigits": 2}, CHOICE | when))
    pain, diet = loaded.items
    assert (loaded.id, loaded.version, pain.qtype, pain.key_digits) == ("q_test_v1", "1.0.0", QType.NRS, 2)
    assert pain.reask_text == pain.text
    assert diet.options == (("normal", "正常"), ("none", "吃不下"))
    assert diet.enable_when == (Condition(Operator.AT_LEAST, 7, question="pain"),)
    assert diet.enable_behavior is Behavior.ANY
    assert loaded.item("diet") is diet


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not JSON"),
        ("[]", "questionnaire must be a JSON object"),
        (_text(PAIN, id=""), "id must be a text"),
        (_text(PAIN, item={}), "item must be a list"),
        (_text(), "has no item"),
        (_text({"linkId": "a"}), r"item\[0\]: text must be a text"),
        (_text(PAIN | {"qtype": "vas"}), r"item\[0\]: unknown qtype 'vas'"),
        (_text(PAIN | {"qtype": "global"}), "no type of a question"),
        (_text(PAIN | {"hint": 1}), "unknown key 'hint'"),
        (_text(PAIN, PAIN), "pain: linkId is used twice"),
        (_text(PAIN | {"text": "0到10分"}), "cannot be spoken"),
        (_text(PAIN | {"confidenceFloor": 2}), "confidenceFloor must lie in 0..1"),
        (_text(PAIN | {"keyDigits": "2"}), "keyDigits must be a number"),
        (_text(PAIN | {"keyDigits": 1e999}), "keyDigits must be a number"),
        (_text(PAIN | {"keyDigits": 10**400}), "keyDigits must be a number"),
        (_text(PAIN | {"keyDigits": 1.5}), "keyDigits must be a whole number"),
        (_text(PAIN | {"theme": [1]}), "theme must be a list of texts"),
        (_text(PAIN, status="new"), "unknown status 'new'"),
        (_text(PAIN, score=[{"code": "sum", "missing": "guess"}]), "unknown missing policy 'guess'"),
        (_text(PAIN, score=[{"code": "sum", "method": "mean"}]), "unknown key 'method'"),
        (_text(PAIN, _when(question="pain", operator=">=", answerDecimal=1e999)), "needs one answer"),
        (_text(PAIN, _when(question="pain", operator=">=", answerDecimal=float("nan"))), "needs one answer"),
        (_text(PAIN | {"answerOption": CHOICE["answerOption"]}), "only a choice has options"),
        (_text(CHOICE | {"answerOption": CHOICE["answerOption"][:1]}), "at least two options"),
        (_text(CHOICE | {"answerOption": CHOICE["answerOption"][:1] * 2}), "option code is used twice"),
        (_text(_when(question="pain", operator=">=", answerDecimal=7), PAIN), "not asked before it"),
        (_text(PAIN, _when(question="pain", operator="~", answerDecimal=7)), "unknown operator '~'"),
        (_text(PAIN, _when(question="pain", operator=">=")), "needs one answer"),
        (_text(PAIN, _when(operator="exists", answerBoolean=True)), "either question or flag"),
        (_text(PAIN, _when(flag="fevr", operator="exists", answerBoolean=True)), "unknown flag 'fevr'"),
        (
            _text(CHOICE, _when(question="diet", operator=">", answerDecimal=1) | {"linkId": "b"}),
            "is no number",
        ),
        (
            _text(CHOICE, _when(question="diet", operator="=", answerCoding="x") | {"linkId": "b"}),
            "is no option",
        ),
        (_text(PAIN | {"enableBehavior": "some"}), "unknown enableBehavior 'some'"),
    ],
)
def test_a_fault_is_named(text: str, message: str) -> None:
    with pytest.raises(WrongInput, match=message):
        load(text)
