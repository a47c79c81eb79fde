"""`client.channels`: finding and making channels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ari_app.ari.channel import Channel
from ari_app.ari.rest import Rest

Variables = Mapping[str, str | Mapping[str, Any]]


class Channels:
    """The channels of one Asterisk."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest

    def at(self, channelId: str) -> Channel:
        """A handle on a channel whose id is known, without asking Asterisk."""
        return Channel(self._rest, {"id": channelId})

    async def list(self) -> list[Channel]:
        """Every channel there is, of every application and of the dialplan."""
        return [Channel(self._rest, one) for one in await self._rest.get("channels.list", "/channels")]

    async def get(self, channelId: str) -> Channel:
        """One channel. Raises NotFound."""
        return await self.at(channelId).get()

    async def originate(
        self,
        endpoint: str,
        app: str | None = None,
        appArgs: str | None = None,
        callerId: str | None = None,
        timeout: int | None = None,
        channelId: str | None = None,
        otherChannelId: str | None = None,
        originator: str | None = None,
        formats: str | None = None,
        variables: Variables | None = None,
        extension: str | None = None,
        context: str | None = None,
        priority: int | None = None,
        label: str | None = None,
    ) -> Channel:
        """Dial `endpoint`; the channel enters Stasis when it answers.

        A variable is text, or {"value": …, "report_events": true} to have it told with the channel.
        Raises AriConflict when `channelId` is taken, TrunkUnavailable when the endpoint cannot be reached.
        """
        return Channel(
            self._rest,
            await self._rest.post(
                "channels.originate",
                "/channels",
                endpoint=endpoint,
                app=app,
                appArgs=appArgs,
                callerId=callerId,
                timeout=timeout,
                channelId=channelId,
                otherChannelId=otherChannelId,
                originator=originator,
                formats=formats,
                variables=variables,
                extension=extension,
                context=context,
                priority=priority,
                label=label,
            ),
        )

    async def create(
        self,
        endpoint: str,
        app: str,
        appArgs: str | None = None,
        channelId: str | None = None,
        otherChannelId: str | None = None,
        originator: str | None = None,
        formats: str | None = None,
        variables: Variables | None = None,
    ) -> Channel:
        """Make a channel without dialing: it is in Stasis at once, and `dial` starts the call.

        So what is heard before the answer reaches the application. Raises as `originate`.
        """
        return Channel(
            self._rest,
            await self._rest.post(
                "channels.create",
                "/channels/create",
                endpoint=endpoint,
                app=app,
                appArgs=appArgs,
                channelId=channelId,
                otherChannelId=otherChannelId,
                originator=originator,
                formats=formats,
                variables=variables,
            ),
        )

    async def externalMedia(
        self,
        app: str,
        format: str,
        channelId: str | None = None,
        external_host: str | None = None,
        encapsulation: str | None = None,
        transport: str | None = None,
        connection_type: str | None = None,
        direction: str | None = None,
        data: str | None = None,
        transport_data: str | None = None,
        variables: Variables | None = None,
    ) -> Channel:
        """A channel whose audio goes to and from an outside program.

        For a websocket in server mode: encapsulation none, transport websocket, connection_type server;
        `channelvars["MEDIA_WEBSOCKET_CONNECTION_ID"]` of the result names the path to connect to.
        """
        return Channel(
            self._rest,
            await self._rest.post(
                "channels.externalMedia",
                "/channels/externalMedia",
                app=app,
                format=format,
                channelId=channelId,
                external_host=external_host,
                encapsulation=encapsulation,
                transport=transport,
                connection_type=connection_type,
                direction=direction,
                data=data,
                transport_data=transport_data,
                variables=variables,
            ),
        )

    async def hangup(self, channelId: str, reason: str | None = None) -> None:
        """Hang up by id; a channel that is gone already is no error."""
        await self.at(channelId).hangup(reason=reason)

    async def snoopChannel(
        self,
        channelId: str,
        app: str,
        spy: str | None = None,
        whisper: str | None = None,
        appArgs: str | None = None,
        snoopId: str | None = None,
    ) -> Channel:
        """`Channel.snoopChannel` by id."""
        return await self.at(channelId).snoopChannel(app, spy, whisper, appArgs, snoopId)
