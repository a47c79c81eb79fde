"""Where the calls of a node get their audio from: the websocket of Asterisk, or an AudioSocket server of ours."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import structlog

from ari_app.ari.client import authorization
from ari_app.ari.media_choice import MediaChoice, MediaKind
from ari_app.config.settings import AsteriskSettings, host_and_port
from ari_app.core.ids import IdSource
from ari_app.media.audiosocket_server import AudioSocketServer
from ari_app.media.link import MediaSource
from ari_app.media.websocket_link import WebsocketSource

_log = structlog.get_logger()


@asynccontextmanager
async def open_media_source(
    asterisk: AsteriskSettings, choice: MediaChoice, session: aiohttp.ClientSession, ids: IdSource
) -> AsyncIterator[MediaSource]:
    """What was chosen, opened. Raises Unavailable when our own address cannot be listened at."""
    _log.info("media_chosen", kind=str(choice.kind), why=choice.why)
    if choice.kind is MediaKind.AUDIOSOCKET:
        async with await open_audiosocket(asterisk, choice, ids) as server:
            yield server
    else:
        header = authorization(asterisk.user, asterisk.password.get_secret_value())["Authorization"]
        yield WebsocketSource(session, asterisk.url, header)


async def open_audiosocket(
    asterisk: AsteriskSettings, choice: MediaChoice, ids: IdSource
) -> AudioSocketServer:
    """Our server, as the settings say. Raises Unavailable."""
    host, port = host_and_port(asterisk.audiosocket_listen)
    return await AudioSocketServer.open(
        host, port, ids, told_address=asterisk.audiosocket_address, rate=choice.hertz
    )
