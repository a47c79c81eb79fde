"""The event socket against a real Asterisk: refusals, restarts, black holes, slow readers."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from ari_app.ari.client import Client, connect
from ari_app.ari.events import (
    ChannelDestroyed,
    Connected,
    ContactStatusChange,
    Disconnected,
    Overflowed,
    PlaybackFinished,
    StasisStart,
)
from ari_app.ari.faults import NoAnswerInTime
from ari_app.core.errors import Conflict, Refused, Unavailable
from ari_app.lab.sip_phone import SipPhone
from ari_app.provision.asterisk_instance import AsteriskInstance, AsteriskOptions
from tests.support.asterisk import APP, ECHO, new_instance, open_client, until
from tests.support.tcp_proxy import TcpProxy


async def test_wrong_password_is_refused_with_its_mend_and_not_shown(asterisk: AsteriskInstance) -> None:
    with pytest.raises(Refused) as refused:
        async with connect(asterisk.ari_url, "followup", "wr0ng-pass", app=APP, jitter=random.random):
            pass
    assert "ari.conf" in str(refused.value)
    assert "wr0ng-pass" not in repr(refused.value)


async def test_nobody_there_is_unavailable_at_once() -> None:
    began = time.monotonic()
    with pytest.raises(Unavailable) as gone:
        async with connect("http://127.0.0.1:9", "u", "p", app=APP, jitter=random.random):
            pass
    assert time.monotonic() - began < 2
    assert "http.conf" in str(gone.value)


async def test_restart_of_asterisk_is_survived_and_the_lost_call_is_seen(
    fresh_asterisk: AsteriskInstance,
) -> None:
    async with open_client(fresh_asterisk) as client:
        with client.events_for("lost") as mailbox:
            await client.channels.originate(ECHO, app=APP, channelId="lost", otherChannelId="lost-far")
            await until(mailbox, StasisStart)
            restart = asyncio.create_task(asyncio.to_thread(fresh_asterisk.restart))
            await until(mailbox, Disconnected, 20)
            again = await until(mailbox, Connected, 20)
            await restart
            assert again.n == 2
            assert await client.channels.list() == []
        with client.events_for("next") as mailbox:
            channel = await client.channels.create(ECHO, APP, channelId="next")
            assert (await until(mailbox, StasisStart)).channel.id == "next"
            await channel.hangup()


async def test_subscriptions_are_renewed_after_a_restart(tmp_path_factory: pytest.TempPathFactory) -> None:
    options = AsteriskOptions(trunk_qualify_seconds=1)
    with new_instance(tmp_path_factory.mktemp("qualified"), options) as instance:
        async with open_client(instance) as client:
            await client.subscribe("endpoint:PJSIP/followup-trunk")
            with client.events_for("endpoint:PJSIP/followup-trunk") as mailbox:
                await asyncio.to_thread(instance.restart)
                await until(mailbox, Connected, 15)
                async with SipPhone.open(port=instance.trunk_port):
                    change = await until(mailbox, ContactStatusChange, 15)
            assert change.endpoint["resource"] == "followup-trunk"
            assert change.contact_info["contact_status"] in ("Reachable", "Unreachable")


async def test_black_hole_is_noticed_within_six_seconds_and_left(asterisk: AsteriskInstance) -> None:
    async with TcpProxy.open("127.0.0.1", asterisk.http_port) as proxy:
        url = f"http://127.0.0.1:{proxy.port}"
        async with open_client(asterisk, url, app="holed") as client:
            with client.events_for("nothing") as mailbox:
                proxy.swallow = True
                began = time.monotonic()
                with pytest.raises(NoAnswerInTime):
                    await client.asterisk.ping()
                await until(mailbox, Disconnected, 6)
                assert time.monotonic() - began <= 6
                proxy.swallow = False
                assert (await until(mailbox, Connected, 15)).n == 2
            assert (await client.asterisk.ping())["ping"] == "pong"


async def test_slow_reader_holds_up_nobody(client: Client) -> None:
    with client.events_for(prefix="slow", size=3) as slow, client.events_for(prefix="slow") as quick:
        channel = await client.channels.originate(
            ECHO, app=APP, channelId="slow-1", otherChannelId="slow-far"
        )
        await until(quick, StasisStart)
        for number in range(3):
            await channel.play("sound:digits/1", playbackId=f"slow-{number}")
            assert (await until(quick, PlaybackFinished)).playback.state == "done"
        await channel.hangup()
        await until(quick, ChannelDestroyed)
        kept = [await slow.get(1) for _ in range(4)]
        assert isinstance(kept[3], Overflowed) and kept[3].dropped > 3
        assert not any(isinstance(one, Overflowed) for one in kept[:3])


async def test_slow_handler_holds_up_no_other_and_a_failing_one_goes_on(client: Client) -> None:
    hold, seen, twice, tries = asyncio.Event(), asyncio.Event(), asyncio.Event(), 0

    async def slow(channel: object, event: object) -> None:
        await hold.wait()

    def failing(event: object) -> None:
        nonlocal tries
        tries += 1
        if tries == 2:
            twice.set()
        raise RuntimeError("a bug in a handler")

    client.on_channel_event("ChannelDestroyed", slow)
    client.on_event("ChannelDestroyed", failing)
    client.on_event("ChannelDestroyed", lambda event: seen.set(), about="handled-1")
    for number in range(2):
        with client.events_for(f"handled-{number}") as mailbox:
            channel = await client.channels.create(ECHO, APP, channelId=f"handled-{number}")
            await channel.hangup()
            await until(mailbox, ChannelDestroyed)
    async with asyncio.timeout(6):
        await seen.wait()
        await twice.wait()


async def test_second_program_with_the_same_application_ends_the_first(asterisk: AsteriskInstance) -> None:
    async with open_client(asterisk, app="shared") as first:
        with first.events_for("x") as mailbox:
            async with open_client(asterisk, app="shared"):
                with pytest.raises(Conflict) as taken:
                    await until(mailbox, Disconnected, 3)
            assert "shared" in str(taken.value)


class LateAsterisk:
    """Takes the second handshake only when it has been given up, and then from the third socket the application."""

    def __init__(self) -> None:
        self.handshakes = 0
        self.port = 0

    @asynccontextmanager
    async def serve(self) -> AsyncIterator[None]:
        """Listen on a free port."""
        app = web.Application()
        app.router.add_get("/ari/events", self._events)
        app.router.add_post("/ari/events/user/{name}", self._refuse)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            self.port = runner.addresses[0][1]
            yield
        finally:
            await runner.cleanup()

    async def _refuse(self, _: web.Request) -> web.Response:
        return web.Response(status=500)

    async def _events(self, request: web.Request) -> web.WebSocketResponse:
        self.handshakes += 1
        number = self.handshakes
        if number == 2:
            await asyncio.sleep(60)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if number == 3:
            await socket.send_json({"type": "ApplicationReplaced", "application": "held"})
        if number != 1:
            await socket.receive()
        await socket.close()
        return socket


async def test_own_handshake_that_a_dead_path_held_back_is_no_second_program() -> None:
    late = LateAsterisk()
    async with late.serve():
        url = f"http://127.0.0.1:{late.port}"
        async with connect(url, "u", "p", app="held", jitter=random.random, deadline=1.0) as client:
            with client.events_for("nothing") as mailbox:
                for number in (2, 3):
                    assert (await until(mailbox, Connected, 15)).n == number
    assert late.handshakes == 4


async def test_no_password_and_no_number_stands_in_a_url_or_a_log(
    asterisk: AsteriskInstance, capsys: pytest.CaptureFixture[str]
) -> None:
    async with TcpProxy.open("127.0.0.1", asterisk.http_port) as proxy:
        async with open_client(asterisk, f"http://127.0.0.1:{proxy.port}", app="quiet") as client:
            with pytest.raises(Unavailable):
                await client.channels.originate("PJSIP/13612345678@nowhere", app="quiet")
        lines = bytes(proxy.carried).decode(errors="replace").split("\r\n")
    requests = [line for line in lines if line.endswith(" HTTP/1.1")]
    assert [line.split("?")[0].split(" ")[1] for line in requests] == ["/ari/events", "/ari/channels"]
    assert any(line.startswith("Authorization: Basic ") for line in lines)
    shown = capsys.readouterr()
    for text in (*requests, shown.out, shown.err):
        assert asterisk.ari_password not in text
        assert "13612345678" not in text
