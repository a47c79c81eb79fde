"""How long `ari-app report lines` reads on a large hospital's attempts: python -m tests.bench.line_report [attempts]

A durable PostgreSQL of our own with attempts of thirty days, most of them to numbers that were dialed before. Each
query is timed several times and the median told as JSON; with --explain its plan is printed too.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import asyncpg

from ari_app.config.settings import HospitalSettings
from ari_app.provision import postgres_binaries
from ari_app.provision.free_port import free_port
from ari_app.provision.layout import layout_of
from ari_app.provision.postgres_instance import PostgresInstance
from ari_app.store.migrations import load_migrations, migrate
from ari_app.store.pool import Store, StoreSettings
from ari_app.store.queries import load_queries
from ari_app.wiring.line_report import read_lines, worsened
from ari_app.wiring.system import SystemIds
from tests.bench.claims import cipher_of
from tests.bench.machine import machine

UNTIL = datetime(2026, 3, 10, 2, 20, tzinfo=UTC)
HOSPITAL = HospitalSettings(name="仁和医院", time_zone="Asia/Shanghai")
DAYS = (1, 7, 30)
TIMES = 5
ORGANIZATION = UUID("00000000-0000-7000-8000-000000000001")
TRUNKS = """
INSERT INTO trunks (id, organization_id, code, dial, concurrency)
SELECT gen_random_uuid(), $1, 'trunk' || n, 'PJSIP/{number}@trunk', 30 FROM generate_series(1, 3) n"""
CAMPAIGNS = """
INSERT INTO campaigns (id, organization_id, name, time_zone, state, started_at)
SELECT gen_random_uuid(), $1, 'campaign ' || n, 'Asia/Shanghai', 'running', now() FROM generate_series(1, 6) n"""
ATTEMPTS = """
INSERT INTO attempts (id, organization_id, contact_id, number, state, phone_encrypted, phone_index, caller_id, trunk_id,
                      campaign_id, due_at, claimed_at, dialing_at, answered_at, ended_at, disposition, worker,
                      lease_expires_at, channel_id)
SELECT gen_random_uuid(), $1, gen_random_uuid(), 1, 'ended', decode(repeat('00', 40), 'hex'),
       sha256(((random() * $2 / 3)::integer)::text::bytea), '0106234' || lpad((n % 12)::text, 4, '0'),
       (SELECT id FROM trunks WHERE code = 'trunk' || (1 + n % 3)),
       (SELECT id FROM campaigns WHERE name = 'campaign ' || (1 + n % 6)), d.at, d.at, d.at,
       CASE WHEN w.word IN ('completed', 'partial', 'voicemail') THEN d.at + interval '20 seconds' END,
       d.at + interval '80 seconds', w.word::disposition_word, 'worker-1', NULL, NULL
FROM generate_series(1, $2::integer) n
CROSS JOIN LATERAL (SELECT $3::timestamptz - interval '30 days' * (n::float / $2) AS at) d
CROSS JOIN LATERAL (SELECT (ARRAY['completed', 'no_answer', 'busy', 'power_off', 'voicemail', 'partial', 'vacant',
                                  'unreachable'])[1 + (hashint4(n) & 7)] AS word) w"""


async def fill(dsn: str, attempts: int) -> None:
    """Everything that the reports read, right by construction."""
    connection = await asyncpg.connect(dsn)
    await migrate(connection, load_migrations())
    await connection.execute("SET session_replication_role = replica")
    await connection.execute(
        "INSERT INTO organizations (id, code, name, time_zone) VALUES ($1, 'hospital', $2, $3)",
        ORGANIZATION,
        HOSPITAL.name,
        HOSPITAL.time_zone,
    )
    await connection.execute(TRUNKS, ORGANIZATION)
    await connection.execute(CAMPAIGNS, ORGANIZATION)
    await connection.execute(ATTEMPTS, ORGANIZATION, attempts, UNTIL)
    await connection.execute("VACUUM ANALYZE")
    await connection.close()


async def timed(store: Store) -> dict[str, float]:
    """Median milliseconds of the report over so many days, and of the warnings alone."""
    found = {}
    for days in DAYS:
        took = []
        for _ in range(TIMES):
            started = time.perf_counter()
            await read_lines(store, HOSPITAL, UNTIL, days)
            took.append(1000 * (time.perf_counter() - started))
        found[f"report_{days}_days_ms"] = round(statistics.median(took), 1)
    started = time.perf_counter()
    await worsened(store, HOSPITAL, UNTIL)
    found["alarm_ms"] = round(1000 * (time.perf_counter() - started), 1)
    return found


async def explain(dsn: str) -> None:
    """The plans of the report over thirty days."""
    connection = await asyncpg.connect(dsn)
    values = {
        "organization_id": ORGANIZATION,
        "since": UNTIL - timedelta(days=30),
        "until": UNTIL,
        "zone": HOSPITAL.time_zone,
    }
    await connection.execute("SET work_mem = '64MB'; SET jit = off")
    for name in ("line_report.by_line", "line_report.by_outcome"):
        query = load_queries()[name]
        needed = {key: values[key] for key in query.parameters}
        rows = await connection.fetch(f"EXPLAIN (ANALYZE, BUFFERS) {query.text}", *query.arguments(needed))
        print(name, *(row[0] for row in rows), sep="\n", file=sys.stderr)
    await connection.close()


async def main(attempts: int, *, explains: bool) -> None:
    """Fill, measure, print."""
    with tempfile.TemporaryDirectory(prefix="followup-bench-") as folder:
        server = PostgresInstance(
            postgres_binaries.bin_dir(layout_of()), Path(folder) / "data", free_port(), durable=True
        )
        server.start()
        try:
            server.create_database("lines")
            await fill(server.dsn_of("lines"), attempts)
            store = await Store.open(
                StoreSettings(server.dsn_of("lines"), connections=2, statement_seconds=60.0),
                cipher_of(),
                SystemIds(),
            )
            figures = await timed(store)
            await store.close()
            if explains:
                await explain(server.dsn_of("lines"))
        finally:
            server.remove()
    print(json.dumps({"attempts": attempts, **figures, **machine()}))


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "--explain"]
    asyncio.run(main(int(words[0]) if words else 300_000, explains="--explain" in sys.argv))
