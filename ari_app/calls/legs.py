"""The channels of one call: the patient's, the media channel, the bridge, and a nurse's when it comes to that."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import structlog

from ari_app.ari.bridge import Bridge
from ari_app.ari.channel import Channel
from ari_app.ari.client import Client
from ari_app.ari.faults import AriConflict, NotFound, ServerFault, TrunkUnavailable, Unprocessable
from ari_app.core.errors import Unavailable
from ari_app.media.link import ExternalMedia

_log = structlog.get_logger()

SETUP_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class LegIds:
    """The ids of everything a call makes in Asterisk, all derived from the attempt's id.

    `generation` grows when another worker process takes the living call up, so that its media channel gets an
    id of its own. `caller` is the channel of a patient who called, whose id Asterisk chose.
    """

    attempt: UUID
    generation: int = 0
    caller: str | None = None

    @property
    def patient(self) -> str:
        """The patient's channel: the attempt's id itself, unless the patient called."""
        return self.caller or str(self.attempt)

    @property
    def media(self) -> str:
        """The channel that carries audio to and from us."""
        return f"{self.attempt}-media{self.generation or ''}"

    @property
    def bridge(self) -> str:
        """The bridge that joins them."""
        return f"{self.attempt}-bridge"

    @property
    def agent(self) -> str:
        """The nurse's channel."""
        return f"{self.attempt}-agent"


class Legs:
    """Makes and ends the channels of one call. Every id is chosen before it is created (a 409 means: done)."""

    def __init__(self, client: Client, app: str, ids: LegIds) -> None:
        self._client = client
        self._app = app
        self._entered: dict[str, asyncio.Event] = {}
        self.ids = ids

    @property
    def patient(self) -> Channel:
        """The patient's channel."""
        return self._client.channels.at(self.ids.patient)

    @property
    def bridge(self) -> Bridge:
        """The call's bridge."""
        return self._client.bridges.at(self.ids.bridge)

    def entered(self, channel_id: str) -> asyncio.Event:
        """Set once that channel has entered Stasis."""
        return self._entered.setdefault(channel_id, asyncio.Event())

    async def create(self, endpoint: str, caller_id: str, wanted: ExternalMedia) -> str:
        """Make bridge, patient channel and the media channel that is wanted; nothing is dialed yet.

        Returns what `create_media` does. Raises Unavailable when Asterisk does not do it in time,
        TrunkUnavailable when the endpoint cannot be dialed.
        """
        try:
            async with asyncio.timeout(SETUP_SECONDS):
                await self._create_bridge()
                await self._create_patient(endpoint)
                told = await self.create_media(wanted)
                await self.entered(self.ids.patient).wait()
                if caller_id:
                    # only a channel that has entered Stasis takes variables (409 before); whom a dialed phone
                    # sees is the connected line: CALLERID names the dialed phone itself, and it would see nobody
                    await self.patient.setChannelVar("CONNECTEDLINE(all,i)", caller_id)
                return told
        except TimeoutError:
            raise Unavailable("Asterisk did not make the call's channels in time") from None

    async def receive(self, wanted: ExternalMedia) -> str:
        """Make bridge and media channel for a patient who called, and pick up.

        Returns what `create_media` does. Raises NotFound when the caller has hung up, Unavailable when Asterisk
        does not do it in time.
        """
        try:
            async with asyncio.timeout(SETUP_SECONDS):
                await self._create_bridge()
                told = await self.create_media(wanted)
                await self.patient.answer()
                return told
        except TimeoutError:
            raise Unavailable("Asterisk did not make the call's channels in time") from None

    async def take_up(self) -> bool:
        """Find a living call again of which only the patient's channel and the bridge are sure.

        The media channel of the lost worker is hung up. True when a nurse who had taken the call talks with the
        patient. Raises NotFound when the patient is gone.
        """
        await self._client.channels.get(self.ids.patient)
        joined = await self._joined()
        for channel_id in joined:
            if channel_id not in (self.ids.patient, self.ids.agent):
                await self._client.channels.hangup(channel_id)
        return await self._rejoin_agent(joined)

    async def _joined(self) -> Sequence[str]:
        """Who is in the bridge, which is made when it is gone.

        Not made on the chance that it is: Asterisk before 20.13, 21.8 and 22.3 makes a second one of the same id.
        """
        try:
            return (await self.bridge.get()).channels
        except NotFound:
            await self._create_bridge()
            return ()

    async def _rejoin_agent(self, joined: Sequence[str]) -> bool:
        try:
            agent = await self._client.channels.get(self.ids.agent)
            if agent.state != "Up":
                return False
            absent = [each for each in (self.ids.patient, self.ids.agent) if each not in joined]
            if absent:
                await self.bridge.addChannel(absent)
        except (NotFound, AriConflict, Unprocessable):
            return False
        self.entered(self.ids.agent).set()
        return True

    async def create_media(self, wanted: ExternalMedia) -> str:
        """Make the media channel; returns the value of the variable that tells where to connect, or nothing.

        Raises Unavailable when Asterisk cannot: the driver is not loaded, or our address not to be reached.
        """
        try:
            media = await self._client.channels.externalMedia(
                self._app,
                wanted.format,
                channelId=self.ids.media,
                external_host=wanted.external_host,
                encapsulation=wanted.encapsulation,
                transport=wanted.transport,
                connection_type=wanted.connection_type,
                data=wanted.data,
                transport_data=wanted.transport_data,
            )
        except (ServerFault, TrunkUnavailable) as error:
            raise Unavailable(
                f"Asterisk could not make the media channel over {wanted.transport}",
                mend="ari-app doctor tells whether its driver runs and reaches us",
            ) from error
        if wanted.variable is None:
            return ""
        return media.channelvars.get(wanted.variable) or await media.getChannelVar(wanted.variable)

    async def join(self) -> None:
        """Put patient and media into the bridge; waits for the media channel to enter Stasis."""
        try:
            async with asyncio.timeout(SETUP_SECONDS):
                await self.entered(self.ids.media).wait()
        except TimeoutError:
            raise Unavailable("the media channel did not come up in time") from None
        # the media channel has no number: presented to the patient's, it would erase the caller that it is given
        await self.bridge.addChannel([self.ids.patient, self.ids.media], inhibitConnectedLineUpdates=True)

    async def dial(self, ring_seconds: float) -> None:
        """Ring the patient. Asked twice, it rings once."""
        try:
            await self.patient.dial(timeout=round(ring_seconds))
        except AriConflict:
            _log.info("channel_dialed_already", channel_id=self.ids.patient)

    async def ring_agent(self, endpoint: str, ring_seconds: float, caller_id: str) -> None:
        """Ring a nurse; the channel enters Stasis when it is answered. Asked twice, it rings once."""
        try:
            await self._client.channels.originate(
                endpoint,
                app=self._app,
                callerId=caller_id or None,
                timeout=round(ring_seconds),
                channelId=self.ids.agent,
            )
        except AriConflict:
            _log.info("agent_rung_already", channel_id=self.ids.agent)

    async def join_agent(self) -> None:
        """Let the nurse and the patient talk; the robot leaves."""
        await self.bridge.addChannel(self.ids.agent)
        await self._client.channels.hangup(self.ids.media)

    async def hang_up_patient(self) -> None:
        """End the patient's call the normal way."""
        await self.patient.hangup(reason="normal")

    async def tear_down(self) -> None:
        """Leave nothing behind, whatever was made; safe to call at any point and twice."""
        steps = [
            *(
                self._client.channels.hangup(one)
                for one in (self.ids.patient, self.ids.media, self.ids.agent)
            ),
            self._client.bridges.destroy(self.ids.bridge),
        ]
        failures = [done for done in await asyncio.gather(*steps, return_exceptions=True) if done is not None]
        if failures:
            raise failures[0]

    async def tear_down_all(self) -> None:
        """As `tear_down`, and whatever else lost workers left in the bridge.

        Asterisk before 20.14 keeps the AudioSocket channel of a process that died.
        """
        try:
            left = (await self.bridge.get()).channels
        except NotFound:
            left = ()
        await asyncio.gather(*(self._client.channels.hangup(each) for each in left))
        await self.tear_down()

    async def _create_bridge(self) -> None:
        try:
            await self._client.bridges.create(type="mixing", bridgeId=self.ids.bridge)
        except AriConflict:
            _log.info("bridge_exists", bridge_id=self.ids.bridge)

    async def _create_patient(self, endpoint: str) -> None:
        try:
            await self._client.channels.create(endpoint, self._app, channelId=self.ids.patient)
        except AriConflict:
            _log.info("channel_exists", channel_id=self.ids.patient)
