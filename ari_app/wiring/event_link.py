"""Whether Asterisk's events reach this worker."""

from __future__ import annotations

import asyncio

import structlog

from ari_app.ari.client import Client
from ari_app.ari.events import Connected, Disconnected
from ari_app.core.errors import AppError

_log = structlog.get_logger()


class EventLink:
    """Follows the connection of one client.

    `failure` is why no event will come any more, None while they may; `came_back` is set at each reconnect.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self.is_connected = True
        self.came_back = asyncio.Event()
        self.failure: AppError | None = None

    async def follow(self, stop: asyncio.Event) -> None:
        """Follow it for ever; sets `stop` when the events have ended for good."""
        with self._client.events_for() as mailbox:
            try:
                async for event in mailbox:
                    match event:
                        case Connected():
                            self.is_connected = True
                            self.came_back.set()
                        case Disconnected():
                            self.is_connected = False
                        case _:
                            pass
            except AppError as failure:
                _log.error("worker_without_events", code=failure.code, reason=failure.message)
                self.failure = failure
                self.is_connected = False
                stop.set()
