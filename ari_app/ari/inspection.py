"""A look at a live Asterisk before it is trusted with calls: `doctor` prints what this finds."""

from __future__ import annotations

from ari_app.ari.bridge import Bridges
from ari_app.ari.contract import RESOURCES, compare
from ari_app.ari.faults import NotFound
from ari_app.ari.findings import Finding
from ari_app.ari.rest import Json, Rest
from ari_app.ari.server import AsteriskServer, Endpoints
from ari_app.ari.versions import check_version
from ari_app.core.errors import AppError

MODULES: tuple[str, ...] = (
    "app_stasis.so", "bridge_simple.so", "bridge_softmix.so", "chan_pjsip.so", "chan_websocket.so",
    "codec_alaw.so", "codec_resample.so", "codec_ulaw.so", "format_wav.so", "func_callerid.so",
    "res_ari_applications.so", "res_ari_asterisk.so", "res_ari_bridges.so", "res_ari_channels.so",
    "res_ari_endpoints.so", "res_ari_events.so", "res_ari_playbacks.so", "res_ari_recordings.so",
    "res_http_websocket.so", "res_pjsip_caller_id.so", "res_pjsip_sdp_rtp.so", "res_rtp_asterisk.so",
    "res_stasis_playback.so", "res_stasis_recording.so", "res_stasis_snoop.so",
)  # fmt: skip
PROBE = "followup-doctor"


def trunk_of(dial: str) -> str | None:
    """The endpoint that PJSIP/{number}@trunk or PJSIP/trunk/sip:{number}@host goes through; None without one."""
    tech, _, target = dial.partition("/")
    name = target.partition("/")[0].rpartition("@")[2]
    return None if not name or "{" in name else f"{tech}/{name}"


async def inspect(rest: Rest, endpoint: str | None = "PJSIP/followup-trunk") -> list[Finding]:
    """Version, contract, modules, recording directory, and the `endpoint` on which patients are dialed.

    Raises Refused and Unavailable as every call does: then there is nothing more to find.
    """
    server = AsteriskServer(rest)
    told = await server.getInfo()
    found = check_version(str(told["system"]["version"]))
    if any(each.fatal for each in found):
        return found  # an older API: to compare it tells nothing more
    found += compare({resource: await server.swagger(f"{resource}.json") for resource in RESOURCES})
    found += missing_modules(await server.listModules())
    found += await _check_recording(Bridges(rest))
    found += await _check_global(server)
    return found + (await _check_trunk(server, Endpoints(rest), endpoint) if endpoint else [])


def missing_modules(modules: list[Json]) -> list[Finding]:
    """The modules that a call needs and that are not running."""
    running = {one["name"] for one in modules if one.get("status") == "Running"}
    return [
        Finding(
            "module_missing", f"Asterisk runs without {name}", f"load it: 'module load {name}'", fatal=True
        )
        for name in MODULES
        if name not in running
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
