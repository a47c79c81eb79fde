"""What follows an ended attempt: decided once, by the redial table, inside hours and caps."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from ari_app.core.dialing_vocabulary import NumberList
from ari_app.core.vocabulary import Disposition, FollowUpAction
from ari_app.dialer.asked_time import asked_moment
from ari_app.dialer.settling import settle
from ari_app.policy.breaker import BreakerState
from ari_app.store import attempts, lines, number_lists
from ari_app.store.patients import PatientDraft
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
from tests.support.ended_attempts import ENDED, contact, dialed, end, says, talking
from tests.support.stored_calls import NAME


@pytest.mark.req("M05-003")
async def test_three_tries_are_made_and_no_fourth(store: Store, connection: asyncpg.Connection) -> None:
    await running_campaign(store, patients=1)
    at, starts = MORNING, []
    for _ in range(3):
        await end(store, await dialed(store, at), Disposition.NO_ANSWER, at + timedelta(seconds=40))
        starts.append(at)
        at = (await contact(connection))[1]
    assert [start - MORNING for start in starts] == [timedelta(), timedelta(days=1), timedelta(days=3)]
    assert (await contact(connection))[0] == "exhausted"
    assert await claim_at(store, await worker(store), at + timedelta(days=9)) == ()
    rows = await connection.fetch("SELECT counts, reason, message FROM redials ORDER BY decided_at")
    assert [row["reason"] for row in rows] == ["next_try", "next_try", "attempts_used_up"]
    assert await connection.fetchval("SELECT kind FROM work_items") == "missed_follow_up"
    told = await connection.fetch("SELECT kind FROM outbox WHERE endpoint = 'messages'")
    assert [row["kind"] for row in told] == ["message.requested"] * 3


@pytest.mark.parametrize("varies", [False, True])
async def test_the_next_try_may_come_in_another_part_of_the_day(
    store: Store, connection: asyncpg.Connection, varies: bool
) -> None:
    await running_campaign(store, 1, replace(OPEN, other_day_part=varies))
    await end(store, await dialed(store, MORNING), Disposition.NO_ANSWER, MORNING + timedelta(seconds=40))
    again = (await contact(connection))[1].astimezone(ZoneInfo("Asia/Shanghai"))
    tomorrow = (MORNING + timedelta(days=1)).astimezone(ZoneInfo("Asia/Shanghai"))
    assert again.date() == tomorrow.date()
    assert (again == tomorrow) is not varies
    assert (again.hour >= 12) is varies


async def test_an_attempt_is_settled_once_however_many_try(
    store: Store, connection: asyncpg.Connection
) -> None:
    await running_campaign(store, patients=1)
    claimed = await dialed(store)
    async with store.unit_of_work() as uow:
        await attempts.mark_ended(uow, claimed.lease, ENDED, Disposition.BUSY)
    assert await claim_at(store, await worker(store), ENDED) == (), "not before it is settled"
    organization_id = await organization_of(store)
    done = await asyncio.gather(*(settle(store, organization_id, ENDED) for _ in range(3)))
    assert sorted(done) == [0, 0, 1]
    assert await contact(connection) == ("open", ENDED + timedelta(minutes=20), True)


async def test_a_completed_call_completes_the_follow_up(store: Store, connection: asyncpg.Connection) -> None:
    await running_campaign(store, patients=1)
    claimed = await dialed(store)
    async with store.unit_of_work() as uow:
        await attempts.mark_answered(uow, claimed.lease, MORNING)
    await end(store, claimed, Disposition.COMPLETED)
    assert (await contact(connection))[::2] == ("completed", True)
    assert await connection.fetchval("SELECT count(*) FROM outbox WHERE kind = 'call.completed'") == 1


async def test_our_own_fault_uses_up_no_try_and_no_cap(store: Store, connection: asyncpg.Connection) -> None:
    await running_campaign(store, patients=1)
    await end(store, await dialed(store), Disposition.NETWORK)
    assert await contact(connection) == ("open", ENDED + timedelta(minutes=5), True)
    assert await connection.fetchval("SELECT count(*) FROM touches WHERE counts") == 0


async def test_an_attempt_that_was_given_back_leaves_no_trace_of_a_call(
    store: Store, connection: asyncpg.Connection
) -> None:
    await running_campaign(store, patients=1)
    (claimed,) = await claim_at(store, await worker(store))
    async with store.unit_of_work() as uow:
        await attempts.mark_ended(uow, claimed.lease, ENDED, Disposition.FAILED)
    await settle(store, await organization_of(store), ENDED)
    assert await contact(connection) == ("open", MORNING, True)
    for rows in ("redials", "outbox", "touches WHERE counts", "work_items"):
        assert await connection.fetchval(f"SELECT count(*) FROM {rows}") == 0, rows
    assert len(await claim_at(store, await worker(store), ENDED)) == 1


async def test_a_vacant_number_is_listed_and_the_second_one_is_tried(
    store: Store, connection: asyncpg.Connection
) -> None:
    campaign_id = await running_campaign(store, patients=0)
    patient = PatientDraft("p_1", NAME, phone_of(1), second_phone=phone_of(2))
    await add_contact(store, campaign_id, 1, ContactTerms(due_at=MORNING), patient=patient)
    await end(store, await dialed(store), Disposition.VACANT)
    async with store.unit_of_work() as uow:
        kinds = await number_lists.kinds_of(uow, await organization_of(store), phone_of(1))
    assert kinds == {NumberList.INVALID}
    await dialed(store, ENDED + timedelta(minutes=1))
    assert await connection.fetchval("SELECT number_kind FROM attempts WHERE number = 2") == "second"


@pytest.mark.parametrize("never_rang", [True, False])
async def test_an_unknown_outcome_is_dialed_again_only_when_it_never_rang(
    store: Store, connection: asyncpg.Connection, never_rang: bool
) -> None:
    await running_campaign(store, patients=1)
    claimed = await dialed(store)
    await connection.execute("UPDATE attempts SET never_rang = $1", never_rang)
    await end(store, claimed, Disposition.INTERRUPTED)
    if never_rang:
        assert await contact(connection) == ("open", ENDED + timedelta(minutes=5), True)
    else:
        assert (await contact(connection))[0] == "suppressed"
        assert await connection.fetchval("SELECT kind FROM work_items") == "missed_follow_up"


async def test_call_later_is_dialed_at_the_time_that_was_asked_for(
    store: Store, connection: asyncpg.Connection
) -> None:
    await running_campaign(store, patients=1)
    claimed = await dialed(store)
    call = await talking(store, claimed)
    await says(store, call, Disposition.CALLBACK_SCHEDULED, "2026-03-11T16:30")
    await end(store, claimed, Disposition.CALLBACK_SCHEDULED)
    assert await contact(connection) == ("open", datetime(2026, 3, 11, 8, 30, tzinfo=UTC), True)
    assert await connection.fetchval("SELECT requested FROM contacts")
    assert await connection.fetchval("SELECT counts FROM redials") is False


@pytest.mark.req("M03-016")
async def test_do_not_call_holds_at_once_in_every_campaign(
    store: Store, connection: asyncpg.Connection
) -> None:
    await running_campaign(store, patients=1)
    other = await running_campaign(store, 2, replace(OPEN, name="二"))
    claimed = await dialed(store)
    call = await talking(store, claimed)
    await says(store, call, Disposition.DNC, FollowUpAction.DNC_ADDED)
    statuses = (
        "SELECT status FROM contacts k JOIN patients p ON p.id = k.patient_id WHERE p.external_id = 'p_0'"
    )
    assert {row["status"] for row in await connection.fetch(statuses)} == {"canceled"}
    row = await connection.fetchrow("SELECT kind, source, attempt_id FROM number_list_entries")
    assert row is not None
    assert tuple(row) == ("do_not_call", "call", claimed.lease.attempt_id)
    await add_contact(store, other, 0, ContactTerms(due_at=MORNING), task="later")
    await end(store, claimed, Disposition.DNC)
    dialed_now = await claim_at(store, await worker(store), ENDED)
    assert len(dialed_now) == 1, "the other patient alone"
    assert await connection.fetchval("SELECT count(*) FROM number_list_entries") == 1


@pytest.mark.req("M03-015")
async def test_a_complaint_lists_the_number_and_keeps_the_call_that_goes_on(
    store: Store, connection: asyncpg.Connection
) -> None:
    campaign_id = await running_campaign(store, patients=1)
    await add_contact(store, campaign_id, 0, ContactTerms(due_at=MORNING), task="another")
    claimed = await dialed(store)
    call = await talking(store, claimed)
    await says(store, call, Disposition.COMPLETED, FollowUpAction.COMPLAINT_TICKET)
    await end(store, claimed, Disposition.COMPLETED)
    rows = await connection.fetch("SELECT status FROM contacts ORDER BY id = $1 DESC", claimed.contact_id)
    assert [row["status"] for row in rows] == ["completed", "canceled"]
    assert await connection.fetchval("SELECT kind FROM number_list_entries") == "complaint"
    assert await connection.fetchval("SELECT kind FROM work_items") == "handle_complaint"


async def test_a_death_cancels_everything_of_the_patient(
    store: Store, connection: asyncpg.Connection
) -> None:
    campaign_id = await running_campaign(store, patients=2)
    await add_contact(store, campaign_id, 0, ContactTerms(due_at=MORNING), task="another")
    claimed = await dialed(store)
    call = await talking(store, claimed)
    await says(store, call, Disposition.DECEASED, FollowUpAction.ALL_TASKS_CANCELLED)
    await end(store, claimed, Disposition.DECEASED)
    rows = await connection.fetch(
        """SELECT p.external_id, k.status, p.deceased_at IS NULL AS lives FROM contacts k
           JOIN patients p ON p.id = k.patient_id ORDER BY 1, 2"""
    )
    assert [tuple(row) for row in rows] == [
        ("p_0", "canceled", False),
        ("p_0", "canceled", False),
        ("p_1", "open", True),
    ]
    assert await connection.fetchval("SELECT kind FROM work_items") == "note_death"


async def failing_trunk(store: Store, connection: asyncpg.Connection, failure: Disposition) -> None:
    """Eight patients, and a trunk over which five calls in a row failed so."""
    await running_campaign(store, patients=8)
    await connection.execute(
        "INSERT INTO trunks (id, organization_id, code, dial, concurrency) "
        "SELECT gen_random_uuid(), id, 'main', 'PJSIP/{number}@main', 30 FROM organizations"
    )
    for _ in range(5):
        await end(store, await dialed(store), failure, MORNING)


async def test_a_trunk_that_fails_is_left_alone_and_tried_with_one_call(
    store: Store, connection: asyncpg.Connection
) -> None:
    await failing_trunk(store, connection, Disposition.TRUNK_ERROR)
    hold = await worker(store)
    assert await claim_at(store, hold, MORNING) == ()
    assert await connection.fetchval("SELECT waits_for FROM campaigns") == "trunk_down"
    later = MORNING + timedelta(seconds=30)
    assert len(await claim_at(store, hold, later)) == 1
    async with store.unit_of_work() as uow:
        (trunk,) = await lines.lock_trunks(uow, await organization_of(store))
    assert len(trunk.breaker.failures) == 5


async def test_the_trunk_is_in_use_again_as_soon_as_the_call_that_tries_it_rings(
    store: Store, connection: asyncpg.Connection
) -> None:
    await failing_trunk(store, connection, Disposition.TRUNK_ERROR)
    hold, later = await worker(store), MORNING + timedelta(seconds=30)
    (tried,) = await claim_at(store, hold, later)
    assert await claim_at(store, hold, later + timedelta(seconds=1)) == ()
    async with store.unit_of_work() as uow:
        await attempts.mark_dialing(uow, tried.lease, later, None)
        await attempts.mark_ringing(uow, tried.lease, later)
    assert len(await claim_at(store, hold, later + timedelta(seconds=2))) == 2
    async with store.unit_of_work() as uow:
        (trunk,) = await lines.lock_trunks(uow, await organization_of(store))
    assert (trunk.breaker.state, trunk.breaker.retry_at) == (BreakerState.CLOSED, None)


async def test_faults_of_one_host_do_not_close_a_trunk_to_the_others(
    store: Store, connection: asyncpg.Connection
) -> None:
    await failing_trunk(store, connection, Disposition.FAILED)
    assert len(await claim_at(store, await worker(store), MORNING)) == 3


@pytest.mark.parametrize(
    ("text", "hour"),
    [("2026-03-11T16:30", 8.5), ("2026-03-11 afternoon", 6), ("2026-03-11", 1), ("soon", None), (None, None)],
)
def test_the_asked_time_is_local(text: str | None, hour: float | None) -> None:
    found = asked_moment(text, ZoneInfo("Asia/Shanghai"))
    expected = None if hour is None else datetime(2026, 3, 11, tzinfo=UTC) + timedelta(hours=hour)
    assert found == expected
