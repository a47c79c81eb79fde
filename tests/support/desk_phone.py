"""A phone on a desk of the hospital: it registers with its password, takes calls and places them."""

from __future__ import annotations

import asyncio
import hashlib
import re
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import cast

from ari_app.lab.g711 import Pcm
from ari_app.lab.rtp import Frame, PlayHandle, RtpStream
from ari_app.lab.sdp import describe, parse_offer
from ari_app.lab.sip_message import Reply, SipMessage, address, parameter, parse, request, response
from ari_app.lab.sip_phone import SipPhone
from ari_app.lab.sip_transaction import Address

PBX_HOST = "127.0.0.1"
FINAL_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Account:
    """What a phone is set up with; `host` is its own address."""

    number: str
    password: str
    pbx_port: int
    host: str = "127.0.0.1"


class DeskPhone:
    """One phone. `incoming` takes its calls; `dial` places one."""

    def __init__(self, account: Account, incoming: SipPhone, line: _Line) -> None:
        self.account = account
        self.incoming = incoming
        self._line = line

    @classmethod
    @asynccontextmanager
    async def open(cls, account: Account, *, registers: bool = True) -> AsyncIterator[DeskPhone]:
        """A phone that has registered, or a trunk's far end, which does not. Raises AssertionError when refused."""
        loop = asyncio.get_running_loop()
        async with SipPhone.open(account.host) as incoming:
            _, line = await loop.create_datagram_endpoint(
                lambda: _Line(account), local_addr=(account.host, 0)
            )
            try:
                if registers:
                    await line.register(incoming.port)
                yield cls(account, incoming, line)
            finally:
                line.close()

    async def dial(self, number: str) -> OutgoingCall:
        """Call a number; returns when it is answered. Raises AssertionError when it is not."""
        host = self.account.host
        rtp = await RtpStream.open(host)
        dialog = _Dialog(f"sip:{number}@{PBX_HOST}:{self.account.pbx_port}")
        answer = await self._line.ask("INVITE", dialog, describe(host, rtp.port))
        if answer.status != 200:
            rtp.close()
            raise AssertionError(f"{self.account.number} calls {number}: {answer.start}")
        return OutgoingCall(self._line, dialog, answer, rtp)


class OutgoingCall:
    """A call that the phone placed and that was answered."""

    def __init__(self, line: _Line, dialog: _Dialog, answer: SipMessage, rtp: RtpStream) -> None:
        self.ended = line.watch(dialog.call_id)
        self._line, self._dialog, self._rtp = line, dialog, rtp
        dialog.to_tag = parameter(answer.headers.get("to"), "tag")
        dialog.uri = address(answer.headers.get("contact"))
        offer = parse_offer(answer.body)
        assert offer is not None, answer.body
        rtp.connect(offer)
        line.send("ACK", dialog, _branch())
        self._sending = asyncio.create_task(rtp.run(), name=f"desk-{dialog.call_id}")

    def play(self, pcm: Pcm) -> PlayHandle:
        """Say this; returns at once."""
        return self._rtp.play(pcm)

    def set_background(self, pcm: Pcm | None) -> None:
        """Noise of the line: repeated for ever, under everything that is said and between."""
        self._rtp.background = pcm

    def send_digits(self, keys: str) -> None:
        """Press keys."""
        self._rtp.send_digits(keys)

    @property
    def released(self) -> asyncio.Event:
        """Set while no key is pressed or about to be."""
        return self._rtp.released

    def heard(self) -> list[Frame]:
        """Every packet heard so far: (arrival, 20 ms of samples)."""
        return list(self._rtp.heard)

    def frames(self) -> AsyncIterator[Frame]:
        """The packets from now on, as they come; ends with the call."""
        return self._rtp.frames()

    def heard_since(self, at: float) -> list[Frame]:
        """The packets that came at this time (monotonic seconds) or later."""
        return [frame for frame in self._rtp.heard if frame[0] >= at]

    async def hang_up(self) -> None:
        """End the call; one that the other side has ended needs no BYE."""
        self._rtp.close()
        await self._sending
        if not self.ended.is_set():
            self._dialog.number += 1
            await self._line.ask("BYE", self._dialog)


@dataclass(slots=True)
class _Dialog:
    """What the requests of one call, or of one registration, have in common."""

    uri: str
    to_tag: str = ""
    number: int = 1
    call_id: str = field(default_factory=lambda: secrets.token_hex(8))
    from_tag: str = field(default_factory=lambda: secrets.token_hex(4))


class _Line(asyncio.DatagramProtocol):
    """The phone's own requests: sent, authorized with its password (RFC 2617), answered."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._answers: dict[str, asyncio.Queue[SipMessage]] = {}
        self._ended: dict[str, asyncio.Event] = {}
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: Address) -> None:
        message = parse(data)
        if message.status:
            if (answers := self._answers.get(message.branch)) is not None:
                answers.put_nowait(message)
        elif message.method != "ACK" and self._transport is not None:
            self._transport.sendto(response(message, addr, Reply(200, "OK")).encode(), addr)
            if message.method == "BYE" and message.call_id in self._ended:
                self._ended[message.call_id].set()

    def watch(self, call_id: str) -> asyncio.Event:
        """Set when the other side ends this call."""
        return self._ended.setdefault(call_id, asyncio.Event())

    def close(self) -> None:
        """Close the socket."""
        if self._transport is not None:
            self._transport.close()

    async def register(self, port: int) -> None:
        """Tell the PBX that the phone takes its calls at `port`."""
        number = self._account.number
        contact = ("Contact", f"<sip:{number}@{self._account.host}:{port}>;expires=300")
        answer = await self.ask("REGISTER", _Dialog(f"sip:{PBX_HOST}:{self._account.pbx_port}"), "", contact)
        assert answer.status == 200, f"{number} registers: {answer.start}"

    async def ask(
        self, method: str, dialog: _Dialog, body: str = "", *headers: tuple[str, str]
    ) -> SipMessage:
        """The final answer to a request, which is sent again with the password where one is asked for."""
        answer = await self._once(method, dialog, body, headers)
        if answer.status != 401:
            return answer
        dialog.number += 1
        return await self._once(
            method, dialog, body, (*headers, self._credentials(method, dialog.uri, answer))
        )

    async def _once(
        self, method: str, dialog: _Dialog, body: str, headers: tuple[tuple[str, str], ...]
    ) -> SipMessage:
        branch = _branch()
        answers = self._answers.setdefault(branch, asyncio.Queue())
        self.send(method, dialog, branch, body, headers)
        async with asyncio.timeout(FINAL_SECONDS):
            while (answer := await answers.get()).status < 200:
                pass
        if method == "INVITE" and answer.status >= 300:
            refused = _Dialog(dialog.uri, parameter(answer.headers.get("to"), "tag"), dialog.number)
            refused.call_id, refused.from_tag = dialog.call_id, dialog.from_tag
            self.send("ACK", refused, branch)
        return answer

    def send(
        self,
        method: str,
        dialog: _Dialog,
        branch: str,
        body: str = "",
        headers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        """One request out."""
        assert self._transport is not None
        host, port = self._transport.get_extra_info("sockname")
        number = self._account.number
        called = number if method == "REGISTER" else "called"
        lines = [
            ("Via", f"SIP/2.0/UDP {host}:{port};branch={branch};rport"),
            ("From", f"<sip:{number}@{PBX_HOST}>;tag={dialog.from_tag}"),
            ("To", f"<sip:{called}@{PBX_HOST}>" + (f";tag={dialog.to_tag}" if dialog.to_tag else "")),
            ("Call-ID", dialog.call_id),
            ("CSeq", f"{dialog.number} {'INVITE' if method == 'ACK' else method}"),
            ("Max-Forwards", "70"),
            *headers,
        ]
        if not any(name == "Contact" for name, _ in headers):
            lines.append(("Contact", f"<sip:{number}@{host}:{port}>"))
        if body:
            lines.append(("Content-Type", "application/sdp"))
        message = request(method, dialog.uri, lines, body)
        self._transport.sendto(message.encode(), (PBX_HOST, self._account.pbx_port))

    def _credentials(self, method: str, uri: str, asked: SipMessage) -> tuple[str, str]:
        asking = dict(re.findall(r'(\w+)="?([^",]+)"?', asked.headers.get("www-authenticate")))
        user, realm, nonce, once = (
            self._account.number,
            asking["realm"],
            asking["nonce"],
            secrets.token_hex(4),
        )
        known = _md5(f"{user}:{realm}:{self._account.password}")
        proof = _md5(f"{known}:{nonce}:00000001:{once}:auth:{_md5(f'{method}:{uri}')}")
        value = f'Digest username="{user}", realm="{realm}", nonce="{nonce}", uri="{uri}", response="{proof}"'
        value += f', algorithm=MD5, qop=auth, nc=00000001, cnonce="{once}"'
        if "opaque" in asking:
            value += f', opaque="{asking["opaque"]}"'
        return "Authorization", value


def _branch() -> str:
    return f"z9hG4bK{secrets.token_hex(8)}"


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
