"""From Asterisk's JSON to typed events, and whom an event concerns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import datetime
from typing import Any

from ari_app.ari.bridge import Bridge
from ari_app.ari.channel import Channel
from ari_app.ari.event_times import EventTimes
from ari_app.ari.events import TYPED, AriEvent, OtherEvent
from ari_app.ari.playback import Playback
from ari_app.ari.recording import LiveRecording
from ari_app.ari.rest import Json, Rest

_OBJECTS: Mapping[str, Callable[[Rest, Json], Any]] = {
    "Channel": Channel,
    "Channel | None": Channel,
    "Bridge": Bridge,
    "Playback": Playback,
    "LiveRecording": LiveRecording,
}
_COMMON = frozenset(field.name for field in fields(AriEvent))


def parse(raw: Json, rest: Rest, at: float, times: EventTimes) -> AriEvent:
    """The typed event for `raw`, dated by `times`; its objects act through `rest`."""
    timestamp = _moment(raw.get("timestamp"))
    common: Json = {
        "type": str(raw.get("type", "")),
        "application": str(raw.get("application", "")),
        "timestamp": timestamp,
        "at": at,
        "happened_at": times.happened_at(at, timestamp),
        "raw": raw,
    }
    kind = TYPED.get(common["type"])
    own = None if kind is None else _own_fields(kind, raw, rest)
    return OtherEvent(**common) if kind is None or own is None else kind(**common, **own)


def _own_fields(kind: type[AriEvent], raw: Json, rest: Rest) -> Json | None:
    own: Json = {}
    for field in fields(kind):
        if field.name in _COMMON:
            continue
        value = raw.get(field.name)
        if value is None:
            if field.default is MISSING:
                return None
        elif wrap := _OBJECTS.get(str(field.type)):
            own[field.name] = wrap(rest, value)
        else:
            own[field.name] = tuple(value) if isinstance(value, list) else value
    return own


def _moment(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text))
    except ValueError:
        return None


def resource_ids(raw: Json) -> set[str]:
    """The ids of the channels, bridges, playbacks and recordings (by name) that an event is about."""
    found = set()
    for name in ("channel", "replace_channel", "peer", "caller", "forwarded", "bridge", "playback"):
        if isinstance(one := raw.get(name), dict) and isinstance(known := one.get("id"), str):
            found.add(known)
    if isinstance(recording := raw.get("recording"), dict):
        found.add(str(recording.get("name", "")))
    for name in ("playback", "recording"):
        if isinstance(one := raw.get(name), dict):
            found.add(str(one.get("target_uri", "")).partition(":")[2])
    if isinstance(endpoint := raw.get("endpoint"), dict):
        found.add(f"endpoint:{endpoint.get('technology')}/{endpoint.get('resource')}")
    return found - {""}
