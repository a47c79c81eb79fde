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

from ari_app.ari.client import rest_session
from ari_app.ari.inspection import inspect, trunk_of
from ari_app.ari.media_choice import MediaChoice, MediaKind
from ari_app.ari.rest import Rest
from ari_app.config.loading import load_settings
from ari_app.config.settings import Settings
from ari_app.core.errors import AppError
from ari_app.media.audiosocket_server import AddressTaken
from ari_app.provision.soundness import sources as source_states
from ari_app.wiring.media_probe import try_audiosocket
from ari_app.wiring.node import check_voice, further_engines, open_store, recognizer_of
from ari_app.wiring.system import SystemIds


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
    await store.close()
    return [Row("PostgreSQL", "ok", "answers, and has this version's tables")]


async def _asterisk(settings: Settings) -> list[Row]:
    asterisk = settings.asterisk
    async with rest_session(
        asterisk.url, asterisk.user, asterisk.password.get_secret_value(), deadline=asterisk.request_seconds
    ) as (_, rest):
        found = await inspect(rest, trunk_of(asterisk.dial), asterisk.media)
        rows = [await _media(settings, rest, found.media)] if found.media.kind else []
    if not found.findings:
        text = "version, API, modules, recording and trunk are as a call needs them"
        return [Row("Asterisk", "ok", text), *rows]
    told = [
        Row("Asterisk", "fail" if each.fatal else "warn", each.message, each.mend) for each in found.findings
    ]
    return [*told, *rows]


async def _media(settings: Settings, rest: Rest, choice: MediaChoice) -> Row:
    """How the audio of calls goes, and why; AudioSocket is tried out, for there Asterisk must reach us."""
    text = f"{choice.kind}: {choice.why}"
    if choice.kind is not MediaKind.AUDIOSOCKET:
        return Row("audio", "ok", text)
    try:
        where = await try_audiosocket(settings.asterisk, choice, rest, SystemIds())
    except AddressTaken as error:
        return Row(
            "audio", "warn", f"{text}; not tried out: {error.message}", "a worker that runs may have it"
        )
    except AppError as error:
        return Row("audio", "fail", f"{text}; {error.message}", error.mend or "")
    return Row("audio", "ok", f"{text}; Asterisk reaches {where}, {choice.hertz} Hz")


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
