"""A follow-up's answers as an HL7 FHIR R4 QuestionnaireResponse. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from ari_app.core.vocabulary import Disposition, QType
from ari_app.integrations.follow_up_record import counting_answers
from ari_app.questionnaire.fhir_terms import BASE, DIASTOLIC, SYSTOLIC, TYPES, option_system, own
from ari_app.questionnaire.questionnaire import Item, Questionnaire
from ari_app.store.stored_result import StoredAnswer, StoredResult

Json = dict[str, object]
TASK = f"{BASE}/task"
PATIENT = f"{BASE}/patient"
ENCOUNTER = f"{BASE}/encounter"


def response(result: StoredResult, questionnaire: Questionnaire) -> Json:
    """The resource. Patient and encounter are the hospital's own ids as logical references; answers that do not
    count are left out."""
    answers = counting_answers(result)
    outcome = result.disposition if result.person is None else result.person.disposition
    is_whole = outcome == Disposition.COMPLETED
    resource: Json = {
        "resourceType": "QuestionnaireResponse",
        "id": str(result.call_id),
        "identifier": {"system": TASK, "value": result.contact_external_id},
        "questionnaire": f"{BASE}/Questionnaire/{questionnaire.id}|{questionnaire.version}",
        "status": "completed" if is_whole else "stopped",
        "subject": {
            "type": "Patient",
            "identifier": {"system": PATIENT, "value": result.patient_external_id},
        },
    }
    if result.encounter_external_id is not None:
        identifier = {"system": ENCOUNTER, "value": result.encounter_external_id}
        resource["encounter"] = {"type": "Encounter", "identifier": identifier}
    if result.ended_at is not None:
        resource["authored"] = result.ended_at.isoformat()
    found = [
        _item(questionnaire, item, answers[item.link_id])
        for item in questionnaire.items
        if item.link_id in answers
    ]
    return resource | ({"item": found} if found else {})


def _item(questionnaire: Questionnaire, item: Item, answer: StoredAnswer) -> Json:
    data: Json = {
        "linkId": item.link_id,
        "extension": [{"url": own("confidence"), "valueDecimal": answer.confidence}],
        "text": item.text,
    }
    value = answer.value
    if item.qtype is QType.BLOOD_PRESSURE and isinstance(value, Mapping):
        parts = [(suffix, value.get(suffix)) for suffix, _ in (SYSTOLIC, DIASTOLIC)]
        return data | {
            "item": [
                {"linkId": f"{item.link_id}.{suffix}", "answer": [{"valueInteger": number}]}
                for suffix, number in parts
                if number is not None
            ]
        }
    given = value if isinstance(value, list) else [value]
    return data | {"answer": [_answer(questionnaire, item, each) for each in given]}


def _answer(questionnaire: Questionnaire, item: Item, value: object) -> Json:
    kind = TYPES[item.qtype]
    if item.qtype is QType.YES_NO:
        return {"valueBoolean": value == "yes"}
    if item.qtype in (QType.CHOICE, QType.CHOICES) and isinstance(value, str):
        system, display = option_system(questionnaire.id, item.link_id), item.option_texts.get(value, value)
        return {"valueCoding": {"system": system, "code": value, "display": display}}
    if kind in ("integer", "decimal") and isinstance(value, int | float):
        whole = kind == "integer" and value == int(value)
        return {"valueInteger": int(value)} if whole else {"valueDecimal": value}
    if isinstance(value, Mapping):
        return {
            "valueString": str(value.get("text") or ", ".join(f"{k} {v}" for k, v in sorted(value.items())))
        }
    return {"valueString": str(value)}
