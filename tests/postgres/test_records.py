"""What other systems are handed of a follow-up: the record, CSV, FHIR and the body of the webhook."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from ari_app.cli.records import write_csv, write_json
from ari_app.config.settings import HospitalSettings
from ari_app.core.vocabulary import (
    AlertCode,
    AnswerStatus,
    ConsentKind,
    Disposition,
    InputSource,
    MissingReason,
    Priority,
)
from ari_app.dialogue.events import Span
from ari_app.dialogue.facts import (
    AlertRaised,
    AnswerMissing,
    AnswerRecorded,
    CallConcluded,
    ConsentRecorded,
    Fact,
    NoteSentence,
    NoteWritten,
    PatientSaid,
    ScoreComputed,
)
from ari_app.integrations.webhook_payload import questionnaire_submitted
from ari_app.language.understanding import Value
from ari_app.store import attempts, calls, results
from ari_app.store.pool import Store
from ari_app.wiring import instruments
from ari_app.wiring.records import records
from tests.support.stored_calls import NOW, after, answered_call

HOSPITAL = HospitalSettings(name="仁和医院", time_zone="Asia/Shanghai")
PAGE = (Path(__file__).resolve().parents[2] / "docs" / "integrators" / "records.md").read_text("utf-8")
VOICE = InputSource.VOICE
SINCE, UNTIL = NOW - timedelta(days=1), NOW + timedelta(days=1)


def answer(
    link_id: str, value: Value, unit: str | None, status: AnswerStatus = AnswerStatus.ACCEPTED
) -> AnswerRecorded:
    return AnswerRecorded(
        after(11), link_id, value, unit, status, 0.94, "说的话", VOICE, Span(9_000, 9_500), 1
    )


FACTS: tuple[Fact, ...] = (
    ConsentRecorded(after(7), ConsentKind.RECORDING, True, "1.1.0", "可以", VOICE, Span(3_000, 3_500)),
    answer("pain_vas", 8, "/10"),
    answer("wants_callback", "yes", None),
    answer("temp", 37.6, "Cel"),
    answer("wound", "dry", None, AnswerStatus.FOR_REVIEW),
    AnswerMissing(after(12), "wound", MissingReason.LOW_CONFIDENCE, 3),
    AnswerMissing(after(12), "diet", MissingReason.DONT_KNOW, 1),
    AlertRaised(after(12), AlertCode.PAIN_HIGH, Priority.P1, 10, after(12) + timedelta(minutes=10), "pain_vas", "8"),
    NoteWritten(
        after(13), "soap", (NoteSentence("S", "疼痛8分。", ("pain_vas",)),), ("疼痛控制欠佳",), "P1", "两小时内回电",
    ),
    CallConcluded(after(30), Disposition.COMPLETED),
)  # fmt: skip


async def kept(
    store: Store, facts: tuple[Fact, ...] = FACTS, disposition: Disposition = Disposition.COMPLETED
) -> None:
    """A call of the story, ended."""
    lease, call = await answered_call(store)
    async with store.unit_of_work() as uow:
        await calls.set_recording(uow, call.call_id, "2026/call.wav", after(5))
        await calls.commit_step(
            uow, call, expected_turn=0, state={}, stage="over", open_item=None, facts=facts, at=after(30)
        )
        await attempts.mark_ended(uow, lease, after(45), disposition, hangup_cause=16)


async def handed_out(store: Store, *, as_fhir: bool = False) -> list[Any]:
    out = io.StringIO()
    await write_json(records(store, HOSPITAL, SINCE, UNTIL, "root", as_fhir=as_fhir), out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.mark.req("M09-001", "M09-002", "M09-003", "M09-004", "M09-005")
async def test_a_record_says_whose_it_is_and_what_was_asked(
    store: Store, connection: asyncpg.Connection
) -> None:
    await kept(store)
    (record,) = await handed_out(store)
    keys = ("taskId", "patientId", "encounterId", "questionnaireId", "version")
    assert [record[key] for key in keys] == ["task_1", "p_1", "e_1", "q_postop_v1", "1.0.0"]
    row = await connection.fetchrow(
        """SELECT k.external_id, p.external_id, e.external_id, q.code, v.version FROM contacts k
           JOIN patients p ON p.id = k.patient_id JOIN encounters e ON e.id = k.encounter_id
           JOIN questionnaire_versions v ON v.id = k.questionnaire_version_id
           JOIN questionnaires q ON q.id = v.questionnaire_id"""
    )
    assert row is not None and list(row) == [record[key] for key in keys]
    async with store.reading() as uow:
        body = questionnaire_submitted(
            await results.read_call_of_attempt(uow, await _attempt(connection)), UNTIL
        )
    assert [body[key] for key in keys[:4]] == [record[key] for key in keys[:4]]


@pytest.mark.req("M09-006", "M09-007", "M09-008", "M09-009", "M09-010", "M09-011", "M09-012", "M09-013")
async def test_each_item_has_its_text_type_answer_unit_score_confidence_and_note(store: Store) -> None:
    await kept(store)
    (record,) = await handed_out(store)
    asked = {item.link_id: item for item in instruments.questionnaire("q_postop_v1").items}
    found = {item["code"]: item for item in record["items"]}
    assert list(found) == ["pain_vas", "wants_callback", "temp", "wound", "diet"]
    for code, item in found.items():
        assert item["text"] == asked[code].text
        assert item["type"] == asked[code].qtype.value
    kept_of = ("answer", "unit", "score", "confidence", "note")
    assert {code: tuple(item[key] for key in kept_of) for code, item in found.items()} == {
        "pain_vas": (8, "/10", 8.0, 0.94, "accepted"),
        "wants_callback": ("yes", None, None, 0.94, "accepted"),
        "temp": (37.6, "Cel", 37.6, 0.94, "accepted"),
        "wound": (None, None, None, 0.94, "for_review:low_confidence"),
        "diet": (None, None, None, None, "dont_know"),
    }


@pytest.mark.req("M09-015", "M09-016", "M09-017", "M15-014")
async def test_the_summary_has_findings_risk_and_one_next_step(store: Store) -> None:
    await kept(store)
    (record,) = await handed_out(store)
    notice = record["summary"].pop("notice")
    assert [words for words in ("人工智能", "草稿", "不作为医疗诊断") if words not in notice] == []
    assert record["summary"] == {
        "soap": "S:疼痛8分",
        "keyFindings": ["疼痛控制欠佳"],
        "riskLevel": "P1",
        "nextAction": "两小时内回电",
    }


@pytest.mark.req("M08-017")
async def test_a_score_stands_beside_the_versions_that_gave_it(
    store: Store, connection: asyncpg.Connection
) -> None:
    await kept(store, (*FACTS[:-1], ScoreComputed(after(12), "pain_total", 8.0, "severe"), FACTS[-1]))
    await connection.execute("UPDATE calls SET rules_version = '3'")
    (record,) = await handed_out(store)
    assert record["scores"] == [{"code": "pain_total", "value": 8.0, "band": "severe"}]
    assert (record["questionnaireId"], record["version"], record["rulesVersion"]) == (
        "q_postop_v1",
        "1.0.0",
        "3",
    )


async def test_a_danger_that_was_told_after_the_summary_was_written_counts(store: Store) -> None:
    late = AlertRaised(after(29), AlertCode.EMERGENCY, Priority.P1, 10, after(629), None, "胸口疼")
    calm = NoteWritten(after(13), "soap", (NoteSentence("S", "好。", ()),), (), "none", "按随访计划继续")
    await kept(
        store, (answer("pain_vas", 2, "/10"), calm, late, CallConcluded(after(30), Disposition.COMPLETED))
    )
    (record,) = await handed_out(store)
    assert (record["summary"]["riskLevel"], record["summary"]["keyFindings"]) == ("P1", [])


@pytest.mark.req("M06-029")
async def test_the_mood_of_the_patients_words_is_told_of_each_call(store: Store) -> None:
    said = ("我有点担心 会不会感染", "三分", "我很害怕", "好多了 谢谢", "不担心")
    turns = [
        PatientSaid(after(8 + n), "pain_vas", words, words, 0.9, VOICE, None, "answer", ())
        for n, words in enumerate(said)
    ]
    await kept(store, (*turns, *FACTS))
    (record,) = await handed_out(store)
    assert record["emotion"] == {"tendency": "worried", "heard": {"worried": 2, "glad": 1}}


@pytest.mark.req("M06-029")
async def test_without_a_mood_there_is_no_tendency(store: Store) -> None:
    await kept(store)
    (record,) = await handed_out(store)
    assert record["emotion"] == {"tendency": None, "heard": {}}


async def test_a_consent_is_told_with_its_time_version_and_stretch_of_the_recording(store: Store) -> None:
    await kept(store)
    (record,) = await handed_out(store)
    assert record["consent"] == [
        {
            "kind": "recording",
            "granted": True,
            "version": "1.1.0",
            "time": after(7).isoformat(),
            "takenBack": None,
            "source": "voice",
            "audioRef": "2026/call.wav#t=3,3.5",
        }
    ]


async def test_the_page_for_integrators_names_every_key(store: Store) -> None:
    await kept(store, (*FACTS[:-1], ScoreComputed(after(12), "pain_total", 8.0, "severe"), FACTS[-1]))
    (record,) = await handed_out(store)
    parts = (record, record["summary"], *record["items"], *record["scores"], *record["consent"])
    assert {key for part in parts for key in part} - set(re.findall(r"`(\w+)`", PAGE)) == set()


@pytest.mark.req("M16-015")
async def test_answers_go_out_as_csv_and_as_fhir_and_the_audit_keeps_who_took_them(
    store: Store, connection: asyncpg.Connection
) -> None:
    await kept(store)
    out = io.StringIO()
    await write_csv(records(store, HOSPITAL, SINCE, UNTIL, "root", as_fhir=False), out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert [(row["code"], row["answer"], row["note"]) for row in rows] == [
        ("pain_vas", "8", "accepted"),
        ("wants_callback", "yes", "accepted"),
        ("temp", "37.6", "accepted"),
        ("wound", "", "for_review:low_confidence"),
        ("diet", "", "dont_know"),
    ]
    assert {(row["taskId"], row["riskLevel"]) for row in rows} == {("task_1", "P1")}
    (resource,) = await handed_out(store, as_fhir=True)
    assert (resource["resourceType"], resource["status"]) == ("QuestionnaireResponse", "completed")
    assert resource["questionnaire"].endswith("/q_postop_v1|1.0.0")
    assert resource["subject"]["identifier"]["value"] == "p_1"
    answers = {item["linkId"]: item["answer"] for item in resource["item"]}
    assert answers == {
        "pain_vas": [{"valueInteger": 8}],
        "wants_callback": [{"valueBoolean": True}],
        "temp": [{"valueDecimal": 37.6}],
    }
    taken = await connection.fetch("SELECT actor, action FROM audit_entries WHERE action = 'exported'")
    assert [tuple(row) for row in taken] == [("root", "exported")] * 2


async def test_what_is_not_over_or_not_of_the_period_is_left_out(store: Store) -> None:
    await answered_call(store)
    assert await handed_out(store) == []


async def test_every_kind_of_value_has_its_place_in_fhir_and_no_cell_is_a_formula(store: Store) -> None:
    chosen = answer("wound", "dry", None)
    spoken = answer("abnormal_desc", {"themes": [], "text": "=SUM(A1)"}, None)
    await kept(store, (chosen, spoken, CallConcluded(after(30), Disposition.PARTIAL)), Disposition.PARTIAL)
    (resource,) = await handed_out(store, as_fhir=True)
    assert resource["status"] == "stopped"
    coded, text = (item["answer"][0] for item in resource["item"])
    assert (coded["valueCoding"]["code"], text) == ("dry", {"valueString": "=SUM(A1)"})
    out = io.StringIO()
    await write_csv(records(store, HOSPITAL, SINCE, UNTIL, "root", as_fhir=False), out)
    for row in csv.reader(io.StringIO(out.getvalue())):
        assert not any(cell.startswith(("=", "+", "@")) for cell in row)


async def _attempt(connection: asyncpg.Connection) -> Any:
    return await connection.fetchval("SELECT id FROM attempts")
