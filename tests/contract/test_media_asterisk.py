"""Both adapters keep the media contract on a real Asterisk; a SIP phone is the far end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import numpy as np
import pytest

from ari_app.ari.client import Client
from ari_app.media.link import MediaSource
from ari_app.media.resample import resample
from ari_app.provision.asterisk_instance import AsteriskInstance
from tests.contract.media_suite import Line, MediaSuite
from tests.support.media_line import audiosocket_source, real_line, websocket_source


@asynccontextmanager
async def line_over(
    asterisk: AsteriskInstance, client: Client, source: AbstractAsyncContextManager[MediaSource]
) -> AsyncIterator[Line]:
    """A real call, its audio over one of the adapters."""
    async with source as opened, real_line(asterisk, client, opened) as real:

        def say(pcm: bytes) -> None:
            real.call.play(np.frombuffer(resample(pcm, 16_000, 8_000), dtype=np.int16))

        async def hang_up() -> None:
            await real.call.hang_up()
            await client.channels.hangup(real.media_id)

        line = Line(real.media, say, real.call.send_digits, hang_up)
        collecting = asyncio.create_task(line.collect())
        yield line
    await collecting


@pytest.mark.realtime
class TestWebsocketMedia(MediaSuite):
    """The suite on chan_websocket."""

    @pytest.fixture
    async def line(self, asterisk: AsteriskInstance, client: Client) -> AsyncIterator[Line]:
        async with line_over(asterisk, client, websocket_source(asterisk)) as line:
            yield line


@pytest.mark.realtime
class TestAudioSocketMedia(MediaSuite):
    """The suite on AudioSocket at 8 kHz, as every Asterisk since 18 speaks it."""

    @pytest.fixture
    async def line(self, asterisk: AsteriskInstance, client: Client) -> AsyncIterator[Line]:
        async with line_over(asterisk, client, audiosocket_source(8_000)) as line:
            yield line
