"""The JSON bodies of webhooks, built from what is stored. Pure: result, addresses and time are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ari_app.core.vocabulary import AnswerStatus
from ari_app.language.understanding import Value
from ari_app.store.stored_result import StoredAnswer, StoredNote, StoredResult

_SECTIONS = ("S", "O", "A", "P")
_DISPLAY_UNITS = {"Cel": "℃", "mm[Hg]": "mmHg", "/wk": "次/周"}


@dataclass(frozen=True, slots=True)
class MediaAddresses:
    """Where the receiver can fetch recording and transcript; None when there is none to fetch."""

    recording_url: str | None = None
    transcript_url: str | None = None


def questionnaire_submitted(
    result: StoredResult, at: datetime, media: MediaAddresses = MediaAddresses()
) -> dict[str, object]:
    """The body of `questionnaire.submitted`. `timestamp` is `at` in whole seconds since 1970 (UTC).

    Idempotency key of the receiver: taskId + questionnaireId. Items are the current answers in the order
    they were given, those of the calls that this one went on with first; items without a value or with one that waits
    for review are left out.
    """
    return {
        "event": "questionnaire.submitted",
        "taskId": result.contact_external_id,
        "patientId": result.patient_external_id,
        "encounterId": result.encounter_external_id,
        "questionnaireId": result.questionnaire_code,
        "riskLevel": result.risk_level,
        "items": [
            _item(answer)
            for answer in (*result.earlier_answers, *result.answers)
            if answer.status != AnswerStatus.FOR_REVIEW
        ],
        "summary": {"soap": "" if result.note is None else soap_text(result.note)},
        "recordingUrl": media.recording_url,
        "transcriptUrl": media.transcript_url,
        "timestamp": int(at.timestamp()),
    }


def soap_text(note: StoredNote) -> str:
    """The note in one line: `S:…; O:…; A:…; P:…`, sections without a sentence left out."""
    parts: list[str] = []
    for section in _SECTIONS:
        texts = [sentence.text.rstrip("。；;") for sentence in note.sentences if sentence.section == section]
        if texts:
            parts.append(f"{section}:{'，'.join(texts)}")
    return "; ".join(parts)


def _item(answer: StoredAnswer) -> dict[str, Value]:
    unit = answer.unit
    return {
        "code": answer.link_id,
        "answer": answer.value,
        "unit": None if unit is None else _DISPLAY_UNITS.get(unit, unit),
        "confidence": answer.confidence,
    }
