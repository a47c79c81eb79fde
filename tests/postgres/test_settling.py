"""What follows an ended attempt: decided once, by the redial table, inside hours and caps."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from ari_app.core.dialing_vocabulary import NumberList
from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import Disposition, FollowUpAction
from ari_app.dialer.asked_time import asked_moment
from ari_app.dialer.port import Claimed
from ari_app.dialer.settling import PUT_ASIDE, settle
from ari_app.dialogue.facts import ActionRequested, CallConcluded
from ari_app.policy.breaker import BreakerState
from ari_app.store import attempts, calls, contacts, lines, number_lists
from ari_app.store.patients import PatientDraft
from ari_app.store.pool import Store
from ari_app.store.references import CallRef
from ari_app.store.unit_of_work import UnitOfWork
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

ENDED = MORNING + timedelta(seconds=40)


async def dialed(store: Store, at: datetime = MORNING) -> Claimed:
    """The next attempt, dialed."""
    (claimed,) = await claim_at(store, await worker(store), at, at_most=1)
    async with store.unit_of_work() as uow:
        await attempts.mark_dialing(uow, claimed.lease, at, "01060000000")
    return claimed


async def end(store: Store, claimed: Claimed, disposition: Disposition, at: datetime = ENDED) -> None:
    """The attempt ends and is settled."""
    async with store.unit_of_work() as uow:
        await attempts.mark_ended(uow, claimed.lease, at, disposition, hangup_cause=19)
    assert await settle(store, await organization_of(store), at) == 1


async def contact(connection: asyncpg.Connection) -> tuple[str, datetime, bool]:
    row = await connection.fetchrow("SELECT status, due_at, open_attempt_id IS NULL AS free FROM contacts")
    assert row is not None
    return row["status"], row["due_at"], row["free"]


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


async def talking(store: Store, claimed: Claimed) -> CallRef:
    """The call of a dialed attempt, answered."""
    async with store.unit_of_work() as uow:
        target = await contacts.read_target(uow, claimed.lease.attempt_id)
        call = await calls.start(
            uow, claimed.lease, target, state={}, stage="greeting", open_item=None, engine_version="1"
        )
        await attempts.mark_answered(uow, claimed.lease, MORNING + timedelta(seconds=9))
    return call


async def says(store: Store, call: CallRef, disposition: Disposition, *actions: FollowUpAction | str) -> None:
    """One step of the dialogue in which these actions were asked for; a text is the time of a call back."""
    at = MORNING + timedelta(seconds=20)
    facts = [
        ActionRequested(at, action)
        if isinstance(action, FollowUpAction)
        else ActionRequested(at, FollowUpAction.REDIAL_SCHEDULED, action)
        for action in actions
    ]
    async with store.unit_of_work() as uow:
        await calls.commit_step(
            uow,
            call,
            expected_turn=0,
            state={},
            stage="closing",
            open_item=None,
            facts=[*facts, CallConcluded(at, disposition)],
            at=at,
        )


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
        (trunk,) = await lines.read_trunks(uow, await organization_of(store))
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
        (trunk,) = await lines.read_trunks(uow, await organization_of(store))
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
