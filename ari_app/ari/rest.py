"""REST calls to Asterisk: header authentication, a deadline for each, typed errors."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import quote

import aiohttp
import structlog

from ari_app.ari.faults import NoAnswerInTime, fault_of
from ari_app.core.errors import Damaged, Unavailable

Json = dict[str, Any]
Parameter = str | int | bool | Sequence[str] | Mapping[str, Any] | None

_log = structlog.get_logger(__name__)


def path(*parts: str) -> str:
    """A request path of `parts`, each quoted whole, so that an id with a slash stays one part."""
    return "/" + "/".join(quote(part, safe="") for part in parts)


class Rest:
    """One Asterisk's REST interface, on an aiohttp session that carries the authentication."""

    def __init__(self, session: aiohttp.ClientSession, base_url: str, deadline: float) -> None:
        self._session = session
        self._base = base_url.rstrip("/") + "/ari"
        self._deadline = deadline

    async def get(self, operation: str, where: str, /, **query: Parameter) -> Any:
        """GET; parameters go into the query."""
        return _decoded(await self._call("GET", operation, where, query=query))

    async def delete(self, operation: str, where: str, /, **query: Parameter) -> None:
        """DELETE; parameters go into the query."""
        await self._call("DELETE", operation, where, query=query)

    async def post(self, operation: str, where: str, /, **body: Parameter) -> Any:
        """POST; parameters go as JSON into the body, so that no phone number stands in a URL."""
        return _decoded(await self._call("POST", operation, where, body=body))

    async def put(self, operation: str, where: str, /, **body: Parameter) -> Any:
        """PUT; parameters go as JSON into the body."""
        return _decoded(await self._call("PUT", operation, where, body=body))

    async def content(self, operation: str, where: str) -> bytes:
        """GET of something that is not JSON: a stored recording's file."""
        return await self._call("GET", operation, where)

    async def _call(
        self,
        method: str,
        operation: str,
        where: str,
        query: Mapping[str, Parameter] | None = None,
        body: Mapping[str, Parameter] | None = None,
    ) -> bytes:
        given = {name: value for name, value in (body or {}).items() if value is not None}
        send = partial(self._send, method, self._base + where, _query(query or {}), given or None)
        try:
            async with asyncio.timeout(self._deadline):
                try:
                    response, content = await send()
                except (aiohttp.ServerDisconnectedError, ConnectionResetError):
                    # an idle connection that Asterisk had just closed; what it may have done already
                    # answers the second time with a conflict, because every id is chosen by us
                    _log.info("ari_request_repeated", operation=operation)
                    response, content = await send()
        except TimeoutError as gone:
            _log.warning("ari_deadline_missed", operation=operation, seconds=self._deadline)
            raise NoAnswerInTime(f"ARI {operation}: no answer in {self._deadline} s") from gone
        except aiohttp.ClientSSLError as wrong:
            raise Unavailable(
                f"ARI {operation}: Asterisk's certificate is not believed ({type(wrong).__name__})",
                mend="name the authority's file in SSL_CERT_FILE, and the certificate's host in asterisk.url",
            ) from wrong
        except aiohttp.ClientError as gone:
            raise Unavailable(
                f"ARI {operation}: no connection to Asterisk ({type(gone).__name__})",
                mend="is Asterisk running, and its HTTP server enabled in http.conf (docs/pbx.md)?",
            ) from gone
        if response.status >= 400:
            raise fault_of(operation, response.status, _reason(content, response.reason))
        return content

    async def _send(
        self, method: str, url: str, query: Mapping[str, str], body: Json | None
    ) -> tuple[aiohttp.ClientResponse, bytes]:
        async with self._session.request(method, url, params=query, json=body) as response:
            return response, await response.read()


def _query(given: Mapping[str, Parameter]) -> dict[str, str]:
    return {name: _text(value) for name, value in given.items() if value is not None}


def _text(value: Parameter) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case list() | tuple():
            return ",".join(value)
        case _:
            return str(value)


def _decoded(content: bytes) -> Any:
    if not content:
        return None
    try:
        return json.loads(content)
    except ValueError as wrong:
        raise Damaged("ARI answered with something that is not JSON") from wrong


def _reason(content: bytes, phrase: str | None) -> str:
    try:
        told = json.loads(content)
    except ValueError:
        return phrase or ""
    if isinstance(told, dict):
        return str(told.get("message") or told.get("error") or phrase or "")
    return phrase or ""
