"""Reading an HL7 FHIR R4 Questionnaire: ours back again unchanged, a foreign one as far as a call can ask it.

The result is the JSON object that `loading` reads. What a call cannot do (repeated answers, value sets,
conditional groups) is refused by name, never dropped.
"""

from __future__ import annotations

import json
import re

from ari_app.core.errors import WrongInput
from ari_app.questionnaire import loading
from ari_app.questionnaire.fhir_extensions import Data, entries, value, values
from ari_app.questionnaire.fhir_items import read_item
from ari_app.questionnaire.fhir_terms import IDENTIFIER_SYSTEM, own
from ari_app.questionnaire.fields import mapping, sequence, text
from ari_app.questionnaire.questionnaire import Questionnaire

_PLACE = "Questionnaire"
_STATUS = {"unknown": "draft"}


def is_fhir(data: Data) -> bool:
    """Whether an object is a FHIR Questionnaire rather than our own form, whose items say `qtype`."""
    items = [each for each in sequence(data, "item", _PLACE) if isinstance(each, dict)]
    return bool(items) and all("type" in each for each in items)


def from_fhir(data: Data) -> Questionnaire:
    """The questionnaire of a FHIR resource, its form not yet checked. Raises WrongInput naming what cannot be used."""
    return loading.parse(json.dumps(definition_of(data), ensure_ascii=False))


def definition_of(data: Data) -> dict[str, object]:
    """The resource in our own form. Raises WrongInput."""
    if data.get("resourceType") != _PLACE:
        raise WrongInput(
            "the resource is no FHIR Questionnaire", mend="give a resource of type Questionnaire"
        )
    _refuse_modifiers(data, _PLACE)
    status = text(data, "status", _PLACE)
    own_form: dict[str, object] = {
        "id": _code(data),
        "version": text(data, "version", _PLACE, "1.0.0"),
        "title": data.get("title") or text(data, "name", _PLACE),
        "status": _STATUS.get(status, status),
        "observer": value(data, own("observer"), _PLACE) or "patient",
        "copyright": text(data, "copyright", _PLACE, ""),
        "code": _codings(sequence(data, "code", _PLACE)),
        "order": [
            {
                "code": value(each, "code", "order"),
                "share": value(each, "share", "order"),
                "item": values(each, "item", "order"),
            }
            for each in entries(data, own("order"), _PLACE)
        ],
        "score": [_score(each) for each in entries(data, own("score"), _PLACE)],
    }
    return own_form | {"item": _items(data, _PLACE)}


def _code(data: Data) -> str:
    for each in sequence(data, "identifier", _PLACE):
        identifier = mapping(each, f"{_PLACE}.identifier")
        if identifier.get("system") == IDENTIFIER_SYSTEM:
            return text(identifier, "value", f"{_PLACE}.identifier")
    name = str(data.get("id") or str(data.get("url", "")).rsplit("/", 1)[-1])
    word = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    if not word:
        raise WrongInput("the Questionnaire has no id and no url", mend="give it an id")
    return word if word.startswith("q_") else f"q_{word}"


def _items(data: Data, place: str) -> list[dict[str, object]]:
    """The items in order, those of plain groups among them."""
    found: list[dict[str, object]] = []
    for entry in sequence(data, "item", place):
        item = mapping(entry, f"{place}.item")
        name = text(item, "linkId", f"{place}.item")
        _refuse_modifiers(item, name)
        if item.get("type") == "group" and not _is_one_answer(item, name):
            if item.get("enableWhen"):
                raise WrongInput(
                    f"{name}: a group with a condition cannot be used",
                    mend="put the condition on each item of the group",
                )
            found += _items(item, name)
        else:
            found.append(read_item(item, name))
    return found


def _is_one_answer(item: Data, place: str) -> bool:
    """Whether a group is one question with parts, such as a blood pressure."""
    codes = [mapping(each, place).get("code") for each in sequence(item, "code", place)]
    return value(item, own("qtype"), place) is not None or "85354-9" in codes


def _refuse_modifiers(data: Data, place: str) -> None:
    if data.get("modifierExtension"):
        raise WrongInput(f"{place}: a modifierExtension may change the meaning, and none is known here")


def _codings(given: list[object]) -> list[object]:
    return [
        {"system": coding.get("system", ""), "code": coding.get("code", "")}
        for coding in (mapping(each, _PLACE) for each in given)
    ]


def _score(extension: Data) -> dict[str, object]:
    place = "score"
    data: dict[str, object] = {
        "code": value(extension, "code", place),
        "bandCode": value(extension, "bandCode", place) or "",
        "coding": _codings(values(extension, "coding", place)),
        "item": values(extension, "item", place),
        "band": [
            {key: value(band, key, "band") for key in ("code", "low", "high", "display")}
            for band in entries(extension, "band", place)
        ],
    }
    missing = value(extension, "missing", place)
    return data | ({"missing": missing} if missing is not None else {})
