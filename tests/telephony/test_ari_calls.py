"""The ARI client's calls, one by one, on a real Asterisk."""

from __future__ import annotations

import asyncio
import io
import wave

import aiohttp
import pytest

from ari_app.ari.channel import Channel
from ari_app.ari.client import Client, authorization
from ari_app.ari.events import (
    ChannelDestroyed,
    ChannelEnteredBridge,
    ChannelStateChange,
    PlaybackFinished,
    PlaybackStarted,
    RecordingFinished,
    RecordingStarted,
    StasisEnd,
    StasisStart,
)
from ari_app.ari.faults import (
    AriConflict,
    NotFound,
    ServerFault,
    TrunkUnavailable,
    Unprocessable,
    WrongParameter,
)
from ari_app.ari.mailbox import Mailbox
from ari_app.provision.asterisk_instance import AsteriskInstance
from tests.support.asterisk import APP, ECHO, open_client, until


async def started(client: Client, mailbox: Mailbox, channel_id: str, endpoint: str = ECHO) -> Channel:
    await client.channels.originate(
        endpoint, app=APP, channelId=channel_id, otherChannelId=f"{channel_id}-far"
    )
    return (await until(mailbox, StasisStart)).channel


async def test_created_channel_is_in_stasis_before_it_is_dialed_and_up_after(client: Client) -> None:
    with client.events_for("call-1") as mailbox:
        channel = await client.channels.create(ECHO, APP, channelId="call-1")
        entered = await until(mailbox, StasisStart)
        assert (entered.channel.id, entered.channel.state, entered.replace_channel) == (
            "call-1",
            "Down",
            None,
        )
        await channel.dial(timeout=5)
        while (change := await until(mailbox, ChannelStateChange)).channel.state != "Up":
            pass
        assert change.timestamp is not None
        assert (await client.channels.get("call-1")).state == "Up"
        await channel.hangup()
        assert (await until(mailbox, StasisEnd)).channel.id == "call-1"
        assert (await until(mailbox, ChannelDestroyed)).cause == 16


async def test_playback_plays_to_its_end_and_stops_when_told(client: Client) -> None:
    with client.events_for(prefix="play") as mailbox:
        channel = await started(client, mailbox, "play-1")
        await channel.play("sound:digits/1", playbackId="play-pb1")
        assert (await until(mailbox, PlaybackStarted)).playback.id == "play-pb1"
        finished = await until(mailbox, PlaybackFinished)
        assert (finished.playback.state, finished.playback.target_uri) == ("done", "channel:play-1")
        long = await channel.play(["sound:demo-congrats"], playbackId="play-pb2")
        await until(mailbox, PlaybackStarted)
        await long.stop()
        assert (await until(mailbox, PlaybackFinished, 1)).playback.id == "play-pb2"
        await long.stop()
        await channel.hangup()
        await until(mailbox, ChannelDestroyed)


async def test_bridge_joins_and_records(client: Client) -> None:
    with client.events_for(prefix="rec") as mailbox:
        channel = await started(client, mailbox, "rec-1")
        bridge = await client.bridges.create(type="mixing", bridgeId="rec-bridge", name="记录")
        await bridge.addChannel([channel.id])
        assert (await until(mailbox, ChannelEnteredBridge)).bridge.id == "rec-bridge"
        recording = await bridge.record("rec/一号", "wav", ifExists="overwrite")
        assert (await until(mailbox, RecordingStarted)).recording.name == "rec/一号"
        await asyncio.sleep(1.1)
        await recording.stop()
        finished = (await until(mailbox, RecordingFinished)).recording
        assert finished.duration is not None and finished.duration >= 1
        content = await client.recordings.getStoredFile("rec/一号")
        with wave.open(io.BytesIO(content)) as file:
            assert (file.getframerate(), file.getnchannels()) == (8000, 1)
            assert 0.9 < file.getnframes() / 8000 < 2.0
        await client.recordings.deleteStored("rec/一号")
        await client.recordings.deleteStored("rec/一号")
        with pytest.raises(NotFound):
            await client.recordings.getStored("rec/一号")
        await channel.hangup()
        await bridge.destroy()
        await bridge.destroy()


async def test_snoop_hears_one_side(client: Client) -> None:
    with client.events_for(prefix="snoop") as mailbox:
        channel = await started(client, mailbox, "snoop-1")
        snoop = await channel.snoopChannel(APP, spy="out", snoopId="snoop-out", appArgs="recorder")
        entered = await until(mailbox, StasisStart)
        assert (entered.channel.id, entered.args) == ("snoop-out", ("recorder",))
        await snoop.record("snoop-rec", "wav", ifExists="overwrite", beep=False)
        await until(mailbox, RecordingStarted)
        await channel.play("sound:hello-world")
        await until(mailbox, PlaybackFinished)
        await snoop.hangup()
        await until(mailbox, RecordingFinished)
        with wave.open(io.BytesIO(await client.recordings.getStoredFile("snoop-rec"))) as file:
            heard = file.readframes(file.getnframes())
        assert len(heard) > 8000 and max(heard) > 0
        await client.recordings.deleteStored("snoop-rec")
        await channel.hangup()


async def test_external_media_takes_a_websocket(client: Client, asterisk: AsteriskInstance) -> None:
    with client.events_for(prefix="media") as mailbox:
        media = await client.channels.externalMedia(
            APP,
            "slin16",
            channelId="media-1",
            external_host="INCOMING",
            encapsulation="none",
            transport="websocket",
            connection_type="server",
            transport_data="f(json)",
        )
        connection = media.channelvars["MEDIA_WEBSOCKET_CONNECTION_ID"]
        headers = authorization(asterisk.ari_user, asterisk.ari_password)
        url = f"{asterisk.ari_url}/media/{connection}"
        async with (
            aiohttp.ClientSession(headers=headers) as session,
            session.ws_connect(url, protocols=("media",)) as socket,
        ):
            assert (await socket.receive_json(timeout=2))["event"] == "MEDIA_START"
            assert (await until(mailbox, StasisStart)).channel.id == "media-1"
            await media.hangup()
            await until(mailbox, ChannelDestroyed)


async def test_chosen_id_that_is_taken_is_a_conflict(client: Client) -> None:
    with client.events_for("twice", "twice-bridge") as mailbox:
        channel = await started(client, mailbox, "twice")
        for make in (client.channels.create, client.channels.originate):
            with pytest.raises(AriConflict):
                await make(ECHO, app=APP, channelId="twice")
        await client.bridges.create(bridgeId="twice-bridge")
        with pytest.raises(AriConflict):
            await client.bridges.create(bridgeId="twice-bridge")
        await client.bridges.destroy("twice-bridge")
        await channel.hangup()


async def test_what_is_not_there_is_not_found_and_ending_it_is_no_error(client: Client) -> None:
    with pytest.raises(NotFound):
        await client.channels.get("nobody")
    with pytest.raises(NotFound):
        await client.channels.at("nobody").play("sound:hello-world")
    with pytest.raises(NotFound):
        await client.bridges.get("../channels")
    await client.channels.hangup("nobody")
    await client.bridges.destroy("nothing")
    await client.playbacks.stop("nothing")
    await client.recordings.at("nothing").cancel()
    await client.recordings.stop("nothing")


@pytest.mark.parametrize("endpoint", ["PJSIP/patient-me", "PJSIP/138@no-such-trunk"])
async def test_endpoint_that_cannot_be_dialed_is_an_unavailable_trunk(client: Client, endpoint: str) -> None:
    for make in (client.channels.create, client.channels.originate):
        with pytest.raises(TrunkUnavailable):
            await make(endpoint, app=APP)


async def test_wrong_parameter_is_told(client: Client) -> None:
    with client.events_for("param") as mailbox:
        channel = await started(client, mailbox, "param")
        with pytest.raises(WrongParameter):
            await channel.hangup(reason="boredom")
        with pytest.raises((Unprocessable, WrongParameter)):
            await channel.record("r", "mp3")
        await channel.hangup()


async def test_missing_recording_directory_is_a_server_fault(fresh_asterisk: AsteriskInstance) -> None:
    fresh_asterisk.recording_dir.rmdir()
    async with open_client(fresh_asterisk) as client:
        bridge = await client.bridges.create(bridgeId="b")
        with pytest.raises(ServerFault):
            await bridge.record("r", "wav")


async def test_chinese_variables_go_round_and_are_told_with_the_channel(client: Client) -> None:
    with client.events_for("vars") as mailbox:
        await client.channels.originate(
            ECHO,
            app=APP,
            channelId="vars",
            otherChannelId="vars-far",
            variables={"PATIENT": {"value": "王小明 & 100%", "report_events": True}, "PLAIN": "值"},
        )
        channel = (await until(mailbox, StasisStart)).channel
        assert channel.channelvars["PATIENT"] == "王小明 & 100%"
        assert await channel.getChannelVar("PLAIN") == "值"
        await channel.setChannelVar("NOTE", "“引号”\t+=?/")
        assert await channel.getChannelVar("NOTE") == "“引号”\t+=?/"
        await channel.setChannelVar("CALLERID(name)", "回访中心")
        assert (await channel.get()).json["caller"]["name"] == "回访中心"
        with pytest.raises(NotFound):
            await channel.getChannelVar("NEVER_SET")
        await channel.hangup()


async def test_hundred_calls_that_are_hung_up_at_once_are_all_told_and_leave_nothing(client: Client) -> None:
    async def one(number: int) -> str:
        name = f"burst-{number:03}"
        with client.events_for(name) as mailbox:
            channel = await client.channels.originate(
                ECHO, app=APP, channelId=name, otherChannelId=f"{name}-far"
            )
            await channel.hangup()
            return (await until(mailbox, ChannelDestroyed, 30)).channel.id

    names = await asyncio.gather(*(one(number) for number in range(100)))
    assert names == [f"burst-{number:03}" for number in range(100)]
