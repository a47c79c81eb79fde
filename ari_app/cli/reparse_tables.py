"""A report of reparsed calls laid out for a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ari_app.cli.reparse_values import Totals, shown_value
from ari_app.language.understanding import Value
from ari_app.wiring.reparsing import RereadCall
from ari_app.wiring.reread_alerts import AlertChange
from ari_app.wiring.reread_changes import AnswerChange, SignChange

_HIDDEN = "(words)"


def print_report(
    console: Console, found: Sequence[RereadCall], totals: Totals, zone: ZoneInfo, *, words: bool
) -> None:
    """Print each call with findings, then the totals; times in the hospital's zone."""
    for call in found:
        _print_call(console, call, zone, words=words)
    table = Table(box=None, pad_edge=False, show_header=False)
    for name, count in totals.data().items():
        table.add_row(name.replace("_", " "), str(count))
    console.print("\n[bold]totals[/]")
    console.print(table)
    if not words and found:
        console.print("what was said is left out; --show-words shows it")


def _print_call(console: Console, call: RereadCall, zone: ZoneInfo, *, words: bool) -> None:
    at = call.started_at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    console.print(f"\n[bold]call {call.call_id}[/]  attempt {call.attempt_id}  {at}")
    rules = call.rules_version or "not recorded"
    console.print(
        f"{call.questionnaire} {call.questionnaire_version}, parser {call.parser_version}, rules {rules}"
    )
    if call.reading is None:
        console.print("its questionnaire version cannot be read any more")
        return
    said = ("words",) if words else ()
    answers = (_answer(change, words=words) for change in call.reading.answers)
    _table(console, ("item", "outcome", "status", "stored", "now", "why", *said), answers)
    signs = (_sign(change, words=words) for change in call.reading.signs)
    _table(console, ("turn", "asked", "signs found now", "signs not found now", *said), signs)
    _table(console, ("alert", "stored", "now", "item", "why"), map(_alert, call.alerts))


def _answer(change: AnswerChange, *, words: bool) -> tuple[str, ...]:
    row = (
        change.link_id,
        change.outcome.replace("_", " "),
        change.status,
        _shown(change.stored, change.stored_unit, words=words),
        _shown(change.now, change.now_unit, words=words),
        change.why,
    )
    return (*row, change.words) if words else row


def _sign(change: SignChange, *, words: bool) -> tuple[str, ...]:
    row = (str(change.turn), change.code, ", ".join(change.found) or "–", ", ".join(change.lost) or "–")
    return (*row, change.words) if words else row


def _alert(change: AlertChange) -> tuple[str, ...]:
    return (change.code, change.stored or "–", change.now or "–", change.link_id or "–", change.why)


def _shown(value: Value, unit: str | None, *, words: bool) -> str:
    if value is None:
        return "–"
    shown = shown_value(value, words=words)
    if shown is None:
        return _HIDDEN
    text = shown if isinstance(shown, str) else json.dumps(shown, ensure_ascii=False)
    return f"{text} {unit}" if unit else text


def _table(console: Console, columns: Sequence[str], rows: Iterable[tuple[str, ...]]) -> None:
    table = Table(box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    if table.row_count:
        console.print(table)
