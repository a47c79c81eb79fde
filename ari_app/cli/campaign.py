"""`ari-app campaign`: what its subcommands do."""

from __future__ import annotations

import csv
import json
import shlex
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from ari_app.cli.store_session import read_file, with_store
from ari_app.config.settings import HospitalSettings
from ari_app.core.dialing_vocabulary import CampaignState, DialOrder, Suppression
from ari_app.core.errors import WrongInput
from ari_app.integrations.campaign_request import read_campaign
from ari_app.integrations.contact_csv import decode, read_csv
from ari_app.policy.suppression_words import WORDS
from ari_app.questionnaire.findings import Finding
from ari_app.store.pool import Store
from ari_app.wiring import campaign_view, campaigns
from ari_app.wiring.calendar_check import unknown_holidays
from ari_app.wiring.campaign_intake import Fields, IntakeReport, take_rows
from ari_app.wiring.system import SystemClock

SHOWN_ROWS = 20
SHOWN_ENDED = timedelta(days=30)


def create(file: Path, config: Path | None, errors: Path | None) -> int:
    """Store a draft and its list; 1 when rows were refused."""
    request = read_campaign(sys.stdin.read() if str(file) == "-" else decode(read_file(file)))

    async def make(store: Store, hospital: HospitalSettings) -> IntakeReport:
        now = SystemClock().now()
        await campaigns.create(store, hospital, request, now)
        rows: list[tuple[int, Fields]] = list(enumerate(request.list, start=1))
        return await take_rows(store, hospital, request.name, rows, now)

    report = with_store(config, make)
    print(f"campaign {request.name} is a draft; ari-app campaign start {shlex.quote(request.name)} dials")
    return _told(report, errors)


def take_csv(name: str, file: Path, config: Path | None, errors: Path | None) -> int:
    """Add a list; 1 when rows were refused."""
    rows: Sequence[tuple[int, Fields]] = list(read_csv(decode(read_file(file))))

    async def take(store: Store, hospital: HospitalSettings) -> IntakeReport:
        columns = (TextColumn("storing"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("rows", total=len(rows))
            return await take_rows(
                store, hospital, name, rows, SystemClock().now(), lambda done: progress.advance(task, done)
            )

    return _told(with_store(config, take), errors)


def start(name: str, config: Path | None) -> None:
    """Start or resume."""
    now = SystemClock().now()

    async def begin(store: Store, hospital: HospitalSettings) -> Sequence[Finding]:
        await campaigns.start(store, hospital, name, now)
        return await unknown_holidays(store, hospital, now)

    findings = with_store(config, begin)
    print(f"campaign {name} is running")
    for finding in findings:
        print(f"warning: {finding.message}\n  mend: {finding.mend}")


def set_state(name: str, state: CampaignState, config: Path | None) -> None:
    """Pause or stop."""
    with_store(
        config,
        lambda store, hospital: campaigns.set_state(store, hospital, name, state, SystemClock().now()),
    )
    print(f"campaign {name} is {state.value}")


def release(name: str, config: Path | None) -> None:
    """The next stage of the grey release."""
    stage = with_store(
        config,
        lambda store, hospital: campaigns.advance_release(store, hospital, name, SystemClock().now()),
    )
    print(f"campaign {name} is released: {stage.value}")


def set_dialing(
    name: str, config: Path | None, *, needs_people: bool | None, dial_order: DialOrder | None
) -> None:
    """Change whom it dials first, and whether it needs people; show both."""
    people, order = with_store(
        config,
        lambda store, hospital: campaigns.set_dialing(
            store, hospital, name, needs_people=needs_people, dial_order=dial_order
        ),
    )
    print(
        f"campaign {name} dials {order.value}, {'only while' if people else 'whether or not'} people are there"
    )


def show(name: str, config: Path | None) -> None:
    """One as JSON."""
    found = with_store(config, lambda store, hospital: campaign_view.view(store, hospital, name))
    print(json.dumps(found, ensure_ascii=False, indent=2))


def show_all(config: Path | None, *, with_ended: bool) -> None:
    """A table of those that go on or ended lately; `with_ended`: of all."""
    since = datetime(1970, 1, 1, tzinfo=UTC) if with_ended else SystemClock().now() - SHOWN_ENDED
    rows = with_store(config, lambda store, hospital: campaigns.listed(store, hospital, since))
    table = Table("campaign", "asks", "mode", "state", "contacts", "open", "completed", "why nothing dials")
    for row in rows:
        waits = "" if row["waits_for"] is None else WORDS[Suppression(row["waits_for"])].en
        counts = (str(row[each]) for each in ("contacts", "open", "completed"))
        table.add_row(row["name"], row["questionnaire_code"], row["mode"], row["state"], *counts, waits)
    Console(highlight=False, markup=False).print(table)


def _told(report: IntakeReport, errors: Path | None) -> int:
    console = Console(highlight=False, markup=False)
    console.print(
        f"added {report.added}, corrected {report.corrected}, changed {report.changed}, unchanged {report.unchanged}, "
        f"passed over {report.passed_over}, refused {report.refused}"
    )
    if report.rows:
        table = Table("row", "outcome", "why")
        for row in report.rows[:SHOWN_ROWS]:
            table.add_row(str(row.number), row.outcome, row.reason)
        console.print(table)
    more = len(report.rows) - SHOWN_ROWS
    if more > 0 and errors is None:
        console.print(f"and {more} rows more; --errors FILE writes them all")
    if errors is not None:
        _write(report, errors)
        console.print(f"{len(report.rows)} rows are in {errors}")
    return 1 if report.refused else 0


def _write(report: IntakeReport, errors: Path) -> None:
    try:
        with errors.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("row", "outcome", "why"))
            writer.writerows((row.number, row.outcome, row.reason) for row in report.rows)
    except OSError as error:
        raise WrongInput(
            f"the list is stored, but {errors} cannot be written: {error.strerror}",
            mend="run ari-app campaign import again with another file; the same list changes nothing",
        ) from None
