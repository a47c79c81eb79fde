"""From Asterisk's JSON to typed events, and whom they concern."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

import pytest

from ari_app.ari.channel import Channel
from ari_app.ari.event_parsing import parse, resource_ids
from ari_app.ari.event_times import EventTimes
from ari_app.ari.events import TYPED, ChannelDestroyed, Dial, OtherEvent, StasisStart
from ari_app.ari.rest import Json, Rest

NO_REST = cast(Rest, None)


def raw(kind: str, **more: object) -> Json:
    return {"type": kind, "application": "a", "timestamp": "2026-11-23T01:49:10.123+0000", **more}


def test_stasis_start_carries_both_channels_as_objects() -> None:
    told = raw("StasisStart", args=["x", "y"], channel={"id": "c1"}, replace_channel={"id": "c0"})
    event = parse(told, NO_REST, 7.5, EventTimes())
    assert isinstance(event, StasisStart)
    assert isinstance(event.replace_channel, Channel)
    assert (event.channel.id, event.replace_channel.id, event.args) == ("c1", "c0", ("x", "y"))
    assert event.at == 7.5
    assert event.timestamp == datetime(2026, 11, 23, 1, 49, 10, 123_000, UTC)


def test_missing_optional_fields_take_their_defaults() -> None:
    event = parse(raw("ChannelDestroyed", channel={"id": "c"}, cause=17), NO_REST, 0.0, EventTimes())
    assert isinstance(event, ChannelDestroyed)
    assert (event.cause, event.cause_txt, event.tech_cause) == (17, "", None)
    dial = parse(raw("Dial", peer={"id": "c"}, dialstatus=""), NO_REST, 0.0, EventTimes())
    assert isinstance(dial, Dial) and dial.caller is None


@pytest.mark.parametrize("told", [raw("SomethingNew", x=1), raw("StasisStart"), raw("ChannelDestroyed"), {}])
def test_unknown_or_incomplete_event_passes_through_raw(told: Json) -> None:
    event = parse(told, NO_REST, 0.0, EventTimes())
    assert isinstance(event, OtherEvent)
    assert event.raw is told


def test_every_typed_event_is_made_from_a_complete_message() -> None:
    whole = {
        "channel": {"id": "c"}, "peer": {"id": "p"}, "bridge": {"id": "b"}, "playback": {"id": "pb"},
        "recording": {"name": "r"}, "endpoint": {}, "contact_info": {}, "args": [], "cause": 16,
        "digit": "1", "duration_ms": 100, "duration": 5, "dialstatus": "ANSWER",
    }  # fmt: skip
    for name, kind in TYPED.items():
        assert type(parse(raw(name, **whole), NO_REST, 0.0, EventTimes())) is kind


@pytest.mark.parametrize(
    ("told", "ids"),
    [
        (raw("StasisStart", channel={"id": "c1"}, replace_channel={"id": "c0"}), {"c1", "c0"}),
        (raw("Dial", peer={"id": "p"}, caller={"id": "q"}), {"p", "q"}),
        (raw("PlaybackFinished", playback={"id": "pb", "target_uri": "channel:c"}), {"pb", "c"}),
        (raw("RecordingStarted", recording={"name": "a/b", "target_uri": "bridge:b"}), {"a/b", "b"}),
        (raw("ChannelEnteredBridge", channel={"id": "c"}, bridge={"id": "b"}), {"c", "b"}),
        (
            raw(
                "PeerStatusChange",
                endpoint={"technology": "PJSIP", "resource": "t"},
                peer={"peer_status": "x"},
            ),
            {"endpoint:PJSIP/t"},
        ),
        (raw("ApplicationReplaced"), set()),
    ],
)
def test_event_concerns_its_resources(told: Json, ids: set[str]) -> None:
    assert resource_ids(told) == ids
