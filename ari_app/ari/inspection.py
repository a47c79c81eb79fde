"""A look at a live Asterisk before it is trusted with calls: `doctor` prints what this finds."""

from __future__ import annotations

from dataclasses import dataclass

from ari_app.ari.bridge import Bridges
from ari_app.ari.contract import OPERATIONS, RESOURCES, compare, operations_with
from ari_app.ari.faults import NotFound
from ari_app.ari.findings import Finding
from ari_app.ari.media_choice import MediaChoice, MediaKind, MediaWish, choose, running
from ari_app.ari.rest import Rest
from ari_app.ari.server import AsteriskServer, Endpoints
from ari_app.ari.versions import check_version
from ari_app.core.errors import AppError

MODULES: tuple[str, ...] = (
    "app_stasis.so", "bridge_simple.so", "bridge_softmix.so", "chan_pjsip.so",
    "codec_alaw.so", "codec_resample.so", "codec_ulaw.so", "format_wav.so", "func_callerid.so",
    "res_ari_applications.so", "res_ari_asterisk.so", "res_ari_bridges.so", "res_ari_channels.so",
    "res_ari_endpoints.so", "res_ari_events.so", "res_ari_playbacks.so", "res_ari_recordings.so",
    "res_http_websocket.so", "res_pjsip_caller_id.so", "res_pjsip_sdp_rtp.so", "res_rtp_asterisk.so",
    "res_stasis_playback.so", "res_stasis_recording.so", "res_stasis_snoop.so",
)  # fmt: skip
PROBE = "followup-doctor"
TOO_OLD = MediaChoice(None, "the version is too old")


def trunk_of(dial: str) -> str | None:
    """The endpoint that PJSIP/{number}@trunk or PJSIP/trunk/sip:{number}@host goes through; None without one."""
    tech, _, target = dial.partition("/")
    name = target.partition("/")[0].rpartition("@")[2]
    return None if not name or "{" in name else f"{tech}/{name}"


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found, and over what the audio of calls goes."""

    findings: list[Finding]
    media: MediaChoice


async def inspect(
    rest: Rest, endpoint: str | None = "PJSIP/followup-trunk", wish: MediaWish = "auto"
) -> Inspection:
    """Version, audio, contract, modules, recording directory, and the `endpoint` on which patients are dialed.

    Raises Refused and Unavailable as every call does: then there is nothing more to find.
    """
    server = AsteriskServer(rest)
    found, media = await look_at_media(server, wish)
    if media is TOO_OLD:
        return Inspection(found, media)  # an older API: to compare it tells nothing more
    swagger = {resource: await server.swagger(f"{resource}.json") for resource in RESOURCES}
    found += compare(swagger, OPERATIONS if media.kind is None else operations_with(media.kind))
    found += missing_modules(running(await server.listModules()))
    found += await _check_recording(Bridges(rest))
    found += await _check_global(server)
    found += await _check_trunk(server, Endpoints(rest), endpoint) if endpoint else []
    return Inspection(found, media)


async def look_at_media(server: AsteriskServer, wish: MediaWish) -> tuple[list[Finding], MediaChoice]:
    """How `wish` is met, and what is to be said about that and about the version."""
    version = str((await server.getInfo())["system"]["version"])
    too_old = [each for each in check_version(version) if each.fatal]
    if too_old:
        return too_old, TOO_OLD
    media = choose(wish, version, running(await server.listModules()))
    is_audiosocket = media.kind is MediaKind.AUDIOSOCKET
    return [*check_version(version, audiosocket=is_audiosocket), *media.findings], media


def missing_modules(modules: frozenset[str]) -> list[Finding]:
    """What every call needs and is not among the running modules."""
    return [
        Finding(
            "module_missing", f"Asterisk runs without {name}", f"load it: 'module load {name}'", fatal=True
        )
        for name in MODULES
        if name not in modules
    ]


async def _check_recording(bridges: Bridges) -> list[Finding]:
    """Record an empty bridge for a moment: Asterisk only says "500" when its directory is missing."""
    bridge = await bridges.create(type="mixing", bridgeId=PROBE)
    try:
        recording = await bridge.record(PROBE, "wav", ifExists="overwrite")
        await recording.cancel()
    except AppError as failed:
        return [
            Finding(
                "recording_impossible",
                f"Asterisk cannot record: {failed.message}",
                "make the directory 'recording' under astspooldir (asterisk.conf), writable for Asterisk",
                fatal=True,
            )
        ]
    finally:
        await bridge.destroy()
    return []


async def _check_global(server: AsteriskServer) -> list[Finding]:
    try:
        order = (await server.getObject("res_pjsip", "global", "global")).get("endpoint_identifier_order", "")
    except AppError:
        order = ""
    names = [name.strip() for name in order.split(",")]
    if not order or ("username" in names and names.index("username") < _position(names, "ip")):
        return []
    return [
        Finding(
            "identifier_order",
            "PJSIP tells callers apart by address first: phones behind the trunk's address are taken for it",
            "set endpoint_identifier_order=username,ip,anonymous in [global] of pjsip.conf",
            fatal=False,
        )
    ]


async def _check_trunk(server: AsteriskServer, endpoints: Endpoints, endpoint: str) -> list[Finding]:
    tech, _, name = endpoint.partition("/")
    try:
        state = (await endpoints.get(tech, name)).get("state")
    except NotFound:
        text = f"Asterisk has no endpoint {endpoint}"
        return [Finding("trunk_missing", text, "include pjsip_followup.conf: see docs/pbx.md", fatal=True)]
    found = []
    if state == "offline":
        text = f"the trunk {endpoint} is offline"
        found.append(Finding("trunk_offline", text, f"see 'pjsip show endpoint {name}'", fatal=True))
    if tech == "PJSIP" and (await server.getObject("res_pjsip", "endpoint", name)).get("from_user"):
        text = f"from_user of {endpoint} erases the name that patients would see"
        found.append(Finding("trunk_from_user", text, f"remove from_user from [{name}]", fatal=False))
    return found


def _position(names: list[str], name: str) -> int:
    return names.index(name) if name in names else len(names)
