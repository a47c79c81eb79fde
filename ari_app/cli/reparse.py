"""`ari-app reparse`: what the present parser would make of stored conversations; nothing is changed."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console

from ari_app.cli.reparse_tables import print_report
from ari_app.cli.reparse_values import Totals, data_of, totals_of
from ari_app.config.loading import load_settings
from ari_app.config.settings import Settings
from ari_app.wiring import instruments
from ari_app.wiring.node import open_store
from ari_app.wiring.parser_version import parser_version
from ari_app.wiring.reparsing import Period, RereadCall, period, reparse
from ari_app.wiring.system import SystemIds

_NARROWEST = 120


def run(
    since: str, until: str | None, questionnaire: str | None, path: Path | None, *, as_json: bool, words: bool
) -> None:
    """Print the report. Raises WrongInput for a wrong day or an unknown questionnaire."""
    asked = period(since, until, questionnaire)
    settings = load_settings(path, os.environ)
    found, totals = asyncio.run(_collect(settings, asked))
    if as_json:
        print(json.dumps(_data(asked, found, totals, words=words), ensure_ascii=False, indent=2))
        return
    console = Console(highlight=False)
    console = Console(width=max(console.width, _NARROWEST), highlight=False)
    print_report(console, found, totals, ZoneInfo(settings.hospital.time_zone), words=words)


async def _collect(settings: Settings, asked: Period) -> tuple[list[RereadCall], Totals]:
    """The calls with findings and the totals of all; calls without are not kept, however many there are."""
    store = await open_store(settings, SystemIds())
    found, totals = [], Totals()
    try:
        async for call in reparse(store, settings.hospital, asked):
            totals += totals_of(call)
            if call.has_findings:
                found.append(call)
    finally:
        await store.close()
    return found, totals


def _data(asked: Period, found: Sequence[RereadCall], totals: Totals, *, words: bool) -> dict[str, object]:
    return {
        "since": asked.since.isoformat(),
        "until": asked.until.isoformat() if asked.until else None,
        "questionnaire": asked.questionnaire,
        "parser_version": parser_version(),
        "rules_version": instruments.rules().version,
        "calls": [data_of(call, words=words) for call in found],
        "totals": totals.data(),
    }
