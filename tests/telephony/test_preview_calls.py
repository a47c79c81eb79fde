"""Preview dialing on a real Asterisk: the agent confirms, the desk phone rings first, then the patient's."""

from __future__ import annotations

import asyncio
from pathlib import Path

import asyncpg
import pytest

from ari_app.core.dialing_vocabulary import PreviewState
from ari_app.core.vocabulary import Disposition
from ari_app.lab.sip_phone import Answering, SipPhone
from ari_app.provision.asterisk_instance import AsteriskInstance
from ari_app.store.results import read_call_of_attempt
from ari_app.wiring import person_results, previews
from ari_app.wiring.person_results import PersonForm
from tests.support.calls import Ward, open_ward
from tests.support.dialed_campaigns import phone_of
from tests.telephony.test_campaign_calls import running, until
from tests.telephony.test_progressive_calls import heard_both_ways, progressive, says_ready

pytestmark = pytest.mark.realtime

REFUSES_RECORDING = """
    INSERT INTO consents
        (id, organization_id, patient_id, kind, granted, text_version, input_source, ip, user_agent, given_at)
    SELECT gen_random_uuid(), organization_id, id, 'recording', false, '1', 'web', '203.0.113.7', 'page', now()
    FROM patients"""


async def confirmed(ward: Ward) -> tuple[PreviewState, str | None]:
    """The nurse looks at who is next, and wants the call."""
    node, hospital = ward.node, ward.node.settings.hospital
    shown = await previews.show_next(node.store, hospital, "nurse-1", node.clock.now())
    assert shown is not None and shown.who.phone == phone_of(0)
    await asyncio.sleep(1.0)
    assert not ward.phone.log
    return await previews.dial(node.store, hospital, "nurse-1", node.clock, 10.0)


@pytest.mark.req("M04-002", "M04-003")
async def test_no_call_leaves_before_the_agent_confirms_and_then_hers_rings_first(
    asterisk: AsteriskInstance, database: str, tmp_path: Path, connection: asyncpg.Connection
) -> None:
    async with (
        open_ward(asterisk, database, tmp_path, answering=lambda *_: Answering(0.5), agent=True) as ward,
        SipPhone.open(port=asterisk.agent_port, answering=lambda *_: Answering(0.5)) as desk,
    ):
        await progressive(ward, connection, patients=1, mode="preview")
        await says_ready(ward)
        async with running(ward):
            await until(connection, "SELECT waits_for FROM campaigns", "not_confirmed")
            assert await confirmed(ward) == (PreviewState.DIALED, None)
            nurse = await desk.next_call()
            patient = await ward.answered()
            assert nurse.answered_at is not None and nurse.answered_at < patient.call.invited_at
            await until(connection, "SELECT state FROM attempts", "answered")
            await heard_both_ways(patient, nurse)
            await patient.call.hang_up()
            async with asyncio.timeout(5):
                await nurse.ended.wait()
            await until(connection, "SELECT count(*) FROM redials", 1)
            node, form = ward.node, PersonForm(Disposition.COMPLETED, {"pain_vas": "2"}, "一切正常")
            hospital, now = node.settings.hospital, node.clock.now()
            written = await person_results.take(node.store, hospital, "nurse-1", form, now)
            async with node.store.unit_of_work() as uow:
                kept = await read_call_of_attempt(uow, written.attempt_id)
    assert kept.person is not None and (kept.person.disposition, kept.person.note) == (
        "completed",
        "一切正常",
    )
    assert [(each.link_id, each.value, each.source) for each in kept.answers] == [("pain_vas", 2, "person")]
    assert kept.recording_path is not None
    row = await connection.fetchrow(
        "SELECT a.disposition, a.mode, t.kind, g.state FROM attempts a JOIN touches t ON t.attempt_id = a.id, agents g"
    )
    assert row is not None
    assert tuple(row) == ("transferred", "preview", "person", "wrapping")


async def test_who_refused_to_be_recorded_is_not_in_a_nurses_call(
    asterisk: AsteriskInstance, database: str, tmp_path: Path, connection: asyncpg.Connection
) -> None:
    async with (
        open_ward(asterisk, database, tmp_path, answering=lambda *_: Answering(0.5), agent=True) as ward,
        SipPhone.open(port=asterisk.agent_port, answering=lambda *_: Answering(0.5)) as desk,
    ):
        await progressive(ward, connection, patients=1, mode="preview")
        await says_ready(ward)
        await connection.execute(REFUSES_RECORDING)
        async with running(ward):
            await until(connection, "SELECT waits_for FROM campaigns", "not_confirmed")
            assert await confirmed(ward) == (PreviewState.DIALED, None)
            nurse = await desk.next_call()
            patient = await ward.answered()
            await heard_both_ways(patient, nurse)
            await patient.call.hang_up()
            await until(connection, "SELECT count(*) FROM redials", 1)
    assert await connection.fetchval("SELECT recording_path FROM calls") is None
    assert await connection.fetchval("SELECT count(*) FROM person_talks") == 0
    assert not list((tmp_path / "recordings").glob("*"))


@pytest.mark.req("M04-003")
async def test_an_agent_who_does_not_take_her_own_call_leaves_the_patient_alone(
    asterisk: AsteriskInstance, database: str, tmp_path: Path, connection: asyncpg.Connection
) -> None:
    async with (
        open_ward(asterisk, database, tmp_path, agent=True) as ward,
        SipPhone.open(port=asterisk.agent_port, answering=lambda *_: Answering(reject=486)),
    ):
        await progressive(ward, connection, patients=1, mode="preview")
        await says_ready(ward)
        async with running(ward):
            await confirmed(ward)
            await until(connection, "SELECT state FROM attempts", "ended")
            await until(connection, "SELECT count(*) FROM contacts WHERE open_attempt_id IS NOT NULL", 0)
        assert not ward.phone.log
    assert await connection.fetchval("SELECT state FROM agents WHERE missed = 1") == "away"
    assert await connection.fetchval("SELECT counts FROM touches") is False
