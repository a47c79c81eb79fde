"""What Asterisk tells about one call, turned into the call's signals. After a reconnect: what was missed."""

from __future__ import annotations

from collections.abc import Callable

import structlog

from ari_app.ari.client import Client
from ari_app.ari.events import (
    ChannelDestroyed,
    ChannelDtmfReceived,
    ChannelHangupRequest,
    ChannelStateChange,
    Connected,
    Dial,
    Disconnected,
    Overflowed,
    RecordingFailed,
    RecordingFinished,
    RecordingStarted,
    StasisStart,
)
from ari_app.ari.faults import NotFound
from ari_app.ari.mailbox import Mailbox
from ari_app.calls.legs import Legs
from ari_app.calls.recorder import Recorder
from ari_app.calls.signals import (
    AgentGone,
    BackInReach,
    ChannelGone,
    HandedOver,
    OutOfReach,
    PickedUp,
    Ringing,
    Signal,
)
from ari_app.core.errors import AppError

_log = structlog.get_logger()

# what a BYE leaves as the cause: none, unknown, normal clearing; no refusal by SIP is folded into these
_BYE_CAUSES = frozenset({None, 0, 16})


class AriFeed:
    """Reads the call's mailbox until it is closed; never runs call logic itself.

    Keys go to `key_told` at once, since they may interrupt a prompt; everything else is posted.
    """

    def __init__(
        self,
        client: Client,
        legs: Legs,
        recorder: Recorder,
        post: Callable[[Signal], None],
        key_told: Callable[[str], None],
    ) -> None:
        self._client = client
        self._legs = legs
        self._recorder = recorder
        self._post = post
        self._key_told = key_told
        self._agent_answered = False
        self._is_up = False
        self._said_bye = False

    async def follow(self, mailbox: Mailbox) -> None:
        """Serve the mailbox. A lost event reader counts as the end of the call (it cannot be steered)."""
        async for event in mailbox:
            match event:
                case StasisStart():
                    self._entered(event)
                case ChannelStateChange() | ChannelHangupRequest() if self._is_patient(event.channel.id):
                    self._patient_changed(event)
                case Dial() if self._is_patient(event.peer.id):
                    if event.dialstatus == "RINGING":
                        self._post(Ringing(event.at))
                case ChannelDtmfReceived() if self._is_patient(event.channel.id):
                    self._key_told(event.digit)
                case ChannelDestroyed():
                    self._destroyed(event)
                case RecordingStarted():
                    self._recorder.recording_started(event.recording.name, event.happened_at)
                case RecordingFinished() | RecordingFailed():
                    self._recorder.recording_ended(event.recording.name, event.happened_at)
                case Disconnected() | Connected() | Overflowed():
                    await self._link_changed(event)
                case _:
                    pass

    async def _link_changed(self, event: Disconnected | Connected | Overflowed) -> None:
        match event:
            case Disconnected(at):
                self._post(OutOfReach(at))
            case Connected(_, at):
                await self._catch_up(at)
                self._post(BackInReach(at))
            case Overflowed():
                await self._catch_up(0.0)

    def _is_patient(self, channel_id: str) -> bool:
        return channel_id == self._legs.ids.patient

    def _entered(self, event: StasisStart) -> None:
        self._legs.entered(event.channel.id).set()
        if event.channel.id == self._legs.ids.agent:
            self._agent_answered = True
            self._post(HandedOver("connected", event.at))

    def _patient_changed(self, event: ChannelStateChange | ChannelHangupRequest) -> None:
        if isinstance(event, ChannelHangupRequest):
            self._said_bye = self._said_bye or _is_bye(event)
        elif event.channel.state == "Up":
            self._picked_up(event.at)

    def _picked_up(self, at: float) -> None:
        self._is_up = True
        self._post(PickedUp(at))

    def _answer_was_lost(self, event: ChannelDestroyed) -> bool:
        """Whether the phone answered although no event said so.

        Asterisk drops an answer that a channel has not read when the BYE comes. Only a call that was answered ends
        by a BYE of the called side.
        """
        is_dialed = self._legs.ids.caller is None and event.channel.name.startswith("PJSIP/")
        is_by_bye = self._said_bye and event.tech_cause is None and event.cause in _BYE_CAUSES
        return is_dialed and is_by_bye and not self._is_up

    def _destroyed(self, event: ChannelDestroyed) -> None:
        if self._is_patient(event.channel.id):
            if self._answer_was_lost(event):
                _log.info("answer_told_by_bye", channel_id=event.channel.id)
                self._picked_up(event.at)
            self._post(ChannelGone(event.at, event.cause, event.cause_txt, event.tech_cause))
        elif event.channel.id == self._legs.ids.agent:
            # a call that is taken up knows from its legs that the nurse had answered
            answered = self._agent_answered or self._legs.entered(self._legs.ids.agent).is_set()
            self._post(AgentGone(event.at) if answered else HandedOver("no_agent", event.at))

    async def _catch_up(self, at: float) -> None:
        """Ask Asterisk how the patient's channel is, and replay what that means."""
        try:
            channel = await self._client.channels.get(self._legs.ids.patient)
        except NotFound:
            self._post(ChannelGone(at, None, "gone while the connection was lost", None))
        except AppError as error:
            _log.warning("catch_up_failed", code=error.code)
        else:
            if channel.state == "Up":
                self._picked_up(at)
            await self._catch_up_with_agent(at)

    async def _catch_up_with_agent(self, at: float) -> None:
        """Whether a nurse who was rung answered or hung up meanwhile; whoever still rings tells it later."""
        try:
            agent = await self._client.channels.get(self._legs.ids.agent)
        except NotFound:
            if self._agent_answered:
                self._post(AgentGone(at))
        except AppError as error:
            _log.warning("catch_up_failed", code=error.code)
        else:
            if agent.state == "Up" and not self._agent_answered:
                self._agent_answered = True
                self._post(HandedOver("connected", at))


def _is_bye(event: ChannelHangupRequest) -> bool:
    """Whether the far end hung up an answered call: we hang up `soft`ly, and a refusal carries its status."""
    return not event.soft and event.tech_cause is None and event.cause in _BYE_CAUSES
