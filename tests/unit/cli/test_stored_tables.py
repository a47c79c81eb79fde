"""A stored result on a narrow terminal: nothing of it is cut off, and the webhook body stays JSON."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from rich.console import Console

from ari_app.cli.stored_tables import print_result
from ari_app.dialogue.events import Span
from ari_app.dialogue.facts import NoteSentence
from ari_app.store.stored_result import (
    StoredAlert,
    StoredAnswer,
    StoredConsent,
    StoredIdentityCheck,
    StoredMissing,
    StoredNote,
    StoredResult,
    StoredTurn,
)
from tests.support.stored_calls import MEASURED

AT = datetime(2026, 2, 1, 18, 0, tzinfo=UTC)
WORDS = "[咳]大概是八分吧疼得一晚上都没有睡好觉翻来覆去的"


def result() -> StoredResult:
    span = Span(65_920, 66_590)
    return StoredResult(
        call_id=UUID(int=1), organization_id=UUID(int=2), attempt_id=UUID(int=3), attempt_number=1,
        attempt_state="ended", call_status="ended", disposition="completed", hangup_cause=16, tech_cause=None,
        contact_external_id="task_1", patient_external_id="p_1", encounter_external_id=None,
        questionnaire_code="q_postop_v1", questionnaire_version="1.0.0", plan_day=None, engine_version="1",
        answered_at=AT, started_at=AT, ended_at=AT, recording_path="call.wav", recording_started_at=AT,
        recording_destroyed_at=None, turns=(),
        answers=(
            StoredAnswer(UUID(int=9), "pain_vas", 8, "/10", "accepted", 0.94, WORDS, "voice", span, 1, "1", AT),
        ),
        missing=(StoredMissing("temp", "not_reached", 0),), scores=(),
        alerts=(StoredAlert(UUID(int=8), "PAIN_HIGH", "P1", 10, "pain_vas", "pain_vas=8", "raised", AT, AT),),
        consents=(StoredConsent("recording", True, "1.1.0", "可以", "voice", span, None, AT),),
        identity_checks=(StoredIdentityCheck("birth_md", True, span, AT),), actions=(),
        note=StoredNote("soap", (NoteSentence("S", WORDS * 4, ("pain_vas",)),), (), "", "P1", AT),
    )  # fmt: skip


def said(confidence: float | None, source: str | None) -> StoredTurn:
    speaker = "robot" if source is None else "patient"
    return StoredTurn(
        1, speaker, "pain_vas", None, WORDS, None, confidence, source, None, (), None, None, None, None, AT
    )


def shown(width: int, what: StoredResult | None = None) -> str:
    console = Console(file=io.StringIO(), width=width)
    print_result(console, what or result(), ZoneInfo("Asia/Shanghai"), AT)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_everything_stored_is_there() -> None:
    text = shown(200)
    span = r"65\.92–66\.59 s"
    assert re.search(rf"pain_vas +8 +/10 +accepted +0\.94 +{span} +\[咳\]大概", text)
    assert re.search(r"temp +– +missing: not_reached", text)
    assert re.search(r"PAIN_HIGH +P1 +2026-02-02 02:00:00 +raised +pain_vas=8", text)
    assert re.search(rf"recording +granted +1\.1\.0 +2026-02-02 02:00:00 +{span} +可以", text)
    assert re.search(rf"identity: birth_md +matched +{span}", text)


def test_how_good_the_line_was_stands_beside_the_confidence() -> None:
    turns = (said(None, None), said(0.9, "voice"), said(0.5, "voice"), said(1.0, "keypad"))
    bad = replace(MEASURED, snr_db=7.5, noise_dbfs=-31.75)
    text = shown(200, replace(result(), audio_quality=bad, turns=turns))
    assert re.search(r"line +voice -24 dBFS, noise -32 dBFS, SNR 8 dB, clipped 0\.1%, echo -32 dB", text)
    assert re.search(r"bad line +noisy: ", text)
    assert re.search(r"recognizer +confidence 0\.70 on average, 0\.50 at worst, 2 utterances", text)


def test_a_call_that_was_not_heard_has_no_line() -> None:
    assert re.search(r"hearing\nnone\n", shown(200))


def test_a_narrow_terminal_cuts_nothing_off() -> None:
    text = shown(80)
    assert "…" not in text
    assert "".join(text.split()).count("翻来覆去的") >= 4


def test_the_webhook_body_can_be_read_back() -> None:
    body = json.loads(shown(80).partition("webhook questionnaire.submitted\n")[2])
    assert body["items"][0] == {"code": "pain_vas", "answer": 8, "unit": "/10", "confidence": 0.94}
    assert body["summary"]["soap"] == "S:" + WORDS * 4
