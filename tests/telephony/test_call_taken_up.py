"""Calls whose worker lost its event stream to another process, which then takes them up or ends them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from ari_app.calls.recorder import Recorder
from ari_app.core.errors import Conflict, Unavailable
from ari_app.core.vocabulary import Disposition
from ari_app.lab.sip_phone import SipPhone
from ari_app.provision.asterisk_instance import AsteriskInstance
from ari_app.store.patients import ensure_organization
from ari_app.store.unit_of_work import Row
from ari_app.wiring.node import Node
from ari_app.wiring.recovery import reconcile
from ari_app.wiring.work import NodeWork
from tests.support.asterisk import open_client
from tests.support.calls import USUAL, Placed, Ward, open_ward
from tests.telephony.test_call_transfer import ASKING, bridged, handed_over

pytestmark = pytest.mark.realtime


@asynccontextmanager
async def another_process(ward: Ward, placed: Placed) -> AsyncIterator[Node]:
    """A second process with the same Stasis application: the first one lets go of its call, and nothing else."""
    async with open_client(ward.asterisk) as client:
        with pytest.raises(Conflict):
            await placed.ended(5)
        yield replace(ward.node, client=client)


@asynccontextmanager
async def working(node: Node) -> AsyncIterator[NodeWork]:
    """A worker that takes up what lives; its calls have ended when the block has."""
    async with node.store.unit_of_work() as uow:
        organization = await ensure_organization(uow, "hospital", "仁和医院", "Asia/Shanghai")
    stop = asyncio.Event()
    worker = NodeWork(node, organization)
    task = asyncio.create_task(worker.run(stop), name="another-worker")
    try:
        yield worker
    finally:
        stop.set()
        async with asyncio.timeout(20):
            await task


async def attempt_row(placed: Placed) -> Row:
    """The attempt, as the worker that was robbed left it or another ended it."""
    async with placed.store.unit_of_work() as uow:
        row = await uow.one("contacts.read_target", attempt_id=placed.attempt)
    assert row is not None
    return row


async def test_a_worker_whose_application_was_taken_leaves_the_patient_to_the_other(
    asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    async with open_ward(asterisk, database, tmp_path) as ward:
        placed = await ward.place()
        patient = await ward.answered()
        await patient.speaks_after_prompt()
        await patient.listen()
        async with another_process(ward, placed) as node:
            assert (await attempt_row(placed))["state"] == "answered"
            assert not patient.call.ended.is_set()
            async with working(node):
                await patient.listen()
                await patient.speak()
                await patient.listen()
                await patient.call.hang_up()
        result = await placed.result()
    assert result.disposition == Disposition.PARTIAL
    assert ward.recognizer.heard == ["consent", "person"]
    assert list((tmp_path / "recordings").glob("*.wav"))


async def test_a_goodbye_that_was_cut_off_is_said_and_the_call_ends(
    asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    texts = USUAL | {"person": "我没空，别打了，再见"}
    async with open_ward(asterisk, database, tmp_path, texts=texts) as ward:
        placed = await ward.place()
        patient = await ward.answered()
        await patient.speaks_after_prompt(2)
        await patient.hears_within(3)
        async with another_process(ward, placed) as node, working(node):
            await patient.hears_within(8)
            async with asyncio.timeout(15):
                await patient.call.ended.wait()
        result = await placed.result()
    assert patient.call.end_reason == "bye_received"
    assert result.disposition not in {None, Disposition.INTERRUPTED, Disposition.PARTIAL}


async def test_patient_and_nurse_are_left_alone_when_their_call_is_taken_up(
    asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    async with (
        open_ward(asterisk, database, tmp_path, texts=ASKING, agent=True) as ward,
        SipPhone.open(port=asterisk.agent_port) as desk,
    ):
        placed, patient, nurse = await handed_over(ward, desk)
        async with another_process(ward, placed) as node, working(node):
            await asyncio.sleep(1.0)
            assert not patient.call.ended.is_set()
            assert not nurse.ended.is_set()
            assert len(await bridged(ward)) == 2
            await nurse.hang_up()
            async with asyncio.timeout(5):
                await patient.call.ended.wait()
        result = await placed.result()
    assert result.disposition == Disposition.TRANSFERRED
    assert len(desk.calls) == 1


async def test_a_nurse_who_hung_up_meanwhile_leaves_no_silent_patient(
    asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    async with (
        open_ward(asterisk, database, tmp_path, texts=ASKING, agent=True) as ward,
        SipPhone.open(port=asterisk.agent_port) as desk,
    ):
        placed, patient, nurse = await handed_over(ward, desk)
        async with another_process(ward, placed) as node:
            await nurse.hang_up()
            await asyncio.sleep(0.5)
            async with working(node), asyncio.timeout(5):
                await patient.call.ended.wait()
        result = await placed.result()
    assert patient.call.end_reason == "bye_received"
    assert result.disposition == Disposition.TRANSFERRED


async def test_a_patient_who_hung_up_meanwhile_leaves_a_recording(
    asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    async with open_ward(asterisk, database, tmp_path) as ward:
        placed = await ward.place()
        patient = await ward.answered()
        await patient.speaks_after_prompt()
        await patient.listen()
        async with another_process(ward, placed) as node:
            await patient.call.hang_up()
            await asyncio.sleep(0.5)
            found = await reconcile(node)
        result = await placed.result()
    assert (found.living, found.undialed) == ((), ())
    assert result.disposition == Disposition.INTERRUPTED
    assert (tmp_path / "recordings" / f"{placed.attempt}.wav").stat().st_size > 44


@pytest.mark.parametrize("hangs_up", [True, False])
async def test_a_refused_recording_is_destroyed_by_whoever_comes_next(
    asterisk: AsteriskInstance, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hangs_up: bool
) -> None:
    async def fails(recorder: Recorder) -> None:
        raise Unavailable("Asterisk is away")

    texts = USUAL | {"consent": "可以问，但是不要录音"}
    async with open_ward(asterisk, database, tmp_path, texts=texts) as ward:
        with monkeypatch.context() as patched:
            patched.setattr(Recorder, "destroy", fails)
            placed = await ward.place()
            patient = await ward.answered()
            await patient.speaks_after_prompt()
            await patient.listen()
            async with another_process(ward, placed) as node:
                patched.undo()
                if hangs_up:
                    await patient.call.hang_up()
                    await asyncio.sleep(0.5)
                async with working(node):
                    if not hangs_up:
                        await patient.listen()
                        await patient.call.hang_up()
        async with placed.store.unit_of_work() as uow:
            call = await uow.one("calls.find_by_attempt", attempt_id=placed.attempt)
            assert call is not None
            recording = await uow.one("calls.read_recording", id=call["id"])
        stored = await ward.node.client.recordings.listStored()
    assert recording is not None
    assert recording["recording_refused"]
    assert recording["recording_destroyed_at"] is not None
    assert not list((tmp_path / "recordings").glob("*"))
    assert not [each for each in stored if str(placed.attempt) in each["name"]]


async def test_a_living_call_that_cannot_be_taken_up_is_hung_up(
    asterisk: AsteriskInstance, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def damaged(*_: object) -> None:
        raise RuntimeError("a bug before the runner")

    async with open_ward(asterisk, database, tmp_path) as ward:
        placed = await ward.place()
        patient = await ward.answered()
        await patient.speaks_after_prompt()
        await patient.listen()
        async with another_process(ward, placed) as node:
            monkeypatch.setattr("ari_app.wiring.placing.render", damaged)
            async with working(node), asyncio.timeout(5):
                await patient.call.ended.wait()
        result = await placed.result()
    assert patient.call.end_reason == "bye_received"
    assert result.disposition == Disposition.INTERRUPTED


async def test_a_worker_without_events_stops_and_claims_nothing(
    asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    async with open_ward(asterisk, database, tmp_path) as ward:
        with pytest.raises(Conflict):
            async with working(ward.node) as worker, open_client(asterisk):
                await asyncio.sleep(0.5)
                assert await worker._claim(4) == ()
