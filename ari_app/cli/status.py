"""`ari-app status`: how the dialing goes, once or live."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.markup import escape
from rich.table import Table

from ari_app.cli.dialing import answered, marked
from ari_app.cli.line_words import last_test, warning
from ari_app.cli.store_session import with_store
from ari_app.config.loading import load_settings
from ari_app.core.dialing_vocabulary import Suppression
from ari_app.policy.suppression_words import WORDS
from ari_app.store.lines import breaker_of
from ari_app.store.unit_of_work import Row
from ari_app.wiring.dialing_status import DialingStatus, look
from ari_app.wiring.node import open_store
from ari_app.wiring.system import SystemClock, SystemIds

REFRESH_SECONDS = 2.0
# outcomes are decided within a second or two
BEHIND = timedelta(seconds=10)


def show(config: Path | None, *, watch: bool) -> None:
    """Print it once, or keep it up to date until interrupted."""
    if watch:
        asyncio.run(_watch(config))
        return
    zone = _zone(config)
    found = with_store(config, lambda store, hospital: look(store, hospital, SystemClock().now()))
    Console(highlight=False).print(page(found, zone))


async def _watch(config: Path | None) -> None:
    settings, zone = load_settings(config, os.environ), _zone(config)
    store = await open_store(settings, SystemIds())
    try:
        with Live(console=Console(highlight=False), refresh_per_second=4) as live:
            while True:
                live.update(page(await look(store, settings.hospital, SystemClock().now()), zone))
                await asyncio.sleep(REFRESH_SECONDS)
    finally:
        await store.close()


def _zone(config: Path | None) -> ZoneInfo:
    return ZoneInfo(load_settings(config, os.environ).hospital.time_zone)


def page(status: DialingStatus, zone: ZoneInfo) -> RenderableType:
    """The tables of one look; times are the hospital's."""
    return Group(*_parts(status, zone))


def _parts(status: DialingStatus, zone: ZoneInfo) -> Iterator[RenderableType]:
    rates = status.rates
    yield (
        f"{status.at.astimezone(zone):%Y-%m-%d %H:%M:%S}  dialing or ringing {rates['ringing']}, "
        f"talking {rates['talking']}; in the last hour dialed {rates['dialed']}, "
        f"answered {rates['answered']}, completed {rates['completed']}"
    )
    yield _workers(status)
    yield from _lost_calls(status, zone)
    yield _campaigns(status, zone)
    if status.trunks:
        yield _trunks(status, zone)
    for row in status.trunks:
        if (told := warning(row, zone)) is not None:
            yield f"[yellow]warning: {escape(told)}[/yellow]"
    yield from _marked_numbers(status, zone)
    outcomes = ", ".join(f"{row['disposition']} {row['attempts']}" for row in status.dispositions)
    given_back = f"; {rates['given_back']} claims given back, not dialed" if rates["given_back"] else ""
    yield f"outcomes of the last hour: {outcomes or 'none'}{given_back}"
    for row in status.suppressions:
        yield f"not called in the last hour: {row['contacts']} · {_why(row['reason'])}"
    for finding in status.calendar:
        yield f"warning: {escape(finding.message)}; {escape(finding.mend)}"
    waiting = status.waiting
    yield (
        f"waiting: {waiting['unsettled']} outcomes to decide on{_since(waiting, status, zone)}, "
        f"{waiting['work_items']} work items, "
        f"{waiting['undelivered']} messages out ({waiting['dead_letters']} given up)"
    )


def _workers(status: DialingStatus) -> RenderableType:
    if not status.workers:
        return "no worker has shown itself: nothing is dialed (start one with ari-app run)"
    table = Table("worker", "host", "state", "calls", "talking", "capacity", "last seen")
    for row in status.workers:
        ago = (status.at - row["heartbeat_at"]).total_seconds()
        state = "silent" if status.is_silent(row) else row["state"]
        counts = (str(row[each]) for each in ("calls", "talking", "capacity"))
        table.add_row(row["id"], row["host"], state, *counts, f"{ago:.0f} s ago")
    return table


def _lost_calls(status: DialingStatus, zone: ZoneInfo) -> Iterator[str]:
    for row in status.workers:
        if row["state"] == "gone" and row["calls"]:
            since = row["held_until"]
            yield (
                f"worker {row['id']} is gone: {row['calls']} of its calls wait since "
                f"{since.astimezone(zone):%H:%M:%S} for it to start again, then they end as interrupted"
            )


def _since(waiting: Row, status: DialingStatus, zone: ZoneInfo) -> str:
    """How far the deciding is behind, and what cannot be decided."""
    aside = f"{waiting['put_aside']} cannot be (the log says why)" if waiting["put_aside"] else ""
    oldest = waiting["unsettled_since"]
    is_behind = isinstance(oldest, datetime) and status.at - oldest > BEHIND
    behind = f"the oldest since {oldest.astimezone(zone):%H:%M:%S}" if is_behind else ""
    told = ", ".join(each for each in (behind, aside) if each)
    return f" ({told})" if told else ""


def _campaigns(status: DialingStatus, zone: ZoneInfo) -> RenderableType:
    if not status.campaigns:
        return "no campaign is running"
    names = ("due", "open", "completed", "given_up")
    table = Table(
        "campaign", "state", "under way", *(each.replace("_", " ") for each in names), "why nothing is dialed"
    )
    for row in status.campaigns:
        slots = f"{row['under_way']} of {row['concurrency']}"
        table.add_row(
            escape(row["name"]),
            row["state"],
            slots,
            *(str(row[each]) for each in names),
            _waits(row, status, zone),
        )
    return table


def _waits(row: Row, status: DialingStatus, zone: ZoneInfo) -> str:
    if row["state"] == "paused":
        return "it is paused"
    reason, until, next_due = row["waits_for"], row["waits_until"], row["next_due_at"]
    if reason is not None:
        when = f" until {until.astimezone(zone):%m-%d %H:%M}" if isinstance(until, datetime) else ""
        return _why(str(reason)) + when
    if not row["due"] and isinstance(next_due, datetime) and next_due > status.at:
        return f"nobody is due before {next_due.astimezone(zone):%m-%d %H:%M}"
    if row["due"] and not any(
        each["state"] == "active" and not status.is_silent(each) for each in status.workers
    ):
        return "no worker runs that takes calls" if status.workers else "no worker runs"
    return ""


def _trunks(status: DialingStatus, zone: ZoneInfo) -> Table:
    table = Table("trunk", "under way", "breaker", "last failure", "last test")
    for row in status.trunks:
        breaker = breaker_of(row["breaker"])
        last = breaker.failures[-1] if breaker.failures else None
        state = breaker.state.value if row["enabled"] else "not used"
        table.add_row(
            row["code"],
            f"{row['under_way']} of {row['concurrency']}",
            state,
            "" if last is None else last.cause,
            last_test(row, zone),
        )
    return table


def _marked_numbers(status: DialingStatus, zone: ZoneInfo) -> Iterator[str]:
    for row in status.numbers:
        if row["mark"] is not None:
            until = row["rests_until"]
            when = "" if until is None else f" (until {until.astimezone(zone):%m-%d %H:%M})"
            yield f"number {row['number']}, answered {answered(row)}{marked(row)}{when}"


def _why(reason: str) -> str:
    return WORDS[Suppression(reason)].en if reason in set(Suppression) else reason
