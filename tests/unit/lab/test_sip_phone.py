"""The phone's signaling, datagram by datagram (RFC 3261)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from ari_app.core.errors import Unavailable
from ari_app.lab.sdp import describe
from ari_app.lab.sip_message import parameter
from ari_app.lab.sip_phone import Answering, Headers, SipPhone
from tests.support.sip_caller import Caller


@asynccontextmanager
async def meeting(answering: Answering) -> AsyncIterator[tuple[SipPhone, Caller]]:
    def choose(called: str, headers: Headers) -> Answering:
        return answering

    async with SipPhone.open(answering=choose) as phone:
        caller = await Caller.open(phone.port)
        try:
            yield phone, caller
        finally:
            caller.close()


async def test_200_is_repeated_until_ack_and_then_no_more() -> None:
    async with meeting(Answering()) as (phone, caller):
        caller.invite()
        first = await caller.until(200)
        again = await caller.next()
        assert again.start == first.start
        assert parameter(again.headers.get("to"), "tag") == parameter(first.headers.get("to"), "tag")
        caller.send("ACK", branch="2", to_tag=parameter(first.headers.get("to"), "tag"))
        assert await caller.silent(1.2)
        call = await phone.next_call(1)
        assert call.acknowledged.is_set()
        assert call.caller_name == "Nurse"


async def test_a_repeated_invite_is_one_call_and_gets_the_last_response() -> None:
    async with meeting(Answering(ring_for_ever=True)) as (phone, caller):
        caller.invite()
        caller.invite()
        await caller.until(180)
        caller.invite()
        assert (await caller.next()).status == 180
        assert len(phone.calls) == 1


async def test_the_same_call_by_another_way_is_a_loop() -> None:
    async with meeting(Answering(ring_for_ever=True)) as (_, caller):
        caller.invite()
        await caller.until(180)
        caller.invite(branch="other")
        assert (await caller.next()).status == 482


async def test_cancel_ends_with_487_repeated_until_ack() -> None:
    async with meeting(Answering(ring_for_ever=True)) as (phone, caller):
        caller.invite()
        await caller.until(180)
        caller.send("CANCEL")
        assert (await caller.next()).cseq == (1, "INVITE")
        assert (await caller.until(487)).status == 487
        assert (await caller.next()).status == 487
        caller.send("ACK")
        assert await caller.silent(1.2)
        assert (await phone.next_call(1)).end_reason == "canceled"


async def test_a_refusal_carries_its_reason() -> None:
    refusal = Answering(reject=486, reason="Busy Here", headers=(("Reason", "Q.850;cause=17"),))
    async with meeting(refusal) as (phone, caller):
        caller.invite()
        refused = await caller.until(486)
        assert refused.start == "SIP/2.0 486 Busy Here"
        assert refused.headers.get("reason") == "Q.850;cause=17"
        caller.send("ACK")
        call = await phone.next_call(1)
        await call.ended.wait()
        assert call.end_reason == "rejected"
        assert call.answered_at is None


async def test_a_dead_phone_does_not_even_answer_cancel() -> None:
    async with meeting(Answering(dead=True)) as (_, caller):
        caller.invite()
        caller.send("CANCEL")
        assert await caller.silent(0.5)


async def test_a_dead_phone_that_is_closed_refuses_at_last() -> None:
    async with meeting(Answering(dead=True)) as (phone, caller):
        caller.invite()
        await phone.next_call(1)
        await phone.close()
        assert (await caller.next()).status == 480


async def test_no_bye_before_the_ack() -> None:
    async with meeting(Answering()) as (phone, caller):
        caller.invite()
        await caller.until(200)
        call = await phone.next_call(1)
        hanging = asyncio.create_task(call.hang_up())
        assert (await caller.next()).status == 200
        caller.send("ACK", branch="2", to_tag=call.tag)
        assert (await caller.next()).method == "BYE"
        hanging.cancel()
        await asyncio.gather(hanging, return_exceptions=True)


async def test_a_re_invite_moves_the_audio() -> None:
    async with meeting(Answering()) as (phone, caller):
        caller.invite()
        tag = parameter((await caller.until(200)).headers.get("to"), "tag")
        caller.send("ACK", branch="2", to_tag=tag)
        caller.invite(branch="3", to_tag=tag)
        assert "m=audio" in (await caller.until(200)).body
        caller.send("ACK", branch="4", to_tag=tag)
        assert await caller.silent(0.7)
        assert len(phone.calls) == 1


async def test_bye_is_answered_each_time_and_only_for_a_known_call() -> None:
    async with meeting(Answering()) as (phone, caller):
        caller.send("BYE", to_tag="nobody")
        assert (await caller.next()).status == 481
        caller.invite()
        tag = parameter((await caller.until(200)).headers.get("to"), "tag")
        caller.send("ACK", branch="2", to_tag=tag)
        for _ in range(2):
            caller.send("BYE", branch="5", to_tag=tag, number=2)
            assert (await caller.next()).cseq == (2, "BYE")
        assert (await phone.next_call(1)).end_reason == "bye_received"


async def test_our_bye_is_repeated_and_speaks_to_the_contact() -> None:
    async with meeting(Answering()) as (phone, caller):
        caller.invite()
        await caller.until(200)
        call = await phone.next_call(1)
        caller.send("ACK", branch="2", to_tag=call.tag)
        await call.acknowledged.wait()
        hanging = asyncio.create_task(call.hang_up())
        first, again = await caller.next(), await caller.next()
        assert (first.method, again.method) == ("BYE", "BYE")
        assert first.branch == again.branch
        assert parameter(first.headers.get("from"), "tag") == call.tag
        assert parameter(first.headers.get("to"), "tag") == "caller"
        hanging.cancel()
        await asyncio.gather(hanging, return_exceptions=True)


async def test_options_and_garbage() -> None:
    async with meeting(Answering()) as (_, caller):
        caller.send("OPTIONS")
        assert (await caller.next()).status == 200
        caller.send("SUBSCRIBE")
        assert (await caller.next()).status == 481


async def test_audio_that_we_cannot_speak_is_refused() -> None:
    async with meeting(Answering()) as (_, caller):
        caller.send("INVITE", body=describe("127.0.0.1", 40_000).replace("RTP/AVP 0 8 101", "RTP/AVP 9"))
        assert (await caller.until(488)).status == 488


async def test_a_taken_port_is_one_clear_error() -> None:
    async with SipPhone.open() as phone:
        with pytest.raises(Unavailable, match="cannot listen"):
            async with SipPhone.open(port=phone.port):
                pass


async def test_closing_leaves_no_task_and_says_bye() -> None:
    before = asyncio.all_tasks()
    async with meeting(Answering()) as (phone, caller):
        caller.invite()
        tag = parameter((await caller.until(200)).headers.get("to"), "tag")
        caller.send("ACK", branch="2", to_tag=tag)
        call = await phone.next_call(1)
        await call.acknowledged.wait()
        await phone.close()
        assert (await caller.next()).method == "BYE"
        assert call.end_reason == "closed"
    assert asyncio.all_tasks() == before
