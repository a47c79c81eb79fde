"""Ended attempts are settled many at once: for the price of one, each once, none kept waiting by another."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import asyncpg
import pytest

from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import Disposition
from ari_app.dialer.port import Claimed
from ari_app.dialer.settling import PUT_ASIDE, settle
from ari_app.store import attempts
from ari_app.store.pool import Store
from ari_app.store.unit_of_work import UnitOfWork
from tests.support.dialed_campaigns import (
    MORNING,
    OPEN,
    claim_at,
    organization_of,
    running_campaign,
    worker,
)
from tests.support.ended_attempts import ENDED


async def ended_together(store: Store, patients: int) -> list[Claimed]:
    """So many attempts that nobody took up, all waiting to be settled."""
    await running_campaign(store, patients, replace(OPEN, name=f"{patients}", concurrency=100))
    found = list(await claim_at(store, await worker(store), at_most=patients))
    for claimed in found:
        async with store.unit_of_work() as uow:
            await attempts.mark_dialing(uow, claimed.lease, MORNING, "01060000000")
            await attempts.mark_ended(uow, claimed.lease, ENDED, Disposition.NO_ANSWER)
    return found


async def waits_to_settle(store: Store, monkeypatch: pytest.MonkeyPatch, attempts: int) -> int:
    """How often settling so many waits for the database."""
    waits: list[str] = []
    with monkeypatch.context() as patched:
        for name in ("run", "run_many", "one", "all"):
            as_ever = getattr(UnitOfWork, name)

            async def counted(
                uow: UnitOfWork,
                query: str,
                *rows: object,
                ever: Callable[..., Awaitable[object]] = as_ever,
                **values: object,
            ) -> object:
                waits.append(query)
                return await ever(uow, query, *rows, **values)

            patched.setattr(UnitOfWork, name, counted)
        assert await settle(store, await organization_of(store), ENDED, 100) == attempts
    return len(waits)


async def test_many_attempts_are_settled_for_the_price_of_one(
    store: Store, connection: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ended_together(store, 1)
    of_one = await waits_to_settle(store, monkeypatch, 1)
    await ended_together(store, 30)
    assert await waits_to_settle(store, monkeypatch, 30) <= of_one
    assert await connection.fetchval("SELECT count(*) FROM redials") == 31
    assert await connection.fetchval("SELECT count(*) FROM outbox WHERE endpoint = 'messages'") == 31
    assert await connection.fetchval("SELECT count(*) FROM attempts_to_settle") == 0


async def test_an_attempt_that_cannot_be_settled_keeps_no_other_waiting(
    store: Store, connection: asyncpg.Connection
) -> None:
    first, *others = await ended_together(store, 4)
    await connection.execute(
        "INSERT INTO redials SELECT id, organization_id, contact_id, 'busy', true, NULL, 'next_try', 'none', now() "
        "FROM attempts WHERE id = $1",
        first.lease.attempt_id,
    )
    organization_id = await organization_of(store)
    assert await settle(store, organization_id, ENDED) == 4
    left = await connection.fetch("SELECT attempt_id, ended_at FROM attempts_to_settle")
    assert [tuple(row) for row in left] == [(first.lease.attempt_id, ENDED + PUT_ASIDE)]
    freed = await connection.fetch("SELECT id FROM contacts WHERE open_attempt_id IS NULL")
    assert {row["id"] for row in freed} == {each.contact_id for each in others}


async def test_several_workers_settle_a_long_queue_once(store: Store, connection: asyncpg.Connection) -> None:
    found = await ended_together(store, 50)
    vacant = [each.lease.attempt_id for each in found[::2]]
    await connection.execute("ALTER TABLE attempts DISABLE TRIGGER attempts_ended_frozen")
    await connection.execute("UPDATE attempts SET disposition = 'vacant' WHERE id = ANY ($1)", vacant)
    organization_id = await organization_of(store)

    async def empty() -> int:
        done = 0
        while part := await settle(store, organization_id, ENDED, 7):
            done += part
        return done

    assert sum(await asyncio.gather(*(empty() for _ in range(3)))) == 50
    rows = await connection.fetch("SELECT disposition, count(*) FROM redials GROUP BY 1 ORDER BY 1")
    assert [tuple(row) for row in rows] == [("no_answer", 25), ("vacant", 25)]
    assert await connection.fetchval("SELECT count(*) FROM number_list_entries WHERE kind = 'invalid'") == 25
    assert await connection.fetchval("SELECT count(*) FROM contacts WHERE open_attempt_id IS NOT NULL") == 0


async def test_a_policy_that_somebody_broke_by_hand_puts_no_attempt_aside(
    store: Store, connection: asyncpg.Connection
) -> None:
    await ended_together(store, 2)
    organization_id = await organization_of(store)
    await connection.execute(
        "INSERT INTO calling_policies (organization_id, windows) VALUES ($1, 'in the morning')",
        organization_id,
    )
    with pytest.raises(WrongInput):
        await settle(store, organization_id, ENDED)
    await connection.execute("DELETE FROM calling_policies")
    assert await settle(store, organization_id, ENDED) == 2
