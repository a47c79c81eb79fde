"""The SIP phone against a real Asterisk."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from ari_app.ari.client import Client
from ari_app.ari.events import ChannelDestroyed, ChannelDtmfReceived, Dial, StasisStart
from ari_app.ari.mailbox import Mailbox
from ari_app.lab.sip_phone import Answering, Call, Headers, SipPhone
from ari_app.provision.asterisk_instance import AsteriskInstance
from tests.support.asterisk import APP, until
from tests.support.telephone_audio import amplitude_at, joined, loud, tone

DEAD, RINGING, EARLY_THEN_REFUSED, EARLY_THEN_ANSWERED, ANSWERED = "100", "101", "102", "103", "104"
ANSWERS = {
    DEAD: Answering(dead=True),
    RINGING: Answering(ring_for_ever=True),
    EARLY_THEN_REFUSED: Answering(early_media=tone(450, 0.5), reject=480),
    EARLY_THEN_ANSWERED: Answering(early_media=tone(450, 0.5)),
}


def answering(called: str, headers: Headers) -> Answering:
    return ANSWERS.get(called, Answering(after_seconds=0.1))


@pytest.fixture
async def phone(asterisk: AsteriskInstance) -> AsyncIterator[SipPhone]:
    async with SipPhone.open(port=asterisk.trunk_port, answering=answering) as opened:
        yield opened


async def dial(client: Client, mailbox: Mailbox, number: str, channel_id: str, timeout: int = 5) -> None:
    channel = await client.channels.create(f"PJSIP/{number}@followup-trunk", APP, channelId=channel_id)
    await until(mailbox, StasisStart)
    await channel.dial(timeout=timeout)


async def echoed_call(client: Client, phone: SipPhone, number: str) -> Call:
    """A call whose far end sends back what it hears."""
    await client.channels.originate(
        f"PJSIP/{number}@followup-trunk", context="far-end", extension="echo", priority=1
    )
    call = await phone.next_call(5)
    async with asyncio.timeout(5):
        await call.acknowledged.wait()
    return call


async def ended(call: Call) -> str | None:
    async with asyncio.timeout(5):
        await call.ended.wait()
    return call.end_reason


def said(phone: SipPhone, call: Call) -> list[str]:
    return [entry.what for entry in phone.log if entry.call_id == call.call_id]


async def test_ringing_for_ever_ends_with_cancel(client: Client, phone: SipPhone) -> None:
    with client.events_for("ring") as mailbox:
        await dial(client, mailbox, RINGING, "ring", timeout=1)
        call = await phone.next_call(5)
        assert await ended(call) == "canceled"
        assert not call.answered.is_set()
        await until(mailbox, ChannelDestroyed)
    async with asyncio.timeout(2):
        await call.acknowledged.wait()
    assert said(phone, call)[-4:] == ["CANCEL", "200 CANCEL", "487 INVITE", "ACK"]


async def test_a_dead_phone_sends_nothing(client: Client, phone: SipPhone) -> None:
    with client.events_for("dead") as mailbox:
        await dial(client, mailbox, DEAD, "dead", timeout=1)
        call = await phone.next_call(5)
        await until(mailbox, ChannelDestroyed)
    assert set(said(phone, call)) == {"INVITE"}
    assert len(said(phone, call)) > 1


async def test_early_media_then_a_refusal(client: Client, phone: SipPhone) -> None:
    with client.events_for("early") as mailbox:
        await dial(client, mailbox, EARLY_THEN_REFUSED, "early")
        call = await phone.next_call(5)
        while (await until(mailbox, Dial)).dialstatus != "PROGRESS":
            pass
        destroyed = await until(mailbox, ChannelDestroyed)
        assert (destroyed.cause, destroyed.tech_cause) == (19, 480)
    assert call.end_reason == "rejected"
    assert call.packets_sent >= 25


async def test_early_media_then_an_answer(client: Client, phone: SipPhone) -> None:
    call = await echoed_call(client, phone, EARLY_THEN_ANSWERED)
    assert call.answered_at is not None
    assert call.answered_at - call.invited_at >= 0.5
    await call.hang_up()
    assert await ended(call) == "bye_sent"


async def test_a_tone_comes_back_as_it_went(client: Client, phone: SipPhone) -> None:
    call = await echoed_call(client, phone, ANSWERED)
    handle = call.play(tone(700, 1.0))
    await handle.done.wait()
    await asyncio.sleep(0.2)
    assert handle.started_at is not None
    heard = loud(call.heard_since(handle.started_at))
    assert 48 <= len(heard) <= 52
    assert amplitude_at(joined(heard[2:-2]), 700) == pytest.approx(8_000, rel=0.1)
    await call.hang_up()


async def test_digits_go_both_ways(client: Client, phone: SipPhone) -> None:
    with client.events_for("keys") as mailbox:
        channel = await client.channels.originate(
            f"PJSIP/{ANSWERED}@followup-trunk", app=APP, channelId="keys"
        )
        await until(mailbox, StasisStart)
        call = await phone.next_call(5)
        call.send_digits("4417*#")
        pressed = [(await until(mailbox, ChannelDtmfReceived)).digit for _ in range(6)]
        assert "".join(pressed) == "4417*#"
        await channel.sendDTMF("159#")
        async with asyncio.timeout(5):
            async for _ in every(0.05):
                if call.digits_received == "159#":
                    break
        await channel.hangup()
        assert await ended(call) == "bye_received"
        await until(mailbox, ChannelDestroyed)


async def test_keys_outlive_a_stall_of_the_phone(client: Client, phone: SipPhone) -> None:
    with client.events_for("stalled") as mailbox:
        channel = await client.channels.originate(
            f"PJSIP/{ANSWERED}@followup-trunk", app=APP, channelId="stalled"
        )
        await until(mailbox, StasisStart)
        call = await phone.next_call(5)
        call.send_digits("0066#")
        for at in (0.1, 0.8):
            asyncio.get_running_loop().call_later(at, time.sleep, 0.4)
        pressed = [(await until(mailbox, ChannelDtmfReceived)).digit for _ in range(5)]
        assert "".join(pressed) == "0066#"
        await channel.hangup()
        assert await ended(call) == "bye_received"


async def every(seconds: float) -> AsyncIterator[None]:
    for _ in range(1_000):
        yield
        await asyncio.sleep(seconds)


async def test_ten_calls_at_once_each_hear_their_own(client: Client, phone: SipPhone) -> None:
    calls = await asyncio.gather(*(echoed_call(client, phone, f"20{number}") for number in range(10)))
    hertz = {call.call_id: 500 + 150 * number for number, call in enumerate(calls)}
    assert len(hertz) == 10
    await asyncio.gather(*(call.play(tone(hertz[call.call_id], 1.0)).done.wait() for call in calls))
    await asyncio.sleep(0.2)
    for call in calls:
        heard = joined(loud(call.heard())[3:-3])
        assert amplitude_at(heard, hertz[call.call_id]) > 6_000
        others = [other for key, other in hertz.items() if key != call.call_id]
        assert max(amplitude_at(heard, other) for other in others) < 800
    await asyncio.gather(*(call.hang_up() for call in calls))
    assert {call.end_reason for call in calls} == {"bye_sent"}


@pytest.mark.realtime
async def test_the_clock_does_not_drift(client: Client, phone: SipPhone) -> None:
    call = await echoed_call(client, phone, ANSWERED)
    handles = [call.play(tone(600, 0.02)) for _ in range(250)]
    await handles[-1].done.wait()
    lags = [handle.started_at - 0.02 * number for number, handle in enumerate(handles) if handle.started_at]
    assert len(lags) == 250
    # one packet may leave late on a busy machine; the earliest of many tell what the clock does
    assert min(lags[-50:]) - min(lags[:50]) == pytest.approx(0, abs=0.01)
    await call.hang_up()
