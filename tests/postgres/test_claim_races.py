"""Many workers at once, and people who change their minds meanwhile: no limit is ever passed, no word ignored."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest

from ari_app.core.dialing_vocabulary import CampaignState, NumberList
from ari_app.core.errors import Conflict
from ari_app.dialer.confirming import confirm
from ari_app.dialer.port import Claimed
from ari_app.store import attempts, campaigns, number_lists
from ari_app.store.attempts import NotDialed
from ari_app.store.number_lists import ListEntry
from ari_app.store.patients import PatientDraft
from ari_app.store.pool import Store
from ari_app.wiring.system import SystemIds
from tests.support.dialed_campaigns import (
    MORNING,
    OPEN,
    RULES,
    ContactTerms,
    add_contact,
    claim_at,
    organization_of,
    phone_of,
    running_campaign,
    worker,
)
from tests.support.postgres import make_cipher, settings_for
from tests.support.stored_calls import NAME

WORKERS = 8
DUE = ContactTerms(due_at=MORNING)


@pytest.fixture
async def stores(database: str) -> AsyncIterator[list[Store]]:
    """One open store for each worker, as processes of their own would have."""
    async with AsyncExitStack() as stack:
        opened = []
        for _ in range(WORKERS):
            settings = replace(settings_for(database), connections=2, acquire_seconds=20.0)
            opened.append(await Store.open(settings, make_cipher(), SystemIds()))
            stack.push_async_callback(opened[-1].close)
        yield opened


async def claim_together(stores: list[Store], rounds: int, capacity: int = 50) -> list[Claimed]:
    """Every worker claims again and again, all at once."""
    holds = [await worker(store, f"worker-{n}", capacity) for n, store in enumerate(stores)]

    async def one(store: Store, number: int) -> list[Claimed]:
        found: list[Claimed] = []
        for turn in range(rounds):
            at = MORNING + timedelta(milliseconds=turn)
            found += await claim_at(store, holds[number], at)
        return found

    async with asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(one(store, n)) for n, store in enumerate(stores)]
    return [claimed for task in running for claimed in task.result()]


@pytest.mark.req("M04-008")
async def test_eight_workers_never_pass_a_limit_and_never_take_a_contact_twice(
    stores: list[Store], connection: asyncpg.Connection
) -> None:
    await running_campaign(stores[0], 20, replace(OPEN, concurrency=7))
    second = await running_campaign(stores[0], 0, replace(OPEN, name="二", concurrency=9))
    for number in range(100, 120):
        await add_contact(stores[0], second, number, DUE)
    await connection.execute(
        "INSERT INTO calling_policies (organization_id, concurrency) SELECT id, 12 FROM organizations"
    )
    await connection.execute(
        "INSERT INTO trunks (id, organization_id, code, dial, concurrency) "
        "SELECT gen_random_uuid(), id, 'a', '{number}', 5 FROM organizations UNION ALL "
        "SELECT gen_random_uuid(), id, 'b', '{number}', 6 FROM organizations"
    )
    found = await claim_together(stores, rounds=4, capacity=3)
    assert len(found) == 11, "the trunks together"
    assert len({claimed.contact_id for claimed in found}) == 11
    assert max(Counter(claimed.lease.worker for claimed in found).values()) <= 3
    rows = await connection.fetch("SELECT campaign_id, trunk_id FROM attempts")
    assert max(Counter(row["campaign_id"] for row in rows).values()) <= 9
    assert sorted(Counter(row["trunk_id"] for row in rows).values()) == [5, 6]


async def test_eight_workers_never_call_one_person_twice(
    stores: list[Store], connection: asyncpg.Connection
) -> None:
    campaign_id = await running_campaign(stores[0], 0, replace(OPEN, concurrency=100))
    for task in range(12):
        patient = PatientDraft(f"p_{task % 3}", NAME, phone_of(task % 3))
        await add_contact(stores[0], campaign_id, task, DUE, patient=patient, task=f"t{task}")
    assert len(await claim_together(stores, rounds=3)) == 3
    live = await connection.fetch("SELECT phone_index FROM attempts")
    assert len({row["phone_index"] for row in live}) == len(live) == 3


async def test_calls_per_second_are_counted_over_all_workers(stores: list[Store]) -> None:
    await running_campaign(stores[0], 30, replace(OPEN, concurrency=100, calls_per_second=5))
    assert len(await claim_together(stores, rounds=3)) == 5
    hold = await worker(stores[0])
    assert len(await claim_at(stores[0], hold, MORNING + timedelta(seconds=1.1))) == 5


async def claim_one(store: Store) -> tuple[UUID, Claimed]:
    """One contact that was claimed and not dialed yet; campaign and claim."""
    campaign_id = await running_campaign(store, patients=1)
    (claimed,) = await claim_at(store, await worker(store))
    return campaign_id, claimed


async def dial(store: Store, claimed: Claimed, seconds: float = 1.0) -> None:
    async with store.unit_of_work() as uow:
        await attempts.mark_dialing(uow, claimed.lease, MORNING + timedelta(seconds=seconds), "01060000000")


@pytest.mark.req("M03-012")
async def test_do_not_call_between_claim_and_dialing_wins(
    store: Store, connection: asyncpg.Connection
) -> None:
    _, claimed = await claim_one(store)
    organization_id = await organization_of(store)
    async with store.unit_of_work() as uow:
        entry = ListEntry(NumberList.DO_NOT_CALL, phone_of(0), "asked", "nurse-1")
        assert await number_lists.add(uow, organization_id, entry, MORNING) == 1
    with pytest.raises(NotDialed):
        await dial(store, claimed)
    assert await connection.fetchval("SELECT status FROM contacts") == "canceled"


@pytest.mark.req("M03-012")
async def test_do_not_call_and_a_claim_at_once_come_one_after_the_other(
    stores: list[Store], connection: asyncpg.Connection
) -> None:
    campaign_id = await running_campaign(stores[0], 0, replace(OPEN, concurrency=100))
    organization_id = await organization_of(stores[0])
    for number in range(20):
        await add_contact(stores[0], campaign_id, number, DUE)

    async def forbid() -> None:
        for number in range(20):
            async with stores[7].unit_of_work() as uow:
                entry = ListEntry(NumberList.DO_NOT_CALL, phone_of(number), "asked", "nurse-1")
                await number_lists.add(uow, organization_id, entry, MORNING)

    async with asyncio.TaskGroup() as tasks:
        forbidding = tasks.create_task(forbid())
        claiming = tasks.create_task(claim_together(stores[:4], rounds=3))
    assert forbidding.done()
    for claimed in claiming.result():
        with pytest.raises(NotDialed):
            await dial(stores[0], claimed)
    assert await connection.fetchval("SELECT count(*) FROM contacts WHERE status = 'open'") == 0


@pytest.mark.parametrize("state", [CampaignState.PAUSED, CampaignState.STOPPED])
async def test_a_pause_between_claim_and_dialing_wins(store: Store, state: CampaignState) -> None:
    campaign_id, claimed = await claim_one(store)
    organization_id = await organization_of(store)
    async with store.unit_of_work() as uow:
        await campaigns.set_state(uow, organization_id, campaign_id, state, MORNING)
    with pytest.raises(NotDialed):
        await dial(store, claimed)


async def test_nothing_is_dialed_past_its_time_or_under_a_lost_lease(store: Store) -> None:
    _, claimed = await claim_one(store)
    with pytest.raises(NotDialed):
        await dial(store, claimed, seconds=5.01)
    with pytest.raises(Conflict):
        await dial(store, replace(claimed, lease=replace(claimed.lease, epoch=2)))
    await dial(store, claimed, seconds=5.0)


async def test_an_attempt_whose_preparation_took_long_is_looked_at_once_more(store: Store) -> None:
    _, claimed = await claim_one(store)
    hold = await worker(store)
    late = MORNING + timedelta(seconds=8)
    await confirm(store, hold, RULES, late, claimed)
    await dial(store, claimed, seconds=12.0)


async def test_a_second_look_finds_what_has_changed(store: Store) -> None:
    _, claimed = await claim_one(store)
    hold, organization_id = await worker(store), await organization_of(store)
    noon = MORNING.replace(hour=4, minute=0)
    with pytest.raises(NotDialed):
        await confirm(store, hold, RULES, noon, claimed)
    async with store.unit_of_work() as uow:
        entry = ListEntry(NumberList.BLACK, phone_of(0), "asked", "nurse-1")
        await number_lists.add(uow, organization_id, entry, MORNING)
    with pytest.raises(NotDialed):
        await confirm(store, hold, RULES, MORNING, claimed)
