"""Writing a questionnaire as the JSON that `loading` reads; what is at its default is left out."""

from __future__ import annotations

from collections.abc import Iterable

from ari_app.questionnaire.questionnaire import (
    Behavior,
    Coding,
    Condition,
    Item,
    Observer,
    Questionnaire,
    Score,
)

_FLOOR = 0.6


def definition(questionnaire: Questionnaire) -> dict[str, object]:
    """The JSON object of a questionnaire; reading it again gives an equal one."""
    top: dict[str, object] = {
        "resourceType": "Questionnaire",
        "id": questionnaire.id,
        "version": questionnaire.version,
        "title": questionnaire.title,
        "status": questionnaire.status.value,
    }
    if questionnaire.observer is not Observer.PATIENT:
        top["observer"] = questionnaire.observer.value
    if questionnaire.copyright:
        top["copyright"] = questionnaire.copyright
    if questionnaire.codes:
        top["code"] = codings(questionnaire.codes)
    if questionnaire.scores:
        top["score"] = [_score(score) for score in questionnaire.scores]
    if questionnaire.orders:
        top["order"] = [
            {"code": order.code, "share": plain(order.share), "item": list(order.items)}
            for order in questionnaire.orders
        ]
    return {**top, "item": [_item(item) for item in questionnaire.items]}


def codings(codes: Iterable[Coding]) -> list[dict[str, str]]:
    """FHIR Codings."""
    return [{"system": code.system, "code": code.code} for code in codes]


def plain(value: float) -> float:
    """A whole number without its point, as JSON and FHIR integers want it."""
    return int(value) if value == int(value) else value


def _score(score: Score) -> dict[str, object]:
    data: dict[str, object] = {"code": score.code}
    if score.band_code:
        data["bandCode"] = score.band_code
    if score.codes:
        data["coding"] = codings(score.codes)
    data |= {"item": list(score.items), "missing": score.missing.value}
    bands = [
        {"code": band.code, "low": plain(band.low), "high": plain(band.high), "display": band.display}
        for band in score.bands
    ]
    return data | ({"band": bands} if bands else {})


def _item(item: Item) -> dict[str, object]:
    data: dict[str, object] = {
        "linkId": item.link_id,
        "qtype": item.qtype.value,
        "promptCode": item.prompt_code,
        "text": item.text,
        "reaskText": item.reask_text,
    }
    optional: dict[str, object] = {
        "code": codings(item.codes),
        "proposition": item.proposition,
        "keyText": item.key_text,
        "keyDigits": item.key_digits,
        "answerOption": _options(item),
        "theme": list(item.themes),
        "enableWhen": [_condition(condition) for condition in item.enable_when],
    }
    data |= {key: value for key, value in optional.items() if value}
    if not item.required:
        data["required"] = False
    if item.confidence_floor != _FLOOR:
        data["confidenceFloor"] = item.confidence_floor
    if item.enable_behavior is not Behavior.ALL:
        data["enableBehavior"] = item.enable_behavior.value
    return data


def _options(item: Item) -> list[dict[str, object]]:
    points = dict(item.option_scores)
    return [
        {"valueCoding": {"code": code, "display": display}}
        | ({"ordinalValue": plain(points[code])} if code in points else {})
        for code, display in item.options
    ]


def _condition(condition: Condition) -> dict[str, object]:
    key, value = _answer(condition.answer)
    what = {"flag": condition.flag} if condition.flag is not None else {"question": condition.question}
    return {**what, "operator": condition.operator.value, key: value}


def _answer(value: str | float | bool) -> tuple[str, object]:
    if isinstance(value, bool):
        return "answerBoolean", value
    if isinstance(value, str):
        return "answerCoding", value
    return "answerDecimal", plain(value)
