"""Over what the audio of calls goes with a given Asterisk, and why: its media websocket, or else AudioSocket."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from ari_app.ari.findings import Finding
from ari_app.ari.rest import Json
from ari_app.ari.versions import has_media_websocket, has_wide_audiosocket, parse_version


class MediaKind(StrEnum):
    """The ways there are."""

    WEBSOCKET = "websocket"
    AUDIOSOCKET = "audiosocket"


MediaWish = Literal["auto", "websocket", "audiosocket"]
MODULES_OF: dict[MediaKind, tuple[str, ...]] = {
    MediaKind.WEBSOCKET: ("chan_websocket.so",),
    MediaKind.AUDIOSOCKET: ("chan_audiosocket.so", "res_audiosocket.so"),
}
NARROW_HERTZ, WIDE_HERTZ = 8_000, 16_000
_WEBSOCKET_MERIT = "chan_websocket runs, and Asterisk itself keeps the time of what is played"


@dataclass(frozen=True, slots=True)
class MediaChoice:
    """What was chosen, `why`, and the sampling rate of the media channels. Without a `kind` no call can be made.

    `findings` say what is wrong with it.
    """

    kind: MediaKind | None
    why: str
    hertz: int = WIDE_HERTZ
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Obstacle:
    what: str
    mend: str


def running(modules: Iterable[Json]) -> frozenset[str]:
    """The names of the modules that run."""
    return frozenset(str(one["name"]) for one in modules if one.get("status") == "Running")


def choose(wish: MediaWish, version: str, modules: frozenset[str]) -> MediaChoice:
    """What `wish` means with an Asterisk of this version (as it calls itself) and these running modules.

    `auto` takes the websocket where it can.
    """
    obstacle = _to_websocket(version, modules)
    if wish == "audiosocket":
        return _audiosocket(version, modules, "asterisk.media asks for it")
    if obstacle is None:
        return MediaChoice(MediaKind.WEBSOCKET, _WEBSOCKET_MERIT)
    if wish == "auto":
        return _audiosocket(version, modules, obstacle.what, obstacle.mend)
    text = f"asterisk.media is websocket, but {obstacle.what}"
    mend = f'{obstacle.mend}, or set asterisk.media = "auto"'
    return MediaChoice(None, obstacle.what, findings=(_fatal(text, mend),))


def _to_websocket(version: str, modules: frozenset[str]) -> _Obstacle | None:
    numbers = parse_version(version)
    # a version that cannot be read is believed: the adapter refuses a websocket that takes no JSON
    if numbers is not None and not has_media_websocket(numbers):
        return _Obstacle(
            f"Asterisk {version} has no media websocket, or none that can be steered with JSON",
            "install Asterisk 22.8 or newer (or 20.18, 23.2)",
        )
    if lacking := _lacking(MediaKind.WEBSOCKET, modules):
        return _Obstacle(f"{lacking[0]} does not run", _load(MediaKind.WEBSOCKET))
    return None


def _audiosocket(version: str, modules: frozenset[str], why: str, better: str = "") -> MediaChoice:
    """AudioSocket because of `why`; `better` is the mend that would make it needless."""
    if lacking := " and ".join(_lacking(MediaKind.AUDIOSOCKET, modules)):
        text, mend = (
            f"the audio of calls needs {lacking}, which does not run ({why})",
            _load(MediaKind.AUDIOSOCKET),
        )
        return MediaChoice(None, why, findings=(_fatal(text, f"{mend}; or {better}" if better else mend),))
    numbers = parse_version(version)
    is_wide = numbers is not None and has_wide_audiosocket(numbers)
    return MediaChoice(MediaKind.AUDIOSOCKET, why, WIDE_HERTZ if is_wide else NARROW_HERTZ)


def _lacking(kind: MediaKind, modules: frozenset[str]) -> list[str]:
    return [name for name in MODULES_OF[kind] if name not in modules]


def _load(kind: MediaKind) -> str:
    return f"load it: 'module load {MODULES_OF[kind][0]}'"


def _fatal(text: str, mend: str) -> Finding:
    return Finding("media_missing", text, mend, fatal=True)
