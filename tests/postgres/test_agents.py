"""Agents at the claim: a progressive campaign dials for those who are ready and for no more."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import asyncpg
import pytest

from ari_app.core.dialing_vocabulary import AgentState
from ari_app.core.errors import Conflict, WrongInput
from ari_app.core.vocabulary import Disposition
from ari_app.store import agents, attempts
from ari_app.store.pool import Store
from tests.support.dialed_campaigns import MORNING, OPEN, claim_at, organization_of, running_campaign, worker

BY_PEOPLE = replace(OPEN, mode="progressive", concurrency=10)


async def ready(store: Store, *names: str) -> None:
    """So many agents, all ready."""
    organization_id = await organization_of(store)
    async with store.unit_of_work() as uow:
        for name in names:
            await agents.put(uow, organization_id, name, f"PJSIP/{name}", MORNING)
            await agents.set_state(uow, organization_id, name, AgentState.READY, MORNING)


async def states(connection: asyncpg.Connection) -> dict[str, str]:
    return {row["name"]: row["state"] for row in await connection.fetch("SELECT name, state FROM agents")}


@pytest.mark.req("M04-004")
async def test_no_more_is_claimed_than_agents_are_ready(store: Store, connection: asyncpg.Connection) -> None:
    await running_campaign(store, 6, BY_PEOPLE)
    hold = await worker(store)
    assert await claim_at(store, hold) == ()
    assert await connection.fetchval("SELECT waits_for FROM campaigns") == "no_ready_agent"
    await ready(store, "nurse-1", "nurse-2")
    claimed = await claim_at(store, hold)
    assert len(claimed) == 2
    rows = await connection.fetch(
        """SELECT g.name, a.mode, t.kind FROM attempts a JOIN agents g ON g.attempt_id = a.id AND g.id = a.agent_id
           JOIN touches t ON t.attempt_id = a.id ORDER BY 1"""
    )
    assert [tuple(row) for row in rows] == [
        ("nurse-1", "progressive", "person"),
        ("nurse-2", "progressive", "person"),
    ]
    assert await claim_at(store, hold) == ()


@pytest.mark.req("M04-004")
async def test_workers_at_once_never_claim_one_agent_twice(
    store: Store, connection: asyncpg.Connection
) -> None:
    await running_campaign(store, 12, BY_PEOPLE)
    holds = [await worker(store, f"worker-{number}") for number in range(4)]
    await ready(store, "nurse-1", "nurse-2", "nurse-3")
    found = await asyncio.gather(*(claim_at(store, hold) for hold in holds))
    assert sum(map(len, found)) == 3
    assert await connection.fetchval("SELECT count(DISTINCT agent_id) FROM attempts") == 3


async def test_a_robot_campaign_needs_no_agent(store: Store) -> None:
    await running_campaign(store, 2)
    assert len(await claim_at(store, await worker(store))) == 2


@pytest.mark.req("M04-004")
async def test_the_end_of_the_attempt_frees_the_agent(store: Store, connection: asyncpg.Connection) -> None:
    await running_campaign(store, 3, BY_PEOPLE)
    hold, organization_id = await worker(store), await organization_of(store)
    await ready(store, "nurse-1")
    (given_back,) = await claim_at(store, hold)
    async with store.unit_of_work() as uow:
        await attempts.mark_ended(uow, given_back.lease, MORNING, Disposition.FAILED)
    assert await states(connection) == {"nurse-1": "ready"}

    (talked,) = await claim_at(store, hold)
    with pytest.raises(Conflict):
        async with store.unit_of_work() as uow:
            await agents.set_state(uow, organization_id, "nurse-1", AgentState.AWAY, MORNING)
    async with store.unit_of_work() as uow:
        await attempts.mark_dialing(uow, talked.lease, MORNING, None)
        await attempts.mark_answered(uow, talked.lease, MORNING)
        await attempts.mark_ended(uow, talked.lease, MORNING, Disposition.TRANSFERRED)
    assert await states(connection) == {"nurse-1": "wrapping"}
    assert await claim_at(store, hold) == ()

    async with store.unit_of_work() as uow:
        await agents.set_state(uow, organization_id, "nurse-1", AgentState.READY, MORNING)
    (missed,) = await claim_at(store, hold)
    async with store.unit_of_work() as uow:
        await agents.note_missed(uow, missed.lease.attempt_id, MORNING)
        await attempts.mark_ended(uow, missed.lease, MORNING, Disposition.FAILED)
    assert await states(connection) == {"nurse-1": "away"}
    assert await connection.fetchval("SELECT missed FROM agents") == 1


async def test_an_agent_that_nobody_knows_is_told(store: Store) -> None:
    organization_id = await organization_of(store)
    with pytest.raises(WrongInput, match="no agent nurse-9"):
        async with store.unit_of_work() as uow:
            await agents.set_state(uow, organization_id, "nurse-9", AgentState.READY, MORNING)
