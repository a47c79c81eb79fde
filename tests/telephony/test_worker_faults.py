"""Workers whose trunk is down, and attempts whose carrier is gone."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ari_app.core.errors import Conflict
from ari_app.core.phone import PhoneNumber
from ari_app.core.vocabulary import Disposition
from ari_app.provision.asterisk_instance import AsteriskInstance
from ari_app.store import attempts
from ari_app.store.attempts import COMMAND_SUFFIX
from ari_app.store.patients import ensure_organization
from ari_app.wiring.call_requests import CallRequest, enqueue
from ari_app.wiring.node import Node
from ari_app.wiring.recovery import settle_abandoned
from ari_app.wiring.system import SystemClock
from ari_app.wiring.work import work
from tests.support.asterisk import open_client
from tests.support.calls import NAME, open_ward

pytestmark = pytest.mark.realtime

QUEUED = 12


class Later(SystemClock):
    """The machine's clock, a minute ahead."""

    def now(self) -> datetime:
        """The wall time of the next minute."""
        return super().now() + timedelta(minutes=1)


async def queue(node: Node, number: int) -> None:
    """A call that is due now."""
    phone = PhoneNumber.parse(f"138000000{number:02}")
    request = CallRequest(phone, "q_postop_v1", NAME, "4417", "08-02", f"p-{number}", None)
    await enqueue(node.store, node.settings.hospital, request, node.clock.now())


async def test_a_trunk_that_is_down_does_not_use_the_queue_up(
    asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    async with open_ward(asterisk, database, tmp_path) as ward:
        unreachable = ward.node.settings.asterisk.model_copy(update={"dial": "PJSIP/{number}@nowhere"})
        settings = ward.node.settings.model_copy(update={"asterisk": unreachable})
        node = replace(ward.node, settings=settings)
        for number in range(QUEUED):
            await queue(node, number)
        stop = asyncio.Event()
        working = asyncio.create_task(work(node, stop), name="worker")
        await asyncio.sleep(6.0)
        stop.set()
        await working
        async with node.store.unit_of_work() as uow:
            organization = await ensure_organization(uow, "hospital", "仁和医院", "Asia/Shanghai")
            left = await uow.all(
                "attempts.due", organization_id=organization, at=node.clock.now(), at_most=99
            )
    assert QUEUED - 6 <= len(left) < QUEUED


async def test_a_call_whose_command_was_killed_is_ended_once_the_patient_is_gone(
    asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    async with open_ward(asterisk, database, tmp_path) as ward:
        node = ward.node
        name = f"{node.settings.worker.id}{COMMAND_SUFFIX}1"
        command = node.settings.worker.model_copy(update={"id": name})
        ward.node = replace(node, settings=node.settings.model_copy(update={"worker": command}))
        placed = await ward.place()
        patient = await ward.answered()
        await patient.listen()
        async with open_client(asterisk) as client:
            with pytest.raises(Conflict):
                await placed.ended(5)
            worker = replace(node, client=client, clock=Later())
            async with node.store.unit_of_work() as uow:
                organization = await ensure_organization(uow, "hospital", "仁和医院", "Asia/Shanghai")
            await settle_abandoned(worker, organization, ())
            assert (await placed.result()).attempt_state == "answered"
            assert not patient.call.ended.is_set()
            await patient.call.hang_up()
            await asyncio.sleep(0.5)
            await settle_abandoned(worker, organization, (placed.attempt,))
            assert (await placed.result()).attempt_state == "answered"
            await settle_abandoned(worker, organization, ())
        result = await placed.result()
    assert result.disposition == Disposition.INTERRUPTED
    assert (tmp_path / "recordings" / f"{placed.attempt}.wav").exists()


async def test_a_patient_whose_call_others_held_for_lost_is_not_left_on_a_silent_line(
    asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    async with open_ward(asterisk, database, tmp_path) as ward:
        short = ward.node.settings.worker.model_copy(update={"lease_seconds": 2.0})
        node = replace(ward.node, settings=ward.node.settings.model_copy(update={"worker": short}))
        await queue(node, 1)
        stop = asyncio.Event()
        working = asyncio.create_task(work(node, stop), name="worker")
        patient = await ward.answered()
        await patient.listen()
        async with node.store.unit_of_work() as uow:
            (attempt,) = await attempts.live_attempts(uow, short.id)
            lost = attempt.lease
            held = await attempts.adopt(uow, lost.attempt_id, lost.worker, node.clock.now())
            await attempts.mark_ended(uow, held, node.clock.now(), Disposition.INTERRUPTED)
        await patient.speak()
        async with asyncio.timeout(10):
            await patient.call.ended.wait()
        assert patient.call.end_reason == "bye_received"
        stop.set()
        await working
