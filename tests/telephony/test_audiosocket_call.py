"""A whole call over AudioSocket, and what the patient's ear gets of prompts that our own clock paces."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median

import numpy as np
import pytest

from ari_app.ari.client import Client
from ari_app.ari.events import ChannelDestroyed, StasisStart
from ari_app.calls.ears import TOO_SOON_SECONDS
from ari_app.calls.legs import LegIds, Legs
from ari_app.core.errors import Unavailable
from ari_app.core.vocabulary import Disposition
from ari_app.media.audiosocket_server import AudioSocketServer
from ari_app.media.port import MediaClosed, PlayoutEnded, PlayoutStarted
from ari_app.provision.asterisk_instance import AsteriskInstance
from ari_app.wiring.system import SystemIds
from tests.contract.media_suite import Line, tone
from tests.support.asterisk import open_client, until
from tests.support.calls import open_ward
from tests.support.media_line import RealLine, audiosocket_source, open_media, real_line
from tests.support.stalls import calmest
from tests.support.ward_node import private_reach

pytestmark = pytest.mark.realtime


@asynccontextmanager
async def listening(
    asterisk: AsteriskInstance, client: Client, rate: int = 8_000
) -> AsyncIterator[tuple[RealLine, Line]]:
    """A real call over AudioSocket whose media events are collected."""
    async with audiosocket_source(rate) as source, real_line(asterisk, client, source) as real:
        line = Line(real.media, lambda _: None, real.call.send_digits, real.call.hang_up)
        collecting = asyncio.create_task(line.collect())
        yield real, line
    await collecting


def loud_packets(real: RealLine, since: float) -> list[float]:
    """When the phone heard something, at `since` or later."""
    return [at for at, pcm in real.call.heard_since(since) if int(np.abs(pcm.astype(int)).max()) > 1500]


async def test_a_whole_call_by_voice_and_by_keys(
    asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    reach = private_reach(asterisk, media="audiosocket", caller_id='"仁和医院" <01012345678>')
    async with open_ward(asterisk, database, tmp_path, reach=reach) as ward:
        assert isinstance(ward.node.media, AudioSocketServer)
        placed = await ward.place(questionnaire="q_pain_nrs_v1")
        patient = await ward.answered()
        assert patient.call.caller_name == "仁和医院"
        assert "sip:01012345678@" in patient.call.invite.get("from")
        names = [each.name for each in await ward.node.client.channels.list()]
        assert [name for name in names if name.startswith("AudioSocket/127.0.0.1:")]
        await patient.speaks_after_prompt(2)
        await patient.listen()
        # these prompts are far shorter than real ones, and keys right after a question changed do not count
        await asyncio.sleep(TOO_SOON_SECONDS / 2)
        await patient.press("4417")
        await patient.speaks_after_prompt(2)
        assert await placed.ended() is Disposition.COMPLETED
        result = await placed.result()
        assert ward.node.media.connections == 0
    assert ward.recognizer.heard == ["consent", "person", "data_consent", "pain_vas"]
    assert [(answer.link_id, answer.value) for answer in result.answers] == [("pain_vas", 3)]
    assert (tmp_path / "recordings" / str(result.recording_path)).stat().st_size > 44


@pytest.mark.parametrize("rate", [8_000, 16_000])
async def test_a_prompt_ends_when_the_ear_has_heard_it(
    asterisk: AsteriskInstance, client: Client, rate: int
) -> None:
    async with listening(asterisk, client, rate) as (real, line):

        async def prompt() -> tuple[PlayoutStarted, PlayoutEnded, list[float]]:
            line.log.clear()
            since = asyncio.get_running_loop().time()
            await line.media.play("prompt", tone(1_500))
            (ended,) = await line.until(PlayoutEnded)
            (started,) = line.of(PlayoutStarted)
            await asyncio.sleep(0.1)
            return started, ended, loud_packets(real, since)

        started, ended, heard = await calmest(prompt, pid=asterisk.pid)
    assert len(heard) == pytest.approx(75, abs=1)
    assert started.at == pytest.approx(heard[0], abs=0.06)
    assert ended.at == pytest.approx(heard[-1] + 0.02, abs=0.06)
    assert heard[-1] - heard[0] == pytest.approx(74 * 0.02, abs=0.03)


@pytest.mark.req("M06-011")
async def test_a_flush_is_silence_at_the_ear_at_once(asterisk: AsteriskInstance, client: Client) -> None:
    async with listening(asterisk, client) as (real, line):

        async def flushed() -> tuple[float, int]:
            line.log.clear()
            since = asyncio.get_running_loop().time()
            await line.media.play("prompt", tone(3_000))
            await line.until(PlayoutStarted)
            await asyncio.sleep(0.25)
            flushed_at = asyncio.get_running_loop().time()
            await line.media.flush()
            await asyncio.sleep(0.15)
            heard = loud_packets(real, since)
            (ended,) = line.of(PlayoutEnded)
            return heard[-1] - flushed_at, ended.played_ms - 20 * len(heard)

        found = [await calmest(flushed, pid=asterisk.pid) for _ in range(4)]
    last_sounds = [last for last, _ in found]
    # a packet that is on its way when the flush comes counts on one side only
    assert max(abs(more) for _, more in found) <= 20
    assert median(last_sounds) < 0.02
    assert max(last_sounds) < 0.06


async def test_the_patients_voice_is_here_within_60_ms(asterisk: AsteriskInstance, client: Client) -> None:
    beep = np.frombuffer(tone(100, rate=8_000), dtype=np.int16)
    async with listening(asterisk, client) as (real, line):

        async def delay() -> float:
            line.log.clear()
            handle = real.call.play(beep)
            first = await line.first_loud()
            await asyncio.sleep(0.2)
            assert handle.started_at is not None
            return first.at - handle.started_at

        delays = [await calmest(delay, pid=asterisk.pid) for _ in range(4)]
    assert median(delays) < 0.06
    assert max(delays) < 0.15


async def test_closing_hangs_up_the_media_channel(asterisk: AsteriskInstance, client: Client) -> None:
    async with audiosocket_source(8_000) as source:
        link = source.new_link()
        with client.events_for("media-closes") as events:
            media = await open_media(client, "media-closes", link)
            assert [each.id for each in await client.channels.list()] == ["media-closes"]
            await media.close()
            await until(events, ChannelDestroyed, 2.0)
        assert source.connections == 0


async def test_an_asterisk_that_dies_closes_the_media(fresh_asterisk: AsteriskInstance) -> None:
    async with open_client(fresh_asterisk) as client, audiosocket_source(8_000) as source:
        media = await open_media(client, "media-dies", source.new_link())
        await media.play("cut", tone(3_000))
        events = []
        async with asyncio.timeout(10):
            async for event in media.events():
                events.append(event)
                if isinstance(event, PlayoutStarted):
                    await asyncio.to_thread(fresh_asterisk.stop)
        await media.close()
    *_, ended, closed = events
    assert isinstance(ended, PlayoutEnded)
    assert not ended.completed
    assert isinstance(closed, MediaClosed)


async def test_what_lost_workers_left_in_the_bridge_is_found_by_the_next(client: Client) -> None:
    attempt = SystemIds().new()
    async with audiosocket_source(8_000) as source:
        lost = Legs(client, client.app, LegIds(attempt, generation=3))
        with client.events_for(prefix=str(attempt)) as events:
            await client.bridges.create(type="mixing", bridgeId=lost.ids.bridge)
            link = source.new_link()
            await lost.create_media(link.request)
            media = await link.connect()
            await until(events, StasisStart)
            await lost.bridge.addChannel(lost.ids.media)
            await Legs(client, client.app, LegIds(attempt)).tear_down_all()
            await until(events, ChannelDestroyed, 2.0)
        await media.close()


async def test_an_address_that_asterisk_does_not_reach_is_told_at_once(client: Client) -> None:
    attempt = SystemIds().new()
    server = await AudioSocketServer.open("127.0.0.1", 0, SystemIds(), told_address="127.0.0.1:9")
    async with server:
        legs = Legs(client, client.app, LegIds(attempt))
        with pytest.raises(Unavailable, match="the media channel over tcp") as raised:
            await legs.create_media(server.new_link().request)
    assert "doctor" in str(raised.value.mend)
