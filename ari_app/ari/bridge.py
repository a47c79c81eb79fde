"""Bridges: where channels hear each other."""

from __future__ import annotations

from contextlib import suppress

from ari_app.ari.faults import AriConflict, NotFound
from ari_app.ari.playback import Playback
from ari_app.ari.recording import LiveRecording
from ari_app.ari.rest import Json, Rest, path


class Bridge:
    """One bridge as it was when `json` came; methods act on the bridge as it is now."""

    __slots__ = ("_rest", "json")

    def __init__(self, rest: Rest, json: Json) -> None:
        self._rest = rest
        self.json = json

    def __repr__(self) -> str:
        return f"Bridge({self.id})"

    @property
    def id(self) -> str:
        """The unique id."""
        return str(self.json["id"])

    @property
    def channels(self) -> tuple[str, ...]:
        """The ids of the channels in it."""
        return tuple(self.json.get("channels") or ())

    @property
    def technology(self) -> str:
        """simple_bridge, native_rtp, softmix or holding_bridge."""
        return str(self.json.get("technology", ""))

    @property
    def bridge_type(self) -> str:
        """mixing or holding."""
        return str(self.json.get("bridge_type", ""))

    async def get(self) -> Bridge:
        """The bridge as it is now. Raises NotFound."""
        return Bridge(self._rest, await self._rest.get("bridges.get", self._at()))

    async def addChannel(
        self,
        channel: str | list[str],
        role: str | None = None,
        absorbDTMF: bool | None = None,
        mute: bool | None = None,
        inhibitConnectedLineUpdates: bool | None = None,
    ) -> None:
        """Put channels in by id. Raises Unprocessable before a channel's own StasisStart."""
        await self._rest.post(
            "bridges.addChannel",
            self._at("addChannel"),
            channel=channel,
            role=role,
            absorbDTMF=absorbDTMF,
            mute=mute,
            inhibitConnectedLineUpdates=inhibitConnectedLineUpdates,
        )

    async def removeChannel(self, channel: str | list[str]) -> None:
        """Take channels out by id."""
        await self._rest.post("bridges.removeChannel", self._at("removeChannel"), channel=channel)

    async def play(
        self, media: str | list[str], lang: str | None = None, playbackId: str | None = None
    ) -> Playback:
        """Play `media` to everybody in the bridge."""
        told = await self._rest.post(
            "bridges.play", self._at("play"), media=media, lang=lang, playbackId=playbackId
        )
        return Playback(self._rest, told)

    async def record(
        self,
        name: str,
        format: str,
        recorder_format: str | None = None,
        maxDurationSeconds: int | None = None,
        maxSilenceSeconds: int | None = None,
        ifExists: str | None = None,
        beep: bool | None = None,
        terminateOn: str | None = None,
    ) -> LiveRecording:
        """Record the mix of all who are in it; the bridge becomes a softmix."""
        return LiveRecording(
            self._rest,
            await self._rest.post(
                "bridges.record",
                self._at("record"),
                name=name,
                format=format,
                recorder_format=recorder_format,
                maxDurationSeconds=maxDurationSeconds,
                maxSilenceSeconds=maxSilenceSeconds,
                ifExists=ifExists,
                beep=beep,
                terminateOn=terminateOn,
            ),
        )

    async def startMoh(self, mohClass: str | None = None) -> None:
        """Play music on hold to everybody."""
        await self._rest.post("bridges.startMoh", self._at("moh"), mohClass=mohClass)

    async def stopMoh(self) -> None:
        """Stop music on hold."""
        await self._rest.delete("bridges.stopMoh", self._at("moh"))

    async def destroy(self) -> None:
        """Shut it down; its channels stay in Stasis. One that is gone already is no error."""
        # 409: it has left the application, and its last snapshot is still there for a moment
        with suppress(NotFound, AriConflict):
            await self._rest.delete("bridges.destroy", self._at())

    def _at(self, *more: str) -> str:
        return path("bridges", self.id, *more)


class Bridges:
    """The bridges of one Asterisk."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest

    def at(self, bridgeId: str) -> Bridge:
        """A handle on a bridge whose id is known."""
        return Bridge(self._rest, {"id": bridgeId})

    async def list(self) -> list[Bridge]:
        """Every bridge there is."""
        return [Bridge(self._rest, one) for one in await self._rest.get("bridges.list", "/bridges")]

    async def get(self, bridgeId: str) -> Bridge:
        """One bridge. Raises NotFound."""
        return await self.at(bridgeId).get()

    async def create(
        self, type: str | None = None, bridgeId: str | None = None, name: str | None = None
    ) -> Bridge:
        """Make a bridge; `type` is a comma list of mixing, holding, dtmf_events, proxy_media.

        Raises AriConflict when `bridgeId` is taken.
        """
        told = await self._rest.post("bridges.create", "/bridges", type=type, bridgeId=bridgeId, name=name)
        return Bridge(self._rest, told)

    async def destroy(self, bridgeId: str) -> None:
        """Shut a bridge down by its id."""
        await self.at(bridgeId).destroy()
