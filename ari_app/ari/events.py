"""What Asterisk tells: typed events for those we use, `OtherEvent` with the raw JSON for all the rest.

Names and fields are those of Asterisk's events.json. `at` is the event loop's time of arrival in seconds,
`timestamp` Asterisk's own, `happened_at` that one on the event loop's clock (event_times.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ari_app.ari.bridge import Bridge
from ari_app.ari.channel import Channel
from ari_app.ari.playback import Playback
from ari_app.ari.recording import LiveRecording
from ari_app.ari.rest import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class AriEvent:
    """What every event from Asterisk has."""

    type: str
    application: str
    timestamp: datetime | None
    at: float
    happened_at: float
    raw: Json = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherEvent(AriEvent):
    """An event that has no class here, or that lacks a field it should have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfChannel(AriEvent):
    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class StasisStart(_OfChannel):
    """The channel entered the application: it may be used from now on."""

    args: tuple[str, ...]
    replace_channel: Channel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StasisEnd(_OfChannel):
    """The channel left the application."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelCreated(_OfChannel):
    """The channel is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelStateChange(_OfChannel):
    """The channel's state changed, to Up when it was answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelDestroyed(_OfChannel):
    """The channel is gone; `cause` is Q.850, `tech_cause` the SIP status where there was one."""

    cause: int
    cause_txt: str = ""
    tech_cause: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelHangupRequest(_OfChannel):
    """Somebody hung up."""

    cause: int | None = None
    tech_cause: int | None = None
    soft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelDtmfReceived(_OfChannel):
    """One key was pressed."""

    digit: str
    duration_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelTalkingStarted(_OfChannel):
    """TALK_DETECT heard speech begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelTalkingFinished(_OfChannel):
    """TALK_DETECT heard speech end; `duration` in milliseconds."""

    duration: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelEnteredBridge(_OfChannel):
    """The channel is in the bridge."""

    bridge: Bridge


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelLeftBridge(_OfChannel):
    """The channel is out of the bridge."""

    bridge: Bridge


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeDestroyed(AriEvent):
    """The bridge is gone."""

    bridge: Bridge


@dataclass(frozen=True, slots=True, kw_only=True)
class Dial(AriEvent):
    """Dialing went on; `dialstatus` is empty, RINGING, PROGRESS, ANSWER, BUSY, NOANSWER, CONGESTION …"""

    peer: Channel
    dialstatus: str
    caller: Channel | None = None
    dialstring: str = ""
    forward: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybackStarted(AriEvent):
    """The playback is heard."""

    playback: Playback


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybackFinished(AriEvent):
    """The playback ended; its state is done or failed."""

    playback: Playback


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingStarted(AriEvent):
    """The first sample was written: spans count from here."""

    recording: LiveRecording


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingFinished(AriEvent):
    """The file is complete."""

    recording: LiveRecording


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingFailed(AriEvent):
    """There is no complete file."""

    recording: LiveRecording


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactStatusChange(AriEvent):
    """A SIP contact was registered, qualified or lost."""

    endpoint: Json
    contact_info: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerStatusChange(AriEvent):
    """An endpoint became reachable or unreachable."""

    endpoint: Json
    peer: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationReplaced(AriEvent):
    """Another program took this application name; no event comes here any more."""


@dataclass(frozen=True, slots=True)
class Connected:
    """The socket is up, for the n-th time; after the first, `channels.list` tells what was missed."""

    n: int
    at: float


@dataclass(frozen=True, slots=True)
class Disconnected:
    """The socket is lost; events from now to the next Connected are lost with it."""

    at: float


@dataclass(frozen=True, slots=True)
class Overflowed:
    """The mailbox was full and `dropped` events are lost: look at `channels.list`."""

    dropped: int


Event = AriEvent | Connected | Disconnected | Overflowed

TYPED: Mapping[str, type[AriEvent]] = {
    kind.__name__: kind
    for kind in (
        StasisStart, StasisEnd, ChannelCreated, ChannelStateChange, ChannelDestroyed, ChannelHangupRequest,
        ChannelDtmfReceived, ChannelTalkingStarted, ChannelTalkingFinished, ChannelEnteredBridge,
        ChannelLeftBridge, BridgeDestroyed, Dial, PlaybackStarted, PlaybackFinished, RecordingStarted,
        RecordingFinished, RecordingFailed, ContactStatusChange, PeerStatusChange, ApplicationReplaced,
    )
}  # fmt: skip
