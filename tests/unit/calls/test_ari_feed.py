"""What Asterisk tells about a call as the call's signals, in the orders in which a real Asterisk told it."""

from __future__ import annotations

from typing import cast
from uuid import UUID

import pytest

from ari_app.ari.client import Client
from ari_app.ari.event_parsing import parse, resource_ids
from ari_app.ari.event_times import EventTimes
from ari_app.ari.mailbox import PostOffice
from ari_app.ari.rest import Json, Rest
from ari_app.calls.ari_feed import AriFeed
from ari_app.calls.legs import LegIds, Legs
from ari_app.calls.recorder import Recorder
from ari_app.calls.signals import ChannelGone, PickedUp, Signal

ATTEMPT = UUID("01990000-0000-7000-8000-000000000001")
NO_REST = cast(Rest, None)


def told(kind: str, state: str, name: str = "PJSIP/followup-trunk-00000001", **further: object) -> Json:
    return {
        "type": kind,
        "application": "w1",
        "channel": {"id": str(ATTEMPT), "name": name, "state": state},
        **further,
    }


RINGS = told("ChannelStateChange", "Ringing")
UP = told("ChannelStateChange", "Up")
BYE = told("ChannelHangupRequest", "Ringing")
GONE = told("ChannelDestroyed", "Ringing", cause=16, cause_txt="Normal Clearing")


async def signals(*events: Json, caller: str | None = None) -> list[Signal]:
    post, found = PostOffice(), list[Signal]()
    client = Client(NO_REST, post, "w1")
    legs = Legs(client, "w1", LegIds(ATTEMPT, caller=caller))
    feed = AriFeed(client, legs, Recorder(client, "w1", legs.patient), found.append, lambda _: None)
    with client.events_for(prefix=str(ATTEMPT)) as mailbox:
        for raw in events:
            post.deliver(parse(raw, NO_REST, 1.0, EventTimes()), resource_ids(raw))
        mailbox.close()
        await feed.follow(mailbox)
    return found


async def test_a_phone_that_answers_and_hangs_up_in_the_same_moment_has_answered() -> None:
    # two of 700 such calls: Asterisk read the hang-up before the answer and never said that the channel was up
    found = await signals(RINGS, BYE, GONE)
    assert [type(each) for each in found] == [PickedUp, ChannelGone]


async def test_an_answer_is_told_once_although_the_hang_up_was_read_first() -> None:
    found = await signals(RINGS, BYE, UP, told("ChannelDestroyed", "Up", cause=16))
    assert [type(each) for each in found] == [PickedUp, ChannelGone]


@pytest.mark.parametrize(
    "events",
    [
        pytest.param((RINGS, GONE), id="nobody hung up"),
        pytest.param((RINGS, told("ChannelHangupRequest", "Ringing", soft=True), GONE), id="we hung up"),
        pytest.param(
            (
                RINGS,
                told("ChannelHangupRequest", "Ringing", cause=17, tech_cause=486),
                told("ChannelDestroyed", "Ringing", cause=17, tech_cause=486),
            ),
            id="busy",
        ),
        pytest.param(
            (
                RINGS,
                told("ChannelHangupRequest", "Ringing", cause=17),
                told("ChannelDestroyed", "Ringing", cause=17),
            ),
            id="busy on a PBX that tells no status",
        ),
        pytest.param(
            (RINGS, BYE, told("ChannelDestroyed", "Ringing", cause=16, tech_cause=480)),
            id="a refusal with a Reason of 16",
        ),
        pytest.param(
            (
                told("ChannelHangupRequest", "Ringing", "DAHDI/i1/13800000000-1"),
                told("ChannelDestroyed", "Ringing", "DAHDI/i1/13800000000-1", cause=16),
            ),
            id="ISDN clears calls normally before an answer, too",
        ),
    ],
)
async def test_what_went_without_an_answer_is_not_taken_for_one(events: tuple[Json, ...]) -> None:
    assert [type(each) for each in await signals(*events)] == [ChannelGone]


async def test_a_caller_who_hangs_up_before_we_pick_up_was_not_answered() -> None:
    found = await signals(BYE, GONE, caller=str(ATTEMPT))
    assert [type(each) for each in found] == [ChannelGone]
