"""A long list into a campaign of a durable PostgreSQL, twice, beside a plain COPY of the rows that it left."""

from __future__ import annotations

import asyncio
import json
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import asyncpg

from ari_app.config.settings import HospitalSettings
from ari_app.integrations.campaign_request import read_campaign
from ari_app.provision import postgres_binaries
from ari_app.provision.free_port import free_port
from ari_app.provision.postgres_instance import PostgresInstance
from ari_app.store.migrations import load_migrations, migrate
from ari_app.store.pool import Store, StoreSettings
from ari_app.wiring import campaigns
from ari_app.wiring.campaign_intake import IntakeReport, take_rows
from ari_app.wiring.system import SystemIds
from tests.bench.claims import cipher_of
from tests.bench.dialing.campaign import ID_TAIL, campaign_request, phone_of
from tests.bench.dialing.system import server_seconds

HOSPITAL = HospitalSettings(name="仁和医院", time_zone="Asia/Shanghai")
DATABASE = "lists"
# a Tuesday, 10:20 in Shanghai
AT = datetime(2026, 3, 10, 2, 20, tzinfo=UTC)
TABLES = ("patients", "encounters", "contacts")
_FAMILY = "王李张刘陈杨赵黄周吴"
_GIVEN = "伟芳娜敏静丽强磊军洋艳勇杰娟涛明超秀霞平刚桂英"
_DEPARTMENTS = ("普外科", "骨科", "心内科", "产科")
_COPY_TO = "SELECT * FROM {table}"


def rows(count: int, seed: int) -> Iterator[tuple[int, dict[str, object]]]:
    """Made-up rows as a hospital's list has them: who, which visit, which point of follow-up."""
    chance = random.Random(seed)
    for number in range(count):
        day = chance.randrange(1, 9)
        yield (
            number + 1,
            {
                "patientId": f"p_{number}",
                "name": chance.choice(_FAMILY) + "".join(chance.choices(_GIVEN, k=2)),
                "phone": phone_of(number),
                "encounterId": f"v_{number}",
                "planDay": "T+3",
                "idTail": ID_TAIL,
                "birthday": f"{chance.randrange(1940, 2000)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
                "department": chance.choice(_DEPARTMENTS),
                "diagnoses": "K35.8",
                "dischargedAt": f"2026-03-{day:02}",
            },
        )


def run(count: int, seed: int, runtime: Path) -> dict[str, object]:
    """Seconds of the first import, of the same list again, and of COPY."""
    with tempfile.TemporaryDirectory() as folder:
        server = PostgresInstance(
            postgres_binaries.ensure(runtime.resolve()), Path(folder) / "data", free_port(), durable=True
        )
        try:
            server.start()
            server.create_database(DATABASE)
            return asyncio.run(_measure(server, list(rows(count, seed))))
        finally:
            server.remove()


async def _measure(
    server: PostgresInstance, listed: list[tuple[int, dict[str, object]]]
) -> dict[str, object]:
    connection = await asyncpg.connect(server.dsn_of(DATABASE))
    await migrate(connection, load_migrations())
    settings = StoreSettings(server.dsn_of(DATABASE), connections=2, statement_seconds=60.0)
    store = await Store.open(settings, cipher_of(), SystemIds())
    try:
        request = read_campaign(json.dumps(campaign_request("import", "q_postop_v1", 10)))
        await campaigns.create(store, HOSPITAL, request, AT)
        first = await _take(server, store, listed)
        again = await _take(server, store, listed)
    finally:
        await store.close()
    copied = await _copy(server, connection)
    await connection.close()
    assert first[0].added == again[0].unchanged == len(listed), (first[0], again[0])
    return {
        "rows": len(listed),
        "first": _figures(first[1], len(listed), copied),
        "again": _figures(again[1], len(listed), copied),
        "copy": _figures(copied, len(listed), copied),
    }


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds by the clock, and of the processor: ours and PostgreSQL's."""

    wall: float
    ours: float
    server: float


async def _take(
    server: PostgresInstance, store: Store, listed: list[tuple[int, dict[str, object]]]
) -> tuple[IntakeReport, Spent]:
    wall, ours, theirs = time.perf_counter(), time.process_time(), server_seconds(server)
    report = await take_rows(store, HOSPITAL, "import", listed, AT)
    spent = Spent(time.perf_counter() - wall, time.process_time() - ours, server_seconds(server) - theirs)
    return report, spent


def _figures(spent: Spent, count: int, copied: Spent) -> dict[str, object]:
    return {
        "seconds": round(spent.wall, 2),
        "rows_per_second": round(count / spent.wall),
        "processor_seconds": {"ours": round(spent.ours, 2), "postgres": round(spent.server, 2)},
        "ratio_to_copy": round(spent.wall / copied.wall, 1),
        "processor_ratio_to_copy": round((spent.ours + spent.server) / (copied.ours + copied.server), 1),
    }


async def _copy(server: PostgresInstance, connection: asyncpg.Connection) -> Spent:
    """The same rows, already sealed, into tables with the same keys and indexes, without triggers and references."""
    wall = ours = theirs = 0.0
    for table in TABLES:
        await connection.execute(f"CREATE TABLE copy_{table} (LIKE {table} INCLUDING ALL)")
        found = await connection.fetch(_COPY_TO.format(table=table))
        columns = list(found[0].keys())
        records = [tuple(row.values()) for row in found]
        began = time.perf_counter(), time.process_time(), server_seconds(server)
        await connection.copy_records_to_table(f"copy_{table}", records=records, columns=columns)
        wall += time.perf_counter() - began[0]
        ours += time.process_time() - began[1]
        theirs += server_seconds(server) - began[2]
    return Spent(wall, ours, theirs)
