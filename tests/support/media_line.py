"""A real call for tests of the audio path: SIP phone, Asterisk, bridge, media channel over either adapter."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import uuid4

import aiohttp

from ari_app.ari.client import Client, authorization
from ari_app.ari.events import ChannelDtmfReceived, StasisStart
from ari_app.ari.mailbox import Mailbox
from ari_app.lab.sip_call import Call
from ari_app.lab.sip_phone import SipPhone
from ari_app.media.audiosocket_server import AudioSocketServer
from ari_app.media.link import ExternalMedia, MediaLink, MediaSource
from ari_app.media.port import MediaPort
from ari_app.media.websocket_link import WebsocketSource
from ari_app.media.websocket_media import AHEAD_MS
from ari_app.provision.asterisk_instance import AsteriskInstance
from ari_app.wiring.system import SystemIds


@dataclass
class RealLine:
    """One answered call whose audio runs through `media`; `call` is the patient's end of it."""

    client: Client
    channel_id: str
    media_id: str
    call: Call
    media: MediaPort


@asynccontextmanager
async def websocket_source(
    asterisk: AsteriskInstance, *, ahead_ms: int = AHEAD_MS
) -> AsyncIterator[WebsocketSource]:
    """Links over chan_websocket."""
    header = authorization(asterisk.ari_user, asterisk.ari_password)["Authorization"]
    async with aiohttp.ClientSession() as session:
        yield WebsocketSource(session, asterisk.ari_url, header, ahead_ms=ahead_ms)


@asynccontextmanager
async def audiosocket_source(rate: int) -> AsyncIterator[AudioSocketServer]:
    """Links over AudioSocket."""
    async with await AudioSocketServer.open("127.0.0.1", 0, SystemIds(), rate=rate) as server:
        yield server


@asynccontextmanager
async def real_line(
    asterisk: AsteriskInstance, client: Client, source: MediaSource
) -> AsyncIterator[RealLine]:
    """Ring a phone, answer, join it with a media channel; everything is hung up in the end."""
    async with (
        SipPhone.open(port=asterisk.trunk_port) as phone,
        line_to(client, source, phone, "PJSIP/13800000000@followup-trunk") as line,
    ):
        yield line


@asynccontextmanager
async def line_to(
    client: Client, source: MediaSource, phone: SipPhone, endpoint: str, *, formats: str | None = None
) -> AsyncIterator[RealLine]:
    """Such a line to `endpoint`, where `phone` answers; no other call may come in while it opens."""
    channel_id = f"line-{uuid4()}"
    media_id = f"{channel_id}-media"
    link = source.new_link()
    with client.events_for(prefix=channel_id) as events:
        bridge = await client.bridges.create(type="mixing", bridgeId=f"{channel_id}-bridge")
        try:
            await client.channels.originate(endpoint, app=client.app, channelId=channel_id, formats=formats)
            call = await phone.next_call()
            await _entered(events, channel_id)
            media = await open_media(client, media_id, link)
            try:
                await _entered(events, media_id)
                keys = asyncio.create_task(_tell_keys(events, media), name="line-keys")
                await bridge.addChannel([channel_id, media_id])
                yield RealLine(client, channel_id, media_id, call, media)
                keys.cancel()
            finally:
                await media.close()
        finally:
            link.drop()
            for each in (channel_id, media_id):
                await client.channels.hangup(each)
            await bridge.destroy()


async def open_media(client: Client, media_id: str, link: MediaLink) -> MediaPort:
    """Make a link's media channel and connect to it."""
    return await link.connect(await make_media_channel(client, media_id, link.request))


async def make_media_channel(client: Client, media_id: str, wanted: ExternalMedia) -> str:
    """A media channel; returns the value of its `variable`, if it has one."""
    channel = await client.channels.externalMedia(
        client.app,
        wanted.format,
        channelId=media_id,
        external_host=wanted.external_host,
        encapsulation=wanted.encapsulation,
        transport=wanted.transport,
        connection_type=wanted.connection_type,
        data=wanted.data,
        transport_data=wanted.transport_data,
    )
    if wanted.variable is None:
        return ""
    return channel.channelvars.get(wanted.variable) or await channel.getChannelVar(wanted.variable)


async def _entered(events: Mailbox, channel_id: str) -> None:
    async with asyncio.timeout(5.0):
        async for event in events:
            if isinstance(event, StasisStart) and event.channel.id == channel_id:
                return


async def _tell_keys(events: Mailbox, media: MediaPort) -> None:
    """As a call does: what Asterisk's events tell of keys goes to the audio path too."""
    async for event in events:
        if isinstance(event, ChannelDtmfReceived):
            media.key_told(event.digit)
