"""A bare SIP caller for tests of the phone: sends the datagrams that it is told to, and keeps what comes."""

from __future__ import annotations

import asyncio
from typing import cast

from ari_app.lab.sdp import describe
from ari_app.lab.sip_message import Reply, SipMessage, parse, request, response


class Caller(asyncio.DatagramProtocol):
    """One caller with one call; `target` is the phone."""

    def __init__(self, target: tuple[str, int]) -> None:
        self.confirms_bye = False
        self._target = target
        self._inbox: asyncio.Queue[SipMessage] = asyncio.Queue()
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        message = parse(data)
        self._inbox.put_nowait(message)
        if message.method == "BYE" and self.confirms_bye and self._transport is not None:
            self._transport.sendto(response(message, addr, Reply(200, "OK")).encode(), addr)

    def close(self) -> None:
        """Close the socket."""
        if self._transport is not None:
            self._transport.close()

    def send(
        self, method: str, *, branch: str = "1", to_tag: str = "", number: int = 1, body: str = ""
    ) -> None:
        assert self._transport is not None
        host, port = self._transport.get_extra_info("sockname")
        destination = "<sip:100@127.0.0.1>" + (f";tag={to_tag}" if to_tag else "")
        headers = [
            ("Via", f"SIP/2.0/UDP {host}:{port};branch=z9hG4bK{branch};rport"),
            ("From", '"Nurse" <sip:1@127.0.0.1>;tag=caller'),
            ("To", destination),
            ("Call-ID", "call-1"),
            ("CSeq", f"{number} {'INVITE' if method in ('ACK', 'CANCEL') else method}"),
            ("Contact", f"<sip:1@{host}:{port}>"),
        ]
        self._transport.sendto(request(method, "sip:100@127.0.0.1", headers, body).encode(), self._target)

    def invite(self, *, branch: str = "1", to_tag: str = "", audio_port: int = 40_000) -> None:
        """Send an INVITE that offers both laws."""
        self.send("INVITE", branch=branch, to_tag=to_tag, body=describe("127.0.0.1", audio_port))

    @classmethod
    async def open(cls, port: int) -> Caller:
        """A caller on a free port, for the phone on `port`."""
        loop = asyncio.get_running_loop()
        _, caller = await loop.create_datagram_endpoint(
            lambda: cls(("127.0.0.1", port)), local_addr=("127.0.0.1", 0)
        )
        return caller

    async def next(self, seconds: float = 2.0) -> SipMessage:
        """The next message. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            return await self._inbox.get()

    async def until(self, status: int) -> SipMessage:
        """The next response of this status; only lower ones may come before."""
        while (message := await self.next()).status != status:
            assert message.status < status, message.start
        return message

    async def silent(self, seconds: float) -> bool:
        """Whether nothing comes for so long."""
        try:
            await self.next(seconds)
        except TimeoutError:
            return True
        return False
