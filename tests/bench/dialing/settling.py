"""How fast ended attempts are settled: a queue of them in a durable PostgreSQL, emptied by one worker and by two.

A third round is emptied by a worker whose event loop is busy with calls, in slices of 4 ms: what counts there is how
often it waits for an answer.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path
from uuid import UUID

import asyncpg

from ari_app.core.vocabulary import Disposition
from ari_app.dialer.settling import settle
from ari_app.provision import postgres_binaries
from ari_app.provision.free_port import free_port
from ari_app.provision.postgres_instance import PostgresInstance
from ari_app.store.campaigns import CampaignDraft
from ari_app.store.migrations import load_migrations, migrate
from ari_app.store.pool import Store, StoreSettings
from ari_app.wiring.system import SystemIds
from tests.bench.claims import cipher_of
from tests.bench.dialing.system import server_seconds
from tests.support.dialed_campaigns import MORNING, claim_at, organization_of, running_campaign, worker

DATABASE = "settling"
AT_ONCE = 500
SLICE_SECONDS = 0.004
ENDED = (
    (Disposition.PARTIAL,) * 12
    + (Disposition.NO_ANSWER,) * 5
    + (Disposition.BUSY,) * 2
    + (Disposition.NETWORK,)
)
_TRUNK = """
INSERT INTO trunks (id, organization_id, code, dial, concurrency)
SELECT gen_random_uuid(), id, 'main', 'PJSIP/{number}@main', 500 FROM organizations"""
_END = """
UPDATE attempts SET state = 'dialing', dialing_at = claimed_at WHERE id = $1 AND state = 'claimed'"""
_ANSWER = "UPDATE attempts SET state = 'answered', answered_at = claimed_at WHERE id = $1 AND $2 = 'partial'"
_END_ALL = """
UPDATE attempts SET state = 'ended', ended_at = claimed_at, disposition = $2, lease_expires_at = NULL WHERE id = $1"""


def run(attempts: int, runtime: Path) -> dict[str, object]:
    """Attempts settled a second, by one worker and by two at once."""
    with tempfile.TemporaryDirectory() as folder:
        server = PostgresInstance(
            postgres_binaries.ensure(runtime.resolve()), Path(folder) / "data", free_port(), durable=True
        )
        try:
            server.start()
            server.create_database(DATABASE)
            return asyncio.run(_measure(server, attempts))
        finally:
            server.remove()


async def _measure(server: PostgresInstance, attempts: int) -> dict[str, object]:
    connection = await asyncpg.connect(server.dsn_of(DATABASE))
    await migrate(connection, load_migrations())
    settings = StoreSettings(server.dsn_of(DATABASE), connections=4, statement_seconds=60.0)
    store = await Store.open(settings, cipher_of(), SystemIds())
    try:
        organization_id = await organization_of(store)
        await connection.execute(_TRUNK)
        await running_campaign(store, 3 * attempts, CampaignDraft("b", "Asia/Shanghai", concurrency=500))
        one = await _round(server, store, connection, organization_id, attempts, workers=1)
        two = await _round(server, store, connection, organization_id, attempts, workers=2)
        calls = asyncio.create_task(_carry_calls(), name="calls")
        busy = await _round(server, store, connection, organization_id, attempts, workers=1)
        calls.cancel()
        assert await connection.fetchval("SELECT count(*) FROM redials") == 3 * attempts
        assert await connection.fetchval("SELECT count(*) FROM attempts_to_settle") == 0
    finally:
        await store.close()
        await connection.close()
    return {"attempts": attempts, "one_worker": one, "two_workers": two, "beside_calls": busy}


async def _round(
    server: PostgresInstance,
    store: Store,
    connection: asyncpg.Connection,
    organization_id: UUID,
    attempts: int,
    *,
    workers: int,
) -> dict[str, object]:
    await _end(store, connection, attempts)
    wall, ours, theirs = time.perf_counter(), time.process_time(), server_seconds(server)
    await asyncio.gather(*(_empty(store, organization_id) for _ in range(workers)))
    seconds = time.perf_counter() - wall
    return {
        "seconds": round(seconds, 2),
        "a_second": round(attempts / seconds, 1),
        "processor_ms_each": {
            "ours": round((time.process_time() - ours) / attempts * 1_000, 2),
            "postgres": round((server_seconds(server) - theirs) / attempts * 1_000, 2),
        },
    }


async def _carry_calls() -> None:
    """The loop has always something else to do first."""
    while True:
        until = time.perf_counter() + SLICE_SECONDS
        while time.perf_counter() < until:
            pass
        await asyncio.sleep(0)


async def _empty(store: Store, organization_id: UUID) -> None:
    while await settle(store, organization_id, MORNING, AT_ONCE):
        pass


async def _end(store: Store, connection: asyncpg.Connection, attempts: int) -> None:
    """So many attempts are claimed, dialed and ended, as calls end: mostly answered, some not, a few faults of ours."""
    hold = await worker(store, capacity=500)
    done = 0
    while done < attempts:
        claimed = await claim_at(store, hold, at_most=min(50, attempts - done))
        assert claimed
        ended = [
            (each.lease.attempt_id, ENDED[(done + n) % len(ENDED)].value) for n, each in enumerate(claimed)
        ]
        await connection.executemany(_END, [(one,) for one, _ in ended])
        await connection.executemany(_ANSWER, ended)
        await connection.executemany(_END_ALL, ended)
        done += len(claimed)
