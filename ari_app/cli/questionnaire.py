"""`ari-app questionnaire`: check, show and publish questionnaires."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from ari_app.config.loading import load_settings
from ari_app.config.settings import Settings
from ari_app.core.errors import AppError
from ari_app.questionnaire.fhir_export import to_fhir
from ari_app.questionnaire.findings import Finding
from ari_app.questionnaire.questionnaire import Questionnaire
from ari_app.questionnaire.writing import definition
from ari_app.wiring import instruments, published
from ari_app.wiring.node import open_store
from ari_app.wiring.questionnaire_review import Review, read, review
from ari_app.wiring.system import SystemClock, SystemIds

_WIDTH = 110


def check(names: Sequence[str], *, as_json: bool) -> int:
    """Check each file or code, every shipped one when none is named; 1 when anything was found."""
    reports = [_report(name) for name in names or instruments.names()]
    if as_json:
        print(json.dumps([_data(name, result) for name, result in reports], ensure_ascii=False, indent=2))
    else:
        console = _console()
        console.print(_overview(reports))
        for name, result in reports:
            _print_findings(console, name, _findings(result))
    return 1 if any(_findings(result) for _, result in reports) else 0


def show(name: str, *, as_fhir: bool) -> None:
    """Print a questionnaire in our own form, or as a FHIR R4 resource. Raises WrongInput.

    A structure without wording is printed as it is, to be filled in.
    """
    if not as_fhir and name in instruments.structures():
        print(instruments.source(name), end="")
        return
    found = read(name)
    print(json.dumps(to_fhir(found) if as_fhir else definition(found), ensure_ascii=False, indent=2))


def publish(name: str, path: Path | None) -> int:
    """Store a version after its check; 1 when anything was found. Raises AppError when it cannot be stored."""
    found = review(read(name))
    if found.findings:
        _print_findings(_console(), name, found.findings)
        return 1
    settings = load_settings(path, os.environ)
    asyncio.run(_publish(settings, found.questionnaire))
    print(f"{found.questionnaire.id} {found.questionnaire.version} is published")
    return 0


async def _publish(settings: Settings, questionnaire: Questionnaire) -> None:
    store = await open_store(settings, SystemIds())
    try:
        await published.publish(store, settings.hospital, questionnaire, SystemClock().now())
    finally:
        await store.close()


def _console() -> Console:
    return Console(width=_WIDTH, highlight=False, soft_wrap=False)


def _report(name: str) -> tuple[str, Review | AppError]:
    try:
        return name, review(read(name))
    except AppError as error:
        return name, error


def _findings(result: Review | AppError) -> tuple[Finding, ...]:
    if isinstance(result, Review):
        return result.findings
    return (Finding("unreadable", "", result.message, result.mend or "mend the file and check it again"),)


def _overview(reports: Sequence[tuple[str, Review | AppError]]) -> Table:
    table = Table(title="Questionnaires", title_justify="left")
    for column in ("questionnaire", "version", "title"):
        table.add_column(column)
    for column in ("items", "conditional", "seconds", "findings"):
        table.add_column(column, justify="right")
    for name, result in reports:
        count = str(len(_findings(result)))
        table.add_row(*(_row(result) if isinstance(result, Review) else (name, "", "", "", "", "")), count)
    return table


def _row(result: Review) -> tuple[str, ...]:
    found, seconds = result.questionnaire, result.seconds
    return (
        found.id,
        found.version,
        found.title,
        str(len(found.items)),
        str(_conditional(found)),
        f"{seconds.usual:.0f} to {seconds.longest:.0f}",
    )


def _conditional(questionnaire: Questionnaire) -> int:
    return sum(bool(item.enable_when) for item in questionnaire.items)


def _print_findings(console: Console, name: str, findings: Sequence[Finding]) -> None:
    for finding in findings:
        console.print(f"{name}: {finding} ({finding.code})", markup=False)
        console.print(f"  mend: {finding.mend}", markup=False)


def _data(name: str, result: Review | AppError) -> dict[str, object]:
    findings = [
        {"code": each.code, "place": each.place, "message": each.message, "mend": each.mend}
        for each in _findings(result)
    ]
    if not isinstance(result, Review):
        return {"name": name, "ok": False, "findings": findings}
    found = result.questionnaire
    return {
        "name": name,
        "ok": not findings,
        "id": found.id,
        "version": found.version,
        "title": found.title,
        "items": len(found.items),
        "conditional": _conditional(found),
        "seconds": {"usual": round(result.seconds.usual), "longest": round(result.seconds.longest)},
        "findings": findings,
    }
