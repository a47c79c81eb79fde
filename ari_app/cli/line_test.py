"""`ari-app line test`: one test call, and what it found."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table

from ari_app.cli.line_words import FAULT_WORDS
from ari_app.cli.store_session import with_store
from ari_app.config.loading import load_settings
from ari_app.config.settings import Settings
from ari_app.store.line_tests import LineTest
from ari_app.telemetry.logging import configure_logging
from ari_app.wiring import line_test_schedules
from ari_app.wiring.line_test import LineTestRequest, try_line
from ari_app.wiring.line_test_schedules import ScheduleRequest
from ari_app.wiring.node import open_store
from ari_app.wiring.system import SystemClock, SystemIds


def run(config: Path | None, request: LineTestRequest) -> int:
    """Carry it and show it; the exit status: 1 when something is not as it should be."""
    settings = load_settings(config, os.environ)
    configure_logging(settings.log.level, show_pii=settings.log.show_pii)
    test = asyncio.run(_run(settings, request))
    _show(test)
    return 1 if test.faults else 0


def schedule(config: Path | None, request: ScheduleRequest) -> None:
    """Try the line by itself every day."""
    settings = load_settings(config, os.environ)
    next_at = with_store(
        config, lambda store, hospital: line_test_schedules.put(store, hospital, request, SystemClock().now())
    )
    local = next_at.astimezone(ZoneInfo(settings.hospital.time_zone))
    print(f"trunk {request.test.code} is tried next at {local:%Y-%m-%d %H:%M}")


def drop(config: Path | None, code: str) -> None:
    """Try it by itself no more."""
    with_store(config, lambda store, hospital: line_test_schedules.drop(store, hospital, code))
    print(f"trunk {code} is not tried by itself any more")


async def _run(settings: Settings, request: LineTestRequest) -> LineTest:
    store = await open_store(settings, SystemIds())
    try:
        return await try_line(settings, store, SystemClock(), SystemIds(), request)
    finally:
        await store.close()


def _show(test: LineTest) -> None:
    found = test.measure
    table = Table("measured", "", title="Test call")
    seen = "not told by the probe" if found.keyed is None else found.keyed
    cause = " ".join(str(each) for each in (found.cause, found.cause_text) if each is not None)
    for name, value in (
        ("rang after", _ms(found.ring_ms)),
        ("answered after", _ms(found.answer_ms)),
        ("heard", _db(found.heard_dbfs)),
        ("our tone came back", _db(found.tone_dbfs)),
        ("round trip", _ms(found.round_trip_ms)),
        ("caller ID sent", test.caller_id or "none"),
        ("caller ID seen", seen),
        ("hang-up cause", cause or "none"),
        ("SIP status", "none" if found.tech_cause is None else str(found.tech_cause)),
    ):
        table.add_row(name, value)
    console = Console(highlight=False)
    console.print(table)
    for fault in test.faults:
        console.print(f"{fault.value}: {FAULT_WORDS[fault]}")
    if not test.faults:
        console.print("the line is good")


def _ms(value: int | None) -> str:
    return "-" if value is None else f"{value} ms"


def _db(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f} dBFS"
