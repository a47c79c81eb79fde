"""Test calls (拨测) on a real Asterisk to a probe of ours, and to what is none."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest

from ari_app.core.errors import WrongInput
from ari_app.lab.line_echo import LineEcho
from ari_app.lab.sip_message import address
from ari_app.lab.sip_phone import Answering, Call
from ari_app.policy.line_test import LineFault, Probe
from ari_app.provision.asterisk_instance import AsteriskInstance
from ari_app.store.line_tests import LineTest
from ari_app.store.patients import PatientDraft, ensure_patient
from ari_app.wiring import line_test_schedules
from ari_app.wiring.line_test import LineTestRequest, try_line
from ari_app.wiring.line_test_schedules import ScheduleRequest
from tests.support.calls import NAME, Ward, open_ward
from tests.support.dialed_campaigns import organization_of
from tests.telephony.test_campaign_calls import LINES, running, until

pytestmark = pytest.mark.realtime

PROBE = "13900001234"
OURS = "01066668888"


async def tried(ward: Ward, request: LineTestRequest) -> LineTest:
    node = ward.node
    return await try_line(node.settings, node.store, node.clock, node.ids, request)


@asynccontextmanager
async def probe(ward: Ward, *, echo: bool, keys: str | None = None) -> AsyncIterator[None]:
    """A probe at the far end: keys the number that it sees (or `keys`), then sends back what it hears."""

    async def meet() -> None:
        call: Call = await ward.phone.next_call()
        async with asyncio.timeout(5):
            await call.acknowledged.wait()
        if echo:
            call.set_echo(LineEcho(60, -6.0))
        seen = address(call.invite.get("from")).removeprefix("sip:").partition("@")[0]
        call.send_digits(f"{seen if keys is None else keys}#")

    task = asyncio.create_task(meet(), name="probe")
    try:
        yield
    finally:
        await task


@pytest.mark.req("M17-003")
@pytest.mark.req("M04-014")
async def test_a_good_line_is_measured_and_kept(
    asterisk: AsteriskInstance, database: str, tmp_path: Path, connection: asyncpg.Connection
) -> None:
    async with open_ward(asterisk, database, tmp_path, answering=lambda *_: Answering(0.3)) as ward:
        await organization_of(ward.node.store)
        await connection.execute(LINES)
        async with probe(ward, echo=True):
            test = await tried(ward, LineTestRequest("main", PROBE))
    found = test.measure
    assert test.faults == ()
    assert found.ring_ms is not None and found.answer_ms is not None
    assert 0 <= found.ring_ms <= found.answer_ms and found.answer_ms >= 250
    # -15.2 dBFS went out, 6 dB softer it came back
    assert found.tone_dbfs == pytest.approx(-21.2, abs=2.0)
    assert found.round_trip_ms is not None and 60 <= found.round_trip_ms < 1_000
    assert (found.keyed, test.caller_id, found.cause) == (OURS, OURS, 16)
    row = await connection.fetchrow("SELECT * FROM line_tests")
    assert row is not None
    assert (row["id"], row["faults"], row["caller_id_seen"]) == (test.id, [], OURS)
    assert (row["ring_ms"], row["answer_ms"]) == (found.ring_ms, found.answer_ms)
    assert PROBE.encode() not in row["number_encrypted"]
    assert await connection.fetchval("SELECT count(*) FROM touches") == 0


@pytest.mark.req("M04-014")
async def test_a_line_that_carries_no_audio_or_another_number_fails(
    asterisk: AsteriskInstance, database: str, tmp_path: Path, connection: asyncpg.Connection
) -> None:
    async with open_ward(asterisk, database, tmp_path) as ward:
        await organization_of(ward.node.store)
        await connection.execute(LINES)
        async with probe(ward, echo=False, keys="01099990000"):
            test = await tried(ward, LineTestRequest("main", PROBE))
    assert set(test.faults) == {
        LineFault.NOTHING_HEARD,
        LineFault.TONE_NOT_RETURNED,
        LineFault.WRONG_CALLER_ID,
    }


async def test_a_probe_that_refuses_fails_with_its_causes(
    asterisk: AsteriskInstance, database: str, tmp_path: Path, connection: asyncpg.Connection
) -> None:
    async with open_ward(asterisk, database, tmp_path, answering=lambda *_: Answering(reject=486)) as ward:
        await organization_of(ward.node.store)
        await connection.execute(LINES)
        test = await tried(ward, LineTestRequest("main", PROBE, probe=Probe.ANSWER))
    assert test.faults == (LineFault.NOT_ANSWERED,)
    row = await connection.fetchrow("SELECT hangup_cause, tech_cause, faults FROM line_tests")
    assert row is not None
    assert tuple(row) == (17, "486", ["not_answered"])


@pytest.mark.req("M04-014")
async def test_the_worker_that_leads_carries_what_is_scheduled(
    asterisk: AsteriskInstance, database: str, tmp_path: Path, connection: asyncpg.Connection
) -> None:
    async with open_ward(asterisk, database, tmp_path, answering=lambda *_: Answering(0.3)) as ward:
        node = ward.node
        await organization_of(node.store)
        await connection.execute(LINES)
        request = ScheduleRequest(LineTestRequest("main", PROBE), ("07:30",), 60)
        await line_test_schedules.put(node.store, node.settings.hospital, request, node.clock.now())
        await connection.execute("UPDATE line_test_schedules SET next_at = now()")
        async with probe(ward, echo=True), running(ward):
            await until(connection, "SELECT count(*) FROM line_tests", 1)
    row = await connection.fetchrow(
        "SELECT l.faults, l.tone_dbfs IS NOT NULL AS came_back, s.begun_at IS NOT NULL AS begun, s.trouble, "
        "s.next_at > now() AS planned FROM line_tests l JOIN line_test_schedules s USING (trunk_id)"
    )
    assert row is not None
    assert tuple(row) == ([], True, True, None, True)


@pytest.mark.req("M04-014")
async def test_a_patient_is_never_tested(
    asterisk: AsteriskInstance, database: str, tmp_path: Path, connection: asyncpg.Connection
) -> None:
    async with open_ward(asterisk, database, tmp_path) as ward:
        organization_id = await organization_of(ward.node.store)
        await connection.execute(LINES)
        async with ward.node.store.unit_of_work() as uow:
            await ensure_patient(uow, organization_id, PatientDraft("p_1", NAME, f"+86{PROBE}"))
        with pytest.raises(WrongInput, match="patient"):
            await tried(ward, LineTestRequest("main", PROBE))
        with pytest.raises(WrongInput, match="no trunk other"):
            await tried(ward, LineTestRequest("other", "13900009999"))
        with pytest.raises(WrongInput, match="no number of the hospital"):
            await tried(ward, LineTestRequest("main", "13900009999", caller_id="13911112222"))
        assert not ward.phone.log
    assert await connection.fetchval("SELECT count(*) FROM line_tests") == 0
