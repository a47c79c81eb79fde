"""`ari-app report records`: follow-ups for other systems, as JSON lines, CSV or FHIR."""

from __future__ import annotations

import asyncio
import csv
import getpass
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any, TextIO

from ari_app.cli.record_form import Form
from ari_app.config.loading import load_settings
from ari_app.core.errors import WrongInput
from ari_app.wiring.node import open_store
from ari_app.wiring.records import records
from ari_app.wiring.system import SystemClock, SystemIds

OF_CALL = ("taskId", "patientId", "encounterId", "questionnaireId", "version", "startedAt", "disposition")
OF_ITEM = ("code", "text", "type", "answer", "unit", "score", "confidence", "source", "filledBy", "note")
OF_PERSON = {"personDisposition": "disposition", "recordedBy": "recordedBy", "personNote": "note"}


def write(config: Path | None, days: int, file: Path | None, form: Form) -> None:
    """Write the records of the last `days` days. Raises AppError."""
    settings = load_settings(config, os.environ)
    until = SystemClock().now()

    async def run(out: TextIO) -> None:
        store = await open_store(settings, SystemIds())
        try:
            found = records(
                store,
                settings.hospital,
                until - timedelta(days=days),
                until,
                getpass.getuser(),
                as_fhir=form is Form.FHIR,
            )
            await (write_csv(found, out) if form is Form.CSV else write_json(found, out))
        finally:
            await store.close()

    try:
        with nullcontext(sys.stdout) if file is None else _opened(file, form) as out:
            asyncio.run(run(out))
    except OSError as error:
        raise WrongInput(f"{file} cannot be written: {error.strerror}") from None


def _opened(file: Path, form: Form) -> TextIO:
    """Readable by its owner alone; CSV with the mark by which spreadsheets know UTF-8."""
    encoding = "utf-8-sig" if form is Form.CSV else "utf-8"
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    return os.fdopen(descriptor, "w", encoding=encoding, newline="")


async def write_json(found: AsyncIterator[Mapping[str, object]], out: TextIO) -> None:
    """One object a line."""
    async for each in found:
        out.write(json.dumps(each, ensure_ascii=False) + "\n")


async def write_csv(found: AsyncIterator[Mapping[str, Any]], out: TextIO) -> None:
    """One line for each item of each call, one without an item for a nurse's form alone.

    An answer that is no plain value is JSON.
    """
    table = csv.writer(out)
    table.writerow((*OF_CALL, *OF_ITEM, "riskLevel", *OF_PERSON))
    async for each in found:
        of_call = [_cell(each[name]) for name in OF_CALL]
        form = each["person"] or {}
        of_person = [_cell(form.get(name)) for name in OF_PERSON.values()]
        for item in each["items"] or [{}] * bool(form):
            of_item = (_cell(item.get(name)) for name in OF_ITEM)
            table.writerow((*of_call, *of_item, each["summary"]["riskLevel"], *of_person))


def _cell(value: object) -> object:
    """A text that a spreadsheet would take for a formula is kept one by a quote in front."""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") else value
