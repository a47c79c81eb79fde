"""A progressive campaign on a real Asterisk: a patient is dialed for a nurse who is ready, and joined with her."""

from __future__ import annotations

import asyncio
import wave
from dataclasses import replace
from pathlib import Path

import asyncpg
import numpy as np
import pytest

from ari_app.core.dialing_vocabulary import AgentState, CampaignState
from ari_app.core.errors import Conflict
from ari_app.lab.sip_phone import Answering, Call, SipPhone
from ari_app.provision.asterisk_instance import AsteriskInstance
from ari_app.store import agents, campaigns
from ari_app.store.campaigns import CampaignDraft
from ari_app.wiring.work import work
from tests.support.asterisk import open_client
from tests.support.calls import Ward, open_ward
from tests.support.dialed_campaigns import ContactTerms, add_contact, organization_of
from tests.support.far_end import Patient
from tests.support.telephone_audio import amplitude_at, joined, tone
from tests.telephony.test_campaign_calls import ALWAYS, running, until

pytestmark = pytest.mark.realtime

PATIENT_HERTZ, NURSE_HERTZ = 700, 1_100


async def progressive(
    ward: Ward, connection: asyncpg.Connection, patients: int, mode: str = "progressive"
) -> None:
    """A running campaign of so many patients, and one nurse, who is away."""
    store, now = ward.node.store, ward.node.clock.now()
    organization_id = await organization_of(store)
    await connection.execute(ALWAYS)
    async with store.unit_of_work() as uow:
        draft = CampaignDraft("人工回访", "Asia/Shanghai", concurrency=5, mode=mode)
        campaign_id = await campaigns.create(uow, organization_id, draft)
        await agents.put(uow, organization_id, "nurse-1", "PJSIP/agent1", now)
    for number in range(patients):
        await add_contact(store, campaign_id, number, ContactTerms(due_at=now))
    async with store.unit_of_work() as uow:
        await campaigns.set_state(uow, organization_id, campaign_id, CampaignState.RUNNING, now)


async def says_ready(ward: Ward) -> None:
    """The nurse is ready."""
    store = ward.node.store
    organization_id = await organization_of(store)
    async with store.unit_of_work() as uow:
        await agents.set_state(uow, organization_id, "nurse-1", AgentState.READY, ward.node.clock.now())


@pytest.mark.req("M04-002", "M04-004")
async def test_a_patient_is_dialed_when_the_nurse_is_ready_and_they_talk(
    asterisk: AsteriskInstance, database: str, tmp_path: Path, connection: asyncpg.Connection
) -> None:
    async with (
        open_ward(asterisk, database, tmp_path, agent=True) as ward,
        SipPhone.open(port=asterisk.agent_port) as desk,
    ):
        await progressive(ward, connection, patients=2)
        async with running(ward):
            await until(connection, "SELECT waits_for FROM campaigns", "no_ready_agent")
            assert not ward.phone.log
            await says_ready(ward)
            patient = await ward.answered()
            nurse = await desk.next_call()
            async with asyncio.timeout(5):
                await nurse.acknowledged.wait()
            await until(connection, "SELECT state FROM attempts", "answered")
            await heard_both_ways(patient, nurse)
            await nurse.hang_up()
            await until(connection, "SELECT count(*) FROM redials", 1)
            await until(connection, "SELECT state FROM agents", "wrapping")
            await asyncio.sleep(1.0)
        assert len({entry.call_id for entry in ward.phone.log if entry.what == "INVITE"}) == 1
        assert ward.recognizer.heard == []
    row = await connection.fetchrow(
        """SELECT a.id, a.disposition, a.answered_at IS NOT NULL AS answered, t.kind, k.status, c.recording_path
           FROM attempts a JOIN touches t ON t.attempt_id = a.id JOIN contacts k ON k.id = a.contact_id
           JOIN calls c ON c.attempt_id = a.id"""
    )
    assert row is not None
    file = f"{row['id']}.wav"
    assert tuple(row)[1:] == ("transferred", True, "person", "completed", file)
    with wave.open(str(tmp_path / "recordings" / file)) as stereo:
        both = np.frombuffer(stereo.readframes(stereo.getnframes()), np.int16).reshape(-1, 2)
    assert amplitude_at(both[:, 0], PATIENT_HERTZ) > 1_000
    assert amplitude_at(both[:, 1], NURSE_HERTZ) > 1_000


async def heard_both_ways(patient: Patient, nurse: Call) -> None:
    """Each hears the other's tone."""
    said = patient.call.play(tone(PATIENT_HERTZ, 0.8)), nurse.play(tone(NURSE_HERTZ, 0.8))
    for handle in said:
        await handle.done.wait()
    since = said[0].started_at
    assert since is not None
    assert amplitude_at(joined(nurse.heard_since(since + 0.3)), PATIENT_HERTZ) > 1_500
    assert amplitude_at(joined(patient.call.heard_since(since + 0.3)), NURSE_HERTZ) > 1_500


@pytest.mark.req("M04-004")
async def test_a_nurse_who_does_not_come_is_apologized_for_and_gets_no_further_call(
    asterisk: AsteriskInstance, database: str, tmp_path: Path, connection: asyncpg.Connection
) -> None:
    async with (
        open_ward(asterisk, database, tmp_path, agent=True) as ward,
        SipPhone.open(port=asterisk.agent_port, answering=lambda *_: Answering(ring_for_ever=True)),
    ):
        await progressive(ward, connection, patients=2)
        await says_ready(ward)
        async with running(ward):
            patient = await ward.answered()
            await patient.hears_within(2.0)
            async with asyncio.timeout(15):
                await patient.call.ended.wait()
            await until(connection, "SELECT count(*) FROM redials", 1)
            await asyncio.sleep(1.0)
        assert len({entry.call_id for entry in ward.phone.log if entry.what == "INVITE"}) == 1
        assert patient.call.end_reason == "bye_received"
    assert await connection.fetchval("SELECT disposition FROM attempts") == "callback_scheduled"
    assert await connection.fetchval("SELECT state FROM agents WHERE missed = 1") == "away"


async def test_a_patient_who_does_not_answer_leaves_the_nurse_ready(
    asterisk: AsteriskInstance, database: str, tmp_path: Path, connection: asyncpg.Connection
) -> None:
    busy = Answering(reject=486)
    async with (
        open_ward(asterisk, database, tmp_path, answering=lambda *_: busy, agent=True) as ward,
        SipPhone.open(port=asterisk.agent_port) as desk,
    ):
        await progressive(ward, connection, patients=2)
        await says_ready(ward)
        async with running(ward):
            await until(connection, "SELECT count(*) FROM redials WHERE disposition = 'busy'", 2)
        assert not desk.log
    assert await connection.fetchval("SELECT state FROM agents") == "ready"


async def test_a_talk_outlives_its_worker(
    asterisk: AsteriskInstance, database: str, tmp_path: Path, connection: asyncpg.Connection
) -> None:
    async with (
        open_ward(asterisk, database, tmp_path, agent=True) as ward,
        SipPhone.open(port=asterisk.agent_port) as desk,
    ):
        await progressive(ward, connection, patients=1)
        await says_ready(ward)
        first = asyncio.create_task(work(ward.node, asyncio.Event()), name="first-worker")
        patient = await ward.answered()
        nurse = await desk.next_call()
        async with asyncio.timeout(5):
            await nurse.acknowledged.wait()
        await until(connection, "SELECT state FROM attempts", "answered")
        # another process takes the application: the first one lets go of the call
        async with open_client(ward.asterisk) as client:
            with pytest.raises(Conflict):
                async with asyncio.timeout(20):
                    await first
            async with running(replace(ward, node=replace(ward.node, client=client))):
                await until(connection, "SELECT lease_epoch FROM attempts", 2)
                await heard_both_ways(patient, nurse)
                await patient.call.hang_up()
                await until(connection, "SELECT state FROM attempts", "ended")
    assert await connection.fetchval("SELECT disposition FROM attempts") == "transferred"
    assert await connection.fetchval("SELECT state FROM agents") == "wrapping"
    (file,) = (tmp_path / "recordings").iterdir()
    assert file.suffix == ".wav"
