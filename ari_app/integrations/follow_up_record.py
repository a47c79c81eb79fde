"""One follow-up as a whole for other systems: who, what was asked and answered, consents, summary. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from ari_app.core.vocabulary import AnswerStatus
from ari_app.dialogue.events import Span
from ari_app.dialogue.mood import MOODS, mood_in
from ari_app.integrations.webhook_payload import soap_text
from ari_app.questionnaire.questionnaire import Item, Questionnaire
from ari_app.questionnaire.scoring import item_points
from ari_app.store.stored_result import StoredAnswer, StoredConsent, StoredPersonResult, StoredResult

Json = dict[str, object]
NOTICE = "由人工智能随访助手生成的草稿，供医护人员审核，不作为医疗诊断"
"""What a reader of a summary must know about it."""
_COUNTS = (AnswerStatus.ACCEPTED, AnswerStatus.CONFIRMED)


def record(result: StoredResult, questionnaire: Questionnaire) -> Json:
    """The record. `items` are all that were asked or given up, in the questionnaire's order; `answer` is null
    where there is none that counts, and `note` says why. Times are ISO 8601 in UTC."""
    return {
        "taskId": result.contact_external_id,
        "patientId": result.patient_external_id,
        "encounterId": result.encounter_external_id,
        "questionnaireId": result.questionnaire_code,
        "version": result.questionnaire_version,
        "rulesVersion": result.rules_version,
        "promptsVersion": result.prompts_version,
        "wordingVariant": result.wording_variant,
        "orderVariant": result.order_variant,
        "itemOrder": None if result.item_order is None else list(result.item_order),
        "callId": str(result.call_id),
        "startedAt": _time(result.started_at or result.answered_at),
        "endedAt": _time(result.ended_at),
        "disposition": result.disposition,
        "person": None if result.person is None else _person(result.person),
        "items": list(items(result, questionnaire)),
        "emotion": emotion(result),
        "scores": [{"code": each.code, "value": each.value, "band": each.band} for each in result.scores],
        "summary": _summary(result),
        "consent": [_consent(result, each) for each in result.consents],
    }


def items(result: StoredResult, questionnaire: Questionnaire) -> Iterator[Json]:
    """Every item that has an answer or a reason for having none."""
    answers = {each.link_id: each for each in (*result.earlier_answers, *result.answers)}
    reasons = {each.link_id: each.reason for each in result.missing}
    for item in questionnaire.items:
        if item.link_id in answers or item.link_id in reasons:
            yield _item(item, answers.get(item.link_id), reasons.get(item.link_id))


def emotion(result: StoredResult) -> Json:
    """What the patient's words showed: how often each mood was heard, and the `tendency`, the most frequent (of
    equals the graver); null where none was."""
    moods = Counter(
        mood
        for each in result.turns
        if each.speaker == "patient" and (mood := mood_in(each.text)) is not None
    )
    tendency = min(moods, key=lambda mood: (-moods[mood], MOODS.index(mood)), default=None)
    return {"tendency": tendency, "heard": {mood: moods[mood] for mood in MOODS if mood in moods}}


def counting_answers(result: StoredResult) -> dict[str, StoredAnswer]:
    """The answers that count, by item."""
    found = (*result.earlier_answers, *result.answers)
    return {each.link_id: each for each in found if each.status in _COUNTS}


def _item(item: Item, answer: StoredAnswer | None, reason: str | None) -> Json:
    counts = answer is not None and answer.status in _COUNTS
    value = answer.value if answer is not None and counts else None
    return {
        "code": item.link_id,
        "text": item.text,
        "type": item.qtype.value,
        "answer": value,
        "unit": answer.unit if answer is not None and counts else None,
        "score": item_points(item, value),
        "confidence": None if answer is None else answer.confidence,
        "source": None if answer is None else answer.source,
        "filledBy": None if answer is None else answer.filled_by,
        "note": _note(answer, reason),
    }


def _note(answer: StoredAnswer | None, reason: str | None) -> str:
    if answer is not None and answer.status == AnswerStatus.FOR_REVIEW:
        return f"for_review:{reason}" if reason else "for_review"
    return reason or (answer.status if answer is not None else "")


def _summary(result: StoredResult) -> Json:
    note = result.note
    return {
        "notice": NOTICE,
        "soap": "" if note is None else soap_text(note),
        "keyFindings": [] if note is None else list(note.key_findings),
        "riskLevel": result.risk_level,
        "nextAction": "" if note is None else note.next_action,
    }


def _person(form: StoredPersonResult) -> Json:
    """What the nurse who talked wrote down of the whole call; her answers are among the items."""
    return {
        "disposition": form.disposition,
        "note": form.note,
        "recordedBy": form.recorded_by,
        "recordedAt": _time(form.recorded_at),
    }


def _consent(result: StoredResult, consent: StoredConsent) -> Json:
    return {
        "kind": consent.kind,
        "granted": consent.stands,
        "version": consent.text_version,
        "time": _time(consent.given_at),
        "takenBack": _time(consent.taken_back_at),
        "source": consent.source,
        "audioRef": audio_reference(consent.audio_ref or result.recording_path, consent.span),
    }


def audio_reference(audio: str | None, span: Span | None) -> str | None:
    """A recording with a stretch of it, as a media fragment in seconds; None without a recording."""
    stretch = "" if span is None else f"#t={span.start_ms / 1000:g},{span.end_ms / 1000:g}"
    return None if audio is None else audio + stretch


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
