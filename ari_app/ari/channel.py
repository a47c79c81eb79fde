"""Channels: the object and the repository, with the nicknames and parameters of Asterisk's Swagger."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from ari_app.ari.faults import NotFound
from ari_app.ari.playback import Playback
from ari_app.ari.recording import LiveRecording
from ari_app.ari.rest import Json, Rest, path


class Channel:
    """One channel as it was when `json` came; methods act on the channel as it is now."""

    __slots__ = ("_rest", "json")

    def __init__(self, rest: Rest, json: Json) -> None:
        self._rest = rest
        self.json = json

    def __repr__(self) -> str:
        return f"Channel({self.id}, {self.state})"

    @property
    def id(self) -> str:
        """The unique id; for the patient's channel the attempt id."""
        return str(self.json["id"])

    @property
    def name(self) -> str:
        """Technology/resource-instance, such as PJSIP/trunk-00000001."""
        return str(self.json.get("name", ""))

    @property
    def state(self) -> str:
        """Down, Rsrvd, OffHook, Dialing, Ring, Ringing, Up, Busy, Dialing Offhook, Pre-ring or Unknown."""
        return str(self.json.get("state", "Unknown"))

    @property
    def created_at(self) -> datetime:
        """When it was made, by the PBX's clock."""
        return datetime.fromisoformat(str(self.json["creationtime"]))

    @property
    def protocol_id(self) -> str:
        """The SIP Call-ID, or empty."""
        return str(self.json.get("protocol_id", ""))

    @property
    def channelvars(self) -> Mapping[str, str]:
        """The variables that Asterisk was told to report with this channel."""
        return self.json.get("channelvars") or {}

    async def get(self) -> Channel:
        """The channel as it is now. Raises NotFound."""
        return Channel(self._rest, await self._rest.get("channels.get", self._at()))

    async def answer(self) -> None:
        """Answer an incoming channel."""
        await self._rest.post("channels.answer", self._at("answer"))

    async def ring(self) -> None:
        """Indicate ringing."""
        await self._rest.post("channels.ring", self._at("ring"))

    async def ringStop(self) -> None:
        """Let the caller hear it ring no more."""
        await self._rest.delete("channels.ringStop", self._at("ring"))

    async def hangup(self, reason: str | None = None, reason_code: str | None = None) -> None:
        """Hang up; a channel that is gone already is no error."""
        try:
            await self._rest.delete("channels.hangup", self._at(), reason=reason, reason_code=reason_code)
        except NotFound:
            return

    async def dial(self, caller: str | None = None, timeout: int | None = None) -> None:
        """Dial a created channel; `timeout` in seconds. Raises AriConflict when it was dialed before."""
        await self._rest.post("channels.dial", self._at("dial"), caller=caller, timeout=timeout)

    async def play(
        self,
        media: str | list[str],
        lang: str | None = None,
        offsetms: int | None = None,
        skipms: int | None = None,
        playbackId: str | None = None,
    ) -> Playback:
        """Play `media` (sound:, recording:, tone:, number: …) to the channel."""
        return Playback(
            self._rest,
            await self._rest.post(
                "channels.play",
                self._at("play"),
                media=media,
                lang=lang,
                offsetms=offsetms,
                skipms=skipms,
                playbackId=playbackId,
            ),
        )

    async def record(
        self,
        name: str,
        format: str,
        maxDurationSeconds: int | None = None,
        maxSilenceSeconds: int | None = None,
        ifExists: str | None = None,
        beep: bool | None = None,
        terminateOn: str | None = None,
    ) -> LiveRecording:
        """Record what comes in on the channel, under Asterisk's spool directory."""
        return LiveRecording(
            self._rest,
            await self._rest.post(
                "channels.record",
                self._at("record"),
                name=name,
                format=format,
                maxDurationSeconds=maxDurationSeconds,
                maxSilenceSeconds=maxSilenceSeconds,
                ifExists=ifExists,
                beep=beep,
                terminateOn=terminateOn,
            ),
        )

    async def snoopChannel(
        self,
        app: str,
        spy: str | None = None,
        whisper: str | None = None,
        appArgs: str | None = None,
        snoopId: str | None = None,
    ) -> Channel:
        """A channel that hears (`spy` in, out, both) or speaks to (`whisper`) this one."""
        return Channel(
            self._rest,
            await self._rest.post(
                "channels.snoopChannel",
                self._at("snoop"),
                app=app,
                spy=spy,
                whisper=whisper,
                appArgs=appArgs,
                snoopId=snoopId,
            ),
        )

    async def setChannelVar(
        self, variable: str, value: str | None = None, report_events: bool | None = None
    ) -> None:
        """Set a variable or a dialplan function such as TALK_DETECT(set)."""
        await self._rest.post(
            "channels.setChannelVar",
            self._at("variable"),
            variable=variable,
            value=value,
            report_events=report_events,
        )

    async def getChannelVar(self, variable: str) -> str:
        """The value of a variable or a function. Raises NotFound."""
        told = await self._rest.get("channels.getChannelVar", self._at("variable"), variable=variable)
        return str(told["value"])

    async def sendDTMF(
        self, dtmf: str, before: int | None = None, between: int | None = None, duration: int | None = None
    ) -> None:
        """Send key presses; times in milliseconds."""
        await self._rest.post(
            "channels.sendDTMF",
            self._at("dtmf"),
            dtmf=dtmf,
            before=before,
            between=between,
            duration=duration,
        )

    async def mute(self, direction: str | None = None) -> None:
        """Mute `direction`: in, out or both."""
        await self._rest.post("channels.mute", self._at("mute"), direction=direction)

    async def unmute(self, direction: str | None = None) -> None:
        """Undo mute."""
        await self._rest.delete("channels.unmute", self._at("mute"), direction=direction)

    async def startMoh(self, mohClass: str | None = None) -> None:
        """Play music on hold."""
        await self._rest.post("channels.startMoh", self._at("moh"), mohClass=mohClass)

    async def stopMoh(self) -> None:
        """Stop music on hold."""
        await self._rest.delete("channels.stopMoh", self._at("moh"))

    async def startSilence(self) -> None:
        """Send silence RTP whenever nothing else is sent."""
        await self._rest.post("channels.startSilence", self._at("silence"))

    async def stopSilence(self) -> None:
        """Undo startSilence."""
        await self._rest.delete("channels.stopSilence", self._at("silence"))

    async def continueInDialplan(
        self,
        context: str | None = None,
        extension: str | None = None,
        priority: int | None = None,
        label: str | None = None,
    ) -> None:
        """Leave Stasis for the dialplan."""
        await self._rest.post(
            "channels.continueInDialplan",
            self._at("continue"),
            context=context,
            extension=extension,
            priority=priority,
            label=label,
        )

    async def rtpstatistics(self) -> Json:
        """The RTP counters of the channel: packets, loss, jitter, round trip."""
        told: Json = await self._rest.get("channels.rtpstatistics", self._at("rtp_statistics"))
        return told

    def _at(self, *more: str) -> str:
        return path("channels", self.id, *more)
