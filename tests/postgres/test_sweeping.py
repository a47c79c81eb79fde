"""What one worker does for all: the dead are found, nothing is dialed blindly, nothing is forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import pytest

from ari_app.core.dialing_vocabulary import CampaignState
from ari_app.core.errors import Conflict
from ari_app.core.vocabulary import Disposition
from ari_app.dialer.port import Claimed
from ari_app.dialer.settling import settle
from ari_app.dialer.sweeping import Sweeper, SweepRules
from ari_app.dialogue.facts import CallConcluded
from ari_app.store import attempts, calls, campaigns, contacts, redials, workers
from ari_app.store.pool import Store
from ari_app.store.references import CallRef
from tests.support.dialed_campaigns import (
    MORNING,
    ContactTerms,
    add_contact,
    claim_at,
    organization_of,
    running_campaign,
    worker,
)

RULES = SweepRules(lease=timedelta(seconds=30), ring=timedelta(seconds=50))


class Ticks:
    """Seconds that a test sets."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


async def sweeper(store: Store, ticks: Ticks) -> Sweeper:
    return Sweeper(store, await organization_of(store), RULES, ticks)


def after(seconds: float) -> datetime:
    return MORNING + timedelta(seconds=seconds)


async def test_a_dead_workers_attempts_are_given_back_or_end_as_unknown(
    store: Store, connection: asyncpg.Connection
) -> None:
    await running_campaign(store, patients=2)
    first, second = await claim_at(store, await worker(store))
    async with store.unit_of_work() as uow:
        await attempts.mark_dialing(uow, first.lease, after(1), "01060000000")
    ticks = Ticks()
    sweep = await sweeper(store, ticks)
    await sweep.sweep(after(10))
    ticks.now = 29.0
    await sweep.sweep(after(39))
    states = "SELECT id, state, disposition, dialing_at IS NULL AS undialed FROM attempts ORDER BY number, id"
    assert {row["id"]: row["state"] for row in await connection.fetch(states)} == {
        first.lease.attempt_id: "dialing",
        second.lease.attempt_id: "ended",
    }, "a claim that ran out can not be dialed any more; one that may ring is left"
    ticks.now = 31.0
    await sweep.sweep(after(81))
    rows = {row["id"]: (row["disposition"], row["undialed"]) for row in await connection.fetch(states)}
    assert rows == {
        first.lease.attempt_id: ("interrupted", False),
        second.lease.attempt_id: ("failed", True),
    }
    assert await connection.fetchval("SELECT state FROM workers") == "gone"
    await settle(store, await organization_of(store), after(82))
    kinds = await connection.fetch("SELECT contact_id, kind FROM work_items")
    assert [tuple(row) for row in kinds] == [(first.contact_id, "missed_follow_up")]
    (again,) = await claim_at(store, await worker(store, "worker-2"), after(83))
    assert again.contact_id == second.contact_id


async def talking_on_a_dead_host(store: Store) -> tuple[Claimed, CallRef]:
    """An answered call whose worker writes nothing more."""
    await running_campaign(store, patients=1)
    (claimed,) = await claim_at(store, await worker(store))
    async with store.unit_of_work() as uow:
        await attempts.mark_dialing(uow, claimed.lease, after(1), "01060000000")
        target = await contacts.read_target(uow, claimed.lease.attempt_id)
        call = await calls.start(
            uow, claimed.lease, target, state={}, stage="greeting", open_item=None, engine_version="1"
        )
        await attempts.mark_answered(uow, claimed.lease, after(5))
    return claimed, call


STATE = "SELECT state, disposition, tech_cause FROM attempts"
GONE_AFTER = 31.0
COMEBACK = RULES.comeback.total_seconds()


async def test_an_answered_call_of_a_dead_host_ends_when_it_does_not_come_back(
    store: Store, connection: asyncpg.Connection
) -> None:
    claimed, _ = await talking_on_a_dead_host(store)
    ticks = Ticks()
    sweep = await sweeper(store, ticks)
    await sweep.sweep(after(10))
    ticks.now = GONE_AFTER
    await sweep.sweep(after(29 + COMEBACK))
    row = await connection.fetchrow(STATE)
    assert row is not None
    assert row["state"] == "answered", "the worker may start again and go on with it"
    await sweep.sweep(after(31 + COMEBACK))
    row = await connection.fetchrow(STATE)
    assert row is not None
    assert tuple(row) == ("ended", "interrupted", "worker lost")
    assert await connection.fetchval("SELECT status FROM calls") != "active"
    await settle(store, await organization_of(store), after(32 + COMEBACK))
    decided = await connection.fetchrow("SELECT reason, counts, next_at IS NOT NULL FROM redials")
    assert decided is not None
    assert decided["reason"] == "next_try", "that it was answered is known, so the redial table decides"
    with pytest.raises(Conflict):
        async with store.unit_of_work() as uow:
            await attempts.renew(uow, claimed.lease, after(2_000))


async def test_an_answered_call_that_its_worker_took_up_again_goes_on(
    store: Store, connection: asyncpg.Connection
) -> None:
    claimed, _ = await talking_on_a_dead_host(store)
    ticks = Ticks()
    sweep = await sweeper(store, ticks)
    await sweep.sweep(after(10))
    ticks.now = GONE_AFTER
    await sweep.sweep(after(50))
    assert await connection.fetchval("SELECT state FROM workers") == "gone"
    await worker(store, at=after(60))
    async with store.unit_of_work() as uow:
        await attempts.adopt(uow, claimed.lease.attempt_id, "worker-1", after(90 + COMEBACK))
    ticks.now += 1.0
    await sweep.sweep(after(80 + COMEBACK))
    assert await connection.fetchval("SELECT state FROM attempts") == "answered"


async def test_a_talk_that_had_concluded_on_a_dead_host_keeps_its_outcome(
    store: Store, connection: asyncpg.Connection
) -> None:
    _, call = await talking_on_a_dead_host(store)
    async with store.unit_of_work() as uow:
        await calls.commit_step(
            uow,
            call,
            expected_turn=0,
            state={},
            stage="closing",
            open_item=None,
            facts=[CallConcluded(after(20), Disposition.REFUSED)],
            at=after(20),
        )
    ticks = Ticks()
    sweep = await sweeper(store, ticks)
    await sweep.sweep(after(10))
    ticks.now = GONE_AFTER
    await sweep.sweep(after(31 + COMEBACK))
    assert await connection.fetchval("SELECT disposition FROM attempts") == "refused"


async def test_a_lost_workers_lines_are_free_when_its_lease_is_over(store: Store) -> None:
    await running_campaign(store, patients=9)
    assert len(await claim_at(store, await worker(store))) == 4
    other = await worker(store, "worker-2")
    assert await claim_at(store, other, after(29)) == ()
    assert len(await claim_at(store, other, after(31))) == 4


async def test_after_an_outage_of_the_database_nobody_is_dead(
    store: Store, connection: asyncpg.Connection
) -> None:
    await running_campaign(store, patients=1)
    hold = await worker(store)
    (claimed,) = await claim_at(store, hold)
    async with store.unit_of_work() as uow:
        await attempts.mark_dialing(uow, claimed.lease, after(1), None)
    ticks = Ticks()
    sweep = await sweeper(store, ticks)
    ticks.now = 1_000.0
    await sweep.sweep(after(1_000))
    async with store.unit_of_work() as uow:
        await workers.beat(uow, hold, after(1_001))
    ticks.now = 1_020.0
    await sweep.sweep(after(1_020))
    ticks.now = 1_040.0
    await sweep.sweep(after(1_040))
    assert await connection.fetchval("SELECT state FROM attempts") == "dialing"
    assert await connection.fetchval("SELECT state FROM workers") == "active"


async def test_a_policy_that_somebody_broke_by_hand_keeps_no_sweep_back(
    store: Store, connection: asyncpg.Connection
) -> None:
    await running_campaign(store, patients=1)
    await claim_at(store, await worker(store))
    await connection.execute(
        "INSERT INTO calling_policies (organization_id, windows) SELECT id, 'in the morning' FROM organizations"
    )
    assert await (await sweeper(store, Ticks())).sweep(after(31))
    assert await connection.fetchval("SELECT state FROM attempts") == "ended"


async def test_one_sweeps_at_a_time(store: Store) -> None:
    organization_id = await organization_of(store)
    sweep = await sweeper(store, Ticks())
    async with store.unit_of_work() as uow:
        assert await redials.leads(uow, organization_id)
        assert not await sweep.sweep(MORNING)
    assert await sweep.sweep(MORNING)


async def test_a_missed_follow_up_becomes_work_even_while_nothing_is_dialed(
    store: Store, connection: asyncpg.Connection
) -> None:
    campaign_id = await running_campaign(store, patients=0)
    terms = ContactTerms(due_at=MORNING, not_after=after(60))
    await add_contact(store, campaign_id, 1, terms)
    await set_state(store, campaign_id, CampaignState.PAUSED)
    sweep = await sweeper(store, Ticks())
    await sweep.sweep(after(59))
    assert await connection.fetchval("SELECT count(*) FROM work_items") == 0
    await sweep.sweep(after(61))
    row = await connection.fetchrow("SELECT kind, reason FROM work_items")
    assert row is not None
    assert tuple(row) == ("missed_follow_up", "too_late")
    assert await connection.fetchval("SELECT status FROM contacts") == "suppressed"


async def test_a_stopped_campaigns_contacts_are_canceled_and_an_empty_one_finishes(
    store: Store, connection: asyncpg.Connection
) -> None:
    stopped = await running_campaign(store, patients=3)
    await set_state(store, stopped, CampaignState.STOPPED)
    sweep = await sweeper(store, Ticks())
    await sweep.sweep(MORNING)
    assert await connection.fetchval("SELECT count(*) FROM contacts WHERE status = 'canceled'") == 3
    async with store.unit_of_work() as uow:
        assert await campaigns.running(uow, await organization_of(store)) == []


async def set_state(store: Store, campaign_id: UUID, state: CampaignState) -> None:
    organization_id = await organization_of(store)
    async with store.unit_of_work() as uow:
        await campaigns.set_state(uow, organization_id, campaign_id, state, MORNING)
