"""The table of operations is what the client really sends, and gaps in a server's Swagger are found."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import fields
from typing import Any, cast

import pytest

from ari_app.ari.bridge import Bridge, Bridges
from ari_app.ari.channel import Channel
from ari_app.ari.channels import Channels
from ari_app.ari.contract import OPERATIONS, RESOURCES, Operation, compare, operations_with
from ari_app.ari.events import TYPED
from ari_app.ari.inspection import MODULES, TIMERS, missing_modules, trunk_of
from ari_app.ari.media_choice import MODULES_OF, MediaKind, running
from ari_app.ari.playback import Playback, Playbacks
from ari_app.ari.recording import LiveRecording, Recordings
from ari_app.ari.rest import Json, Rest
from ari_app.ari.server import Applications, AsteriskServer, Endpoints


class Listening:
    """Stands where the REST connection is, and notes what would be sent."""

    def __init__(self) -> None:
        self.sent: dict[str, tuple[str, str, set[str]]] = {}

    def __getattr__(self, method: str) -> Callable[..., Any]:
        async def note(operation: str, where: str, /, **parameters: object) -> Json:
            verb = "GET" if method == "content" else method.upper()
            self.sent[operation] = (verb, where, set(parameters))
            return {"id": "ID", "name": "ID", "value": ""}

        return note


async def send_everything() -> dict[str, tuple[str, str, set[str]]]:
    listening = Listening()
    rest = cast(Rest, listening)
    makers: tuple[Any, ...] = (
        Channels,
        Bridges,
        Playbacks,
        Recordings,
        Applications,
        AsteriskServer,
        Endpoints,
    )
    things = [make(rest) for make in makers]
    stored = {"id": "ID", "name": "ID", "creationtime": "2026-03-10T10:20:00.000+0800"}
    things += [make(rest, stored) for make in (Channel, Bridge, Playback, LiveRecording)]
    for thing in things:
        for name, method in inspect.getmembers(thing, inspect.iscoroutinefunction):
            given = dict.fromkeys(inspect.signature(method).parameters, "ID")
            if name not in ("swagger", "getObject"):
                await method(**given)
    return listening.sent


async def test_table_is_what_the_client_sends() -> None:
    sent = await send_everything()
    table = {one.name: one for one in OPERATIONS}
    assert set(table) - set(sent) == {
        "asterisk.getObject",
        "events.eventWebsocket",
        "events.userEvent",
    }
    assert set(sent) <= set(table)
    for name, (method, where, parameters) in sent.items():
        operation = table[name]
        assert method == operation.method, name
        assert _fits(operation, where), name
        assert parameters == {*operation.needed, *operation.offered}, name


def _fits(operation: Operation, where: str) -> bool:
    filled = "/".join("ID" if part.startswith("{") else part for part in operation.path.split("/"))
    return filled == where


def swagger_with_everything() -> dict[str, Json]:
    documents: dict[str, Json] = {resource: {"apis": []} for resource in RESOURCES}
    for one in OPERATIONS:
        documents[one.resource]["apis"].append(
            {
                "path": one.path,
                "operations": [
                    {
                        "nickname": one.nickname,
                        "httpMethod": one.method,
                        "parameters": [{"name": name} for name in (*one.needed, *one.offered)],
                    }
                ],
            }
        )
    every = dict.fromkeys(field.name for kind in TYPED.values() for field in fields(kind))
    documents["events"]["models"] = {name: {"properties": every} for name in TYPED}
    return documents


def test_server_that_has_everything_passes() -> None:
    assert compare(swagger_with_everything()) == []


def test_missing_operation_parameter_and_event_are_found() -> None:
    documents = swagger_with_everything()
    for api in documents["channels"]["apis"]:
        if api["operations"][0]["nickname"] == "externalMedia":
            api["operations"][0]["parameters"] = [
                one for one in api["operations"][0]["parameters"] if one["name"] not in ("transport", "data")
            ]
        if api["operations"][0]["nickname"] == "dial":
            api["path"] = "/channels/{channelId}/call"
    del documents["events"]["models"]["RecordingStarted"]
    del documents["events"]["models"]["Dial"]["properties"]
    documents["events"]["models"]["Dial"]["properties"] = {"peer": {}, "caller": {}, "dialstatus": {}}
    found = {(one.code, one.fatal) for one in compare(documents)}
    assert found == {
        ("ari_operation_missing", True),
        ("ari_parameter_missing", True),
        ("ari_parameter_missing", False),
        ("ari_event_missing", True),
        ("ari_event_field_missing", False),
    }


def test_empty_swagger_lacks_every_operation() -> None:
    assert sum(one.code == "ari_operation_missing" for one in compare({})) == len(OPERATIONS)


@pytest.mark.parametrize("status", ["Not Running", None])
def test_module_that_does_not_run_is_found(status: str | None) -> None:
    modules: list[Json] = [
        {"name": name, "status": "Running"} for name in (*MODULES, TIMERS[0]) if name != "chan_pjsip.so"
    ]
    if status:
        modules.append({"name": "chan_pjsip.so", "status": status})
    (finding,) = missing_modules(running(modules))
    assert finding.fatal and "chan_pjsip.so" in finding.message


@pytest.mark.parametrize(
    ("kind", "lacking", "fatal"),
    [
        (MediaKind.WEBSOCKET, {"transport_data"}, True),
        (MediaKind.WEBSOCKET, {"data"}, None),
        (MediaKind.AUDIOSOCKET, {"data"}, True),
        (MediaKind.AUDIOSOCKET, {"transport_data", "connection_type"}, None),
    ],
)
def test_only_the_parameters_of_the_chosen_media_are_asked_for(
    kind: MediaKind, lacking: set[str], fatal: bool | None
) -> None:
    documents = swagger_with_everything()
    for api in documents["channels"]["apis"]:
        (operation,) = api["operations"]
        if operation["nickname"] == "externalMedia":
            operation["parameters"] = [one for one in operation["parameters"] if one["name"] not in lacking]
    found = [one.fatal for one in compare(documents, operations_with(kind))]
    assert found == ([] if fatal is None else [fatal])


def test_one_timer_is_enough_and_none_is_too_few() -> None:
    for timer in TIMERS:
        assert missing_modules(frozenset([*MODULES, timer])) == []
    (finding,) = missing_modules(frozenset(MODULES))
    assert finding.fatal and TIMERS[0] in finding.message


def test_what_carries_the_audio_is_not_needed_by_every_call() -> None:
    assert not {name for names in MODULES_OF.values() for name in names}.intersection(MODULES)


@pytest.mark.parametrize(
    ("dial", "trunk"),
    [
        ("PJSIP/{number}@followup-trunk", "PJSIP/followup-trunk"),
        ("PJSIP/trunk/sip:{number}@10.0.0.1", "PJSIP/trunk"),
        ("Local/{number}", None),
    ],
)
def test_trunk_is_read_from_the_dial_string(dial: str, trunk: str | None) -> None:
    assert trunk_of(dial) == trunk
