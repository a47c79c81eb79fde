"""What the patient's ear and the app's ear really get, timed at the packets of a SIP phone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from statistics import median

import aiohttp
import numpy as np
import pytest

from ari_app.ari.client import Client, authorization
from ari_app.core.errors import Refused, Unavailable
from ari_app.media.port import MediaClosed, PlayoutEnded, PlayoutStarted
from ari_app.media.websocket_link import REQUEST
from ari_app.media.websocket_media import AHEAD_MS, WebsocketMedia
from ari_app.provision.asterisk_instance import AsteriskInstance
from tests.contract.media_suite import Line, tone
from tests.support.asterisk import open_client
from tests.support.media_line import RealLine, make_media_channel, real_line, websocket_source
from tests.support.stalls import calmest

pytestmark = pytest.mark.realtime


@asynccontextmanager
async def listening(
    asterisk: AsteriskInstance, client: Client, ahead_ms: int = AHEAD_MS
) -> AsyncIterator[tuple[RealLine, Line]]:
    """A real call whose media events are collected."""
    async with (
        websocket_source(asterisk, ahead_ms=ahead_ms) as source,
        real_line(asterisk, client, source) as real,
    ):

        async def hang_up() -> None:
            await real.call.hang_up()

        line = Line(real.media, lambda _: None, real.call.send_digits, hang_up)
        collecting = asyncio.create_task(line.collect())
        yield real, line
    await collecting


def loud_packets(real: RealLine, since: float = 0.0) -> list[float]:
    """When the phone heard something."""
    return [
        at for at, samples in real.call.heard_since(since) if int(np.abs(samples.astype(int)).max()) > 1500
    ]


async def test_the_patients_voice_is_here_within_60_ms(asterisk: AsteriskInstance, client: Client) -> None:
    beep = np.frombuffer(tone(100, rate=8_000), dtype=np.int16)
    async with listening(asterisk, client) as (real, line):

        async def delay() -> float:
            line.log.clear()
            handle = real.call.play(beep)
            first = await line.first_loud()
            await asyncio.sleep(0.3)
            assert handle.started_at is not None
            return first.at - handle.started_at

        delays = [await calmest(delay, pid=asterisk.pid) for _ in range(8)]
    assert median(delays) < 0.06
    assert max(delays) < 0.15


async def test_a_prompt_ends_when_the_ear_has_heard_it(asterisk: AsteriskInstance, client: Client) -> None:
    async with listening(asterisk, client) as (real, line):

        async def prompt() -> tuple[PlayoutStarted, PlayoutEnded, list[float]]:
            line.log.clear()
            since = asyncio.get_running_loop().time()
            await line.media.play("prompt", tone(2000))
            (ended,) = await line.until(PlayoutEnded)
            (started,) = line.of(PlayoutStarted)
            await asyncio.sleep(0.1)
            return started, ended, loud_packets(real, since)

        started, ended, heard = await calmest(prompt, pid=asterisk.pid)
    assert len(heard) == pytest.approx(100, abs=1)
    assert started.at == pytest.approx(heard[0], abs=0.06)
    assert ended.at == pytest.approx(heard[-1] + 0.02, abs=0.06)
    assert ended.completed


@pytest.mark.req("M06-011")
async def test_a_flush_is_silence_at_the_ear_at_once(asterisk: AsteriskInstance, client: Client) -> None:
    async with listening(asterisk, client) as (real, line):

        async def flushed() -> tuple[float, int]:
            line.log.clear()
            await line.media.play("prompt", tone(3000))
            await line.until(PlayoutStarted)
            await asyncio.sleep(0.3)
            flushed_at = asyncio.get_running_loop().time()
            await line.media.flush()
            await asyncio.sleep(0.3)
            return loud_packets(real)[-1] - flushed_at, line.of(PlayoutEnded)[-1].played_ms

        found = [await calmest(flushed, pid=asterisk.pid) for _ in range(5)]
    last_sounds = [last for last, _ in found]
    assert [played_ms for _, played_ms in found] == pytest.approx([300] * 5, abs=80)
    assert median(last_sounds) < 0.02
    assert max(last_sounds) < 0.06


async def test_a_prompt_longer_than_asterisks_queue_is_heard_whole(
    asterisk: AsteriskInstance, client: Client
) -> None:
    seconds = 22
    async with listening(asterisk, client, ahead_ms=18_600) as (real, line):
        assert isinstance(real.media, WebsocketMedia)

        async def long() -> tuple[PlayoutEnded, list[float]]:
            line.log.clear()
            since = asyncio.get_running_loop().time()
            await line.media.play("long", tone(seconds * 1000))
            (ended,) = await line.until(PlayoutEnded, seconds=2 * seconds)
            return ended, loud_packets(real, since)

        ended, heard = await calmest(long, rounds=2)
        assert real.media.held_times >= 1
    assert ended.completed
    assert len(heard) == pytest.approx(seconds * 50, abs=2)
    assert heard[-1] - heard[0] == pytest.approx(seconds, abs=0.1)


async def test_a_flush_behind_a_full_queue_is_still_at_once(
    asterisk: AsteriskInstance, client: Client
) -> None:
    async with listening(asterisk, client, ahead_ms=18_600) as (real, line):
        await line.media.play("long", tone(30_000))
        await line.until(PlayoutStarted)
        await asyncio.sleep(0.5)
        assert isinstance(real.media, WebsocketMedia)
        assert real.media.held_times == 1
        flushed_at = asyncio.get_running_loop().time()
        await line.media.flush()
        await line.media.play("next", tone(200))
        _, ended = await line.until(PlayoutEnded, 2)
        assert ended.utterance_id == "next"
        assert ended.at - flushed_at < 0.5


async def test_a_conversation_outlives_the_sessions_timeout(
    asterisk: AsteriskInstance, client: Client
) -> None:
    media_id = "media-timeout"
    connection = await make_media_channel(client, media_id, REQUEST)
    url, header = _address(asterisk, connection)
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=0.5)) as session:
        async with await WebsocketMedia.connect(session, url, header, deadline=3.0) as media:
            await asyncio.sleep(1.0)
            await media.play("late", tone(100))
            async for event in media.events():
                assert not isinstance(event, MediaClosed)
                if isinstance(event, PlayoutEnded):
                    break
    await client.channels.hangup(media_id)


async def test_an_asterisk_that_dies_closes_the_media(fresh_asterisk: AsteriskInstance) -> None:
    async with open_client(fresh_asterisk) as client:
        media_id = "media-dies"
        url, header = _address(fresh_asterisk, await make_media_channel(client, media_id, REQUEST))
        async with aiohttp.ClientSession() as session:
            async with await WebsocketMedia.connect(session, url, header, deadline=3.0) as media:
                await media.play("cut", tone(3000))
                events = []
                async with asyncio.timeout(10):
                    async for event in media.events():
                        events.append(event)
                        if isinstance(event, PlayoutStarted):
                            await asyncio.to_thread(fresh_asterisk.stop)
    *_, ended, closed = events
    assert isinstance(ended, PlayoutEnded)
    assert not ended.completed
    assert isinstance(closed, MediaClosed)


async def test_a_media_channel_takes_one_connection_only(asterisk: AsteriskInstance, client: Client) -> None:
    media_id = "media-twice"
    url, header = _address(asterisk, await make_media_channel(client, media_id, REQUEST))
    async with aiohttp.ClientSession() as session:
        async with await WebsocketMedia.connect(session, url, header, deadline=3.0):
            with pytest.raises(Unavailable, match="409"):
                await WebsocketMedia.connect(session, url, header, deadline=3.0)
    await client.channels.hangup(media_id)


async def test_a_media_channel_that_is_gone_is_unavailable(
    asterisk: AsteriskInstance, client: Client
) -> None:
    url, header = _address(asterisk, "no-such-connection")
    async with aiohttp.ClientSession() as session:
        with pytest.raises(Unavailable):
            await WebsocketMedia.connect(session, url, header, deadline=3.0)
        with pytest.raises(Unavailable):
            await WebsocketMedia.connect(session, "ws://127.0.0.1:9/media/x", header, deadline=3.0)


async def test_plain_text_control_messages_are_refused(asterisk: AsteriskInstance, client: Client) -> None:
    media_id = "media-plain"
    channel = await client.channels.externalMedia(
        client.app,
        "slin16",
        channelId=media_id,
        external_host="INCOMING",
        encapsulation="none",
        transport="websocket",
        connection_type="server",
        transport_data="f(plain-text)",
    )
    url, header = _address(asterisk, await channel.getChannelVar("MEDIA_WEBSOCKET_CONNECTION_ID"))
    async with aiohttp.ClientSession() as session:
        with pytest.raises(Refused, match="JSON"):
            await WebsocketMedia.connect(session, url, header, deadline=3.0)
    await client.channels.hangup(media_id)


def _address(asterisk: AsteriskInstance, connection: str) -> tuple[str, str]:
    """The media address of a connection and the header that opens it."""
    header = authorization(asterisk.ari_user, asterisk.ari_password)["Authorization"]
    return f"{asterisk.ari_url.replace('http', 'ws', 1)}/media/{connection}", header
