"""`ari-app doctor`: look at every part that a call needs; each finding with its mend."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from rich.console import Console
from rich.table import Table

from ari_app.ari.findings import Finding
from ari_app.config.loading import load_settings
from ari_app.config.settings import Settings
from ari_app.core.errors import AppError
from ari_app.provision.soundness import sources as source_states
from ari_app.telemetry.logging import configure_logging
from ari_app.wiring.calendar_check import unknown_holidays
from ari_app.wiring.node import check_voice, further_engines, open_store, recognizer_of
from ari_app.wiring.pbx_check import examine_pbx
from ari_app.wiring.system import SystemClock, SystemIds


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: `state` is ok, warn or fail."""

    part: str
    state: str
    text: str
    mend: str = ""


def run(path: Path | None, *, sources: bool) -> int:
    """Print the findings; exit status 1 when a call could not succeed."""
    settings = load_settings(path, os.environ)
    configure_logging("warning")
    rows = asyncio.run(_examine(settings))
    if sources:
        rows += [
            Row(f"source {each.source}", "ok" if each.answers else "warn", f"{each.artifact}: {each.text}")
            for each in source_states()
        ]
    _print(rows)
    return 1 if any(row.state == "fail" for row in rows) else 0


async def _examine(settings: Settings) -> list[Row]:
    rows = [Row("settings", "ok", "read, every value in range")]
    for part, look in (
        ("PostgreSQL", _postgres),
        ("Asterisk", _asterisk),
        ("recognizer", _recognizer),
        ("voice", _voice),
        ("recordings", _recordings),
    ):
        rows += await _guarded(part, look, settings)
    return rows


async def _guarded(
    part: str, look: Callable[[Settings], Awaitable[list[Row]]], settings: Settings
) -> list[Row]:
    try:
        return await look(settings)
    except AppError as error:
        return [Row(part, "fail", error.message, error.mend or "")]


async def _postgres(settings: Settings) -> list[Row]:
    store = await open_store(settings, SystemIds())
    try:
        unknown = await unknown_holidays(store, settings.hospital, SystemClock().now())
    finally:
        await store.close()
    rows = [Row("PostgreSQL", "ok", "answers, and has this version's tables")]
    return rows + [Row("calendar", "warn", each.message, each.mend) for each in unknown]


async def _asterisk(settings: Settings) -> list[Row]:
    report = await examine_pbx(settings)
    rows = [_row_of("Asterisk", each) for each in report.findings]
    if not rows:
        text = "version, API, modules, recording and trunk are as a call needs them"
        rows.append(Row("Asterisk", "ok", text))
    if report.audio is not None:
        told, wrong = report.audio.text, report.audio.finding
        rows.append(_row_of("audio", wrong, f"{told}; ") if wrong else Row("audio", "ok", told))
    return rows


def _row_of(part: str, finding: Finding, before: str = "") -> Row:
    return Row(part, "fail" if finding.fatal else "warn", f"{before}{finding.message}", finding.mend)


async def _recognizer(settings: Settings) -> list[Row]:
    async with aiohttp.ClientSession() as session:
        await recognizer_of(session, settings.speech).check()
        rows = [Row("recognizer", "ok", f"answers at {settings.speech.asr_url}")]
        for name, engine in further_engines(session, settings.speech).items():
            try:
                await engine.check()
                rows.append(
                    Row(f"recognizer {name}", "ok", f"answers at {settings.speech.engines[name].url}")
                )
            except AppError as error:
                rows.append(Row(f"recognizer {name}", "warn", error.message, error.mend or ""))
    return rows


async def _voice(settings: Settings) -> list[Row]:
    await asyncio.to_thread(check_voice, settings.speech.voice, settings.speech.models)
    return [Row("voice", "ok", f"what {settings.speech.voice} needs is there")]


async def _recordings(settings: Settings) -> list[Row]:
    folder = settings.call.recordings
    existing = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    if existing.is_dir() and os.access(existing, os.W_OK):
        return [Row("recordings", "ok", f"{folder} can be written")]
    return [Row("recordings", "fail", f"{folder} cannot be written", "correct call.recordings or its owner")]


def _print(rows: list[Row]) -> None:
    style = {"ok": "green", "warn": "yellow", "fail": "bold red"}
    table = Table("part", "state", "finding", box=None, pad_edge=False)
    for row in rows:
        text = f"{row.text}\n→ {row.mend}" if row.mend else row.text
        table.add_row(row.part, f"[{style[row.state]}]{row.state}[/]", text)
    Console().print(table)
