"""Reading one stored conversation again, where the words alone do not tell the value."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from ari_app.language.understanding import Value
from ari_app.store.stored_result import (
    StoredAlert,
    StoredAnswer,
    StoredIdentityCheck,
    StoredResult,
    StoredTurn,
)
from ari_app.wiring import instruments
from ari_app.wiring.reread import Reader
from ari_app.wiring.reread_alerts import AlertChange, AlertReader
from ari_app.wiring.reread_changes import Reading

ID = UUID(int=7)
AT = datetime(2026, 3, 10, 2, 20, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")


def turn(number: int, code: str, text: str, *flags: str, confidence: float = 0.9) -> StoredTurn:
    return StoredTurn(
        turn=number, speaker="patient", code=code, command_id=None, text=text, raw_text=text,
        confidence=confidence, source="voice", intent="answer", flags=flags, span=None, heard_ms=None,
        completed=None, latency_ms=None, said_at=AT + timedelta(seconds=number),
    )  # fmt: skip


def answer(number: int, link_id: str, value: Value, unit: str | None, text: str) -> StoredAnswer:
    return StoredAnswer(
        id=ID, link_id=link_id, value=value, unit=unit, status="accepted", confidence=0.9, text=text,
        source="voice", span=None, times_asked=1, parser_version="1", answered_at=AT + timedelta(seconds=number),
    )  # fmt: skip


def result(
    turns: tuple[StoredTurn, ...],
    answers: tuple[StoredAnswer, ...] = (),
    alerts: tuple[StoredAlert, ...] = (),
    *,
    identified: bool = True,
) -> StoredResult:
    checks = (
        StoredIdentityCheck("name", True, None, AT),
        StoredIdentityCheck("id_tail", identified, None, AT),
    )
    return StoredResult(
        call_id=ID, organization_id=ID, attempt_id=ID, attempt_number=1, attempt_state="ended",
        call_status="ended", disposition="completed", hangup_cause=16, tech_cause=None,
        contact_external_id="t", patient_external_id="p", encounter_external_id=None,
        questionnaire_code="q", questionnaire_version="1", plan_day=None, engine_version="1",
        answered_at=AT, started_at=AT, ended_at=AT, recording_path=None, recording_started_at=None,
        recording_destroyed_at=None, turns=turns, answers=answers, missing=(), scores=(), alerts=alerts,
        consents=(), identity_checks=checks, actions=(), note=None,
    )  # fmt: skip


def reread(name: str, stored: StoredResult) -> tuple[Reading, tuple[AlertChange, ...]]:
    questionnaire = instruments.questionnaire(name)
    reader = Reader(stored, questionnaire, ZONE, {})
    reading = reader.read()
    return reading, AlertReader(stored, questionnaire, instruments.rules(), {}).read(reader, reading)


def test_a_blood_pressure_in_two_turns_is_read_from_both() -> None:
    turns = (turn(1, "bp", "高压一百三"), turn(2, "bp", "低压八十"))
    whole = answer(2, "bp", {"sys": 130, "dia": 80}, "mm[Hg]", "低压八十")
    assert reread("q_chronic_v1", result(turns, (whole,)))[0].answers == ()
    other = answer(2, "bp", {"sys": 150, "dia": 80}, "mm[Hg]", "低压八十")
    (change,) = reread("q_chronic_v1", result(turns, (other,)))[0].answers
    assert (change.outcome, change.now) == ("not_accepted", None)


def test_a_correction_is_not_mixed_with_what_it_corrects() -> None:
    turns = (turn(1, "pain_vas", "八分"), turn(2, "pain_vas", "三分"))
    (change,) = reread("q_postop_v1", result(turns, (answer(2, "pain_vas", 8, "/10", "三分"),)))[0].answers
    assert (change.outcome, change.now) == ("changed", 3)


def test_true_is_not_one() -> None:
    stored = result((), (answer(1, "pain_vas", True, "/10", "一分"),))
    assert [change.now for change in reread("q_postop_v1", stored)[0].answers] == [1]


def test_before_the_identity_is_sure_only_urgent_signs_count() -> None:
    said = (turn(1, "person", "我伤口一直在渗液"), turn(2, "person", "我不想活了"))
    _, alerts = reread("q_postop_v1", result(said, identified=False))
    assert [change.code for change in alerts] == ["SELF_HARM"]
    _, alerts = reread("q_postop_v1", result(said))
    assert {change.code for change in alerts} == {"SELF_HARM", "WOUND"}


def test_badly_heard_words_count_only_for_what_cannot_wait() -> None:
    doubtful = turn(1, "diet", "伤口一直在渗液", confidence=0.3)
    reading, alerts = reread("q_postop_v1", result((doubtful,)))
    assert (reading.signs[0].found, alerts) == (("wound_exudate",), ())
    urgent = turn(1, "diet", "胸口疼得厉害喘不上气", confidence=0.3)
    assert [change.code for change in reread("q_postop_v1", result((urgent,)))[1]] == ["EMERGENCY"]


def test_an_item_that_the_questionnaire_does_not_have_is_not_compared() -> None:
    reading, _ = reread("q_postop_v1", result((), (answer(1, "unheard_of", 3, None, "三"),)))
    assert (reading.compared, reading.answers) == (0, ())


def alert(code: str, priority: str) -> StoredAlert:
    return StoredAlert(
        id=ID, code=code, priority=priority, sla_minutes=10, link_id=None, reason="", state="raised",
        raised_at=AT, due_at=AT,
    )  # fmt: skip


def test_an_alert_that_would_be_more_urgent_now() -> None:
    said = (turn(1, "adverse", "有，吃了药喘不上气"),)
    stored = result(said, (answer(1, "adverse", "yes", None, "有"),), (alert("ADVERSE_REACTION", "P2"),))
    _, alerts = reread("q_chronic_v1", stored)
    assert ("ADVERSE_REACTION", "P2", "P1") in [(each.code, each.stored, each.now) for each in alerts]
