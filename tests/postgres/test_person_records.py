"""Records of calls in which a nurse talked: how the line went, and how the call went by her form."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

from ari_app.cli.records import write_csv
from ari_app.core.vocabulary import Disposition
from ari_app.store.pool import Store
from ari_app.wiring.person_results import PersonForm
from ari_app.wiring.records import records
from tests.postgres.test_person_results import COMPLETED, HOSPITAL, WRITTEN, talked, wrote
from tests.postgres.test_records import PAGE
from tests.support.dialed_campaigns import MORNING

PERIOD = (MORNING - timedelta(days=1), MORNING + timedelta(days=1))


async def handed_out(store: Store) -> dict[str, Any]:
    (found,) = [each async for each in records(store, HOSPITAL, *PERIOD, "root", as_fhir=False)]
    return found


async def as_csv(store: Store) -> list[dict[str, str]]:
    out = io.StringIO()
    await write_csv(records(store, HOSPITAL, *PERIOD, "root", as_fhir=False), out)
    return list(csv.DictReader(io.StringIO(out.getvalue())))


async def test_the_nurses_form_stands_beside_the_lines_disposition(store: Store) -> None:
    await talked(store)
    await wrote(store, replace(COMPLETED, answers={"pain_vas": "3", "temp": "36.9"}, note="家属在旁，情绪好"))
    record = await handed_out(store)
    assert record["disposition"] == "transferred"
    assert record["person"] == {
        "disposition": "completed",
        "note": "家属在旁，情绪好",
        "recordedBy": "nurse-1",
        "recordedAt": WRITTEN.isoformat(),
    }
    assert set(record["person"]) <= set(re.findall(r"`(\w+)`", PAGE))
    assert {each["code"]: each["source"] for each in record["items"]} == {
        "pain_vas": "person",
        "temp": "person",
    }
    rows = await as_csv(store)
    assert {(row["disposition"], row["personDisposition"], row["recordedBy"]) for row in rows} == {
        ("transferred", "completed", "nurse-1")
    }
    assert [row["code"] for row in rows] == ["pain_vas", "temp"]


async def test_a_form_without_answers_is_a_line_of_its_own(store: Store) -> None:
    await talked(store)
    await wrote(store, PersonForm(Disposition.REFUSED, note="=不想再接电话"))
    (row,) = await as_csv(store)
    assert (row["code"], row["answer"], row["personDisposition"]) == ("", "", "refused")
    assert row["personNote"] == "'=不想再接电话"


async def test_only_the_form_that_stands_is_told(store: Store) -> None:
    await talked(store)
    await wrote(store, PersonForm(Disposition.REFUSED, note="先写错了"))
    await wrote(store, COMPLETED, WRITTEN + timedelta(minutes=1))
    record = await handed_out(store)
    assert (record["person"]["disposition"], record["person"]["note"]) == ("completed", None)


async def test_without_a_form_there_is_none(store: Store) -> None:
    await talked(store)
    assert (await handed_out(store))["person"] is None
    assert await as_csv(store) == []
