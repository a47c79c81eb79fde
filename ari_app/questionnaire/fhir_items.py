"""One FHIR item in our own form."""

from __future__ import annotations

from collections.abc import Mapping

from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import QType
from ari_app.questionnaire.fhir_extensions import (
    Data,
    coding_code,
    entries,
    own_number,
    own_text,
    value,
    values,
)
from ari_app.questionnaire.fhir_terms import MAX_VALUE, MIN_VALUE, ORDINAL, UNIT, own
from ari_app.questionnaire.fields import mapping, sequence, text
from ari_app.questionnaire.value_space import NUMBERS

_BY_TYPE: Mapping[str, QType] = {
    "boolean": QType.YES_NO,
    "choice": QType.CHOICE,
    "text": QType.OPEN_TEXT,
    "string": QType.OPEN_TEXT,
    "group": QType.BLOOD_PRESSURE,
}
_UNUSABLE = {
    "answerValueSet": "a value set is not looked up; list the options as answerOption",
    "initial": "an answer must not be given before the patient gives it",
}


def read_item(item: Data, place: str) -> dict[str, object]:
    """The item. Raises WrongInput naming what a call cannot ask."""
    for key, why in _UNUSABLE.items():
        if item.get(key):
            raise WrongInput(f"{place}: {key} cannot be used", mend=why)
    if item.get("repeats") and item.get("type") != "choice":
        raise WrongInput(
            f"{place}: repeats cannot be used", mend="several answers can be given to a choice alone"
        )
    question = text(item, "text", place)
    digits, floor = own_number(item, "key-digits", place), own_number(item, "confidence-floor", place)
    data: dict[str, object] = {
        "linkId": place,
        "qtype": own_text(item, "qtype", place) or _guess(item, place),
        "promptCode": own_text(item, "prompt-code", place) or f"item.{place}",
        "text": question,
        "reaskText": own_text(item, "reask-text", place) or question,
        "keyText": own_text(item, "key-text", place) or "",
        "proposition": own_text(item, "proposition", place) or "",
        "required": item.get("required", False) is True,
        "theme": values(item, own("theme"), place),
        "code": [_coding(each, place) for each in sequence(item, "code", place)],
        "answerOption": [_option(each, place) for each in sequence(item, "answerOption", place)],
        "enableWhen": _conditions(item, place),
        "enableBehavior": text(item, "enableBehavior", place, "all"),
        "keyDigits": digits or 0,
    }
    return data if floor is None else data | {"confidenceFloor": floor}


def _guess(item: Data, place: str) -> str:
    """The kind of a foreign question: by its type, or by its unit and limits."""
    kind = text(item, "type", place)
    if kind == "choice" and item.get("repeats"):
        return QType.CHOICES.value
    if kind in _BY_TYPE:
        return _BY_TYPE[kind].value
    unit = value(item, UNIT, place)
    unit_code = coding_code(unit, place) if unit is not None else None
    limits = (value(item, MIN_VALUE, place), value(item, MAX_VALUE, place))
    for qtype, numbers in NUMBERS.items():
        if limits == (numbers.low, numbers.high) or (unit_code == numbers.unit and unit_code != "{score}"):
            return qtype.value
    raise WrongInput(
        f"{place}: what is asked as {kind} is not known",
        mend=f"add the extension {own('qtype')}, or minValue, maxValue and questionnaire-unit",
    )


def _coding(entry: object, place: str) -> dict[str, object]:
    coding = mapping(entry, f"{place}.code")
    return {"system": coding.get("system", ""), "code": coding.get("code", "")}


def _option(entry: object, place: str) -> dict[str, object]:
    option = mapping(entry, f"{place}.answerOption")
    coding = mapping(option.get("valueCoding"), f"{place}.answerOption.valueCoding")
    code = coding_code(coding, place)
    data: dict[str, object] = {"valueCoding": {"code": code, "display": coding.get("display") or code}}
    points = value(option, ORDINAL, place)
    if points is None:
        points = value(coding, ORDINAL, place)
    return data if points is None else data | {"ordinalValue": points}


def _conditions(item: Data, place: str) -> list[dict[str, object]]:
    found = [_condition(each, place) for each in sequence(item, "enableWhen", place)]
    for extension in entries(item, own("enable-when-flag"), place):
        at = value(extension, "place", place)
        condition = {
            "flag": value(extension, "flag", place),
            "operator": value(extension, "operator", place),
            "answerBoolean": value(extension, "answer", place),
        }
        found.insert(at if isinstance(at, int) else len(found), condition)
    return found


def _condition(entry: object, place: str) -> dict[str, object]:
    data = mapping(entry, f"{place}.enableWhen")
    operator = text(data, "operator", f"{place}.enableWhen")
    start = {"question": text(data, "question", f"{place}.enableWhen"), "operator": operator}
    for key, answer in data.items():
        if key == "answerBoolean" and operator != "exists":
            return {**start, "answerCoding": "yes" if answer is True else "no"}
        if key == "answerCoding":
            return {**start, key: coding_code(answer, place)}
        if key in ("answerInteger", "answerDecimal"):
            return {**start, "answerDecimal": answer}
        if key in ("answerString", "answerBoolean"):
            return {**start, key: answer}
    raise WrongInput(
        f"{place}.enableWhen: its kind of answer cannot be used",
        mend="compare with a coding, number or boolean",
    )
