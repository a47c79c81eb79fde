"""A death is taken back while a list is stored, or while a claim closes follow-ups for it: none is left behind."""

from __future__ import annotations

import asyncio

import asyncpg
import pytest

from ari_app.core.errors import Conflict
from ari_app.core.vocabulary import Disposition, FollowUpAction
from ari_app.store.pool import Store
from tests.postgres.test_deaths import CONTACTS, WORK, told_dead, took_back
from tests.postgres.test_lock_order import BLOCKED, other
from tests.support.dialed_campaigns import (
    MORNING,
    ContactTerms,
    add_contact,
    organization_of,
    running_campaign,
)
from tests.support.ended_attempts import dialed, end, says, talking

__all__ = ["other"]


async def until_it_waits(connection: asyncpg.Connection, work: asyncio.Task[tuple[str, ...]]) -> None:
    async with asyncio.timeout(4):
        while not await connection.fetchval(BLOCKED):
            assert not work.done(), "it did not wait"
            await asyncio.sleep(0.01)


async def test_a_list_that_holds_the_patient_goes_on_to_his_follow_ups(
    store: Store, connection: asyncpg.Connection, other: asyncpg.Connection
) -> None:
    await told_dead(store)
    organization = await organization_of(store)
    async with other.transaction():
        # as store/intake.py does
        await other.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('intake ' || $1, 0))", str(organization)
        )
        await other.execute("SELECT id FROM patients WHERE external_id = 'p_0' FOR NO KEY UPDATE")
        work = asyncio.create_task(took_back(store))
        await until_it_waits(connection, work)
        await other.execute("SELECT id FROM contacts ORDER BY id FOR UPDATE NOWAIT")
    assert len(await work) == 2


async def test_what_a_claim_closes_at_that_moment_is_work_too(
    store: Store, connection: asyncpg.Connection, other: asyncpg.Connection
) -> None:
    await told_dead(store)
    campaign = await connection.fetchval("SELECT id FROM campaigns")
    await add_contact(store, campaign, 0, ContactTerms(due_at=MORNING), task="listed_since")
    async with other.transaction():
        # as dialer/claiming.py does for a patient who has died
        row = await other.fetchrow(
            "UPDATE contacts SET status = 'suppressed' WHERE external_id = 'listed_since' RETURNING id, organization_id"
        )
        assert row is not None
        await other.execute(
            "INSERT INTO suppressions (organization_id, contact_id, reason, at) VALUES ($1, $2, 'deceased', $3)",
            row["organization_id"],
            row["id"],
            MORNING,
        )
        work = asyncio.create_task(took_back(store))
        await until_it_waits(connection, work)
    assert "listed_since" in await work
    left = [tuple(each)[1:] for each in await connection.fetch(CONTACTS) if each["external_id"] == "p_0"]
    assert left == [("suppressed", "person_took_over")] * 3
    assert len([row for row in await connection.fetch(WORK) if row["state"] == "open"]) == 3


async def test_while_the_call_that_told_it_is_not_settled_it_cannot_be_taken_back(store: Store) -> None:
    await running_campaign(store, patients=1)
    claimed = await dialed(store)
    call = await talking(store, claimed)
    await says(store, call, Disposition.DECEASED, FollowUpAction.ALL_TASKS_CANCELLED)
    with pytest.raises(Conflict, match="goes on, or is being settled"):
        await took_back(store)
    await end(store, claimed, Disposition.DECEASED)
    assert len(await took_back(store)) == 1
