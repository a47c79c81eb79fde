"""Links over chan_websocket: the channel is created, tells its connection id, and we connect to Asterisk."""

from __future__ import annotations

import aiohttp

from ari_app.media.link import ExternalMedia
from ari_app.media.port import MediaPort
from ari_app.media.websocket_media import AHEAD_MS, FORMAT, WebsocketMedia

CONNECTION_VARIABLE = "MEDIA_WEBSOCKET_CONNECTION_ID"
CONNECT_SECONDS = 3.0
REQUEST = ExternalMedia(
    format=FORMAT,
    external_host="INCOMING",
    encapsulation="none",
    transport="websocket",
    connection_type="server",
    transport_data="f(json)",
    variable=CONNECTION_VARIABLE,
)


class WebsocketSource:
    """Connects to the Asterisk at `url` (its http:// or https:// base); `authorization` is the header's value."""

    def __init__(
        self, session: aiohttp.ClientSession, url: str, authorization: str, *, ahead_ms: int = AHEAD_MS
    ) -> None:
        self._session = session
        self._url = url.rstrip("/").replace("http", "ws", 1)
        self._authorization = authorization
        self._ahead_ms = ahead_ms

    def new_link(self) -> WebsocketLink:
        """A link for one call."""
        return WebsocketLink(self._session, f"{self._url}/media", self._authorization, self._ahead_ms)


class WebsocketLink:
    """One call's link."""

    def __init__(self, session: aiohttp.ClientSession, url: str, authorization: str, ahead_ms: int) -> None:
        self._session = session
        self._url = url
        self._authorization = authorization
        self._ahead_ms = ahead_ms

    @property
    def request(self) -> ExternalMedia:
        """What to create in Asterisk."""
        return REQUEST

    async def connect(self, told: str) -> MediaPort:
        """Connect to the channel whose connection id is `told`. Raises as WebsocketMedia.connect."""
        return await WebsocketMedia.connect(
            self._session,
            f"{self._url}/{told}",
            self._authorization,
            deadline=CONNECT_SECONDS,
            ahead_ms=self._ahead_ms,
        )

    def drop(self) -> None:
        """Nothing waits here."""
