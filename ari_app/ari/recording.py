"""Recordings: live ones, and stored ones under Asterisk's spool directory."""

from __future__ import annotations

from ari_app.ari.faults import NotFound
from ari_app.ari.rest import Json, Rest, path


class LiveRecording:
    """One recording in progress, as it was when `json` came."""

    __slots__ = ("_rest", "json")

    def __init__(self, rest: Rest, json: Json) -> None:
        self._rest = rest
        self.json = json

    @property
    def name(self) -> str:
        """The name without the format's ending; slashes make folders."""
        return str(self.json["name"])

    @property
    def state(self) -> str:
        """queued, recording, paused, done, failed or canceled."""
        return str(self.json.get("state", ""))

    @property
    def duration(self) -> int | None:
        """Whole seconds, told when it is done."""
        seconds = self.json.get("duration")
        return None if seconds is None else int(seconds)

    @property
    def cause(self) -> str:
        """Why it failed, or empty."""
        return str(self.json.get("cause", ""))

    @property
    def target_uri(self) -> str:
        """channel:ID or bridge:ID."""
        return str(self.json.get("target_uri", ""))

    async def stop(self) -> None:
        """End and keep; one that has ended already is no error."""
        try:
            await self._rest.post("recordings.stop", self._at("stop"))
        except NotFound:
            return

    async def cancel(self) -> None:
        """End and throw away; one that has ended already is no error."""
        try:
            await self._rest.delete("recordings.cancel", self._at())
        except NotFound:
            return

    async def pause(self) -> None:
        """Stop writing for a while."""
        await self._rest.post("recordings.pause", self._at("pause"))

    async def unpause(self) -> None:
        """Go on writing."""
        await self._rest.delete("recordings.unpause", self._at("pause"))

    def _at(self, *more: str) -> str:
        return path("recordings", "live", self.name, *more)


class Recordings:
    """The recordings of one Asterisk."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest

    def at(self, recordingName: str) -> LiveRecording:
        """A handle on a live recording whose name is known."""
        return LiveRecording(self._rest, {"name": recordingName})

    async def listStored(self) -> list[Json]:
        """Name and format of every stored recording."""
        told: list[Json] = await self._rest.get("recordings.listStored", path("recordings", "stored"))
        return told

    async def getStored(self, recordingName: str) -> Json:
        """Name and format of one. Raises NotFound."""
        told: Json = await self._rest.get("recordings.getStored", self._stored(recordingName))
        return told

    async def getStoredFile(self, recordingName: str) -> bytes:
        """The whole file. Raises NotFound."""
        return await self._rest.content("recordings.getStoredFile", self._stored(recordingName, "file"))

    async def deleteStored(self, recordingName: str) -> None:
        """Remove the file; one that is gone already is no error."""
        try:
            await self._rest.delete("recordings.deleteStored", self._stored(recordingName))
        except NotFound:
            return

    async def getLive(self, recordingName: str) -> LiveRecording:
        """One live recording. Raises NotFound when it has ended."""
        where = path("recordings", "live", recordingName)
        return LiveRecording(self._rest, await self._rest.get("recordings.getLive", where))

    async def stop(self, recordingName: str) -> None:
        """End a live recording by its name and keep it."""
        await self.at(recordingName).stop()

    def _stored(self, name: str, *more: str) -> str:
        return path("recordings", "stored", name, *more)
