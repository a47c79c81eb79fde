"""Who is let in, and who is not, over real TCP."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pytest

from ari_app.core.errors import Unavailable
from ari_app.core.ids import uuid7
from ari_app.media import audiosocket_server
from ari_app.media.audiosocket_frames import Audio, HangUp, Key
from ari_app.media.audiosocket_names import REST_SECONDS, Names
from ari_app.media.audiosocket_server import AddressTaken, AudioSocketServer
from ari_app.wiring.system import SystemIds
from tests.unit.media.audiosocket_peer import Peer, serving, uuid_of

STRANGER = UUID("00000000-0000-7000-8000-000000000000")


async def turned_away(peer: Peer) -> bool:
    """Whether the server hangs up on it."""
    async with asyncio.timeout(3):
        await peer.is_over.wait()
    await peer.close()
    return peer.was_hung_up


async def test_the_channel_is_asked_for_with_the_uuid_and_the_address() -> None:
    async with serving(16_000) as server:
        request = server.new_link().request
        assert (request.encapsulation, request.transport, request.connection_type) == (
            "audiosocket",
            "tcp",
            "client",
        )
        assert (request.format, request.external_host) == ("slin16", server.told_address)
        assert server.told_address.startswith("127.0.0.1:")
        assert not server.told_address.endswith(":0")


async def test_a_uuid_that_nobody_waits_for_is_refused() -> None:
    async with serving() as server:
        server.new_link()
        assert await turned_away(await Peer.connect(server, STRANGER))
        assert server.connections == 0


async def test_a_uuid_lets_one_connection_in_and_no_second() -> None:
    async with serving() as server:
        link = server.new_link()
        first = await Peer.connect(server, uuid_of(link))
        await asyncio.sleep(0.05)
        assert await turned_away(await Peer.connect(server, uuid_of(link)))
        media = await link.connect()
        assert await turned_away(await Peer.connect(server, uuid_of(link)))
        assert not first.is_over.is_set()
        await media.close()
        await first.close()


async def test_a_dropped_link_lets_nobody_in_and_closes_who_came() -> None:
    async with serving() as server:
        link = server.new_link()
        early = await Peer.connect(server, uuid_of(link))
        await asyncio.sleep(0.05)
        link.drop()
        assert await turned_away(early)
        assert await turned_away(await Peer.connect(server, uuid_of(link)))


@pytest.mark.parametrize(
    "first", [b"GET /ari/events HTTP/1.1\r\n\r\n", bytes.fromhex("10 0002 0000"), bytes.fromhex("00 0000")]
)
async def test_whoever_does_not_begin_with_a_uuid_is_turned_away(first: bytes) -> None:
    async with serving() as server:
        peer = await Peer.connect(server, None)
        peer.send_raw(first)
        assert await turned_away(peer)
        assert server.connections == 0


async def test_whoever_says_nothing_is_turned_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audiosocket_server, "IDENTIFY_SECONDS", 0.1)
    async with serving() as server:
        assert await turned_away(await Peer.connect(server, None))


async def test_a_flood_of_idle_connections_keeps_no_call_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audiosocket_server, "UNIDENTIFIED_LIMIT", 5)
    async with serving() as server:
        idle = [await Peer.connect(server, None) for _ in range(20)]
        await asyncio.sleep(0.05)
        assert server.connections == 5
        link = server.new_link()
        real = await Peer.connect(server, uuid_of(link))
        media = await link.connect()
        assert not real.is_over.is_set()
        await media.close()
        for peer in (*idle, real):
            await peer.close()


async def test_an_asterisk_that_does_not_come_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audiosocket_server, "CONNECT_SECONDS", 0.1)
    async with serving() as server:
        link = server.new_link()
        with pytest.raises(Unavailable, match="did not connect to 127"):
            await link.connect()
        assert await turned_away(await Peer.connect(server, uuid_of(link)))


async def test_what_comes_before_the_call_listens_is_no_harm() -> None:
    async with serving() as server:
        link = server.new_link()
        peer = await Peer.connect(server, uuid_of(link))
        peer.send(Audio(8_000, bytes(320)), Key("1"), HangUp())
        await asyncio.sleep(0.05)
        media = await link.connect()
        assert [type(event).__name__ async for event in media.events()] == ["MediaClosed"]
        await media.close()
        await peer.close()


async def test_a_port_that_is_taken_is_told_with_its_mend() -> None:
    async with serving() as server:
        port = int(server.told_address.rpartition(":")[2])
        with pytest.raises(AddressTaken, match=f"cannot listen at 127.0.0.1:{port}") as raised:
            await AudioSocketServer.open("127.0.0.1", port, SystemIds())
        assert "audiosocket_listen" in str(raised.value.mend)


async def test_an_address_that_is_not_ours_is_told_too() -> None:
    with pytest.raises(Unavailable, match="cannot listen at 192.0.2.1:0") as raised:
        await AudioSocketServer.open("192.0.2.1", 0, SystemIds())
    assert not isinstance(raised.value, AddressTaken)


async def test_closing_the_server_hangs_up_everybody() -> None:
    async with serving() as server:
        link = server.new_link()
        peers = [await Peer.connect(server, uuid_of(link)), await Peer.connect(server, None)]
        media = await link.connect()
        await server.close()
        assert [await turned_away(peer) for peer in peers] == [True, True]
        await media.close()


class Counting:
    """Ids one after the other."""

    def __init__(self) -> None:
        self.given = 0

    def new(self) -> UUID:
        """The next one."""
        self.given += 1
        return uuid7(self.given, bytes(10))


def test_uuids_are_used_again_after_a_rest_and_never_by_two() -> None:
    ids = Counting()
    names = Names(ids)
    first, second = names.take(0.0), names.take(0.0)
    assert first != second
    names.give_back(first, 10.0)
    assert names.take(10.0 + REST_SECONDS / 2) not in (first, second)
    assert names.take(10.0 + REST_SECONDS) == first
    assert names.take(10.0 + REST_SECONDS) not in (first, second)
    assert ids.given == 4


def test_a_thousand_calls_one_at_a_time_need_few_uuids() -> None:
    ids = Counting()
    names = Names(ids)
    for number in range(1_000):
        names.give_back(names.take(number * 90.0), number * 90.0 + 80.0)
    assert ids.given <= 2


async def test_a_closed_connections_uuid_comes_back_and_an_unused_one_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ari_app.media.audiosocket_names.REST_SECONDS", 0.0)
    async with serving() as server:
        unused = server.new_link()
        unused.drop()
        link = server.new_link()
        peer = await Peer.connect(server, uuid_of(link))
        media = await link.connect()
        await media.close()
        await peer.close()
        again = server.new_link()
        assert uuid_of(again) == uuid_of(link)
        assert uuid_of(server.new_link()) not in (uuid_of(unused), uuid_of(link))
