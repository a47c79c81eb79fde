"""A questionnaire as an HL7 FHIR R4 Questionnaire resource.

What FHIR has is written in FHIR's own elements; what it lacks (how an item is asked again, the key pad, danger
signs as conditions, bands of scores) in extensions under `fhir_terms.BASE`, which other readers may ignore.
"""

from __future__ import annotations

from collections.abc import Iterable

from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import QType
from ari_app.questionnaire.fhir_terms import (
    BASE,
    DIASTOLIC,
    IDENTIFIER_SYSTEM,
    LOINC,
    MAX_VALUE,
    MIN_VALUE,
    ORDINAL,
    SYSTOLIC,
    TYPES,
    UCUM,
    UNIT,
    option_system,
    own,
)
from ari_app.questionnaire.questionnaire import Band, Condition, Item, Operator, Order, Questionnaire, Score
from ari_app.questionnaire.value_space import NUMBERS
from ari_app.questionnaire.writing import codings, plain

Json = dict[str, object]


def to_fhir(questionnaire: Questionnaire) -> Json:
    """The resource as a JSON object. Raises WrongInput when an item's kind has no FHIR type."""
    resource: Json = {
        "resourceType": "Questionnaire",
        "id": questionnaire.id.replace("_", "-"),
        "language": "zh-CN",
        "url": f"{BASE}/Questionnaire/{questionnaire.id}",
        "identifier": [{"system": IDENTIFIER_SYSTEM, "value": questionnaire.id}],
        "version": questionnaire.version,
        "name": "".join(word.capitalize() for word in questionnaire.id.split("_")),
        "title": questionnaire.title,
        "status": questionnaire.status.value,
        "subjectType": ["Patient"],
    }
    if questionnaire.copyright:
        resource["copyright"] = questionnaire.copyright
    if questionnaire.codes:
        resource["code"] = codings(questionnaire.codes)
    extensions = [{"url": own("observer"), "valueCode": questionnaire.observer.value}]
    resource["extension"] = [
        *extensions,
        *(_score(score) for score in questionnaire.scores),
        *(_order(order) for order in questionnaire.orders),
    ]
    resource["item"] = [_item(questionnaire, item) for item in questionnaire.items]
    return resource


def _item(questionnaire: Questionnaire, item: Item) -> Json:
    if item.qtype not in TYPES:
        raise WrongInput(
            f"{item.link_id}: an item of kind {item.qtype} has no FHIR type",
            mend="leave it out; identity and consent are asked in front of the items",
        )
    data: Json = {"linkId": item.link_id, "extension": [*_own_extensions(item), *_limits(item)]}
    if item.codes:
        data["code"] = codings(item.codes)
    data |= {"text": item.text, "type": TYPES[item.qtype]}
    conditions = [_condition(questionnaire, each) for each in item.enable_when if each.flag is None]
    if conditions:
        data["enableWhen"] = conditions
    if item.enable_when:
        data["enableBehavior"] = item.enable_behavior.value
    data["required"] = item.required
    if item.qtype is QType.CHOICES:
        data["repeats"] = True
    if item.options:
        data["answerOption"] = _options(questionnaire, item)
    if item.qtype is QType.BLOOD_PRESSURE:
        data["item"] = [_pressure(item, *part) for part in ((SYSTOLIC, "高压"), (DIASTOLIC, "低压"))]
    return data


def _own_extensions(item: Item) -> list[Json]:
    texts = (
        ("prompt-code", item.prompt_code),
        ("reask-text", item.reask_text),
        ("key-text", item.key_text),
        ("proposition", item.proposition or ""),
    )
    found: list[Json] = [{"url": own("qtype"), "valueCode": item.qtype.value}]
    found += [{"url": own(name), "valueString": text} for name, text in texts if text]
    found.append({"url": own("key-digits"), "valueInteger": item.key_digits})
    found.append({"url": own("confidence-floor"), "valueDecimal": item.confidence_floor})
    found += [{"url": own("theme"), "valueCode": theme} for theme in item.themes]
    found += [_flag(place, each) for place, each in enumerate(item.enable_when) if each.flag is not None]
    return found


def _flag(place: int, condition: Condition) -> Json:
    """FHIR has no condition on a sign that was heard; `place` is its place among the conditions."""
    return {
        "url": own("enable-when-flag"),
        "extension": [
            {"url": "place", "valueInteger": place},
            {"url": "flag", "valueCode": condition.flag},
            {"url": "operator", "valueCode": condition.operator.value},
            {"url": "answer", "valueBoolean": bool(condition.answer)},
        ],
    }


def _limits(item: Item) -> list[Json]:
    numbers = NUMBERS.get(item.qtype)
    if numbers is None:
        return []
    key = f"value{TYPES[item.qtype].capitalize()}"
    return [
        {"url": UNIT, "valueCoding": {"system": UCUM, "code": numbers.unit}},
        {"url": MIN_VALUE, key: numbers.low},
        {"url": MAX_VALUE, key: numbers.high},
    ]


def _condition(questionnaire: Questionnaire, condition: Condition) -> Json:
    asked = questionnaire.item(condition.question or "")
    key, value = _answer(questionnaire, asked, condition)
    return {"question": asked.link_id, "operator": condition.operator.value, key: value}


def _answer(questionnaire: Questionnaire, asked: Item, condition: Condition) -> tuple[str, object]:
    wanted = condition.answer
    if condition.operator is Operator.EXISTS:
        return "answerBoolean", bool(wanted)
    if asked.qtype is QType.YES_NO:
        return "answerBoolean", wanted == "yes"
    if isinstance(wanted, str):
        if not asked.options:
            return "answerString", wanted
        return "answerCoding", {"system": option_system(questionnaire.id, asked.link_id), "code": wanted}
    is_whole = TYPES[asked.qtype] == "integer" and wanted == int(wanted)
    return ("answerInteger" if is_whole else "answerDecimal"), plain(wanted)


def _options(questionnaire: Questionnaire, item: Item) -> list[Json]:
    points = dict(item.option_scores)
    system = option_system(questionnaire.id, item.link_id)
    found: list[Json] = []
    for code, display in item.options:
        option: Json = {}
        if code in points:
            option["extension"] = [{"url": ORDINAL, "valueDecimal": plain(points[code])}]
        found.append({**option, "valueCoding": {"system": system, "code": code, "display": display}})
    return found


def _pressure(item: Item, part: tuple[str, str], text: str) -> Json:
    suffix, code = part
    return {
        "linkId": f"{item.link_id}.{suffix}",
        "extension": [{"url": UNIT, "valueCoding": {"system": UCUM, "code": "mm[Hg]"}}],
        "code": [{"system": LOINC, "code": code}],
        "text": text,
        "type": "integer",
        "required": item.required,
    }


def _score(score: Score) -> Json:
    parts: list[Json] = [{"url": "code", "valueCode": score.code}]
    if score.band_code:
        parts.append({"url": "bandCode", "valueCode": score.band_code})
    parts += [{"url": "coding", "valueCoding": coding} for coding in codings(score.codes)]
    parts += [{"url": "item", "valueString": link_id} for link_id in score.items]
    parts.append({"url": "missing", "valueCode": score.missing.value})
    return {"url": own("score"), "extension": [*parts, *_bands(score.bands)]}


def _order(order: Order) -> Json:
    parts: list[Json] = [
        {"url": "code", "valueCode": order.code},
        {"url": "share", "valueDecimal": plain(order.share)},
    ]
    items = [{"url": "item", "valueString": link_id} for link_id in order.items]
    return {"url": own("order"), "extension": [*parts, *items]}


def _bands(bands: Iterable[Band]) -> list[Json]:
    return [
        {
            "url": "band",
            "extension": [
                {"url": "code", "valueCode": band.code},
                {"url": "low", "valueDecimal": plain(band.low)},
                {"url": "high", "valueDecimal": plain(band.high)},
                {"url": "display", "valueString": band.display},
            ],
        }
        for band in bands
    ]
