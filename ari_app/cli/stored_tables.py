"""A stored result laid out for a terminal: answers, alerts, consents, note, recording, webhook body."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ari_app.dialogue.events import Span
from ari_app.integrations.webhook_payload import questionnaire_submitted, soap_text
from ari_app.policy.audio_quality import complaints, describe
from ari_app.store.stored_result import StoredConsent, StoredResult


def print_result(console: Console, result: StoredResult, zone: ZoneInfo, now: datetime) -> None:
    """Print all that is kept of the call; times in the hospital's zone."""
    _answers(console, result)
    _alerts(console, result, zone)
    _consents(console, result, zone)
    _rest(console, result)
    _hearing(console, result)
    console.print("\n[bold]webhook questionnaire.submitted[/]")
    console.print(
        json.dumps(questionnaire_submitted(result, now), ensure_ascii=False, indent=2),
        highlight=False,
        markup=False,
        soft_wrap=True,
    )


def _answers(console: Console, result: StoredResult) -> None:
    rows = [
        (
            answer.link_id,
            _shown(answer.value),
            answer.unit or "",
            answer.status,
            f"{answer.confidence:.2f}",
            _span(answer.span),
            answer.text,
        )
        for answer in result.answers
    ]
    rows += [(gap.link_id, "–", "", f"missing: {gap.reason}", "", "", "") for gap in result.missing]
    _table(
        console,
        "answers",
        ("item", "value", "unit", "status", "confidence", "span in recording", "words"),
        rows,
    )


def _alerts(console: Console, result: StoredResult, zone: ZoneInfo) -> None:
    rows = [
        (alert.code, alert.priority, _time(alert.due_at, zone), alert.state, alert.reason)
        for alert in result.alerts
    ]
    _table(console, "alerts", ("code", "priority", "due", "state", "reason"), rows)


def _consents(console: Console, result: StoredResult, zone: ZoneInfo) -> None:
    rows = [
        (
            consent.kind,
            _decided(consent),
            consent.text_version,
            _time(consent.given_at, zone),
            _span(consent.span),
            consent.text,
        )
        for consent in result.consents
    ]
    rows += [
        (
            f"identity: {check.factor}",
            "matched" if check.matched else "not matched",
            "",
            "",
            _span(check.span),
            "",
        )
        for check in result.identity_checks
    ]
    _table(
        console,
        "consents and identity",
        ("what", "outcome", "text", "when", "span in recording", "words"),
        rows,
    )


def _rest(console: Console, result: StoredResult) -> None:
    actions = ", ".join(
        f"{each.action}:{each.detail}" if each.detail else each.action for each in result.actions
    )
    rows = [
        ("disposition", result.disposition or "–"),
        *_by_person(result),
        ("risk", result.risk_level),
        ("actions", actions or "–"),
        ("note (SOAP), a machine's draft", soap_text(result.note) if result.note else "–"),
        ("recording", result.recording_path or "–"),
        ("questionnaire", f"{result.questionnaire_code} {result.questionnaire_version}"),
        ("attempt", str(result.attempt_id)),
    ]
    _table(console, "call", ("", ""), rows)


def _by_person(result: StoredResult) -> list[tuple[str, str]]:
    """What the nurse wrote down, where one talked."""
    if (person := result.person) is None:
        return []
    return [(f"by {person.recorded_by}", person.disposition), ("note of the nurse", person.note or "–")]


def _hearing(console: Console, result: StoredResult) -> None:
    """How good the line was, beside how sure the recognizer was."""
    voiced = [
        turn.confidence for turn in result.turns if turn.source == "voice" and turn.confidence is not None
    ]
    rows = []
    if (quality := result.audio_quality) is not None:
        rows.append(("line", describe(quality)))
        rows += [("bad line", complaint) for complaint in complaints(quality)]
    if voiced:
        mean = sum(voiced) / len(voiced)
        rows.append(
            (
                "recognizer",
                f"confidence {mean:.2f} on average, {min(voiced):.2f} at worst, {len(voiced)} utterances",
            )
        )
    _table(console, "hearing", ("", ""), rows)


def _table(console: Console, title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    console.print(f"\n[bold]{title}[/]")
    table = Table(box=None, pad_edge=False, show_header=any(columns))
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    console.print(table if rows else "none", highlight=False)


def _decided(consent: StoredConsent) -> str:
    if consent.taken_back_at is not None:
        return "taken back"
    return "granted" if consent.granted else "refused"


def _shown(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _span(span: Span | None) -> str:
    return "–" if span is None else f"{span.start_ms / 1000:.2f}–{span.end_ms / 1000:.2f} s"


def _time(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
