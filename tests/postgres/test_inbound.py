"""Whose follow-up a caller's number stands for, and the attempt that the call becomes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import pytest

from ari_app.core.errors import Conflict
from ari_app.core.vocabulary import Disposition
from ari_app.dialer.settling import settle
from ari_app.store import attempts, calls, contacts, inbound
from ari_app.store.inbound import InboundCall, InboundOutcome, Reception
from ari_app.store.patients import ensure_organization
from ari_app.store.pool import Store
from ari_app.store.results import read_call
from tests.postgres.test_commit_step import every_fact
from tests.support.dialed_campaigns import (
    MORNING,
    claim_at,
    organization_of,
    phone_of,
    running_campaign,
    worker,
)
from tests.support.stored_calls import (
    NOW,
    PHONE,
    after,
    answered_call,
    claimed_attempt,
    patient,
    scheduled_attempt,
)

WORKER = "worker-1"
CALLED_AT = after(60)


async def comes_in(
    store: Store,
    channel: str = "1700.1",
    phone: str | None = PHONE,
    *,
    at: datetime = CALLED_AT,
    has_room: bool = True,
) -> Reception:
    """A call comes in."""
    async with store.unit_of_work() as uow:
        organization = await ensure_organization(uow, "hospital", "仁和医院", "Asia/Shanghai")
        call = InboundCall(organization, WORKER, channel, phone)
        return await inbound.receive(uow, call, at, at + timedelta(seconds=30), has_room=has_room)


async def unanswered(store: Store) -> UUID:
    """A follow-up whose patient was not reached; the attempt."""
    lease = await claimed_attempt(store)
    async with store.unit_of_work() as uow:
        await attempts.mark_dialing(uow, lease, after(1), None)
        await attempts.mark_ended(uow, lease, after(30), Disposition.NO_ANSWER)
    return lease.attempt_id


@pytest.mark.parametrize("phone", [None, "+8613900000001"])
async def test_a_number_that_nobody_has_is_unknown(store: Store, phone: str | None) -> None:
    await unanswered(store)
    assert (await comes_in(store, phone=phone)).outcome is InboundOutcome.UNKNOWN


@pytest.mark.req("M01-010")
async def test_a_call_back_becomes_an_attempt_that_was_never_dialed(
    store: Store, connection: asyncpg.Connection
) -> None:
    await unanswered(store)
    lease = (await comes_in(store)).lease
    assert lease is not None
    async with store.unit_of_work() as uow:
        target = await contacts.read_target(uow, lease.attempt_id)
        assert (target.channel_id, target.attempt_number, target.phone) == ("1700.1", 2, PHONE)
        await attempts.mark_answered(uow, lease, after(61))
        await attempts.mark_ended(uow, lease, after(99), Disposition.COMPLETED)
    assert await connection.fetchval("SELECT status FROM contacts") == "completed"
    assert (await comes_in(store, "1700.2")).outcome is InboundOutcome.NOTHING_OPEN
    # of his own accord: the caps count the one time that he was turned to
    assert await connection.fetchval("SELECT count(*) FROM touches") == 1


async def test_an_attempt_that_was_planned_is_the_call_that_comes_in(store: Store) -> None:
    await unanswered(store)
    planned = await scheduled_attempt(store)
    lease = (await comes_in(store)).lease
    assert lease is not None and lease.attempt_id == planned


async def test_while_the_patient_is_called_nobody_else_talks_about_it(store: Store) -> None:
    lease = await claimed_attempt(store)
    assert (await comes_in(store)).outcome is InboundOutcome.BEING_CALLED
    async with store.unit_of_work() as uow:
        await attempts.mark_ended(uow, lease, after(30), Disposition.FAILED)
    assert (await comes_in(store, "1700.2")).outcome is InboundOutcome.RECOGNIZED
    assert (await comes_in(store, "1700.3")).outcome is InboundOutcome.BEING_CALLED


async def test_without_room_nobody_is_taken(store: Store) -> None:
    await unanswered(store)
    assert (await comes_in(store, has_room=False)).outcome is InboundOutcome.FULL


async def test_a_call_is_received_once(store: Store) -> None:
    await unanswered(store)
    lease = (await comes_in(store)).lease
    assert lease is not None
    async with store.unit_of_work() as uow:
        before = await inbound.received(uow, InboundCall(lease.organization_id, WORKER, "1700.1", PHONE))
    assert before is not None and (before.outcome, before.is_over) == (InboundOutcome.RECOGNIZED, False)
    with pytest.raises(Conflict):
        await comes_in(store, phone=None)


async def test_the_follow_up_with_answers_comes_first_and_goes_on_where_it_was(
    store: Store, connection: asyncpg.Connection
) -> None:
    lease, call = await answered_call(store)
    async with store.unit_of_work() as uow:
        await calls.commit_step(
            uow,
            call,
            expected_turn=0,
            state={"open": "temp"},
            stage="items",
            open_item="temp",
            facts=every_fact(),
            at=after(13),
        )
        await attempts.mark_ended(uow, lease, after(30), Disposition.PARTIAL)
    await connection.execute("UPDATE contacts SET status = 'open'")
    other = await scheduled_attempt(store, "task_2", replace(patient("p_2"), phone=PHONE))
    async with store.unit_of_work() as uow:
        other_lease = await attempts.claim(uow, other, WORKER, after(31), after(60))
        await attempts.mark_dialing(uow, other_lease, after(32), None)
        await attempts.mark_ended(uow, other_lease, after(40), Disposition.NO_ANSWER)
    taken = (await comes_in(store)).lease
    assert taken is not None
    async with store.unit_of_work() as uow:
        target = await contacts.read_target(uow, taken.attempt_id)
        assert target.contact_external_id == "task_1"
        found = await calls.to_resume(uow, target.contact_id, taken.attempt_id, NOW)
        assert found is not None and (found.call_id, found.state) == (call.call_id, {"open": "temp"})
        assert await calls.to_resume(uow, target.contact_id, taken.attempt_id, after(50)) is None
        resumed = await calls.start(
            uow,
            taken,
            target,
            state={},
            stage="ringing",
            open_item=None,
            engine_version="0.1.0",
            resumes=found.call_id,
        )
        before, now = await read_call(uow, call.call_id), await read_call(uow, resumed.call_id)
    assert now.answers == () and before.earlier_answers == ()
    assert [(one.id, one.value, one.span) for one in now.earlier_answers] == [
        (one.id, one.value, None) for one in before.answers
    ]


async def test_one_that_hangs_up_before_we_pick_up_leaves_the_follow_up_open(
    store: Store, connection: asyncpg.Connection
) -> None:
    await unanswered(store)
    lease = (await comes_in(store)).lease
    assert lease is not None
    async with store.unit_of_work() as uow:
        await attempts.mark_ended(uow, lease, after(62), Disposition.INTERRUPTED)
    assert await connection.fetchval("SELECT status FROM contacts") == "open"
    assert (await comes_in(store, "1700.2")).outcome is InboundOutcome.RECOGNIZED


async def test_nobody_guesses_at_the_identity_call_after_call(store: Store) -> None:
    await unanswered(store)
    for number in (1, 2):
        lease = (await comes_in(store, f"1700.{number}")).lease
        assert lease is not None
        async with store.unit_of_work() as uow:
            await attempts.mark_answered(uow, lease, after(61))
            await attempts.mark_ended(uow, lease, after(70), Disposition.VERIFY_FAILED)
    assert (await comes_in(store, "1700.3")).outcome is InboundOutcome.BARRED
    assert (await comes_in(store, "1700.4", at=after(70) + timedelta(hours=24))).lease is not None


async def test_a_call_back_in_a_campaign_is_settled_and_uses_up_no_try(
    store: Store, connection: asyncpg.Connection
) -> None:
    await running_campaign(store, 1)
    (claimed,) = await claim_at(store, await worker(store))
    organization = await organization_of(store)
    async with store.unit_of_work() as uow:
        await attempts.mark_dialing(uow, claimed.lease, MORNING, "01060000000")
        await attempts.mark_ended(uow, claimed.lease, MORNING + timedelta(seconds=40), Disposition.NO_ANSWER)
    assert await settle(store, organization, MORNING + timedelta(seconds=41)) == 1
    back = MORNING + timedelta(minutes=5)
    async with store.unit_of_work() as uow:
        call = InboundCall(organization, WORKER, "1700.1", phone_of(0))
        lease = (await inbound.receive(uow, call, back, back + timedelta(seconds=30), has_room=True)).lease
        assert lease is not None
    assert await claim_at(store, await worker(store, "worker-2"), back + timedelta(days=1)) == ()
    async with store.unit_of_work() as uow:
        await attempts.mark_answered(uow, lease, back)
        await attempts.mark_ended(uow, lease, back + timedelta(minutes=1), Disposition.PARTIAL)
    assert await settle(store, organization, back + timedelta(minutes=2)) == 1
    rows = await connection.fetch("SELECT disposition, counts FROM redials ORDER BY decided_at")
    assert [tuple(row) for row in rows] == [("no_answer", True), ("partial", False)]
    free = await connection.fetchval("SELECT open_attempt_id IS NULL AND status = 'open' FROM contacts")
    assert free
