"""The INVITE transaction of the called side (RFC 3261 §13.3, §17.2.1), and what it needs of its phone."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any, Final, Protocol

from ari_app.lab.sip_message import Reply, SipMessage, response

Address = tuple[str, int]
T1: Final = 0.5
"""First retransmission (RFC 3261 §17.1.1.1)."""
T2: Final = 4.0
GIVE_UP_SECONDS: Final = 64 * T1


class Line(Protocol):
    """What a call needs of the phone it belongs to."""

    host: str

    @property
    def port(self) -> int: ...

    def send(self, message: SipMessage, destination: Address) -> None:
        """One datagram out."""
        ...

    def spawn(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        """A task that the phone watches and ends with itself."""
        ...

    async def transact(self, message: SipMessage, destination: Address) -> int:
        """Send a request until it is answered; the final status, 408 when nobody does."""
        ...


class InviteTransaction:
    """One INVITE being answered under our `tag`: provisional responses, one final, repeated until its ACK."""

    def __init__(self, line: Line, request: SipMessage, source: Address, tag: str) -> None:
        self.request = request
        self.source = source
        self.tag = tag
        self.final_status = 0
        self.acknowledged = asyncio.Event()
        self._line = line
        self._last: SipMessage | None = None

    def respond(self, reply: Reply) -> None:
        """Send a response; it is also what a repeated INVITE gets."""
        contact = ("Contact", f"<sip:phone@{self._line.host}:{self._line.port}>")
        if reply.status >= 200:
            self.final_status = reply.status
        tagged = replace(reply, tag=self.tag, headers=(contact, *reply.headers))
        self._last = response(self.request, self.source, tagged)
        self.respond_again()

    def respond_again(self) -> None:
        """Send the last response once more."""
        if self._last is not None:
            self._line.send(self._last, self.source)

    async def settle(self) -> bool:
        """Repeat the final response until its ACK comes (timers G and H); False when it never does."""
        interval, deadline = T1, time.monotonic() + GIVE_UP_SECONDS
        while time.monotonic() < deadline:
            try:
                async with asyncio.timeout(interval):
                    await self.acknowledged.wait()
                return True
            except TimeoutError:
                interval = min(2 * interval, T2)
                self.respond_again()
        return False
