"""A real call for tests of the audio path: SIP phone, Asterisk, bridge, media websocket."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import uuid4

import aiohttp

from ari_app.ari.client import Client, authorization
from ari_app.ari.events import StasisStart
from ari_app.ari.mailbox import Mailbox
from ari_app.lab.sip_call import Call
from ari_app.lab.sip_phone import SipPhone
from ari_app.media.websocket_media import AHEAD_MS, WebsocketMedia
from ari_app.provision.asterisk_instance import AsteriskInstance

CONNECTION_VARIABLE = "MEDIA_WEBSOCKET_CONNECTION_ID"


@dataclass
class RealLine:
    """One answered call whose audio runs through `media`; `call` is the patient's end of it."""

    client: Client
    channel_id: str
    media_id: str
    events: Mailbox
    call: Call
    media: WebsocketMedia


@asynccontextmanager
async def real_line(
    asterisk: AsteriskInstance, client: Client, *, ahead_ms: int = AHEAD_MS
) -> AsyncIterator[RealLine]:
    """Ring a phone, answer, join it with a media channel; everything is hung up in the end."""
    channel_id = f"line-{uuid4()}"
    media_id = f"{channel_id}-media"
    header = authorization(asterisk.ari_user, asterisk.ari_password)["Authorization"]
    with client.events_for(prefix=channel_id) as events:
        async with (
            SipPhone.open(port=asterisk.trunk_port) as phone,
            aiohttp.ClientSession() as session,
        ):
            bridge = await client.bridges.create(type="mixing", bridgeId=f"{channel_id}-bridge")
            try:
                await client.channels.originate(
                    "PJSIP/13800000000@followup-trunk", app=client.app, channelId=channel_id
                )
                call = await phone.next_call()
                await _entered(events, channel_id)
                connection = await make_media_channel(client, media_id)
                url = f"{asterisk.ari_url.replace('http', 'ws', 1)}/media/{connection}"
                async with await WebsocketMedia.connect(
                    session, url, header, deadline=3.0, ahead_ms=ahead_ms
                ) as media:
                    await _entered(events, media_id)
                    await bridge.addChannel([channel_id, media_id])
                    yield RealLine(client, channel_id, media_id, events, call, media)
            finally:
                for each in (channel_id, media_id):
                    await client.channels.hangup(each)
                await bridge.destroy()


async def make_media_channel(client: Client, media_id: str) -> str:
    """A media channel in websocket server mode; returns its connection id."""
    channel = await client.channels.externalMedia(
        client.app,
        "slin16",
        channelId=media_id,
        external_host="INCOMING",
        encapsulation="none",
        transport="websocket",
        connection_type="server",
        transport_data="f(json)",
    )
    return channel.channelvars.get(CONNECTION_VARIABLE) or await channel.getChannelVar(CONNECTION_VARIABLE)


async def _entered(events: Mailbox, channel_id: str) -> None:
    async with asyncio.timeout(5.0):
        async for event in events:
            if isinstance(event, StasisStart) and event.channel.id == channel_id:
                return
