"""Reading a questionnaire from its JSON text."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import QType
from ari_app.questionnaire.checks import static_check
from ari_app.questionnaire.questionnaire import Behavior, Condition, Item, Operator, Questionnaire

_ITEM_KEYS = frozenset(
    {
        "linkId", "qtype", "promptCode", "text", "reaskText", "keyText", "answerOption", "proposition", "required",
        "enableWhen", "enableBehavior", "keyDigits", "confidenceFloor",
    }
)  # fmt: skip


def load(text: str) -> Questionnaire:
    """The questionnaire in `text`. Raises WrongInput that names the place and the fault."""
    try:
        data = json.loads(text)
    except ValueError as error:
        raise WrongInput(f"questionnaire is not JSON: {error}") from error
    top = _mapping(data, "questionnaire")
    items = tuple(
        _item(entry, f"item[{index}]") for index, entry in enumerate(_sequence(top, "item", "questionnaire"))
    )
    names = [_text(top, key, "questionnaire") for key in ("id", "version", "title")]
    loaded = Questionnaire(names[0], names[1], names[2], items)
    faults = static_check(loaded)
    if faults:
        raise WrongInput(f"questionnaire {loaded.id}: {'; '.join(faults)}")
    return loaded


def _item(entry: object, place: str) -> Item:
    data = _mapping(entry, place)
    unknown = set(data) - _ITEM_KEYS
    if unknown:
        raise WrongInput(f"{place}: unknown key {sorted(unknown)[0]!r}")
    text = _text(data, "text", place)
    return Item(
        link_id=_text(data, "linkId", place),
        qtype=_qtype(data, place),
        prompt_code=_text(data, "promptCode", place),
        text=text,
        reask_text=_text(data, "reaskText", place, text),
        key_text=_text(data, "keyText", place, ""),
        options=tuple(_option(one, place) for one in _sequence(data, "answerOption", place)),
        proposition=_text(data, "proposition", place, "") or None,
        required=data.get("required", True) is True,
        enable_when=tuple(_condition(one, place) for one in _sequence(data, "enableWhen", place)),
        enable_behavior=_behavior(data, place),
        key_digits=int(_number(data, "keyDigits", place, 0)),
        confidence_floor=_number(data, "confidenceFloor", place, 0.6),
    )


def _option(entry: object, place: str) -> tuple[str, str]:
    coding = _mapping(_mapping(entry, place).get("valueCoding"), f"{place}.answerOption.valueCoding")
    return _text(coding, "code", place), _text(coding, "display", place)


def _condition(entry: object, place: str) -> Condition:
    data = _mapping(entry, f"{place}.enableWhen")
    answers = [data[key] for key in data if key.startswith("answer")]
    if len(answers) != 1 or not isinstance(answers[0], str | int | float):
        raise WrongInput(
            f"{place}.enableWhen: needs one answer (answerCoding, answerDecimal, answerBoolean …)"
        )
    try:
        operator = Operator(str(data.get("operator")))
    except ValueError as error:
        raise WrongInput(f"{place}.enableWhen: unknown operator {data.get('operator')!r}") from error
    question, flag = data.get("question"), data.get("flag")
    if (question is None) == (flag is None):
        raise WrongInput(f"{place}.enableWhen: needs either question or flag")
    return Condition(
        operator, answers[0], None if question is None else str(question), None if flag is None else str(flag)
    )


def _qtype(data: Mapping[str, object], place: str) -> QType:
    try:
        return QType(_text(data, "qtype", place))
    except ValueError as error:
        raise WrongInput(f"{place}: unknown qtype {data.get('qtype')!r}") from error


def _behavior(data: Mapping[str, object], place: str) -> Behavior:
    try:
        return Behavior(_text(data, "enableBehavior", place, "all"))
    except ValueError as error:
        raise WrongInput(f"{place}: unknown enableBehavior {data.get('enableBehavior')!r}") from error


def _mapping(value: object, place: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise WrongInput(f"{place} must be a JSON object")
    return value


def _sequence(data: Mapping[str, object], key: str, place: str) -> list[object]:
    value = data.get(key, [])
    if not isinstance(value, list):
        raise WrongInput(f"{place}: {key} must be a list")
    return value


def _text(data: Mapping[str, object], key: str, place: str, default: str | None = None) -> str:
    value = data.get(key, default)
    if not isinstance(value, str) or (default is None and not value):
        raise WrongInput(f"{place}: {key} must be a text")
    return value


def _number(data: Mapping[str, object], key: str, place: str, default: float) -> float:
    value = data.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise WrongInput(f"{place}: {key} must be a number")
    return float(value)
