"""Patients who call back over a carrier's line: recognized and gone on with, or told nothing of anybody."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from ari_app.calls.notice_words import NoticeKind, NoticeWords
from ari_app.core.errors import Conflict
from ari_app.core.phone import PhoneNumber
from ari_app.core.vocabulary import Disposition
from ari_app.lab.sip_phone import SipPhone
from ari_app.provision.asterisk_instance import AsteriskInstance
from ari_app.store.patients import ensure_organization
from ari_app.store.results import read_call_of_attempt
from ari_app.wiring.call_requests import CallRequest, enqueue
from ari_app.wiring.node import Node
from ari_app.wiring.work import NodeWork
from tests.support.asterisk import open_client
from tests.support.calls import NAME, PHONE, USUAL, open_ward
from tests.support.desk_phone import Account, DeskPhone, OutgoingCall
from tests.support.far_end import FarEnd, marked_voice
from tests.support.ward_node import private_reach

pytestmark = pytest.mark.realtime

CARRIER_HOST = "127.0.0.9"
CENTER = "01012345678"
FRONT = ("consent", "person", "verify", "data_consent")


async def work_of(node: Node) -> NodeWork:
    """The node's worker, which also takes the calls that come in."""
    async with node.store.unit_of_work() as uow:
        organization = await ensure_organization(uow, "hospital", "仁和医院", "Asia/Shanghai")
    return NodeWork(node, organization)


@asynccontextmanager
async def worker_of(node: Node) -> AsyncIterator[None]:
    """It runs; its calls have ended when the block has."""
    stop = asyncio.Event()
    work = asyncio.create_task((await work_of(node)).run(stop), name="test-worker")
    try:
        yield
    finally:
        stop.set()
        async with asyncio.timeout(30):
            await work


@asynccontextmanager
async def caller(asterisk: AsteriskInstance, number: str) -> AsyncIterator[DeskPhone]:
    """The carrier's line, on which a call of this number comes in."""
    account = Account(number, "", asterisk.sip_port, CARRIER_HOST)
    async with DeskPhone.open(account, registers=False) as phone:
        yield phone


async def hung_up_on(call: OutgoingCall, seconds: float = 20.0) -> None:
    """The other side has ended the call."""
    async with asyncio.timeout(seconds):
        await call.ended.wait()
    await call.hang_up()


async def outcomes(database: str) -> list[tuple[str, UUID | None]]:
    """What is stored of the calls that came in, in order."""
    connection = await asyncpg.connect(database)
    try:
        rows = await connection.fetch("SELECT outcome, attempt_id FROM inbound_calls ORDER BY at, id")
        return [(row["outcome"], row["attempt_id"]) for row in rows]
    finally:
        await connection.close()


@pytest.mark.req("M01-010", "M05-007")
async def test_a_patient_who_calls_back_goes_on_at_the_open_question(
    asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    async with open_ward(asterisk, database, tmp_path) as ward:
        placed = await ward.place()
        patient = await ward.answered()
        await patient.speaks_after_prompt(len(FRONT) + 2)
        await patient.listen()
        await patient.call.hang_up()
        assert await placed.ended() is Disposition.PARTIAL
        heard_before = len(ward.recognizer.heard)
        async with worker_of(ward.node), caller(asterisk, "0" + PHONE) as phone:
            call = await phone.dial("95001")
            back = FarEnd(call)
            await back.speaks_after_prompt(len(USUAL) - 2)
            await hung_up_on(call)
        [(outcome, attempt)] = await outcomes(database)
        assert outcome == "recognized" and attempt is not None
        connection = await asyncpg.connect(database)
        row = await connection.fetchrow(
            "SELECT a.*, k.status FROM attempts a JOIN contacts k ON k.id = a.contact_id WHERE a.id = $1",
            attempt,
        )
        answered = {
            (each["link_id"], each["attempt_id"])
            for each in await connection.fetch(
                "SELECT link_id, attempt_id FROM answers n JOIN calls c ON c.id = n.call_id"
            )
        }
        states = [
            each["to_state"]
            for each in await connection.fetch(
                "SELECT to_state FROM attempt_events WHERE attempt_id = $1 ORDER BY id", attempt
            )
        ]
        await connection.close()
        async with ward.node.store.unit_of_work() as uow:
            result = await read_call_of_attempt(uow, attempt)
    assert row is not None
    assert ward.recognizer.heard[heard_before:] == [*FRONT, *list(USUAL)[len(FRONT) + 2 :]]
    assert (row["direction"], row["number"], row["state"], row["disposition"], row["status"]) == (
        "inbound",
        2,
        "ended",
        "completed",
        "completed",
    )
    assert row["dialing_at"] is None and row["channel_id"] is not None
    # of a caller only the number is known: he is told nobody's name
    assert not [turn.code for turn in result.turns if turn.speaker == "robot" and NAME in turn.text]
    assert states == ["scheduled", "claimed", "answered", "ended"]
    items = list(USUAL)[len(FRONT) :]
    assert answered == {(item, placed.attempt) for item in items[:2]} | {
        (item, attempt) for item in items[2:]
    }
    assert (tmp_path / "recordings" / f"{attempt}.wav").is_file()
    assert [one.link_id for one in (*result.earlier_answers, *result.answers)] == items


@pytest.mark.req("M01-010")
@pytest.mark.parametrize("media", ["websocket", "audiosocket"])
async def test_an_unknown_caller_hears_a_neutral_sentence(
    asterisk: AsteriskInstance, database: str, tmp_path: Path, media: str
) -> None:
    reach = private_reach(asterisk, media=media)
    async with open_ward(asterisk, database, tmp_path, reach=reach) as ward:
        async with worker_of(ward.node), caller(asterisk, "13900000001") as phone:
            call = await phone.dial("95001")
            await FarEnd(call).hears_within(10)
            await hung_up_on(call)
        assert await outcomes(database) == [("unknown", None)]
        assert ward.recognizer.heard == []


@pytest.mark.req("M01-010")
async def test_an_unknown_caller_is_connected_with_the_desk_on_a_key(
    asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    async with (
        SipPhone.open("127.0.0.1", asterisk.agent_port) as desk,
        open_ward(asterisk, database, tmp_path, agent=True) as ward,
        worker_of(ward.node),
        caller(asterisk, "13900000001") as phone,
    ):
        call = await phone.dial("95001")
        await FarEnd(call).listen()
        call.send_digits("0")
        nurse = await desk.next_call()
        async with asyncio.timeout(10):
            await nurse.acknowledged.wait()
        # both hear each other: the nurse's voice reaches the caller
        nurse.play(marked_voice(3_000.0))
        await FarEnd(call).hears_within(10)
        await nurse.hang_up()
        await hung_up_on(call)
        assert await outcomes(database) == [("unknown", None)]


async def test_a_patient_who_calls_while_he_is_called_is_told_so(
    asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    request = CallRequest(PhoneNumber.parse(PHONE), "q_postop_v1", NAME, "4417", "08-02", "p-1", None)
    async with (
        open_ward(asterisk, database, tmp_path) as ward,
        worker_of(ward.node),
        caller(asterisk, PHONE) as phone,
    ):
        await enqueue(ward.node.store, ward.node.settings.hospital, request, ward.node.clock.now())
        patient = await ward.answered()
        await patient.speaks_after_prompt()
        call = await phone.dial("95001")
        await FarEnd(call).hears_within(10)
        await hung_up_on(call)
        assert await outcomes(database) == [("being_called", None)]
        await patient.listen()
        await patient.call.hang_up()


async def test_a_call_back_outlives_its_worker(
    asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    async with open_ward(asterisk, database, tmp_path) as ward, caller(asterisk, PHONE) as phone:
        placed = await ward.place()
        patient = await ward.answered()
        await patient.speaks_after_prompt()
        await patient.call.hang_up()
        await placed.ended()
        first = asyncio.create_task((await work_of(ward.node)).run(asyncio.Event()), name="test-worker")
        call = await phone.dial("95001")
        back = FarEnd(call)
        await back.speaks_after_prompt(2)
        await back.listen()
        # another process takes the application: the first one lets go of the call, and nothing else
        async with open_client(ward.asterisk) as client:
            with pytest.raises(Conflict):
                async with asyncio.timeout(20):
                    await first
            assert not call.ended.is_set()
            async with worker_of(replace(ward.node, client=client)):
                await back.speaks_after_prompt(len(USUAL) - 2)
                await hung_up_on(call)
        [(_, attempt)] = await outcomes(database)
        assert attempt is not None
        async with ward.node.store.unit_of_work() as uow:
            result = await read_call_of_attempt(uow, attempt)
    assert result.disposition == Disposition.COMPLETED
    assert (tmp_path / "recordings" / f"{attempt}.wav").is_file()


async def test_what_an_unknown_caller_hears_tells_of_nobody() -> None:
    words = NoticeWords("仁和医院", CENTER, has_desk=True)
    said = "".join(words.opening(NoticeKind.NEUTRAL))
    assert "仁和医院" in said and "零幺零幺二三四五六七八" in said and "请按零" in said
    assert not any(word in said for word in ("患者", "病", "随访", "手术", "健康", "康复", "复诊"))
