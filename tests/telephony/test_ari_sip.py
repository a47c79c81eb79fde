"""Calls over the trunk, with a SIP phone as the carrier: what the client is told of them."""

from __future__ import annotations

import asyncio

import pytest

from ari_app.ari.client import Client
from ari_app.ari.events import (
    ChannelDestroyed,
    ChannelDtmfReceived,
    ChannelHangupRequest,
    Dial,
    StasisStart,
)
from ari_app.ari.faults import (
    Unprocessable,
)
from ari_app.lab.sip_phone import Answering, SipPhone
from ari_app.provision.asterisk_instance import AsteriskInstance
from tests.support.asterisk import APP, until


@pytest.mark.req("M04-006")
@pytest.mark.req("M04-013", "M05-010", "M15-001", "M18-002")
async def test_sip_call_carries_name_and_number_and_its_digits_come_back(
    client: Client, asterisk: AsteriskInstance
) -> None:
    async with SipPhone.open(port=asterisk.trunk_port) as phone:
        with client.events_for("sip-1") as mailbox:
            await client.channels.originate(
                "PJSIP/13800000001@followup-trunk", app=APP, channelId="sip-1", callerId='"回访中心" <4001>'
            )
            call = await phone.next_call(5)
            await until(mailbox, StasisStart)
            assert call.called == "13800000001"
            assert call.caller_name == "回访中心"
            call.send_digits("12#")
            pressed = [(await until(mailbox, ChannelDtmfReceived)).digit for _ in range(3)]
            assert pressed == ["1", "2", "#"]
            await call.hang_up()
            destroyed = await until(mailbox, ChannelDestroyed)
            assert destroyed.channel.id == "sip-1"


@pytest.mark.req("M04-006")
@pytest.mark.parametrize(("status", "cause"), [(486, 17), (404, 1), (603, 21), (480, 19)])
async def test_ringing_is_told_and_a_refusal_with_cause_and_sip_status(
    client: Client, asterisk: AsteriskInstance, status: int, cause: int
) -> None:
    refusing = Answering(after_seconds=0.2, reject=status)
    async with SipPhone.open(port=asterisk.trunk_port, answering=lambda called, headers: refusing):
        with client.events_for("sip-2") as mailbox:
            channel = await client.channels.create("PJSIP/13900000002@followup-trunk", APP, channelId="sip-2")
            await until(mailbox, StasisStart)
            await channel.dial(timeout=5)
            while (dial := await until(mailbox, Dial)).dialstatus != "RINGING":
                assert dial.dialstatus == ""
            requested = await until(mailbox, ChannelHangupRequest)
            destroyed = await until(mailbox, ChannelDestroyed)
            assert (requested.cause, requested.tech_cause) == (cause, status)
            assert (destroyed.cause, destroyed.tech_cause) == (cause, status)


@pytest.mark.req("M04-006")
async def test_call_that_nobody_takes_ends_by_our_own_timeout(
    client: Client, asterisk: AsteriskInstance
) -> None:
    ringing = Answering(ring_for_ever=True)
    async with SipPhone.open(port=asterisk.trunk_port, answering=lambda called, headers: ringing) as phone:
        with client.events_for("sip-3") as mailbox:
            channel = await client.channels.create("PJSIP/13900000003@followup-trunk", APP, channelId="sip-3")
            await until(mailbox, StasisStart)
            await channel.dial(timeout=1)
            call = await phone.next_call()
            assert (await until(mailbox, ChannelDestroyed)).cause == 19
            async with asyncio.timeout(2):
                await call.ended.wait()
            assert call.end_reason == "canceled"


async def test_bridge_refuses_a_channel_that_is_not_in_stasis_yet(
    client: Client, asterisk: AsteriskInstance
) -> None:
    ringing = Answering(ring_for_ever=True)
    async with SipPhone.open(port=asterisk.trunk_port, answering=lambda called, headers: ringing) as phone:
        bridge = await client.bridges.create(type="mixing", bridgeId="early-bridge")
        channel = await client.channels.originate(
            "PJSIP/13700000003@followup-trunk", app=APP, channelId="early-1"
        )
        await phone.next_call(5)
        with pytest.raises(Unprocessable):
            await bridge.addChannel("early-1")
        await channel.hangup()
        await bridge.destroy()


async def test_who_hung_up_is_told_by_how_it_was_asked_for(
    client: Client, asterisk: AsteriskInstance
) -> None:
    meetings = {"13900000004": Answering(), "13900000005": Answering(ring_for_ever=True)}
    async with SipPhone.open(port=asterisk.trunk_port, answering=lambda to, headers: meetings[to]) as phone:
        for number in meetings:
            with client.events_for(number) as mailbox:
                endpoint = f"PJSIP/{number}@followup-trunk"
                channel = await client.channels.create(endpoint, APP, channelId=number)
                await until(mailbox, StasisStart)
                await channel.dial(timeout=5)
                call = await phone.next_call(5)
                if meetings[number].ring_for_ever:
                    await channel.hangup()
                else:
                    await call.answered.wait()
                    await call.hang_up()
                asked = await until(mailbox, ChannelHangupRequest)
                assert asked.tech_cause is None
                assert asked.soft is meetings[number].ring_for_ever
                if not asked.soft:
                    assert asked.cause in (None, 0, 16)
                await until(mailbox, ChannelDestroyed)
