"""`ari-app line test`: one test call, and what it found."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from rich.console import Console
from rich.table import Table

from ari_app.config.loading import load_settings
from ari_app.config.settings import Settings
from ari_app.policy.line_test import LineFault
from ari_app.store.line_tests import LineTest
from ari_app.telemetry.logging import configure_logging
from ari_app.wiring.line_test import LineTestRequest, try_line
from ari_app.wiring.node import open_store
from ari_app.wiring.system import SystemClock, SystemIds

_WORDS = {
    LineFault.NOT_DIALED: "Asterisk could not dial it",
    LineFault.NOT_ANSWERED: "nobody answered",
    LineFault.NOTHING_HEARD: "nothing was heard: audio does not come in",
    LineFault.TONE_NOT_RETURNED: "the tone did not come back: audio does not go out, or the probe is no echo",
    LineFault.WRONG_CALLER_ID: "the probe saw another number than was sent",
}


def run(config: Path | None, request: LineTestRequest) -> int:
    """Carry it and show it; the exit status: 1 when something is not as it should be."""
    settings = load_settings(config, os.environ)
    configure_logging(settings.log.level, show_pii=settings.log.show_pii)
    test = asyncio.run(_run(settings, request))
    _show(test)
    return 1 if test.faults else 0


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
        console.print(f"{fault.value}: {_WORDS[fault]}")
    if not test.faults:
        console.print("the line is good")


def _ms(value: int | None) -> str:
    return "-" if value is None else f"{value} ms"


def _db(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f} dBFS"
