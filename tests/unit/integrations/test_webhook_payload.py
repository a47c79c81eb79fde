"""The body of questionnaire.submitted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from ari_app.dialogue.facts import NoteSentence
from ari_app.integrations.webhook_payload import MediaAddresses, questionnaire_submitted
from ari_app.language.understanding import Value
from ari_app.store.stored_result import StoredAnswer, StoredNote, StoredResult

AT = datetime(2026, 2, 1, 18, 0, tzinfo=UTC)


def answer(link_id: str, value: Value, unit: str | None, confidence: float) -> StoredAnswer:
    return StoredAnswer(
        UUID(int=9), link_id, value, unit, "accepted", confidence, "", "voice", None, 1, "0.1.0", AT
    )


def note() -> StoredNote:
    sentences = (
        NoteSentence("S", "患者诉切口胀痛8分。", ("pain_vas",)),
        NoteSentence("S", "睡眠差。", ()),
        NoteSentence("O", "体温37.6℃。", ("temp",)),
        NoteSentence("P", "2小时内回电。", ()),
    )
    return StoredNote("soap", sentences, (), "", "P1", AT)


def result() -> StoredResult:
    return StoredResult(
        call_id=UUID(int=1), organization_id=UUID(int=2), attempt_id=UUID(int=3), attempt_number=1,
        attempt_state="ended", call_status="ended", disposition="completed", hangup_cause=16, tech_cause=None,
        contact_external_id="task_20251002_001", patient_external_id="p_12345",
        encounter_external_id="e_8888", questionnaire_code="q_postop_v1", questionnaire_version="1.0.0",
        plan_day="T+3", engine_version="0.1.0", answered_at=AT, started_at=AT, ended_at=AT,
        recording_path=None, recording_started_at=AT, recording_destroyed_at=None, turns=(),
        answers=(answer("pain_vas", 8, "/10", 0.94), answer("temp", 37.6, "Cel", 0.89)),
        missing=(), scores=(), alerts=(), consents=(), identity_checks=(), actions=(), note=note(),
    )  # fmt: skip


def test_the_body_has_the_agreed_keys_and_values() -> None:
    media = MediaAddresses("https://pbx.example/rec/1.wav", "https://pbx.example/txt/1")
    assert questionnaire_submitted(result(), AT, media) == {
        "event": "questionnaire.submitted",
        "taskId": "task_20251002_001",
        "patientId": "p_12345",
        "encounterId": "e_8888",
        "questionnaireId": "q_postop_v1",
        "riskLevel": "P1",
        "items": [
            {"code": "pain_vas", "answer": 8, "unit": "/10", "confidence": 0.94},
            {"code": "temp", "answer": 37.6, "unit": "℃", "confidence": 0.89},
        ],
        "summary": {"soap": "S:患者诉切口胀痛8分，睡眠差; O:体温37.6℃; P:2小时内回电"},
        "recordingUrl": "https://pbx.example/rec/1.wav",
        "transcriptUrl": "https://pbx.example/txt/1",
        "timestamp": 1769968800,
    }


def test_a_value_that_waits_for_review_is_not_sent_as_an_answer() -> None:
    unsure = replace(answer("temp", 39.6, "Cel", 0.5), status="for_review")
    body = questionnaire_submitted(replace(result(), answers=(unsure,)), AT)
    assert body["items"] == []


def test_without_note_and_media_the_keys_stay() -> None:
    body = questionnaire_submitted(replace(result(), note=None), AT)
    assert (body["riskLevel"], body["summary"], body["recordingUrl"]) == ("none", {"soap": ""}, None)
