"""A SIP phone (RFC 3261 over UDP, G.711, RFC 4733 digits) for many calls at once: a patient's telephone."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast

from ari_app.core.errors import Unavailable, WrongInput
from ari_app.lab.rtp import RtpStream
from ari_app.lab.sip_call import Answering, Call
from ari_app.lab.sip_message import Headers, Reply, SipMessage, parameter, parse, response
from ari_app.lab.sip_transaction import GIVE_UP_SECONDS, T1, T2, Address

__all__ = ["Answering", "Call", "Headers", "SipLogEntry", "SipPhone", "always_answer"]


@dataclass(frozen=True, slots=True)
class SipLogEntry:
    """One message: `what` is a method ("BYE") or a status and its method ("200 INVITE")."""

    at: float
    outgoing: bool
    what: str
    call_id: str


def always_answer(called: str, headers: Headers) -> Answering:
    """Answer every call at once."""
    return Answering()


class SipPhone(asyncio.DatagramProtocol):
    """A phone that takes calls to any number; `answering` is asked for each how to meet it."""

    def __init__(self, host: str, answering: Callable[[str, Headers], Answering]) -> None:
        self.host = host
        self.log: list[SipLogEntry] = []
        self.calls: list[Call] = []
        self._answering = answering
        self._arrivals: asyncio.Queue[Call] = asyncio.Queue()
        self._waiting: dict[tuple[str, str], asyncio.Future[int]] = {}
        self._opening: dict[str, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._faults: list[BaseException] = []
        self._transport: asyncio.DatagramTransport | None = None

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        host: str = "127.0.0.1",
        port: int = 0,
        answering: Callable[[str, Headers], Answering] = always_answer,
    ) -> AsyncIterator[SipPhone]:
        """Listen on `port` (0: a free one). Raises Unavailable when the port is taken."""
        loop = asyncio.get_running_loop()
        try:
            _, phone = await loop.create_datagram_endpoint(
                lambda: cls(host, answering), local_addr=(host, port)
            )
        except OSError as error:
            raise Unavailable(f"cannot listen on UDP {host}:{port}", mend="choose a free port") from error
        try:
            yield phone
        finally:
            await phone.close()

    @property
    def port(self) -> int:
        if self._transport is None:
            return 0
        return int(self._transport.get_extra_info("sockname")[1])

    async def next_call(self, timeout: float = 10.0) -> Call:
        """The next call, as soon as its INVITE is here (before it is answered). Raises TimeoutError."""
        async with asyncio.timeout(timeout):
            return await self._arrivals.get()

    async def close(self) -> None:
        """Drop every call and stop listening; raises what a task of the phone failed with."""
        for call in self.calls:
            call.close()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._transport is not None:
            self._transport.close()
        if self._faults:
            raise self._faults[0]

    # --- what a call needs (Line)

    def send(self, message: SipMessage, destination: Address) -> None:
        """One datagram out."""
        if self._transport is None or self._transport.is_closing():
            return
        self._note(message, outgoing=True)
        self._transport.sendto(message.encode(), destination)

    def spawn(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        """A task that ends with the phone; its failure is raised when the phone closes."""
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._task_done)
        return task

    def _task_done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (fault := task.exception()) is not None:
            self._faults.append(fault)

    async def transact(self, message: SipMessage, destination: Address) -> int:
        """Send a request until it is answered (RFC 3261 timers E and F); 408 when nobody does."""
        key = (message.branch, message.method)
        answer = self._waiting.setdefault(key, asyncio.get_running_loop().create_future())
        interval, deadline = T1, time.monotonic() + GIVE_UP_SECONDS
        try:
            while time.monotonic() < deadline:
                self.send(message, destination)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(interval):
                        return await asyncio.shield(answer)
                interval = min(2 * interval, T2)
            return 408
        finally:
            del self._waiting[key]

    # --- datagrams

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: Address) -> None:
        try:
            message = parse(data)
        except WrongInput:
            return
        self._note(message, outgoing=False)
        if message.status:
            self._take_response(message)
        else:
            self._take_request(message, addr)

    def _take_response(self, message: SipMessage) -> None:
        answer = self._waiting.get((message.branch, message.cseq[1]))
        if answer is not None and message.status >= 200 and not answer.done():
            answer.set_result(message.status)

    def _take_request(self, message: SipMessage, source: Address) -> None:
        if message.branch in self._opening:
            return
        call = self._find(message)
        if call is not None:
            call.handle(message, source)
        elif message.method == "INVITE" and not parameter(message.headers.get("to"), "tag"):
            self._open_call(message, source)
        elif message.method == "OPTIONS":
            allow = ("Allow", "INVITE, ACK, BYE, CANCEL, OPTIONS")
            self.send(response(message, source, Reply(200, "OK", "phone", (allow,))), source)
        elif message.method != "ACK":
            gone = Reply(481, "Call/Transaction Does Not Exist", "phone")
            self.send(response(message, source, gone), source)

    def _find(self, message: SipMessage) -> Call | None:
        """The call that a request belongs to: by our tag, or for a request without one by its caller."""
        tag = parameter(message.headers.get("to"), "tag")
        caller = parameter(message.headers.get("from"), "tag")
        for call in reversed(self.calls):
            if call.call_id == message.call_id and (
                call.tag == tag if tag else parameter(call.invite.get("from"), "tag") == caller
            ):
                return call
        return None

    def _open_call(self, invite: SipMessage, source: Address) -> None:
        task = self.spawn(self._take_call(invite, source), f"sip-open-{invite.call_id}")
        self._opening[invite.branch] = task
        task.add_done_callback(lambda _: self._opening.pop(invite.branch, None))

    async def _take_call(self, invite: SipMessage, source: Address) -> None:
        rtp = await RtpStream.open(self.host)
        call = Call(self, invite, source, rtp)
        self.calls.append(call)
        call.begin(self._answering(call.called, invite.headers))
        self._arrivals.put_nowait(call)

    def _note(self, message: SipMessage, *, outgoing: bool) -> None:
        what = f"{message.status} {message.cseq[1]}" if message.status else message.method
        self.log.append(SipLogEntry(time.monotonic(), outgoing, what, message.call_id))
