"""`ari-app report lines` and `report speech`: tables, JSON, and an exit status for whoever watches."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.table import Table

from ari_app.cli.store_session import with_store
from ari_app.core.vocabulary import Disposition
from ari_app.policy.share_change import Share
from ari_app.policy.wasted import WASTED
from ari_app.store.unit_of_work import Row
from ari_app.wiring.line_report import LineReport, SpeechReport, Worsening, read_lines, read_speech
from ari_app.wiring.system import SystemClock

KINDS = {"caller_id": "caller ID", "trunk": "trunk", "hour": "hour of the day", "source": "list"}
UNNAMED = {"caller_id": "that of the settings", "trunk": "that of the settings", "source": "single calls"}


def lines(config: Path | None, days: int, *, alarm: bool, as_json: bool) -> int:
    """Print the report of lines; 1 when something fell and `alarm` asks for it. Raises AppError."""
    found = with_store(config, lambda store, hospital: read_lines(store, hospital, SystemClock().now(), days))
    _print(lines_json(found) if as_json else None, lines_page(found))
    return int(alarm and bool(found.warnings))


def speech(config: Path | None, days: int, *, alarm: bool, as_json: bool) -> int:
    """Print the report of recognition; 1 when something rose and `alarm` asks for it. Raises AppError."""
    found = with_store(
        config, lambda store, hospital: read_speech(store, hospital, SystemClock().now(), days)
    )
    _print(speech_json(found) if as_json else None, speech_page(found))
    return int(alarm and bool(found.warnings))


def _print(as_json: Mapping[str, object] | None, page: RenderableType) -> None:
    if as_json is None:
        Console(highlight=False, markup=False).print(page)
    else:
        print(json.dumps(as_json, ensure_ascii=False, indent=2, default=str))


def lines_page(report: LineReport) -> RenderableType:
    """The tables of the report."""
    if not report.dialed:
        return Group("nothing was dialed", *_warnings(report.warnings))
    parts: list[RenderableType] = [
        *_warnings(report.warnings),
        f"{report.dialed} attempts, {report.wasted} of them in vain ({report.wasted / report.dialed:.0%})",
    ]
    for kind, title in KINDS.items():
        table = Table(title, "dialed", "reached", "completed", "rejected", "minutes")
        for row in (each for each in report.lines if each["kind"] == kind):
            share = Share(row["reached"], row["dialed"]).value
            counts = (str(row[each]) for each in ("completed", "rejected"))
            name = row["name"] or UNNAMED.get(kind, "")
            reached = f"{row['reached']} ({share:.0%})"
            table.add_row(name, str(row["dialed"]), reached, *counts, f"{row['minutes']:.1f}")
        parts.append(table)
    return Group(*parts, _outcomes(report.outcomes))


def _outcomes(rows: Iterable[Row]) -> Table:
    table = Table("outcome", "attempts", "numbers", "again", "ringing min", "minutes", "where to look")
    for row in rows:
        counts = (str(row[each]) for each in ("dialed", "numbers", "again"))
        minutes = (f"{row[each]:.1f}" for each in ("ringing_minutes", "minutes"))
        table.add_row(row["name"], *counts, *minutes, WASTED.get(Disposition(row["name"]), ""))
    return table


def speech_page(report: SpeechReport) -> RenderableType:
    """The table of the report."""
    table = Table("day", "questionnaire", "language", "heard", "unsure", "not understood")
    for row in report.rows:
        shares = (
            f"{row[each]} ({Share(row[each], row['heard']).value:.0%})"
            for each in ("unsure", "not_understood")
        )
        table.add_row(str(row["day"]), row["questionnaire"], row["language"], str(row["heard"]), *shares)
    return Group(*_warnings(report.warnings), table if report.rows else "nobody was heard")


def _warnings(warnings: Iterable[Worsening]) -> list[str]:
    words = {"reached": "reached fewer people", "unsure": "was heard worse"}
    return [
        f"WARNING: {each.kind} {each.name or UNNAMED.get(each.kind, '')} {words[each.what]}: "
        f"{each.recent.value:.0%} of {each.recent.whole} in 24 hours, "
        f"{each.before.value:.0%} of {each.before.whole} in the seven days before"
        for each in warnings
    ]


def lines_json(report: LineReport) -> dict[str, object]:
    """The report for a program; a row counts as `wasted` when its outcome brought nobody to the phone."""
    outcomes = [dict(row) | {"wasted": Disposition(row["name"]) in WASTED} for row in report.outcomes]
    return {
        "since": report.since,
        "until": report.until,
        "dialed": report.dialed,
        "wasted": report.wasted,
        "lines": [_rounded(row) for row in report.lines],
        "outcomes": [_rounded(row) for row in outcomes],
        "warnings": [_warning(each) for each in report.warnings],
    }


def speech_json(report: SpeechReport) -> dict[str, object]:
    """The report for a program."""
    return {
        "since": report.since,
        "until": report.until,
        "heard": [dict(row) for row in report.rows],
        "warnings": [_warning(each) for each in report.warnings],
    }


def _rounded(row: Row | Mapping[str, Any]) -> dict[str, object]:
    return {name: float(round(value, 2)) if "minutes" in name else value for name, value in row.items()}


def _warning(each: Worsening) -> dict[str, object]:
    return {
        "what": each.what,
        "kind": each.kind,
        "name": each.name,
        "recent": each.recent.value,
        "recentOf": each.recent.whole,
        "before": each.before.value,
        "beforeOf": each.before.whole,
    }
