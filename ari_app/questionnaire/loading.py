"""Reading a questionnaire from its JSON text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeGuard, TypeVar

from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import QType
from ari_app.questionnaire.checks import static_check
from ari_app.questionnaire.fields import (
    is_number,
    mapping,
    number,
    refuse_unknown,
    sequence,
    text,
    texts,
    whole,
)
from ari_app.questionnaire.orders import read_order
from ari_app.questionnaire.questionnaire import (
    Behavior,
    Condition,
    Item,
    Observer,
    Operator,
    Questionnaire,
    Status,
)
from ari_app.questionnaire.score_loading import read_codings, read_score

_Word = TypeVar("_Word", bound=StrEnum)

_ITEM_KEYS = frozenset(
    {
        "linkId", "qtype", "promptCode", "text", "reaskText", "keyText", "answerOption", "proposition", "required",
        "enableWhen", "enableBehavior", "keyDigits", "confidenceFloor", "theme", "code",
    }
)  # fmt: skip


def load(source: str) -> Questionnaire:
    """The questionnaire in `source`. Raises WrongInput that names the place and the fault."""
    loaded = parse(source)
    faults = static_check(loaded)
    if faults:
        raise WrongInput(f"questionnaire {loaded.id}: {'; '.join(faults)}")
    return loaded


def parse(source: str) -> Questionnaire:
    """The questionnaire in `source`, with whatever faults `static_check` finds in it.

    Raises WrongInput when it cannot be read at all.
    """
    try:
        data = json.loads(source)
    except ValueError as error:
        raise WrongInput(f"questionnaire is not JSON: {error}") from error
    top, place = mapping(data, "questionnaire"), "questionnaire"
    _refuse_without_wording(top)
    items = tuple(_item(entry, f"item[{index}]") for index, entry in enumerate(sequence(top, "item", place)))
    return Questionnaire(
        id=text(top, "id", place),
        version=text(top, "version", place),
        title=text(top, "title", place),
        items=items,
        scores=tuple(
            read_score(entry, f"score[{index}]") for index, entry in enumerate(sequence(top, "score", place))
        ),
        codes=read_codings(top, "code", place),
        status=_member(Status, top, "status", place, Status.ACTIVE),
        observer=_member(Observer, top, "observer", place, Observer.PATIENT),
        copyright=text(top, "copyright", place, ""),
        orders=tuple(
            read_order(entry, f"order[{index}]") for index, entry in enumerate(sequence(top, "order", place))
        ),
    )


def _refuse_without_wording(top: Mapping[str, object]) -> None:
    """A structure whose wording belongs to somebody else is no questionnaire until the wording is filled in."""
    entries = [entry for entry in sequence(top, "item", "questionnaire") if isinstance(entry, Mapping)]
    if top.get("wording") == "from_owner" and any(not entry.get("text") for entry in entries):
        raise WrongInput(
            f"questionnaire {top.get('id')} is a structure without wording: its text belongs to its owner",
            mend="copy it, fill in each item's text and each option's display from the copy that your hospital "
            "holds a license for, then check it",
        )


def _item(entry: object, place: str) -> Item:
    data = mapping(entry, place)
    refuse_unknown(data, _ITEM_KEYS, place)
    question = text(data, "text", place)
    options = [_option(one, place) for one in sequence(data, "answerOption", place)]
    return Item(
        link_id=text(data, "linkId", place),
        qtype=_member(QType, data, "qtype", place),
        prompt_code=text(data, "promptCode", place),
        text=question,
        reask_text=text(data, "reaskText", place, question),
        key_text=text(data, "keyText", place, ""),
        options=tuple((code, display) for code, display, _ in options),
        proposition=text(data, "proposition", place, "") or None,
        required=data.get("required", True) is True,
        enable_when=tuple(_condition(one, place) for one in sequence(data, "enableWhen", place)),
        enable_behavior=_member(Behavior, data, "enableBehavior", place, Behavior.ALL),
        key_digits=whole(data, "keyDigits", place, 0),
        confidence_floor=number(data, "confidenceFloor", place, 0.6),
        option_scores=tuple((code, points) for code, _, points in options if points is not None),
        themes=texts(data, "theme", place),
        codes=read_codings(data, "code", place),
    )


def _option(entry: object, place: str) -> tuple[str, str, float | None]:
    option = mapping(entry, place)
    coding = mapping(option.get("valueCoding"), f"{place}.answerOption.valueCoding")
    points = number(option, "ordinalValue", f"{place}.answerOption") if "ordinalValue" in option else None
    return text(coding, "code", place), text(coding, "display", place), points


def _condition(entry: object, place: str) -> Condition:
    data = mapping(entry, f"{place}.enableWhen")
    answers = [data[key] for key in data if key.startswith("answer")]
    if len(answers) != 1 or not _is_comparable(answer := answers[0]):
        raise WrongInput(
            f"{place}.enableWhen: needs one answer (answerCoding, answerDecimal, answerBoolean …)"
        )
    operator = _member(Operator, data, "operator", f"{place}.enableWhen")
    question, flag = data.get("question"), data.get("flag")
    if (question is None) == (flag is None):
        raise WrongInput(f"{place}.enableWhen: needs either question or flag")
    return Condition(
        operator, answer, None if question is None else str(question), None if flag is None else str(flag)
    )


def _member(
    kind: type[_Word], data: Mapping[str, object], key: str, place: str, default: _Word | None = None
) -> _Word:
    word = text(data, key, place, default)
    try:
        return kind(word)
    except ValueError as error:
        raise WrongInput(f"{place}: unknown {key} {word!r}") from error


def _is_comparable(answer: object) -> TypeGuard[str | int | float]:
    return isinstance(answer, str) or is_number(answer)
