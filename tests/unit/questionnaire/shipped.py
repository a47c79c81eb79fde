"""The shipped questionnaires and structures, and short ways to make small ones."""

from __future__ import annotations

import json
from typing import Any

from ari_app.questionnaire.loading import load, parse
from ari_app.questionnaire.questionnaire import Questionnaire
from ari_app.wiring import instruments

CODES = instruments.names()
NUMBER_KEYS = "您也可以按数字键，按完再按井号键。"

PAIN: dict[str, Any] = {
    "linkId": "pain",
    "qtype": "nrs",
    "promptCode": "item.pain",
    "text": "您现在疼几分？",
    "keyText": NUMBER_KEYS,
    "keyDigits": 2,
}
BETTER: dict[str, Any] = {
    "linkId": "better",
    "qtype": "yes_no",
    "promptCode": "item.better",
    "text": "您觉得好些了吗？",
    "keyText": "好些了请按一，没有请按二。",
    "keyDigits": 1,
}
MEAL: dict[str, Any] = {
    "linkId": "meal",
    "qtype": "choice",
    "promptCode": "item.meal",
    "text": "您吃饭怎么样？是正常，还是吃不下？",
    "keyText": "正常请按一，吃不下请按二。",
    "keyDigits": 1,
    "answerOption": [
        {"valueCoding": {"code": "normal", "display": "正常"}, "ordinalValue": 0},
        {"valueCoding": {"code": "none", "display": "吃不下"}, "ordinalValue": 3},
    ],
}
REACTIONS: dict[str, Any] = {
    "linkId": "reactions",
    "qtype": "choices",
    "promptCode": "item.reactions",
    "text": "吃药以后有哪些不舒服？是头晕，恶心，起疹子，还是都没有？",
    "reaskText": "请说有哪几样。头晕，恶心，起疹子，还是都没有？",
    "keyText": "头晕请按一，恶心请按二，起疹子请按三，都没有请按四。几样都有就接着按。按完再按井号键。",
    "keyDigits": 4,
    "answerOption": [
        {"valueCoding": {"code": "dizzy", "display": "头晕"}},
        {"valueCoding": {"code": "nausea", "display": "恶心"}},
        {"valueCoding": {"code": "rash", "display": "起疹子、皮疹"}},
        {"valueCoding": {"code": "none", "display": "都没有"}},
    ],
}


def shipped(code: str) -> Questionnaire:
    """A shipped questionnaire."""
    return load(instruments.source(code))


def structure(code: str) -> dict[str, Any]:
    """A shipped structure as JSON."""
    data: dict[str, Any] = json.loads(instruments.source(code))
    return data


def filled(code: str) -> Questionnaire:
    """A structure with wording of no meaning in it, as a hospital would put in its own."""
    data = structure(code)
    for number, item in enumerate(data["item"]):
        item["text"] = f"条目{number}"
        for place, option in enumerate(item["answerOption"]):
            option["valueCoding"]["display"] = f"等级{place}"
    return load(json.dumps(data))


def small(*items: dict[str, Any], **top: object) -> Questionnaire:
    """A questionnaire of these items, with whatever faults it has."""
    data = {"id": "q_small_v1", "version": "1.0.0", "title": "小问卷", "item": list(items)} | top
    return parse(json.dumps(data))
