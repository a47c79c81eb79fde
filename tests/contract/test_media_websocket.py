"""chan_websocket on a real Asterisk keeps the media contract; a SIP phone is the far end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import pytest

from ari_app.ari.client import Client
from ari_app.media.resample import resample
from ari_app.provision.asterisk_instance import AsteriskInstance
from tests.contract.media_suite import Line, MediaSuite
from tests.support.media_line import real_line


@pytest.mark.realtime
class TestWebsocketMedia(MediaSuite):
    """The suite on the real thing."""

    @pytest.fixture
    async def line(self, asterisk: AsteriskInstance, client: Client) -> AsyncIterator[Line]:
        async with real_line(asterisk, client) as real:

            def say(pcm: bytes) -> None:
                real.call.play(np.frombuffer(resample(pcm, 16_000, 8_000), dtype=np.int16))

            async def hang_up() -> None:
                await real.call.hang_up()
                await client.channels.hangup(real.media_id)

            line = Line(real.media, say, real.call.send_digits, hang_up)
            collecting = asyncio.create_task(line.collect())
            yield line
        await collecting
