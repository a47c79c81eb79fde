"""The FastAGI server on real sockets: what it takes, what it refuses, and that nothing hangs in it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import pytest

from ari_app.core.errors import WrongInput
from ari_app.integrations.fastagi import AgiLimits, AgiRequest, AgiScript, AgiServer

LIMITS = AgiLimits(
    line_bytes=512, lines=20, connections=3, request_seconds=0.3, script_seconds=0.3, reply_seconds=0.3
)
REQUEST = (
    b"agi_network: yes\nagi_network_script: who\nagi_request: agi://127.0.0.1/who\nagi_uniqueid: 1700.5\n"
    b"agi_callerid: 13800000000\nagi_arg_1: 13900000000\nagi_arg_2: person\n\n"
)


class Asterisk:
    """The other side of one connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def send(self, data: bytes) -> None:
        """Send this."""
        self._writer.write(data)
        await self._writer.drain()

    async def commands(self, reply: bytes = b"200 result=1\n") -> list[str]:
        """Every command until the server closes, each answered with `reply`."""
        found = []
        # a server that closes without having read resets the connection
        with contextlib.suppress(ConnectionResetError):
            async with asyncio.timeout(3):
                while line := await self._reader.readline():
                    found.append(line.decode().rstrip("\n"))
                    self._writer.write(reply)
        return found

    def close(self) -> None:
        """Hang up."""
        self._writer.close()


async def tell(request: AgiRequest) -> Mapping[str, str]:
    """Shows what the script was given."""
    return {"TOLD": f"{request.script} {request.caller} {'+'.join(request.arguments)} {request.channel_id}"}


async def sleep(request: AgiRequest) -> Mapping[str, str]:
    """Takes too long."""
    await asyncio.sleep(60)
    return {}


async def refuse(request: AgiRequest) -> Mapping[str, str]:
    """Is asked for what it does not do."""
    raise WrongInput("no", code="bad_number")


async def crash(request: AgiRequest) -> Mapping[str, str]:
    """Has a bug."""
    raise KeyError("bug")


async def inject(request: AgiRequest) -> Mapping[str, str]:
    """Gives a value that would be another command."""
    return {"VALUE": 'x"\nHANGUP\n${SHELL(id)}'}


SCRIPTS = {
    name: AgiScript(run, {"MAY": "0"})
    for name, run in (("who", tell), ("slow", sleep), ("no", refuse), ("bug", crash), ("bad", inject))
}


@asynccontextmanager
async def serving(limits: AgiLimits = LIMITS) -> AsyncIterator[int]:
    """A server; the port it listens on. Nothing of it is left afterwards."""
    stop, bound = asyncio.Event(), asyncio.get_running_loop().create_future()
    server = asyncio.create_task(AgiServer(SCRIPTS, limits).serve("127.0.0.1", 0, stop, bound.set_result))
    try:
        yield await bound
    finally:
        stop.set()
        async with asyncio.timeout(3):
            await server


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[Asterisk]:
    """A connection to it."""
    asterisk = Asterisk(*await asyncio.open_connection("127.0.0.1", port))
    try:
        yield asterisk
    finally:
        asterisk.close()


async def answer_to(request: bytes, reply: bytes = b"200 result=1\n") -> list[str]:
    """The commands that follow a request."""
    async with serving() as port, connected(port) as asterisk:
        await asterisk.send(request)
        return await asterisk.commands(reply)


def asking(script: str) -> bytes:
    """The request of another script."""
    return REQUEST.replace(b"agi_network_script: who", f"agi_network_script: {script}".encode())


async def test_a_script_is_given_caller_and_arguments_and_sets_variables() -> None:
    assert await answer_to(REQUEST) == [
        'SET VARIABLE TOLD "who 13800000000 13900000000+person 1700.5"',
        'SET VARIABLE FOLLOWUP_ERROR ""',
    ]


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        (asking("nothing"), "unknown_script"),
        (REQUEST.replace(b"agi_network_script: who\n", b""), "unknown_script"),
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "bad_request"),
        (b"agi_x: " + b"y" * 2_000 + b"\n\n", "bad_request"),
        (b"".join(b"agi_x%d: y\n" % number for number in range(50)) + b"\n", "bad_request"),
        (b"agi_network: yes\n", "timeout"),
        (b"\xff\xfe\x00\n\n", "bad_request"),
        (b"\n", "unknown_script"),
    ],
)
async def test_bad_requests_are_told_as_an_error(request_: bytes, error: str) -> None:
    assert await answer_to(request_) == [f'SET VARIABLE FOLLOWUP_ERROR "{error}"']


@pytest.mark.parametrize(("script", "error"), [("slow", "timeout"), ("no", "bad_number"), ("bug", "failed")])
async def test_a_script_that_fails_allows_nothing(script: str, error: str) -> None:
    assert await answer_to(asking(script)) == [
        'SET VARIABLE MAY "0"',
        f'SET VARIABLE FOLLOWUP_ERROR "{error}"',
    ]


async def test_no_value_becomes_a_command() -> None:
    assert await answer_to(asking("bad")) == [
        'SET VARIABLE VALUE "xHANGUPSHELLid"',
        'SET VARIABLE FOLLOWUP_ERROR ""',
    ]


@pytest.mark.parametrize(
    ("reply", "commands"),
    [
        (b"HANGUP\n200 result=1\n", 2),
        (b"511 Command Not Permitted on a dead channel or intercept routine\n", 1),
        (b"520-Invalid command syntax.  Proper usage follows:\nUsage: x\n520 End of proper usage.\n", 1),
        (b"nonsense\n", 1),
    ],
)
async def test_replies_of_every_kind_end_the_exchange(reply: bytes, commands: int) -> None:
    assert len(await answer_to(REQUEST, reply)) == commands


async def test_one_that_never_replies_is_let_go() -> None:
    async with serving() as port, connected(port) as asterisk:
        await asterisk.send(REQUEST)
        assert len(await asterisk.commands(b"")) == 1


async def test_one_that_hangs_up_harms_nobody() -> None:
    async with serving() as port:
        async with connected(port) as asterisk:
            await asterisk.send(REQUEST[:40])
        async with connected(port) as other:
            await other.send(REQUEST)
            assert len(await other.commands()) == 2


async def test_more_than_may_be_at_once_are_closed_at_once() -> None:
    slow = AgiLimits(connections=1, request_seconds=5)
    async with serving(slow) as port, connected(port) as first:
        await first.send(b"agi_network: yes\n")
        async with connected(port) as second:
            await second.send(REQUEST)
            assert await second.commands() == []
        await first.send(REQUEST)
        assert len(await first.commands()) == 2
