"""Preview dialing: an agent sees who is next, and nothing is claimed before the agent confirms."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import asyncpg
import pytest

from ari_app.core.dialing_vocabulary import NumberList, PreviewState
from ari_app.core.errors import Conflict, WrongInput
from ari_app.dialer.previewing import RESERVED, confirm_shown, show_next, skip_shown
from ari_app.store import number_lists, previews
from ari_app.store.number_lists import ListEntry
from ari_app.store.pool import Store
from ari_app.store.previews import Preview
from tests.postgres.test_agents import ready
from tests.support.dialed_campaigns import (
    MORNING,
    OPEN,
    RULES,
    claim_at,
    organization_of,
    phone_of,
    running_campaign,
    worker,
)
from tests.support.stored_calls import NAME

PREVIEW = replace(OPEN, mode="preview", concurrency=10)


async def shown_to(store: Store, agent: str, minutes: float = 0) -> Preview | None:
    at = MORNING + timedelta(minutes=minutes)
    return await show_next(store, await organization_of(store), agent, RULES, at)


async def forbid(store: Store, number: int) -> None:
    organization_id = await organization_of(store)
    entry = ListEntry(NumberList.BLACK, phone_of(number), "test", "import")
    async with store.unit_of_work() as uow:
        await number_lists.add(uow, organization_id, entry, MORNING)


@pytest.mark.req("M04-003")
async def test_nothing_is_claimed_before_the_agent_confirms(
    store: Store, connection: asyncpg.Connection
) -> None:
    await running_campaign(store, 2, PREVIEW)
    hold, organization_id = await worker(store), await organization_of(store)
    await ready(store, "nurse-1")
    shown = await shown_to(store, "nurse-1")
    assert shown is not None
    async with store.unit_of_work() as uow:
        who = await previews.who(uow, shown.contact_id)
    assert (who.name, who.phone, who.campaign, who.history) == (NAME, phone_of(0), OPEN.name, ())
    assert await claim_at(store, hold) == ()
    assert await connection.fetchval("SELECT waits_for FROM campaigns") == "not_confirmed"
    assert await connection.fetchval("SELECT count(*) FROM attempts") == 0

    await confirm_shown(store, organization_id, "nurse-1", MORNING)
    (claimed,) = await claim_at(store, hold)
    assert claimed.contact_id == shown.contact_id
    row = await connection.fetchrow(
        """SELECT p.state, a.mode, g.name, g.state AS agent FROM previews p JOIN attempts a ON a.id = p.attempt_id
           JOIN agents g ON g.id = a.agent_id AND g.attempt_id = a.id"""
    )
    assert row is not None
    assert tuple(row) == ("dialed", "preview", "nurse-1", "busy")
    assert await claim_at(store, hold) == ()


@pytest.mark.req("M04-003")
async def test_governance_is_looked_at_again_when_the_agent_confirms(
    store: Store, connection: asyncpg.Connection
) -> None:
    await running_campaign(store, 1, PREVIEW)
    hold, organization_id = await worker(store), await organization_of(store)
    await ready(store, "nurse-1")
    shown = await confirm_once_shown(store)
    evening = MORNING + timedelta(hours=12)
    await connection.execute("UPDATE previews SET expires_at = expires_at + interval '1 day'")
    assert await claim_at(store, hold, evening) == ()
    async with store.unit_of_work() as uow:
        assert await previews.outcome(uow, shown.id) == (PreviewState.REFUSED, "outside_hours")
    assert organization_id and await connection.fetchval("SELECT count(*) FROM attempts") == 0


async def confirm_once_shown(store: Store) -> Preview:
    shown = await shown_to(store, "nurse-1")
    assert shown is not None
    return await confirm_shown(store, await organization_of(store), "nurse-1", MORNING)


async def test_who_must_not_be_called_is_not_shown(store: Store) -> None:
    await running_campaign(store, 2, PREVIEW)
    await forbid(store, 0)
    await ready(store, "nurse-1")
    shown = await shown_to(store, "nurse-1")
    assert shown is not None
    async with store.unit_of_work() as uow:
        assert (await previews.who(uow, shown.contact_id)).phone == phone_of(1)


@pytest.mark.req("M04-003")
async def test_what_is_shown_is_reserved_for_one_agent_and_for_a_time(store: Store) -> None:
    await running_campaign(store, 2, PREVIEW)
    await ready(store, "nurse-1", "nurse-2", "nurse-3")
    first, second = await shown_to(store, "nurse-1"), await shown_to(store, "nurse-2")
    assert first is not None and second is not None and first.contact_id != second.contact_id
    assert await shown_to(store, "nurse-1") == first
    assert await shown_to(store, "nurse-3") is None
    late = RESERVED.total_seconds() / 60
    third = await shown_to(store, "nurse-3", late)
    assert third is not None and third.contact_id in (first.contact_id, second.contact_id)
    with pytest.raises(WrongInput, match="nothing is shown"):
        await confirm_shown(store, await organization_of(store), "nurse-1", MORNING + RESERVED)


@pytest.mark.req("M04-003")
async def test_what_is_skipped_comes_again_later_and_says_why(
    store: Store, connection: asyncpg.Connection
) -> None:
    await running_campaign(store, 1, PREVIEW)
    await ready(store, "nurse-1")
    assert await shown_to(store, "nurse-1") is not None
    hour = timedelta(hours=1)
    await skip_shown(store, await organization_of(store), "nurse-1", "in_surgery", hour, MORNING)
    assert await connection.fetchval("SELECT reason FROM previews") == "in_surgery"
    assert await connection.fetchval("SELECT reason FROM suppressions") == "agent_skipped"
    assert await shown_to(store, "nurse-1", 30) is None
    assert await shown_to(store, "nurse-1", 60) is not None


async def test_an_agent_who_looks_gets_no_progressive_call(store: Store) -> None:
    await running_campaign(store, 1, PREVIEW)
    await ready(store, "nurse-1")
    assert await shown_to(store, "nurse-1") is not None
    await running_campaign(store, 1, replace(PREVIEW, mode="progressive", name="其他"))
    assert await claim_at(store, await worker(store)) == ()


async def test_only_a_ready_agent_is_shown_somebody(store: Store) -> None:
    await running_campaign(store, 1, PREVIEW)
    await organization_of(store)
    with pytest.raises(WrongInput, match="no agent"):
        await shown_to(store, "nurse-1")
    await ready(store, "nurse-1")
    async with store.unit_of_work() as uow:
        await uow.run(
            "agents.set_state",
            organization_id=await organization_of(store),
            name="nurse-1",
            state="away",
            from_states=["ready"],
            at=MORNING,
        )
    with pytest.raises(Conflict, match="away"):
        await shown_to(store, "nurse-1")
