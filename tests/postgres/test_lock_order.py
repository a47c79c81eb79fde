"""What works on the same rows at the same time takes them in one order: nobody falls victim to a deadlock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import asyncpg
import pytest

from ari_app.core.vocabulary import Disposition
from ari_app.dialer.settling import settle
from ari_app.dialer.sweeping import Sweeper, SweepRules
from ari_app.store import attempts, lines
from ari_app.store.lines import CallerIdTerms, TrunkTerms
from ari_app.store.patients import PatientDraft, put_patients
from ari_app.store.pool import Store
from tests.support.dialed_campaigns import (
    MORNING,
    OPEN,
    ContactTerms,
    add_contact,
    claim_at,
    organization_of,
    phone_of,
    running_campaign,
    worker,
)
from tests.support.stored_calls import NAME

PATIENTS = 4
ENDED = MORNING + timedelta(minutes=1)
BLOCKED = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0)"


@pytest.fixture
async def other(database: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection of somebody who holds rows meanwhile."""
    opened = await asyncpg.connect(database)
    yield opened
    await opened.close()


async def end_all(store: Store, disposition: Disposition) -> None:
    """Calls to every patient; those whose follow-ups are the last by id end first."""
    await running_campaign(store, PATIENTS)
    claimed = await claim_at(store, await worker(store))
    assert len(claimed) == PATIENTS
    backwards = sorted(claimed, key=lambda one: one.contact_id, reverse=True)
    for seconds, one in enumerate(backwards, start=30):
        at = MORNING + timedelta(seconds=seconds)
        async with store.unit_of_work() as uow:
            await attempts.mark_dialing(uow, one.lease, MORNING, "01060000000")
            await attempts.mark_ended(uow, one.lease, at, disposition, hangup_cause=19)


async def until_it_waits(
    connection: asyncpg.Connection, work: asyncio.Task[int] | asyncio.Task[bool]
) -> None:
    """Until the work waits for a row that somebody holds."""
    async with asyncio.timeout(4):
        while not await connection.fetchval(BLOCKED):
            assert not work.done(), "it did not wait"
            await asyncio.sleep(0.01)


async def test_settling_takes_follow_ups_as_a_list_does(
    store: Store, connection: asyncpg.Connection, other: asyncpg.Connection
) -> None:
    await end_all(store, Disposition.NO_ANSWER)
    organization = await organization_of(store)
    async with other.transaction():
        await other.execute("SELECT id FROM contacts ORDER BY id LIMIT 1 FOR UPDATE")
        work = asyncio.create_task(settle(store, organization, ENDED))
        await until_it_waits(connection, work)
        # a list goes on to the others by their ids
        await other.execute("SELECT id FROM contacts ORDER BY id FOR UPDATE NOWAIT")
    assert await work == PATIENTS


async def test_settling_takes_trunks_as_a_claim_does(
    store: Store, connection: asyncpg.Connection, other: asyncpg.Connection
) -> None:
    organization = await organization_of(store)
    async with store.unit_of_work() as uow:
        for code, priority in (("spare", 1), ("usual", 9)):
            terms = TrunkTerms(code, "PJSIP/{number}@" + code, 2, None, priority, enabled=True)
            await lines.put_trunk(uow, organization, terms)
    await end_all(store, Disposition.TRUNK_ERROR)
    assert await connection.fetchval("SELECT count(DISTINCT trunk_id) FROM attempts") == 2
    claimed_first, claimed_next = (
        row["id"] for row in await connection.fetch("SELECT id FROM trunks ORDER BY priority DESC, code")
    )
    async with other.transaction():
        await other.execute("SELECT FROM trunks WHERE id = $1 FOR UPDATE", claimed_first)
        work = asyncio.create_task(settle(store, organization, ENDED))
        await until_it_waits(connection, work)
        await other.execute("SELECT FROM trunks WHERE id = $1 FOR UPDATE NOWAIT", claimed_next)
    assert await work == PATIENTS


async def test_a_list_that_comes_again_holds_up_neither_claims_nor_settling(store: Store) -> None:
    await end_all(store, Disposition.VACANT)
    later = MORNING + timedelta(days=1)
    await add_contact(
        store, await running_campaign(store, 0, replace(OPEN, name="二")), 9, ContactTerms(later)
    )
    organization = await organization_of(store)
    drafts = [PatientDraft(f"p_{number}", NAME, phone_of(number)) for number in (*range(PATIENTS), 9)]
    async with store.unit_of_work() as uow:
        await put_patients(uow, organization, drafts)
        # it would wait next for follow-ups that these hold, while they want its patients for what they write
        async with asyncio.timeout(3):
            assert await settle(store, organization, ENDED) == PATIENTS
            assert len(await claim_at(store, await worker(store), later)) == 1


async def test_a_claim_may_show_a_number_while_a_sweep_waits(
    store: Store, connection: asyncpg.Connection, other: asyncpg.Connection
) -> None:
    organization = await organization_of(store)
    async with store.unit_of_work() as uow:
        await lines.put_caller_id(
            uow, organization, CallerIdTerms("01062345678", None, None, None, enabled=True)
        )
    await running_campaign(store, 1)
    await connection.execute("UPDATE contacts SET status = 'completed'")
    sweeper = Sweeper(
        store, organization, SweepRules(timedelta(seconds=30), timedelta(seconds=50)), lambda: 0.0
    )
    async with other.transaction():
        await other.execute("SELECT FROM campaigns FOR UPDATE")
        work = asyncio.create_task(sweeper.sweep(MORNING))
        await until_it_waits(connection, work)
        await other.execute("SELECT FROM caller_ids FOR UPDATE NOWAIT")
    assert await work
