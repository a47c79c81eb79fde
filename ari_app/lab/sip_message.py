"""SIP messages (RFC 3261 §7): reading them from a datagram and writing them into one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from ari_app.core.errors import WrongInput

_COMPACT: Final = {
    "v": "via",
    "f": "from",
    "t": "to",
    "i": "call-id",
    "m": "contact",
    "l": "content-length",
    "c": "content-type",
    "s": "subject",
    "k": "supported",
}


class Headers:
    """The header lines of a message in their order; names compare without case, short forms count as long."""

    def __init__(self, lines: Iterable[tuple[str, str]] = ()) -> None:
        self._lines = list(lines)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._lines)

    def all(self, name: str) -> list[str]:
        """Every value of this header, in order."""
        return [value for key, value in self._lines if _full(key) == name.lower()]

    def get(self, name: str, default: str = "") -> str:
        """The first value of this header."""
        return next(iter(self.all(name)), default)


def _full(name: str) -> str:
    lower = name.lower()
    return _COMPACT.get(lower, lower)


@dataclass(frozen=True, slots=True)
class SipMessage:
    """A request ("INVITE sip:…") or a response ("200 OK"), told apart by `method` or `status`."""

    start: str
    headers: Headers
    body: str = ""
    method: str = ""
    uri: str = ""
    status: int = 0

    @property
    def call_id(self) -> str:
        return self.headers.get("call-id")

    @property
    def branch(self) -> str:
        """The transaction's id, from the topmost Via."""
        return parameter(self.headers.get("via"), "branch")

    @property
    def cseq(self) -> tuple[int, str]:
        """The sequence number and the method it counts for."""
        number, _, method = self.headers.get("cseq").partition(" ")
        return (int(number) if number.isdigit() else 0), method.strip()

    def encode(self) -> bytes:
        """The datagram, with the length of the body."""
        body = self.body.encode()
        lines = [self.start, *(f"{name}: {value}" for name, value in self.headers)]
        return ("\r\n".join(lines) + f"\r\nContent-Length: {len(body)}\r\n\r\n").encode() + body


def parse(datagram: bytes) -> SipMessage:
    """Read one datagram. Raises WrongInput when it is no SIP message (a keep-alive is none)."""
    head, _, body = datagram.decode("utf-8", "replace").partition("\r\n\r\n")
    start, *rest = head.split("\r\n")
    headers = Headers(_header_lines(rest))
    if start.startswith("SIP/2.0 "):
        status = start.split(" ", 2)[1]
        if not status.isdigit():
            raise WrongInput("a SIP response without a status")
        return SipMessage(start, headers, body, status=int(status))
    parts = start.split(" ")
    if len(parts) != 3 or parts[2] != "SIP/2.0":
        raise WrongInput("not a SIP message")
    return SipMessage(start, headers, body, method=parts[0], uri=parts[1])


def _header_lines(lines: list[str]) -> list[tuple[str, str]]:
    unfolded: list[str] = []
    for line in lines:
        if line[:1] in (" ", "\t") and unfolded:
            unfolded[-1] += " " + line.strip()
        else:
            unfolded.append(line)
    split = (line.partition(":") for line in unfolded)
    return [(name.strip(), value.strip()) for name, colon, value in split if colon]


def request(method: str, uri: str, headers: Iterable[tuple[str, str]], body: str = "") -> SipMessage:
    """A request to send; the length of the body is added when it is encoded."""
    return SipMessage(f"{method} {uri} SIP/2.0", Headers(headers), body, method=method, uri=uri)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a response holds beside what it copies from its request."""

    status: int
    reason: str
    tag: str = ""
    headers: tuple[tuple[str, str], ...] = field(default=())
    body: str = ""


def response(to: SipMessage, source: tuple[str, int], reply: Reply) -> SipMessage:
    """The response to a request that came from `source`: RFC 3261 §8.2.6 and RFC 3581 (received, rport)."""
    copied: list[tuple[str, str]] = []
    for index, via in enumerate(to.headers.all("via")):
        copied.append(("Via", _stamped(via, source) if index == 0 else via))
    copied += [("Record-Route", route) for route in to.headers.all("record-route")]
    copied.append(("From", to.headers.get("from")))
    destination = to.headers.get("to")
    tagged = reply.tag and reply.status > 100 and not parameter(destination, "tag")
    copied.append(("To", f"{destination};tag={reply.tag}" if tagged else destination))
    copied += [("Call-ID", to.call_id), ("CSeq", to.headers.get("cseq"))]
    start = f"SIP/2.0 {reply.status} {reply.reason}"
    return SipMessage(start, Headers([*copied, *reply.headers]), reply.body, status=reply.status)


def _stamped(via: str, source: tuple[str, int]) -> str:
    host, port = source
    parts = [part for part in via.split(";") if part.strip() != "rport"]
    asked = len(parts) < len(via.split(";"))
    return ";".join([*parts, *([f"rport={port}"] if asked else []), f"received={host}"])


def parameter(value: str, name: str) -> str:
    """The value of `;name=…` after the address of a header, or an empty string."""
    for part in value.rpartition(">")[2].split(";"):
        key, _, found = part.strip().partition("=")
        if key.lower() == name:
            return found.strip('"')
    return ""


def address(value: str) -> str:
    """The URI of a From, To or Contact header."""
    _, opening, rest = value.partition("<")
    return rest.partition(">")[0] if opening else value.partition(";")[0].strip()


def display_name(value: str) -> str:
    """The display name of a From or To header, without its quotes."""
    before, opening, _ = value.partition("<")
    return before.strip().strip('"') if opening else ""
