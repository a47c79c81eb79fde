"""FastAGI: scripts that any dialplan can ask over TCP with AGI(agi://host/script,arguments).

The server reads the request, runs the script, sets channel variables and lets the call go on. It never answers,
plays or hangs up. Everything has a limit, so that a channel never hangs in it.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

import structlog

from ari_app.core.errors import AppError, Unavailable

_log = structlog.get_logger()

ERROR_VARIABLE = "FOLLOWUP_ERROR"
_VARIABLE = re.compile(r"agi_[a-z0-9_]{1,40}")
_STATUS = re.compile(rb"(\d{3})([ -])")
_SAFE = re.compile(r"[^A-Za-z0-9 ._:+@/-]")


@dataclass(frozen=True, slots=True)
class AgiLimits:
    """The most that one request may be: bytes of a line, lines, connections at once; seconds for each part."""

    line_bytes: int = 2_048
    lines: int = 128
    connections: int = 100
    request_seconds: float = 3.0
    script_seconds: float = 3.0
    reply_seconds: float = 3.0


@dataclass(frozen=True, slots=True)
class AgiRequest:
    """What Asterisk sent: `variables` by their names without agi_, `arguments` of AGI() after the address."""

    script: str
    variables: Mapping[str, str] = field(repr=False)
    arguments: tuple[str, ...] = field(repr=False)

    @property
    def caller(self) -> str:
        """The caller's number, empty when it is withheld."""
        number = self.variables.get("callerid", "")
        return "" if number == "unknown" else number

    @property
    def channel_id(self) -> str:
        """Asterisk's unique id of the channel."""
        return self.variables.get("uniqueid", "")


@dataclass(frozen=True, slots=True)
class AgiScript:
    """One script: `run` gives the channel variables to set; `on_error` are set when it cannot."""

    run: Callable[[AgiRequest], Awaitable[Mapping[str, str]]]
    on_error: Mapping[str, str]


class AgiError(AppError):
    """The other side broke the protocol, or asked for what there is not; the code is what the dialplan sees."""

    code = "bad_request"


class AgiServer:
    """Serves scripts by name. Make it once, then `serve`."""

    def __init__(self, scripts: Mapping[str, AgiScript], limits: AgiLimits | None = None) -> None:
        self._scripts = scripts
        self._limits = limits or AgiLimits()
        self._connections: set[asyncio.Task[None]] = set()

    async def serve(
        self, host: str, port: int, stop: asyncio.Event, announce: Callable[[int], None] | None = None
    ) -> None:
        """Listen until `stop` is set; `announce` gets the port. Raises Unavailable when it is taken."""
        try:
            server = await asyncio.start_server(self._connected, host, port, limit=self._limits.line_bytes)
        except OSError as error:
            raise Unavailable(f"cannot listen on {host}:{port}", mend="choose another agi.listen") from error
        async with server:
            if announce is not None:
                announce(int(server.sockets[0].getsockname()[1]))
            await stop.wait()
        for task in list(self._connections):
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._connections) >= self._limits.connections:
            _log.warning("agi_refused", reason="too many at once")
            writer.close()
            return
        task = asyncio.create_task(self._serve_one(reader, writer), name="agi-exchange")
        self._connections.add(task)
        task.add_done_callback(self._connections.discard)

    async def _serve_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await _Exchange(reader, writer, self._limits).run(self._scripts)
        except (OSError, EOFError):
            _log.info("agi_gone")
        except Exception:
            _log.exception("agi_crashed")
        finally:
            writer.close()


class _Exchange:
    """One request and its answer."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, limits: AgiLimits) -> None:
        self._reader = reader
        self._writer = writer
        self._limits = limits

    async def run(self, scripts: Mapping[str, AgiScript]) -> None:
        """Serve it; whatever goes wrong becomes the error variable, as long as the other side listens."""
        script: AgiScript | None = None
        try:
            request = await self._read_request()
            script = scripts.get(request.script)
            if script is None:
                raise AgiError("there is no such script", code="unknown_script")
            found = await self._run(script, request)
        except AppError as error:
            _log.warning("agi_failed", code=error.code, reason=error.message)
            await self._answer({**(script.on_error if script else {}), ERROR_VARIABLE: error.code})
            return
        _log.info("agi_answered", script=request.script, channel_id=request.channel_id)
        await self._answer({**found, ERROR_VARIABLE: ""})

    async def _run(self, script: AgiScript, request: AgiRequest) -> Mapping[str, str]:
        try:
            async with asyncio.timeout(self._limits.script_seconds):
                return await script.run(request)
        except TimeoutError:
            raise AgiError("the script took too long", code="timeout") from None
        except AppError:
            raise
        except Exception as bug:
            _log.exception("agi_script_crashed", script=request.script)
            raise AgiError("the script failed", code="failed") from bug

    async def _read_request(self) -> AgiRequest:
        variables: dict[str, str] = {}
        try:
            async with asyncio.timeout(self._limits.request_seconds):
                for _ in range(self._limits.lines):
                    line = await self._line()
                    if not line:
                        return _request_of(variables)
                    name, colon, value = line.partition(":")
                    if not colon or not _VARIABLE.fullmatch(name):
                        raise AgiError("a line of the request is no agi_name: value")
                    variables[name.removeprefix("agi_")] = value.strip()
        except TimeoutError:
            raise AgiError("the request did not come to an end in time", code="timeout") from None
        raise AgiError("the request has too many lines")

    async def _line(self) -> str:
        try:
            raw = await self._reader.readuntil(b"\n")
        except asyncio.LimitOverrunError:
            raise AgiError("a line of the request is too long") from None
        return raw.decode("utf-8", errors="replace").rstrip("\r\n")

    async def _answer(self, variables: Mapping[str, str]) -> None:
        """Set the variables one by one, each once Asterisk has taken the one before."""
        try:
            async with asyncio.timeout(self._limits.reply_seconds):
                for name, value in variables.items():
                    self._writer.write(f'SET VARIABLE {name} "{_SAFE.sub("", value)}"\n'.encode("ascii"))
                    await self._writer.drain()
                    if not await self._taken():
                        return
        except (TimeoutError, AgiError) as error:
            _log.warning("agi_not_answered", reason=str(error) or "no reply in time")

    async def _taken(self) -> bool:
        """Whether Asterisk took the command; HANGUP, which it may send at any time, is no reply."""
        while True:
            line = (await self._line()).encode()
            if line == b"HANGUP":
                continue
            status = _STATUS.match(line)
            if status is None:
                raise AgiError("a reply has no status")
            while status[2] == b"-" and not (line.startswith(status[1] + b" ") or b"End of" in line):
                line = (await self._line()).encode()
            return status[1] == b"200"


def _request_of(variables: Mapping[str, str]) -> AgiRequest:
    script = variables.get("network_script", "").partition("?")[0].strip("/")
    if not script:
        raise AgiError("the address names no script", code="unknown_script")
    arguments: list[str] = []
    while (argument := variables.get(f"arg_{len(arguments) + 1}")) is not None:
        arguments.append(argument)
    return AgiRequest(script, variables, tuple(arguments))
