"""How a call gets its audio path: what Asterisk is asked for, then the connection, whoever makes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ari_app.media.port import MediaPort


@dataclass(frozen=True, slots=True)
class ExternalMedia:
    """The media channel to create: parameters of ARI's channels/externalMedia, by their names there.

    `variable` is the channel variable, if any, that tells where to connect.
    """

    format: str
    external_host: str
    encapsulation: str
    transport: str
    connection_type: str
    data: str | None = None
    transport_data: str | None = None
    variable: str | None = None


class MediaLink(Protocol):
    """One call's way to its audio path: create what `request` says, then `connect`; `drop` it in any case."""

    @property
    def request(self) -> ExternalMedia:
        """What to create in Asterisk."""
        ...

    async def connect(self, told: str) -> MediaPort:
        """The open audio path; `told` is the value of `request.variable`. Raises Unavailable or Refused."""
        ...

    def drop(self) -> None:
        """Nothing will connect any more; without effect on a path that is open."""
        ...


class MediaSource(Protocol):
    """Gives every call a link of its own."""

    def new_link(self) -> MediaLink:
        """A link for one call."""
        ...
