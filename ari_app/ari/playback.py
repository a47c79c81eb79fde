"""Playbacks: sound that Asterisk plays by itself."""

from __future__ import annotations

from ari_app.ari.faults import NotFound
from ari_app.ari.rest import Json, Rest, path


class Playback:
    """One playback as it was when `json` came."""

    __slots__ = ("_rest", "json")

    def __init__(self, rest: Rest, json: Json) -> None:
        self._rest = rest
        self.json = json

    @property
    def id(self) -> str:
        """The unique id."""
        return str(self.json["id"])

    @property
    def state(self) -> str:
        """queued, playing, continuing, done or failed."""
        return str(self.json.get("state", ""))

    @property
    def target_uri(self) -> str:
        """channel:ID or bridge:ID."""
        return str(self.json.get("target_uri", ""))

    async def stop(self) -> None:
        """Silence it; a playback that has ended already is no error."""
        try:
            await self._rest.delete("playbacks.stop", path("playbacks", self.id))
        except NotFound:
            return

    async def control(self, operation: str) -> None:
        """restart, pause, unpause, reverse or forward."""
        await self._rest.post("playbacks.control", path("playbacks", self.id, "control"), operation=operation)


class Playbacks:
    """The playbacks that are going on."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest

    def at(self, playbackId: str) -> Playback:
        """A handle on a playback whose id is known."""
        return Playback(self._rest, {"id": playbackId})

    async def get(self, playbackId: str) -> Playback:
        """One playback. Raises NotFound when it has ended."""
        return Playback(self._rest, await self._rest.get("playbacks.get", path("playbacks", playbackId)))

    async def stop(self, playbackId: str) -> None:
        """Silence a playback by its id."""
        await self.at(playbackId).stop()
