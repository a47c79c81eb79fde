"""`ari-app report …` as it is typed, on a real database."""

from __future__ import annotations

import asyncio
import csv
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest
from typer.testing import CliRunner

from ari_app.cli.main import app
from ari_app.core.vocabulary import Disposition
from ari_app.store import attempts
from ari_app.store.pool import Store
from tests.postgres.test_agent_commands import config
from tests.support.dialed_campaigns import claim_at, running_campaign, worker

__all__ = ["config"]


def typed(*words: str) -> str:
    done = CliRunner().invoke(app, ["report", *words])
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


async def test_every_report_is_printed_of_what_was_dialed_just_now(
    store: Store, connection: asyncpg.Connection, config: Path, tmp_path: Path
) -> None:
    # half past, so that no midnight is near
    at = (datetime.now(UTC) - timedelta(hours=1)).replace(minute=30)
    await running_campaign(store, 2, at=at)
    await connection.execute(
        "INSERT INTO calling_policies (organization_id, windows, quiet, weekends, holidays) "
        "SELECT id, '00:00-24:00', '', true, 'all' FROM organizations"
    )
    for each in await claim_at(store, await worker(store, at=at), at):
        async with store.unit_of_work() as uow:
            await attempts.mark_dialing(uow, each.lease, at, "01062345678")
            await attempts.mark_ended(uow, each.lease, at + timedelta(seconds=30), Disposition.BUSY)
    options = ("--days", "30", "--config", str(config))
    lines = json.loads(await asyncio.to_thread(typed, "lines", "--alarm", "--json", *options))
    assert [(row["name"], row["dialed"], row["wasted"]) for row in lines["outcomes"]] == [("busy", 2, True)]
    assert "01062345678" in await asyncio.to_thread(typed, "lines", *options)
    assert "nobody was heard" in await asyncio.to_thread(typed, "speech", *options)
    assert "nobody was asked" in await asyncio.to_thread(typed, "satisfaction", *options)
    file = tmp_path / "records.csv"
    await asyncio.to_thread(typed, "records", "--as", "csv", "--out", str(file), *options)
    assert file.stat().st_mode & 0o077 == 0
    with file.open(encoding="utf-8-sig", newline="") as text:
        (head,) = csv.reader(text)
    assert head[:2] == ["taskId", "patientId"]


@pytest.mark.parametrize("kind", ["lines", "speech", "satisfaction", "records", "messages"])
async def test_a_hospital_that_has_not_begun_is_told_so_without_an_error(config: Path, kind: str) -> None:
    await asyncio.to_thread(typed, kind, "--config", str(config))


@pytest.mark.parametrize("kind", ["lines", "speech"])
async def test_a_report_that_tells_nothing_of_anybody_writes_nothing(
    config: Path, connection: asyncpg.Connection, kind: str
) -> None:
    await asyncio.to_thread(typed, kind, "--config", str(config))
    assert await connection.fetchval("SELECT count(*) FROM organizations") == 0
