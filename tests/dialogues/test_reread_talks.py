"""A golden talk that is read again by the parser and the rules that held it shows nothing new."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from ari_app.dialogue.facts import AlertRaised, AnswerMissing, AnswerRecorded, IdentityChecked, PatientSaid
from ari_app.lab.text_simulation import Talk
from ari_app.store.stored_result import (
    StoredAlert,
    StoredAnswer,
    StoredIdentityCheck,
    StoredMissing,
    StoredResult,
    StoredTurn,
)
from ari_app.wiring.reread import Reader
from ari_app.wiring.reread_alerts import AlertReader
from tests.dialogues.test_talks import TALKS, played

ID = UUID(int=7)
ZONE = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 3, 10, 2, 20, tzinfo=UTC)


def stored(talk: Talk) -> StoredResult:
    """What the store would keep of a talk."""
    turns: list[StoredTurn] = []
    answers: dict[str, StoredAnswer] = {}
    missing: dict[str, StoredMissing] = {}
    alerts: dict[str, StoredAlert] = {}
    checks: list[StoredIdentityCheck] = []
    for step in talk.steps:
        for fact in step.facts:
            match fact:
                case PatientSaid():
                    turns.append(said(step.state.turn, fact))
                case AnswerRecorded():
                    answers[fact.link_id] = answered(fact)
                    missing.pop(fact.link_id, None)
                case AnswerMissing():
                    missing[fact.link_id] = StoredMissing(fact.link_id, fact.reason, fact.times_asked)
                case AlertRaised():
                    alerts[fact.code] = alert(fact)
                case IdentityChecked():
                    checks.append(StoredIdentityCheck(fact.factor, fact.matched, fact.span, fact.at))
                case _:
                    pass
    return StoredResult(
        call_id=ID, organization_id=ID, attempt_id=ID, attempt_number=1, attempt_state="ended",
        call_status="ended", disposition="completed", hangup_cause=16, tech_cause=None,
        contact_external_id="t", patient_external_id="p", encounter_external_id=None,
        questionnaire_code="q", questionnaire_version="1", plan_day=None, engine_version="1",
        answered_at=AT, started_at=AT, ended_at=AT, recording_path=None, recording_started_at=None,
        recording_destroyed_at=None, turns=tuple(turns), answers=tuple(answers.values()),
        missing=tuple(missing.values()), scores=(), alerts=tuple(alerts.values()), consents=(),
        identity_checks=tuple(checks), actions=(), note=None,
    )  # fmt: skip


def said(turn: int, fact: PatientSaid) -> StoredTurn:
    return StoredTurn(
        turn=turn, speaker="patient", code=fact.code, command_id=None, text=fact.text, raw_text=fact.raw_text,
        confidence=fact.confidence, source=fact.source, intent=fact.intent, flags=fact.flags, span=fact.span,
        heard_ms=None, completed=None, latency_ms=None, said_at=fact.at,
    )  # fmt: skip


def answered(fact: AnswerRecorded) -> StoredAnswer:
    return StoredAnswer(
        id=ID, link_id=fact.link_id, value=fact.value, unit=fact.unit, status=fact.status,
        confidence=fact.confidence, text=fact.text, source=fact.source, span=fact.span,
        times_asked=fact.times_asked, parser_version="1", answered_at=fact.at,
    )  # fmt: skip


def alert(fact: AlertRaised) -> StoredAlert:
    return StoredAlert(
        id=ID, code=fact.code, priority=fact.priority, sla_minutes=fact.sla_minutes, link_id=fact.link_id,
        reason=fact.reason, state="raised", raised_at=fact.at, due_at=fact.due_at,
    )  # fmt: skip


@pytest.mark.parametrize("path", TALKS, ids=[path.stem for path in TALKS])
def test_a_talk_is_read_again_as_it_was(path: Path) -> None:
    _, _, talk, script = played(path)
    result = stored(talk)
    reader = Reader(result, script.questionnaire, ZONE, script.patient.last_answers, script.appointment)
    reading = reader.read()
    alerts = AlertReader(result, script.questionnaire, script.rules, script.patient.history).read(
        reader, reading
    )
    changed = [(each.link_id, each.stored, each.now, each.words) for each in reading.answers]
    signs = [(each.code, each.found, each.lost, each.words) for each in reading.signs]
    assert (changed, signs, alerts) == ([], [], ())
