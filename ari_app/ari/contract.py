"""What this client needs of ARI, compared with what the live server's own Swagger says that it offers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace

from ari_app.ari.events import TYPED, AriEvent
from ari_app.ari.findings import Finding
from ari_app.ari.media_choice import MediaKind
from ari_app.ari.rest import Json

_NEWER = "install an Asterisk version that has it"


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: `resource.nickname`, method and path of the Swagger, and parameters by name.

    Without `needed` a call cannot be made; `offered` are those that the client can send besides.
    """

    name: str
    method: str
    path: str
    needed: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()

    @property
    def resource(self) -> str:
        """The file of the Swagger that describes it."""
        return self.name.partition(".")[0]

    @property
    def nickname(self) -> str:
        """The Swagger nickname."""
        return self.name.partition(".")[2]


def _op(name: str, route: str, needed: str = "", offered: str = "") -> Operation:
    method, _, where = route.partition(" ")
    return Operation(name, method, where, tuple(needed.split()), tuple(offered.split()))


_RECORD = "maxDurationSeconds maxSilenceSeconds ifExists beep terminateOn"

OPERATIONS: tuple[Operation, ...] = (
    _op("applications.list", "GET /applications"),
    _op("applications.get", "GET /applications/{applicationName}"),
    _op("applications.subscribe", "POST /applications/{applicationName}/subscription", "eventSource"),
    _op("applications.unsubscribe", "DELETE /applications/{applicationName}/subscription", "eventSource"),
    _op("asterisk.getInfo", "GET /asterisk/info"),
    _op("asterisk.ping", "GET /asterisk/ping"),
    _op("asterisk.listModules", "GET /asterisk/modules"),
    _op("asterisk.getGlobalVar", "GET /asterisk/variable", "variable"),
    _op("asterisk.getObject", "GET /asterisk/config/dynamic/{configClass}/{objectType}/{id}"),
    _op("bridges.list", "GET /bridges"),
    _op("bridges.create", "POST /bridges", "type bridgeId", "name"),
    _op("bridges.get", "GET /bridges/{bridgeId}"),
    _op("bridges.destroy", "DELETE /bridges/{bridgeId}"),
    _op("bridges.addChannel", "POST /bridges/{bridgeId}/addChannel", "channel",
               "role absorbDTMF mute inhibitConnectedLineUpdates"),
    _op("bridges.removeChannel", "POST /bridges/{bridgeId}/removeChannel", "channel"),
    _op("bridges.play", "POST /bridges/{bridgeId}/play", "media", "lang playbackId"),
    _op("bridges.record", "POST /bridges/{bridgeId}/record", "name format", "recorder_format " + _RECORD),
    _op("bridges.startMoh", "POST /bridges/{bridgeId}/moh", "", "mohClass"),
    _op("bridges.stopMoh", "DELETE /bridges/{bridgeId}/moh"),
    _op("channels.list", "GET /channels"),
    _op("channels.originate", "POST /channels", "endpoint app channelId callerId timeout variables",
               "appArgs otherChannelId originator formats extension context priority label"),
    _op("channels.create", "POST /channels/create", "endpoint app channelId variables",
               "appArgs otherChannelId originator formats"),
    _op("channels.externalMedia", "POST /channels/externalMedia",
               "app format channelId external_host encapsulation transport",
               "connection_type data transport_data direction variables"),
    _op("channels.get", "GET /channels/{channelId}"),
    _op("channels.hangup", "DELETE /channels/{channelId}", "reason", "reason_code"),
    _op("channels.answer", "POST /channels/{channelId}/answer"),
    _op("channels.ring", "POST /channels/{channelId}/ring"),
    _op("channels.ringStop", "DELETE /channels/{channelId}/ring"),
    _op("channels.dial", "POST /channels/{channelId}/dial", "timeout", "caller"),
    _op("channels.play", "POST /channels/{channelId}/play", "media playbackId", "lang offsetms skipms"),
    _op("channels.record", "POST /channels/{channelId}/record", "name format ifExists beep",
               "maxDurationSeconds maxSilenceSeconds terminateOn"),
    _op("channels.snoopChannel", "POST /channels/{channelId}/snoop", "app spy snoopId", "whisper appArgs"),
    _op("channels.setChannelVar", "POST /channels/{channelId}/variable", "variable value", "report_events"),
    _op("channels.getChannelVar", "GET /channels/{channelId}/variable", "variable"),
    _op("channels.sendDTMF", "POST /channels/{channelId}/dtmf", "dtmf", "before between duration"),
    _op("channels.mute", "POST /channels/{channelId}/mute", "", "direction"),
    _op("channels.unmute", "DELETE /channels/{channelId}/mute", "", "direction"),
    _op("channels.startMoh", "POST /channels/{channelId}/moh", "", "mohClass"),
    _op("channels.stopMoh", "DELETE /channels/{channelId}/moh"),
    _op("channels.startSilence", "POST /channels/{channelId}/silence"),
    _op("channels.stopSilence", "DELETE /channels/{channelId}/silence"),
    _op("channels.continueInDialplan", "POST /channels/{channelId}/continue", "",
               "context extension priority label"),
    _op("channels.rtpstatistics", "GET /channels/{channelId}/rtp_statistics"),
    _op("endpoints.list", "GET /endpoints"),
    _op("endpoints.get", "GET /endpoints/{tech}/{resource}"),
    _op("events.eventWebsocket", "GET /events", "app"),
    _op("events.userEvent", "POST /events/user/{eventName}", "application"),
    _op("playbacks.get", "GET /playbacks/{playbackId}"),
    _op("playbacks.stop", "DELETE /playbacks/{playbackId}"),
    _op("playbacks.control", "POST /playbacks/{playbackId}/control", "operation"),
    _op("recordings.listStored", "GET /recordings/stored"),
    _op("recordings.getStored", "GET /recordings/stored/{recordingName}"),
    _op("recordings.deleteStored", "DELETE /recordings/stored/{recordingName}"),
    _op("recordings.getStoredFile", "GET /recordings/stored/{recordingName}/file"),
    _op("recordings.getLive", "GET /recordings/live/{recordingName}"),
    _op("recordings.cancel", "DELETE /recordings/live/{recordingName}"),
    _op("recordings.stop", "POST /recordings/live/{recordingName}/stop"),
    _op("recordings.pause", "POST /recordings/live/{recordingName}/pause"),
    _op("recordings.unpause", "DELETE /recordings/live/{recordingName}/pause"),
)  # fmt: skip

# what externalMedia must take besides, by how the audio goes
_MEDIA_PARAMETERS: dict[MediaKind, tuple[str, ...]] = {
    MediaKind.WEBSOCKET: ("connection_type", "transport_data"),
    MediaKind.AUDIOSOCKET: ("data",),
}

RESOURCES: tuple[str, ...] = tuple(sorted({operation.resource for operation in OPERATIONS}))


def operations_with(kind: MediaKind) -> tuple[Operation, ...]:
    """The operations that calls need whose audio goes this way; the parameters of the other way are not asked for."""
    of_media = {name for names in _MEDIA_PARAMETERS.values() for name in names}
    return tuple(
        replace(
            one,
            needed=(*one.needed, *_MEDIA_PARAMETERS[kind]),
            offered=tuple(name for name in one.offered if name not in of_media),
        )
        if one.name == "channels.externalMedia"
        else one
        for one in OPERATIONS
    )


def compare(swagger: Mapping[str, Json], operations: Iterable[Operation] = OPERATIONS) -> list[Finding]:
    """What the server lacks; `swagger` is its description of each of `RESOURCES`."""
    offered = _offered(swagger)
    found: list[Finding] = []
    for operation in operations:
        parameters = offered.get((operation.resource, operation.nickname, operation.method, operation.path))
        found += _lacking(operation, parameters)
    return found + _compare_events(swagger.get("events", {}).get("models", {}))


def _offered(swagger: Mapping[str, Json]) -> dict[tuple[str, str, str, str], set[str]]:
    return {
        (resource, one["nickname"], one["httpMethod"], api["path"]): {
            parameter["name"] for parameter in one.get("parameters", ())
        }
        for resource, document in swagger.items()
        for api in document.get("apis", ())
        for one in api.get("operations", ())
    }


def _lacking(operation: Operation, parameters: set[str] | None) -> list[Finding]:
    name = operation.name
    if parameters is None:
        text = f"this Asterisk has no {name} ({operation.method} {operation.path})"
        return [Finding("ari_operation_missing", text, _NEWER, fatal=True)]
    return [
        Finding(
            "ari_parameter_missing", f"{name} has no parameter {one}", _NEWER, fatal=one in operation.needed
        )
        for one in (*operation.needed, *operation.offered)
        if one not in parameters
    ]


def _compare_events(models: Mapping[str, Json]) -> list[Finding]:
    common = {field.name for field in fields(AriEvent)}
    found: list[Finding] = []
    for name, kind in TYPED.items():
        model = models.get(name)
        if model is None:
            text = f"this Asterisk has no event {name}"
            found.append(Finding("ari_event_missing", text, _NEWER, fatal=True))
            continue
        for field in {field.name for field in fields(kind)} - common - set(model["properties"]):
            text = f"the event {name} has no field {field}"
            found.append(Finding("ari_event_field_missing", text, _NEWER, fatal=False))
    return found
