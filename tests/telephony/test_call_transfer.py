"""Handing a patient over to the nurses' desk, on real phones."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from ari_app.core.vocabulary import Disposition
from ari_app.lab.sip_phone import Answering, Call, Headers, SipPhone
from ari_app.provision.asterisk_instance import AsteriskInstance
from tests.support.calls import USUAL, Placed, Ward, open_ward
from tests.support.far_end import Patient
from tests.support.telephone_audio import amplitude_at, joined, tone

pytestmark = pytest.mark.realtime

ASKING = USUAL | {"person": "我要人工"}
PATIENT_HERTZ, NURSE_HERTZ = 700, 1_100


async def handed_over(ward: Ward, desk: SipPhone) -> tuple[Placed, Patient, Call]:
    """A call whose patient talks with the nurse: the attempt, the patient and the nurse's call."""
    placed = await ward.place()
    patient = await ward.answered()
    await patient.speaks_after_prompt(2)
    nurse = await desk.next_call()
    async with asyncio.timeout(5):
        await nurse.acknowledged.wait()
    for _ in range(100):
        joined_ids = await bridged(ward)
        if len(joined_ids) == 2 and not any("media" in each for each in joined_ids):
            return placed, patient, nurse
        await asyncio.sleep(0.05)
    raise AssertionError(f"patient and nurse were not joined alone: {joined_ids}")


async def bridged(ward: Ward) -> tuple[str, ...]:
    """The channels in the call's bridge."""
    (bridge,) = await ward.node.client.bridges.list()
    return (await bridge.get()).channels


@pytest.mark.req("M06-016")
async def test_patient_and_nurse_hear_each_other_and_the_robot_is_gone(
    asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    async with (
        open_ward(asterisk, database, tmp_path, texts=ASKING, agent=True) as ward,
        SipPhone.open(port=asterisk.agent_port) as desk,
    ):
        placed, patient, nurse = await handed_over(ward, desk)
        said = patient.call.play(tone(PATIENT_HERTZ, 0.6)), nurse.play(tone(NURSE_HERTZ, 0.6))
        for handle in said:
            await handle.done.wait()
        since = said[0].started_at
        assert since is not None
        assert amplitude_at(joined(nurse.heard_since(since + 0.2)), PATIENT_HERTZ) > 2_000
        assert amplitude_at(joined(patient.call.heard_since(since + 0.2)), NURSE_HERTZ) > 2_000
        await patient.call.hang_up()
        assert await placed.ended() is Disposition.TRANSFERRED
        async with asyncio.timeout(2):
            await nurse.ended.wait()
        result = await placed.result()
    assert "transfer_human" in [each.action for each in result.actions]


async def test_a_nurse_who_hangs_up_ends_the_call(
    asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    async with (
        open_ward(asterisk, database, tmp_path, texts=ASKING, agent=True) as ward,
        SipPhone.open(port=asterisk.agent_port) as desk,
    ):
        placed, patient, nurse = await handed_over(ward, desk)
        await nurse.hang_up()
        assert await placed.ended(5) is Disposition.TRANSFERRED
        assert patient.call.end_reason == "bye_received"


@pytest.mark.req("M06-016")
@pytest.mark.parametrize("answer", [Answering(reject=486), Answering(ring_for_ever=True)])
async def test_no_free_nurse_promises_a_call_back(
    asterisk: AsteriskInstance, database: str, tmp_path: Path, answer: Answering
) -> None:
    def meeting(called: str, headers: Headers) -> Answering:
        return answer

    async with (
        open_ward(asterisk, database, tmp_path, texts=ASKING, agent=True) as ward,
        SipPhone.open(port=asterisk.agent_port, answering=meeting),
    ):
        placed = await ward.place()
        patient = await ward.answered()
        await patient.speaks_after_prompt(2)
        assert await placed.ended() is Disposition.CALLBACK_SCHEDULED
        assert patient.call.end_reason == "bye_received"
        result = await placed.result()
    assert "callback_task" in [each.action for each in result.actions]
