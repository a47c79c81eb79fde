"""A running campaign on a real Asterisk: the worker claims its contacts, dials each once, and settles how it ended."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from ari_app.core.dialing_vocabulary import CampaignState
from ari_app.dialer.settling import settle
from ari_app.lab.sip_phone import Answering, Headers
from ari_app.provision.asterisk_instance import AsteriskInstance
from ari_app.store import campaigns
from ari_app.store.campaigns import CampaignDraft
from ari_app.wiring.recovery import reconcile
from ari_app.wiring.work import work
from tests.support.asterisk import APP
from tests.support.calls import Ward, open_ward
from tests.support.dialed_campaigns import (
    ContactTerms,
    add_contact,
    claim_at,
    organization_of,
    phone_of,
    worker,
)
from tests.support.far_end import Patient

pytestmark = pytest.mark.realtime

BUSY, VACANT, ANSWERS = 1, 2, 3
ALWAYS = """INSERT INTO calling_policies (organization_id, windows, quiet, weekends, holidays)
    SELECT id, '00:00-24:00', '', true, 'all' FROM organizations"""
LINES = """WITH trunk AS (
        INSERT INTO trunks (id, organization_id, code, dial, concurrency)
        SELECT gen_random_uuid(), id, 'main', 'PJSIP/{number}@followup-trunk', 2 FROM organizations RETURNING *)
    INSERT INTO caller_ids (id, organization_id, number, trunk_id)
    SELECT gen_random_uuid(), organization_id, '01066668888', id FROM trunk"""


def meeting(called: str, headers: Headers) -> Answering:
    by_number = {BUSY: Answering(reject=486), VACANT: Answering(reject=404)}
    return by_number.get(int(called[-4:]), Answering())


async def campaign_of(ward: Ward, patients: tuple[int, ...]) -> UUID:
    """A running campaign with these patients, all due now."""
    store, now = ward.node.store, ward.node.clock.now()
    organization_id = await organization_of(store)
    async with store.unit_of_work() as uow:
        campaign_id = await campaigns.create(
            uow, organization_id, CampaignDraft("回访", "Asia/Shanghai", concurrency=2)
        )
    for number in patients:
        await add_contact(store, campaign_id, number, ContactTerms(due_at=now))
    async with store.unit_of_work() as uow:
        await campaigns.set_state(uow, organization_id, campaign_id, CampaignState.RUNNING, now)
    return campaign_id


@asynccontextmanager
async def running(ward: Ward) -> AsyncIterator[None]:
    """The node's worker, as `ari-app run` has it; its calls have ended when the block has."""
    stop = asyncio.Event()
    task = asyncio.create_task(work(ward.node, stop), name="campaign-worker")
    try:
        yield
    finally:
        stop.set()
        async with asyncio.timeout(20):
            await task


async def answering(ward: Ward, calls: int) -> Patient:
    """Of so many calls the patient of the one that is answered."""
    found = [await ward.phone.next_call(30.0) for _ in range(calls)]
    taken = [asyncio.create_task(call.answered.wait()) for call in found]
    done, others = await asyncio.wait(taken, timeout=10, return_when=asyncio.FIRST_COMPLETED)
    for task in others:
        task.cancel()
    (first,) = done
    call = found[taken.index(first)]
    async with asyncio.timeout(5):
        await call.acknowledged.wait()
    return Patient(call)


async def until(connection: asyncpg.Connection, query: str, wanted: object) -> None:
    """Wait until the database tells that. Raises TimeoutError."""
    async with asyncio.timeout(30):
        while True:
            if await connection.fetchval(query) == wanted:
                return
            await asyncio.sleep(0.1)


@pytest.mark.req("M04-006", "M04-007", "M05-005")
async def test_a_campaign_is_dialed_and_settled(
    asterisk: AsteriskInstance, database: str, tmp_path: Path, connection: asyncpg.Connection
) -> None:
    async with open_ward(asterisk, database, tmp_path, answering=meeting) as ward:
        await organization_of(ward.node.store)
        await connection.execute(ALWAYS)
        await connection.execute(LINES)
        await campaign_of(ward, (BUSY, VACANT, ANSWERS))
        async with running(ward):
            patient = await answering(ward, 3)
            await patient.listen()
            await patient.call.hang_up()
            await until(connection, "SELECT count(*) FROM redials", 3)
            assert await connection.fetchval("SELECT state FROM workers") == "active"
        rows = await connection.fetch(
            """SELECT right(p.external_id, 1)::int AS patient, k.status, a.caller_id, a.trunk_id IS NULL AS no_trunk,
                      a.dialing_at <= a.dial_before AS in_time, r.reason, a.disposition
               FROM contacts k JOIN patients p ON p.id = k.patient_id JOIN attempts a ON a.contact_id = k.id
               JOIN redials r ON r.attempt_id = a.id ORDER BY 1"""
        )
    line = ("01066668888", False, True)
    assert [tuple(row)[:6] for row in rows] == [
        (BUSY, "open", *line, "next_try"),
        (VACANT, "exhausted", *line, "no_valid_number"),
        (ANSWERS, "open", *line, "next_try"),
    ]
    invited = [entry.call_id for entry in ward.phone.log if entry.what == "INVITE" and not entry.outgoing]
    assert len(set(invited)) == 3
    assert await connection.fetchval("SELECT state FROM workers") == "gone"


async def test_a_campaign_that_is_paused_is_dialed_no_more(
    asterisk: AsteriskInstance, database: str, tmp_path: Path, connection: asyncpg.Connection
) -> None:
    async with open_ward(asterisk, database, tmp_path, answering=lambda *_: Answering(reject=486)) as ward:
        organization_id = await organization_of(ward.node.store)
        await connection.execute(ALWAYS)
        campaign_id = await campaign_of(ward, tuple(range(10, 40)))
        async with running(ward):
            await until(connection, "SELECT count(*) > 2 FROM redials", True)
            async with ward.node.store.unit_of_work() as uow:
                await campaigns.set_state(
                    uow, organization_id, campaign_id, CampaignState.PAUSED, ward.node.clock.now()
                )
            paused_at = await connection.fetchval("SELECT clock_timestamp()")
            await until(connection, "SELECT count(*) FROM contacts WHERE open_attempt_id IS NOT NULL", 0)
            await asyncio.sleep(1.5)
        late = "SELECT count(*) FROM attempts WHERE dialing_at > $1"
        assert await connection.fetchval(late, paused_at) == 0
        assert await connection.fetchval("SELECT count(*) FROM attempts") < 30
    assert phone_of(10)


async def test_what_a_process_that_is_gone_had_claimed_is_given_back_and_claimed_anew(
    asterisk: AsteriskInstance, database: str, connection: asyncpg.Connection, tmp_path: Path
) -> None:
    async with open_ward(asterisk, database, tmp_path) as ward:
        store, now = ward.node.store, ward.node.clock.now()
        organization_id = await organization_of(store)
        await connection.execute(ALWAYS)
        await connection.execute(LINES)
        await campaign_of(ward, (ANSWERS,))
        (lost,) = await claim_at(store, await worker(store, APP, at=now), ward.node.clock.now())
        found = await reconcile(ward.node)
        assert (found.living, found.undialed) == ((), ())
        row = await connection.fetchrow("SELECT state, disposition, dialing_at, tech_cause FROM attempts")
        assert row is not None
        assert tuple(row) == ("ended", "failed", None, "worker restarted")
        assert await settle(store, organization_id, ward.node.clock.now()) == 1
        for rows in ("redials", "touches WHERE counts", "contacts WHERE open_attempt_id IS NOT NULL"):
            assert await connection.fetchval(f"SELECT count(*) FROM {rows}") == 0, rows
        async with running(ward):
            patient = await answering(ward, 1)
            await patient.call.hang_up()
        assert "01066668888" in str(patient.call.invite.get("from"))
        anew = await connection.fetchrow(
            "SELECT dial_before IS NOT NULL, trunk_id IS NOT NULL, caller_id FROM attempts WHERE id <> $1",
            lost.lease.attempt_id,
        )
        assert anew is not None
        assert tuple(anew) == (True, True, "01066668888")
