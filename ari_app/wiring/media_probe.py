"""Whether audio can be exchanged with Asterisk: a path such as a call has is opened once, without a call."""

from __future__ import annotations

from dataclasses import dataclass

import aiohttp

from ari_app.ari.client import Client
from ari_app.ari.faults import ServerFault, TrunkUnavailable
from ari_app.ari.findings import Finding
from ari_app.ari.media_choice import MediaChoice, MediaKind
from ari_app.config.settings import AsteriskSettings
from ari_app.core.errors import AppError, Unavailable
from ari_app.core.ids import IdSource
from ari_app.media.audiosocket_server import AddressTaken
from ari_app.media.link import ExternalMedia
from ari_app.wiring.media_source import open_media_source

LET_THROUGH = (
    "whatever stands between (proxy, firewall, an ACL) must let websockets at /ari/events and /media through"
)


@dataclass(frozen=True, slots=True)
class AudioTrial:
    """How the audio of calls goes and why, in words, and what is wrong with it."""

    text: str
    finding: Finding | None = None


async def try_audio(
    client: Client, asterisk: AsteriskSettings, choice: MediaChoice, ids: IdSource
) -> AudioTrial:
    """Open the audio path that was chosen, and let it go: what passes REST may stop a websocket or AudioSocket."""
    told = f"{choice.kind}: {choice.why}"
    try:
        reached = await _open_once(client, asterisk, choice, ids)
    except AddressTaken as taken:
        text = f"not tried out: {taken.message}"
        return AudioTrial(
            told, Finding("audio_not_tried", text, "a worker that runs may have it", fatal=False)
        )
    except AppError as failed:
        mend = LET_THROUGH if choice.kind is MediaKind.WEBSOCKET else failed.mend or ""
        text = f"no audio can be exchanged with Asterisk: {failed.message}"
        return AudioTrial(told, Finding("audio_impossible", text, mend, fatal=True))
    if choice.kind is MediaKind.AUDIOSOCKET:
        told = f"{told}; Asterisk reaches {reached}, {choice.hertz} Hz"
    return AudioTrial(told)


async def _open_once(client: Client, asterisk: AsteriskSettings, choice: MediaChoice, ids: IdSource) -> str:
    """Where Asterisk was told to connect. Raises AppError."""
    async with (
        aiohttp.ClientSession() as session,
        open_media_source(asterisk, choice, session, ids) as source,
    ):
        link = source.new_link()
        channel_id = f"{client.app}-media"
        try:
            told = await _create(client, channel_id, link.request)
            media = await link.connect(told)
            await media.close()
        finally:
            link.drop()
            await client.channels.hangup(channel_id)
        return link.request.external_host


async def _create(client: Client, channel_id: str, wanted: ExternalMedia) -> str:
    try:
        media = await client.channels.externalMedia(
            client.app,
            wanted.format,
            channelId=channel_id,
            external_host=wanted.external_host,
            encapsulation=wanted.encapsulation,
            transport=wanted.transport,
            connection_type=wanted.connection_type,
            data=wanted.data,
            transport_data=wanted.transport_data,
        )
    except (ServerFault, TrunkUnavailable) as error:
        if wanted.variable is not None:  # we would connect, so nothing of ours was to be reached
            raise
        raise Unavailable(
            f"Asterisk does not reach {wanted.external_host}",
            mend="correct asterisk.audiosocket_address; look for a firewall between the two",
        ) from error
    if wanted.variable is None:
        return ""
    return media.channelvars.get(wanted.variable) or await media.getChannelVar(wanted.variable)
