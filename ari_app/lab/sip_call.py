"""One incoming call at the SIP phone: its dialog (RFC 3261 §12) and its audio."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import unquote

from ari_app.lab.g711 import Pcm
from ari_app.lab.line_echo import LineEcho
from ari_app.lab.rtp import PACKET_SECONDS, Frame, PlayHandle, RtpStream
from ari_app.lab.sdp import describe, parse_offer
from ari_app.lab.sip_message import (
    Headers,
    Reply,
    SipMessage,
    address,
    display_name,
    parameter,
    request,
    response,
)
from ari_app.lab.sip_transaction import Address, InviteTransaction, Line


@dataclass(frozen=True, slots=True, eq=False)
class Answering:
    """How the phone meets a call.

    It rings `after_seconds`, then answers, or refuses with the SIP status `reject` and its `reason`;
    `ring_for_ever` rings until the caller gives up; `dead` sends nothing at all. `early_media` is played after 183,
    before any of these; `first_words` are said as soon as it is answered. `headers` go with the last response (a
    Reason header, say).
    """

    after_seconds: float = 0.0
    reject: int | None = None
    reason: str = "Rejected"
    ring_for_ever: bool = False
    dead: bool = False
    early_media: Pcm | None = None
    first_words: Pcm | None = None
    headers: tuple[tuple[str, str], ...] = ()


class Call:
    """A call from INVITE to its end.

    `answered` is set when 200 OK leaves, `acknowledged` when its ACK comes, `ended` with an `end_reason` of
    bye_received, bye_sent, canceled, rejected, no_ack or closed. Times are monotonic seconds.
    """

    def __init__(self, line: Line, invite: SipMessage, source: Address, rtp: RtpStream) -> None:
        self.invite: Headers = invite.headers
        self.call_id = invite.call_id
        self.called = _user(invite.uri)
        self.caller_name = display_name(invite.headers.get("from"))
        self.tag = secrets.token_hex(6)
        self.answered, self.ended = asyncio.Event(), asyncio.Event()
        self.invited_at = time.monotonic()
        self.answered_at: float | None = None
        self.acknowledged_at: float | None = None
        self.ended_at: float | None = None
        self.end_reason: str | None = None
        self.last_request: Headers = invite.headers
        self._line, self._rtp = line, rtp
        self._transaction = InviteTransaction(line, invite, source, self.tag)
        self._dead = False
        self._sequence = secrets.randbelow(9_000) + 1
        self._meeting: asyncio.Task[None] | None = None
        self._sending: asyncio.Task[None] | None = None
        self._offer = parse_offer(invite.body)
        if self._offer is not None:
            rtp.connect(self._offer)

    # --- audio

    def play(self, pcm: Pcm) -> PlayHandle:
        """Say this (16 bit, 8 kHz) after what is being said; returns at once."""
        return self._rtp.play(pcm)

    def flush(self) -> None:
        """Fall silent at once."""
        self._rtp.flush()

    def send_digits(self, keys: str) -> None:
        """Press keys (0-9 * # A-D); what is being said waits meanwhile. Raises ValueError for no key."""
        self._rtp.send_digits(keys)

    def set_background(self, pcm: Pcm | None) -> None:
        """Noise of the line: repeated for ever, under everything that is said and between."""
        self._rtp.background = pcm

    def set_echo(self, echo: LineEcho | None) -> None:
        """From now on what this phone hears comes back so."""
        self._rtp.echo = echo

    @property
    def acknowledged(self) -> asyncio.Event:
        return self._transaction.acknowledged

    @property
    def digits_received(self) -> str:
        return self._rtp.digits_received

    @property
    def packets_sent(self) -> int:
        return self._rtp.sent_packets

    @property
    def released(self) -> asyncio.Event:
        """Set while no key is pressed or about to be."""
        return self._rtp.released

    @property
    def worst_lateness(self) -> float:
        """By how many seconds a packet left later than it should have: a stall of this process, not of the line."""
        return self._rtp.worst_lateness

    def heard(self) -> list[Frame]:
        """Every packet heard so far: (arrival, 20 ms of samples), in order of arrival."""
        return list(self._rtp.heard)

    def heard_since(self, at: float) -> list[Frame]:
        """The packets that came at this time or later."""
        return [frame for frame in self._rtp.heard if frame[0] >= at]

    def frames(self) -> AsyncIterator[Frame]:
        """The packets from now on, as they come; ends with the call."""
        return self._rtp.frames()

    # --- meeting the INVITE

    def begin(self, answering: Answering) -> None:
        """Meet the call."""
        self._dead = answering.dead
        if not answering.dead:
            self._meeting = self._line.spawn(self._meet(answering), f"sip-meet-{self.call_id}")

    async def _meet(self, answering: Answering) -> None:
        self._transaction.respond(Reply(100, "Trying"))
        if self._offer is None and self._transaction.request.body:
            await self._refuse(Reply(488, "Not Acceptable Here"), "rejected")
            return
        if answering.early_media is not None:
            self._transaction.respond(self._with_description(Reply(183, "Session Progress")))
            self._start_sending()
            await asyncio.sleep(PACKET_SECONDS)
            await self.play(answering.early_media).done.wait()
        elif answering.reject is None or answering.after_seconds:
            self._transaction.respond(Reply(180, "Ringing"))
        await asyncio.sleep(answering.after_seconds)
        if answering.ring_for_ever:
            return
        if answering.reject is not None:
            final = Reply(answering.reject, answering.reason, headers=answering.headers)
            await self._refuse(final, "rejected")
        else:
            await self._answer(answering.headers, answering.first_words)

    async def _answer(self, headers: tuple[tuple[str, str], ...], first_words: Pcm | None) -> None:
        self._start_sending()
        self.answered_at = time.monotonic()
        self._transaction.respond(self._with_description(Reply(200, "OK", headers=headers)))
        self.answered.set()
        if first_words is not None:
            self.play(first_words)
        if not await self._transaction.settle():
            await self._say_bye("no_ack")

    async def _refuse(self, reply: Reply, end_reason: str) -> None:
        self._transaction.respond(reply)
        self._end(end_reason)
        await self._transaction.settle()

    def _with_description(self, reply: Reply) -> Reply:
        headers = (("Content-Type", "application/sdp"), *reply.headers)
        body = describe(self._line.host, self._rtp.port, self._offer)
        return Reply(reply.status, reply.reason, headers=headers, body=body)

    # --- requests of the other side

    def handle(self, message: SipMessage, source: Address) -> None:
        """A request that belongs to this call."""
        if self._dead:
            return
        self.last_request = message.headers
        match message.method:
            case "INVITE":
                self._invite_again(message, source)
            case "ACK":
                self._acknowledge(message)
            case "BYE":
                self._reply_to(message, source, Reply(200, "OK", self.tag))
                self._end("bye_received")
            case "CANCEL":
                self._reply_to(message, source, Reply(200, "OK", self.tag))
                if self._transaction.final_status == 0:
                    self._stop_meeting()
                    end = self._refuse(Reply(487, "Request Terminated"), "canceled")
                    self._line.spawn(end, f"sip-cancel-{self.call_id}")
            case _:
                self._reply_to(message, source, Reply(200, "OK", self.tag))

    def _invite_again(self, message: SipMessage, source: Address) -> None:
        if message.branch == self._transaction.request.branch:
            self._transaction.respond_again()
        elif parameter(message.headers.get("to"), "tag") == self.tag:
            self._renegotiate(message, source)
        else:
            self._reply_to(message, source, Reply(482, "Loop Detected", self.tag))

    def _renegotiate(self, message: SipMessage, source: Address) -> None:
        offer = parse_offer(message.body)
        if offer is not None:
            self._offer = offer
            self._rtp.connect(offer)
        self._transaction = InviteTransaction(self._line, message, source, self.tag)
        self._transaction.respond(self._with_description(Reply(200, "OK")))
        self._line.spawn(self._settle_renegotiation(), f"sip-reinvite-{self.call_id}")

    async def _settle_renegotiation(self) -> None:
        if not await self._transaction.settle():
            await self._say_bye("no_ack")

    def _acknowledge(self, message: SipMessage) -> None:
        if self._offer is None and (answer := parse_offer(message.body)) is not None:
            self._offer = answer
            self._rtp.connect(answer)
        if self.acknowledged_at is None:
            self.acknowledged_at = time.monotonic()
        self._transaction.acknowledged.set()

    def _reply_to(self, message: SipMessage, source: Address, reply: Reply) -> None:
        self._line.send(response(message, source, reply), source)

    # --- the end

    async def hang_up(self) -> None:
        """End the call: BYE once answered, 480 before; returns when the other side has confirmed.

        The side that was called may not say BYE before the ACK (RFC 3261 §15), so it is waited for; when none
        comes, giving up on it ends the call.
        """
        if self.ended.is_set():
            return
        if self.answered.is_set():
            await first_of(self.acknowledged, self.ended)
            await self._say_bye("bye_sent")
        else:
            self._stop_meeting()
            await self._refuse(Reply(480, "Temporarily Unavailable"), "rejected")

    def close(self) -> None:
        """Let go of the call without waiting; one that still lives is told once and counts as closed.

        Even a dead phone then refuses: an INVITE without any response is repeated for 32 s (RFC 3261 §17.1.1.2)
        and would reach whoever opens the port next.
        """
        if self._dead:
            self._transaction.respond(Reply(480, "Temporarily Unavailable"))
        elif self.answered.is_set() and not self.ended.is_set():
            self._line.send(self._bye(), self._transaction.source)
        self._end("closed")

    async def _say_bye(self, end_reason: str) -> None:
        if not self.ended.is_set():
            self._end(end_reason)
            await self._line.transact(self._bye(), self._transaction.source)

    def _bye(self) -> SipMessage:
        self._sequence += 1
        branch = f"z9hG4bK{secrets.token_hex(8)}"
        headers = [
            ("Via", f"SIP/2.0/UDP {self._line.host}:{self._line.port};branch={branch}"),
            *(("Route", route) for route in self.invite.all("record-route")),
            ("From", f"{self.invite.get('to')};tag={self.tag}"),
            ("To", self.invite.get("from")),
            ("Call-ID", self.call_id),
            ("CSeq", f"{self._sequence} BYE"),
            ("Max-Forwards", "70"),
        ]
        target = address(self._transaction.request.headers.get("contact"))
        return request("BYE", target, headers)

    def _end(self, reason: str) -> None:
        if self.ended.is_set():
            return
        self.end_reason, self.ended_at = reason, time.monotonic()
        if self._sending is not None:
            self._sending.cancel()
        self._rtp.close()
        self.ended.set()

    def _start_sending(self) -> None:
        if self._sending is None:
            self._sending = self._line.spawn(self._rtp.run(), f"rtp-send-{self.call_id}")

    def _stop_meeting(self) -> None:
        if self._meeting is not None:
            self._meeting.cancel()


async def first_of(one: asyncio.Event, other: asyncio.Event) -> None:
    """Wait until one of the two is set."""
    waits = [asyncio.create_task(event.wait(), name="call-wait") for event in (one, other)]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
        await asyncio.gather(*waits, return_exceptions=True)


def _user(uri: str) -> str:
    return unquote(uri.partition(":")[2].partition("@")[0].partition(";")[0])
