"""Attempts: one open per contact, held under a lease, moved forward, ended once."""

from __future__ import annotations

import asyncpg
import pytest

from ari_app.core.dialing_vocabulary import NumberList
from ari_app.core.errors import Conflict
from ari_app.core.vocabulary import Disposition, IdentityFactor
from ari_app.store import attempts, calls, contacts, number_lists
from ari_app.store.attempts import NotDialed
from ari_app.store.patients import find_by_phone
from ari_app.store.pool import Store
from ari_app.store.references import Timer
from tests.support.stored_calls import (
    NAME,
    PHONE,
    QUESTIONNAIRE,
    after,
    answered_call,
    claimed_attempt,
    patient,
    scheduled_attempt,
)


async def test_the_target_is_read_back_without_the_id_digits(store: Store) -> None:
    attempt_id = await scheduled_attempt(store)
    async with store.unit_of_work() as uow:
        target = await contacts.read_target(uow, attempt_id)
    assert (target.patient_name, target.phone, target.attempt_number) == (NAME, PHONE, 1)
    assert (target.contact_external_id, target.plan_day) == ("task_1", "T+3")
    assert target.definition == QUESTIONNAIRE.definition
    assert target.identity.factors == (IdentityFactor.ID_TAIL, IdentityFactor.BIRTH_MD)
    assert target.identity.matches(IdentityFactor.ID_TAIL, "4417")
    assert not target.identity.matches(IdentityFactor.ID_TAIL, "4471")
    assert target.identity.matches(IdentityFactor.BIRTH_MD, "08-02")
    for secret in (NAME, PHONE, "4417", "08-02"):
        assert secret not in repr(target)


async def test_a_patient_is_found_by_phone(store: Store) -> None:
    attempt_id = await scheduled_attempt(store)
    async with store.unit_of_work() as uow:
        target = await contacts.read_target(uow, attempt_id)
        assert await find_by_phone(uow, target.organization_id, PHONE) == [target.patient_id]
        assert await find_by_phone(uow, target.organization_id, "+8613800000009") == []


async def test_a_contact_has_one_open_attempt(store: Store) -> None:
    await scheduled_attempt(store)
    with pytest.raises(Conflict, match="attempts_one_open_per_contact"):
        await scheduled_attempt(store)


async def test_the_next_attempt_of_a_contact_has_the_next_number(store: Store) -> None:
    lease = await claimed_attempt(store)
    async with store.unit_of_work() as uow:
        await attempts.mark_ended(uow, lease, after(9), Disposition.BUSY, hangup_cause=17)
    second = await scheduled_attempt(store)
    async with store.unit_of_work() as uow:
        assert (await contacts.read_target(uow, second)).attempt_number == 2


async def test_a_follow_up_id_stays_with_its_patient(store: Store) -> None:
    await scheduled_attempt(store)
    with pytest.raises(Conflict, match="another patient"):
        await scheduled_attempt(store, patient_draft=patient("p_2"))


async def test_only_one_worker_claims(store: Store) -> None:
    lease = await claimed_attempt(store)
    assert lease.epoch == 1
    async with store.unit_of_work() as uow:
        with pytest.raises(Conflict, match="cannot be claimed"):
            await attempts.claim(uow, lease.attempt_id, "worker-2", after(5), after(35))


async def test_a_claim_that_ran_out_before_dialing_is_free_again(store: Store) -> None:
    lease = await claimed_attempt(store)
    async with store.unit_of_work() as uow:
        second = await attempts.claim(uow, lease.attempt_id, "worker-2", after(31), after(61))
        assert second.epoch == 2
        with pytest.raises(Conflict, match="lost its lease"):
            await attempts.mark_dialing(uow, lease, after(32), None)


async def test_a_claim_that_never_became_a_call_is_due_again(store: Store) -> None:
    lease = await claimed_attempt(store)
    async with store.unit_of_work() as uow:
        assert await attempts.due(uow, lease.organization_id, after(29), 5) == []
        assert await attempts.due(uow, lease.organization_id, after(31), 5) == [lease.attempt_id]


async def test_an_attempt_with_a_call_is_never_due_again(store: Store) -> None:
    lease, _ = await answered_call(store)
    async with store.unit_of_work() as uow:
        assert await attempts.due(uow, lease.organization_id, after(3_600), 5) == []


async def test_a_dialed_attempt_is_never_claimed_again(store: Store) -> None:
    lease = await claimed_attempt(store)
    async with store.unit_of_work() as uow:
        await attempts.mark_dialing(uow, lease, after(1), None)
        with pytest.raises(Conflict, match="cannot be claimed"):
            await attempts.claim(uow, lease.attempt_id, "worker-2", after(3600), after(3630))


@pytest.mark.req("M03-012")
async def test_a_number_that_was_forbidden_since_is_not_dialed(store: Store) -> None:
    lease = await claimed_attempt(store)
    async with store.unit_of_work() as uow:
        entry = number_lists.ListEntry(NumberList.DO_NOT_CALL, PHONE, "asked", "test")
        await number_lists.add(uow, lease.organization_id, entry, after(1))
    async with store.unit_of_work() as uow:
        with pytest.raises(NotDialed):
            await attempts.mark_dialing(uow, lease, after(2), None)


async def test_the_disposition_is_written_once(store: Store, connection: asyncpg.Connection) -> None:
    lease, _ = await answered_call(store)
    async with store.unit_of_work() as uow:
        await attempts.mark_ended(uow, lease, after(40), Disposition.COMPLETED, hangup_cause=16)
    async with store.unit_of_work() as uow:
        with pytest.raises(Conflict, match="has ended already"):
            await attempts.mark_ended(uow, lease, after(41), Disposition.FAILED)
    with pytest.raises(asyncpg.RestrictViolationError):
        await connection.execute("UPDATE attempts SET disposition = 'failed'")
    assert await connection.fetchval("SELECT disposition FROM attempts") == "completed"


async def test_an_ended_attempt_leaves_nothing_alive(store: Store, connection: asyncpg.Connection) -> None:
    lease, call = await answered_call(store)
    async with store.unit_of_work() as uow:
        await calls.commit_step(
            uow, call, expected_turn=0, state={}, stage="items", open_item="pain_vas", facts=[],
            at=after(10), timers=[Timer("no_input", after(20))],
        )  # fmt: skip
    async with store.unit_of_work() as uow:
        await attempts.mark_ended(uow, lease, after(40), Disposition.INTERRUPTED)
        assert await attempts.live_attempts(uow, lease.worker) == []
    row = await connection.fetchrow("SELECT status, disposition FROM calls")
    assert row is not None and tuple(row) == ("failed", "interrupted")
    assert await connection.fetchval("SELECT count(*) FROM timers") == 0
    assert await connection.fetchval("SELECT lease_expires_at FROM attempts") is None


async def test_an_attempt_without_a_conversation_tells_that_it_is_over(
    store: Store, connection: asyncpg.Connection
) -> None:
    lease = await claimed_attempt(store)
    async with store.unit_of_work() as uow:
        await attempts.mark_dialing(uow, lease, after(1), None)
        await attempts.mark_ended(uow, lease, after(9), Disposition.POWER_OFF, tech_cause="SIP 480")
    row = await connection.fetchrow("SELECT kind, attempt_id, call_id FROM outbox")
    assert row is not None and tuple(row) == ("call.completed", lease.attempt_id, None)


async def test_live_attempts_tell_what_a_worker_held(store: Store) -> None:
    lease, call = await answered_call(store)
    async with store.unit_of_work() as uow:
        (live,) = await attempts.live_attempts(uow, "worker-1")
        assert await attempts.live_attempts(uow, "worker-2") == []
    assert (live.lease, live.state, live.call_id, live.call_status) == (
        lease, "answered", call.call_id, "waiting",
    )  # fmt: skip
    assert (live.answered_at, live.concluded_as) == (after(5), None)


async def test_every_change_of_state_is_kept(store: Store, connection: asyncpg.Connection) -> None:
    lease, _ = await answered_call(store)
    async with store.unit_of_work() as uow:
        await attempts.mark_ended(uow, lease, after(40), Disposition.PARTIAL)
    rows = await connection.fetch(
        "SELECT from_state, to_state, lease_epoch, at FROM attempt_events ORDER BY id"
    )
    assert [(row["from_state"], row["to_state"]) for row in rows] == [
        (None, "scheduled"), ("scheduled", "claimed"), ("claimed", "dialing"), ("dialing", "ringing"),
        ("ringing", "answered"), ("answered", "ended"),
    ]  # fmt: skip
    assert rows[-1]["at"] == after(40)
    with pytest.raises(asyncpg.RestrictViolationError):
        await connection.execute("UPDATE attempt_events SET to_state = 'ended'")


async def test_a_destroyed_recording_stays_destroyed(store: Store, connection: asyncpg.Connection) -> None:
    _, call = await answered_call(store)
    async with store.unit_of_work() as uow:
        await calls.set_recording(uow, call.call_id, "2026/03/10/a.wav", after(5))
        await calls.mark_recording_destroyed(uow, call.call_id, after(9))
    with pytest.raises(Conflict, match="destroyed"):
        async with store.unit_of_work() as uow:
            await calls.set_recording(uow, call.call_id, "2026/03/10/a.wav", after(5))
    assert await connection.fetchval("SELECT recording_path FROM calls") is None


async def test_an_attempt_whose_worker_is_gone_is_found_and_held_in_its_name(store: Store) -> None:
    lease, _ = await answered_call(store)
    organization = lease.organization_id
    async with store.unit_of_work() as uow:
        assert await attempts.abandoned(uow, organization, "worker-1", after(29), after(-99)) == []
        assert await attempts.abandoned(uow, organization, "worker-2", after(31), after(-99)) == []
        assert await attempts.abandoned(uow, organization, "worker", after(31), after(-99)) == []
        (found,) = await attempts.abandoned(uow, organization, "worker-1", after(31), after(-99))
        (by_other,) = await attempts.abandoned(uow, organization, "worker-2", after(99), after(31))
        assert found == by_other
        assert found.lease == lease
        held = await attempts.adopt_abandoned(uow, found.lease, after(31), after(61))
        assert (held.worker, held.epoch) == ("worker-1", lease.epoch + 1)
        with pytest.raises(Conflict, match="again, or over"):
            await attempts.adopt_abandoned(uow, lease, after(31), after(61))


async def test_a_command_that_was_killed_is_found_by_its_node_s_worker(store: Store) -> None:
    lease, _ = await answered_call(store, worker="followup-call-123")
    async with store.unit_of_work() as uow:
        found = await attempts.abandoned(uow, lease.organization_id, "followup", after(31), after(-99))
        assert [each.lease for each in found] == [lease]
        others = await attempts.abandoned(uow, lease.organization_id, "follow", after(31), after(-99))
        assert others == []
