"""What ari-py's five example programs do, done with this client: nobody who knows ari-py is lost.

The programs (example, bridge, originate, playback, cleanup) are Digium's, BSD-3-Clause; only their behavior is
taken over. The table of names is in docs/ari.md.
"""

from __future__ import annotations

import asyncio

from ari_app.ari.bridge import Bridge
from ari_app.ari.channel import Channel
from ari_app.ari.client import Client
from ari_app.ari.events import (
    ChannelDestroyed,
    ChannelDtmfReceived,
    ChannelEnteredBridge,
    PlaybackFinished,
    PlaybackStarted,
    StasisEnd,
    StasisStart,
)
from tests.support.asterisk import APP, ECHO, until

KEYS = "Local/keys@far-end"


async def originate(client: Client, endpoint: str, name: str, args: str | None = None) -> None:
    await client.channels.originate(
        endpoint, app=APP, appArgs=args, channelId=name, otherChannelId=f"{name}-far"
    )


async def test_example_answers_greets_and_reads_keys_back(client: Client) -> None:
    """example.py: every channel hears a greeting, then each key it presses; # says goodbye and leaves."""

    async def on_key(channel: Channel, event: ChannelDtmfReceived) -> None:
        match event.digit:
            case "#":
                await channel.continueInDialplan(context="far-end", extension="busy", priority=1)
            case digit:
                await channel.play(f"sound:digits/{digit}")

    async def on_start(channel: Channel, event: StasisStart) -> None:
        client.on_channel_event("ChannelDtmfReceived", on_key, about=channel.id)
        await channel.answer()
        await channel.play("sound:hello-world")

    client.on_channel_event("StasisStart", on_start)
    with client.events_for("greeted") as mailbox:
        await originate(client, KEYS, "greeted")
        played: set[str] = set()
        async for event in mailbox:
            match event:
                case PlaybackStarted():
                    played.add(event.playback.json["media_uri"])
                case ChannelDestroyed():
                    assert event.cause in (16, 17)
                    break
    assert played >= {"sound:hello-world", "sound:digits/4"}


async def test_bridge_collects_channels_and_tells_who_enters(client: Client) -> None:
    """bridge_example.py: a holding bridge, found or made, takes every channel, and its entry is heard."""

    async def holding_bridge() -> Bridge:
        known = [one for one in await client.bridges.list() if one.bridge_type == "holding"]
        return known[0] if known else await client.bridges.create(type="holding", bridgeId="hold")

    entered: asyncio.Queue[str] = asyncio.Queue()

    async def on_enter(bridge: Bridge, event: ChannelEnteredBridge) -> None:
        if not event.channel.name.startswith("Announcer/"):
            await bridge.play("sound:ascending-2tone")
            entered.put_nowait(event.channel.id)

    async def on_start(channel: Channel, event: StasisStart) -> None:
        await channel.answer()
        await bridge.addChannel(channel.id)

    bridge = await holding_bridge()
    assert (await holding_bridge()).id == bridge.id
    client.on_bridge_event("ChannelEnteredBridge", on_enter, about=bridge.id)
    client.on_channel_event("StasisStart", on_start)
    for name in ("held-1", "held-2"):
        await originate(client, ECHO, name)
    async with asyncio.timeout(5):
        assert {await entered.get(), await entered.get()} == {"held-1", "held-2"}
    assert {"held-1", "held-2"} <= set((await bridge.get()).channels)
    for name in ("held-1", "held-2"):
        await client.channels.hangup(name)
    await bridge.destroy()


async def test_originate_connects_an_incoming_channel_to_a_dialed_one(client: Client) -> None:
    """originate_example.py: whoever comes in is joined to a far end; when one leaves, the other does too."""
    joined = asyncio.Event()

    async def on_outgoing(outgoing: Channel, event: StasisStart) -> None:
        bridge = await client.bridges.create(type="mixing", bridgeId="joined")
        await bridge.addChannel(["incoming", outgoing.id])

        async def tear_down(channel: Channel, event: StasisEnd) -> None:
            await bridge.destroy()

        client.on_channel_event("StasisEnd", tear_down, about=outgoing.id)
        joined.set()

    async def on_start(incoming: Channel, event: StasisStart) -> None:
        if event.args != ("incoming",):
            return

        async def end_other(channel: Channel, event: object) -> None:
            await client.channels.hangup("outgoing" if channel.id == "incoming" else "incoming")

        client.on_channel_event("StasisStart", on_outgoing, about="outgoing")
        client.on_channel_event("StasisEnd", end_other, about="incoming")
        client.on_channel_event("ChannelDestroyed", end_other, about="outgoing")
        await incoming.answer()
        await originate(client, ECHO, "outgoing", "dialed")

    client.on_channel_event("StasisStart", on_start)
    with client.events_for("incoming", "outgoing") as mailbox:
        await originate(client, ECHO, "incoming", "incoming")
        async with asyncio.timeout(5):
            await joined.wait()
        assert set((await client.bridges.get("joined")).channels) == {"incoming", "outgoing"}
        await client.channels.hangup("incoming")
        gone = {(await until(mailbox, ChannelDestroyed)).channel.id for _ in range(2)}
    assert gone == {"incoming", "outgoing"}


async def test_playback_is_controlled(client: Client) -> None:
    """playback_example.py: keys pause, go on, restart and stop what is played."""
    with client.events_for("played") as mailbox:
        await originate(client, ECHO, "played")
        channel = (await until(mailbox, StasisStart)).channel
        playback = await channel.play("sound:demo-congrats", playbackId="played-pb")
        await until(mailbox, PlaybackStarted)
        for operation in ("pause", "unpause", "forward", "reverse", "restart"):
            await playback.control(operation)
        assert (await client.playbacks.get("played-pb")).state == "playing"
        await playback.stop()
        assert (await until(mailbox, PlaybackFinished, 2)).playback.id == "played-pb"
        await channel.hangup()


async def test_cleanup_closed_handlers_are_not_called_again(client: Client) -> None:
    """cleanup_example.py: a handler can be closed while the program goes on."""
    seen: list[str] = []
    handler = client.on_channel_event("StasisStart", lambda channel, event: seen.append(channel.id))
    for name in ("before", "after"):
        with client.events_for(name) as mailbox:
            await client.channels.create(ECHO, APP, channelId=name)
            await until(mailbox, StasisStart)
            await asyncio.sleep(0.05)
            handler.close()
            await client.channels.hangup(name)
    assert seen == ["before"]
