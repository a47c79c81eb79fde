"""`python -m tests.bench.claims`: how many attempts a second are claimed, with few and with many contacts (JSON).

Two databases of one durable PostgreSQL, filled with made-up patients whose names and numbers are really encrypted,
half of the contacts due. The rounds alternate between them, so that both see the same machine; beside the claims 200
attempts are always under way, as at the largest hospital of the plan, and what they leave is settled untimed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import asyncpg

from ari_app.core.dialing_vocabulary import CampaignState
from ari_app.core.vocabulary import Disposition
from ari_app.dialer.claim_rules import ClaimRules
from ari_app.dialer.claiming import claim
from ari_app.dialer.port import Claimed
from ari_app.dialer.settling import settle
from ari_app.provision import postgres_binaries
from ari_app.provision.free_port import free_port
from ari_app.provision.layout import layout_of
from ari_app.provision.postgres_instance import PostgresInstance
from ari_app.store import attempts, campaigns, workers
from ari_app.store.campaigns import CampaignDraft
from ari_app.store.encryption import FieldCipher
from ari_app.store.migrations import load_migrations, migrate
from ari_app.store.patients import ensure_organization
from ari_app.store.pool import Store, StoreSettings
from ari_app.store.questionnaires import freeze_version
from ari_app.store.workers import WorkerHold
from ari_app.wiring.system import SystemIds
from tests.support.stored_calls import QUESTIONNAIRE

FOLDER = Path(".bench")
# a Tuesday, 10:20 in Shanghai
AT = datetime(2026, 3, 10, 2, 20, tzinfo=UTC)
UNDER_WAY = 200
BATCH = 10
RULES = ClaimRules(lease=timedelta(hours=1), most_skew=None)
CHUNK = 20_000


@dataclass
class Hospital:
    """One filled database and the worker that claims from it."""

    contacts: int
    store: Store
    hold: WorkerHold
    organization_id: UUID
    live: list[Claimed] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    waits_ms: list[float] = field(default_factory=list)
    settled: list[float] = field(default_factory=list)


def cipher_of() -> FieldCipher:
    """A cipher with a key that is for this alone."""
    return FieldCipher({"bench": bytes(range(32))}, active="bench")


async def open_hospital(server: PostgresInstance, name: str, contacts: int, seed: int) -> Hospital:
    """Migrate and fill a database."""
    server.create_database(name)
    connection = await asyncpg.connect(server.dsn_of(name))
    await migrate(connection, load_migrations())
    ids = SystemIds()
    settings = StoreSettings(server.dsn_of(name), connections=4, statement_seconds=60.0)
    store = await Store.open(settings, cipher_of(), ids)
    async with store.unit_of_work() as uow:
        organization_id = await ensure_organization(uow, "hospital", "仁和医院", "Asia/Shanghai")
        version_id = await freeze_version(uow, organization_id, QUESTIONNAIRE, AT)
        draft = CampaignDraft(
            "回访", "Asia/Shanghai", concurrency=10_000, questionnaire_version_id=version_id
        )
        campaign_id = await campaigns.create(uow, organization_id, draft)
        await campaigns.set_state(uow, organization_id, campaign_id, CampaignState.RUNNING, AT)
        hold = await workers.register(uow, organization_id, "worker-1", "host-1", 10_000, AT)
    # what is filled in is right by construction; checking each of a million references takes minutes
    await connection.execute("SET session_replication_role = replica")
    await fill(connection, organization_id, campaign_id, version_id, contacts, seed)
    await connection.execute("VACUUM ANALYZE")
    await connection.close()
    return Hospital(contacts, store, hold, organization_id)


async def fill(
    connection: asyncpg.Connection,
    organization_id: UUID,
    campaign_id: UUID,
    version_id: UUID,
    contacts: int,
    seed: int,
) -> None:
    """One patient and one contact for each number, in chunks."""
    chance, cipher, ids = random.Random(seed), cipher_of(), SystemIds()
    for start in range(0, contacts, CHUNK):
        patients, rows = [], []
        for number in range(start, min(start + CHUNK, contacts)):
            patient_id, phone = ids.new(), f"+86138{number:08}"
            patients.append(
                (
                    patient_id,
                    organization_id,
                    f"p_{number}",
                    cipher.seal("李秀英", "patients.name_encrypted", patient_id),
                    cipher.seal(phone, "patients.phone_encrypted", patient_id),
                    cipher.digest("phone", phone),
                )
            )
            due_at = AT + timedelta(seconds=chance.uniform(-86_400, 86_400))
            priority = chance.randrange(3, 7)
            rows.append(
                (
                    ids.new(),
                    organization_id,
                    f"t_{number}",
                    patient_id,
                    version_id,
                    due_at,
                    campaign_id,
                    priority,
                )
            )
        columns = ("name_encrypted", "phone_encrypted", "phone_index")
        await connection.copy_records_to_table(
            "patients", records=patients, columns=("id", "organization_id", "external_id", *columns)
        )
        await connection.copy_records_to_table(
            "contacts",
            records=rows,
            columns=(
                "id", "organization_id", "external_id", "patient_id", "questionnaire_version_id", "due_at",
                "campaign_id", "priority",
            ),
        )  # fmt: skip


async def measure(one: Hospital, claims: int) -> None:
    """Claim so many in batches, timed; then end and settle what is too much, the settling timed."""
    found: list[Claimed] = []
    started = time.perf_counter()
    while len(found) < claims:
        before = time.perf_counter()
        batch = await claim(one.store, one.hold, RULES, AT, BATCH)
        one.waits_ms.append((time.perf_counter() - before) * 1000)
        assert len(batch) == BATCH
        found += batch
    one.rates.append(len(found) / (time.perf_counter() - started))
    one.live += found
    await end(one)


async def end(one: Hospital) -> None:
    """Keep 200 attempts under way."""
    over, one.live = one.live[: max(0, len(one.live) - UNDER_WAY)], one.live[-UNDER_WAY:]
    for claimed in over:
        async with one.store.unit_of_work() as uow:
            await attempts.mark_dialing(uow, claimed.lease, AT, None)
            await attempts.mark_ended(uow, claimed.lease, AT + timedelta(seconds=30), Disposition.NO_ANSWER)
    started = time.perf_counter()
    done = await settle(one.store, one.organization_id, AT + timedelta(minutes=1), len(over))
    assert done == len(over)
    if done:
        one.settled.append(done / (time.perf_counter() - started))


async def run(
    server: PostgresInstance, sizes: list[int], rounds: int, claims: int, seed: int
) -> list[Hospital]:
    """Fill, warm, and measure by turns."""
    hospitals = []
    for size in sizes:
        started = time.perf_counter()
        hospitals.append(await open_hospital(server, f"contacts_{size}", size, seed))
        print(f"{size} contacts filled in {time.perf_counter() - started:.0f} s", flush=True)
    for one in hospitals:
        await measure(one, UNDER_WAY)
        for figure in (one.rates, one.waits_ms, one.settled):
            figure.clear()
    for _ in range(rounds):
        for one in hospitals:
            await measure(one, claims)
    for one in hospitals:
        await one.store.close()
    return hospitals


def figures(hospitals: list[Hospital]) -> Iterator[dict[str, object]]:
    """What was measured of each."""
    for one in hospitals:
        waits = sorted(one.waits_ms)
        yield {
            "contacts": one.contacts,
            "claims_per_second_median": round(statistics.median(one.rates), 1),
            "claims_per_second_of_each_round": [round(rate, 1) for rate in one.rates],
            "claim_of_ten_ms_median": round(statistics.median(waits), 1),
            "claim_of_ten_ms_p95": round(waits[int(len(waits) * 0.95)], 1),
            "settled_per_second_median": round(statistics.median(one.settled), 1),
        }


def main() -> int:
    """Measure, print, write; exit status 1 when many contacts make it slower than `--least`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--claims", type=int, default=200)
    parser.add_argument("--seed", type=int, default=20261126)
    parser.add_argument("--least", type=float, default=0.8, help="least ratio of the rates, last to first")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bin_dir = postgres_binaries.bin_dir(layout_of())
        server = PostgresInstance(bin_dir, Path(folder) / "data", free_port(), durable=True)
        try:
            server.start()
            hospitals = asyncio.run(run(server, given.sizes, given.rounds, given.claims, given.seed))
        finally:
            server.remove()
    ratios = [last / first for first, last in zip(hospitals[0].rates, hospitals[-1].rates, strict=True)]
    ratio = statistics.median(ratios)
    document = {"seed": given.seed, "figures": list(figures(hospitals)), "ratio": round(ratio, 3)}
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "claims.json").write_text(json.dumps(document, indent=1), encoding="utf-8")
    print(json.dumps(document, indent=1))
    return 0 if ratio >= given.least else 1


if __name__ == "__main__":
    raise SystemExit(main())
