"""A look at a live Asterisk before it is trusted with calls: `doctor` prints what this finds."""

from __future__ import annotations

import asyncio
import secrets

from ari_app.ari.bridge import Bridges
from ari_app.ari.contract import RESOURCES, compare
from ari_app.ari.faults import NotFound
from ari_app.ari.findings import Finding
from ari_app.ari.recording import Recordings
from ari_app.ari.rest import Json, Rest
from ari_app.ari.server import AsteriskServer, Endpoints
from ari_app.ari.versions import check_version
from ari_app.core.errors import AppError, Unavailable

MODULES: tuple[str, ...] = (
    "app_stasis.so", "bridge_simple.so", "bridge_softmix.so", "chan_bridge_media.so", "chan_pjsip.so",
    "chan_websocket.so", "codec_alaw.so", "codec_resample.so", "codec_ulaw.so", "format_wav.so", "func_callerid.so",
    "res_ari_applications.so", "res_ari_asterisk.so", "res_ari_bridges.so", "res_ari_channels.so",
    "res_ari_endpoints.so", "res_ari_events.so", "res_ari_playbacks.so", "res_ari_recordings.so",
    "res_http_websocket.so", "res_pjsip_caller_id.so", "res_pjsip_sdp_rtp.so", "res_rtp_asterisk.so",
    "res_stasis_playback.so", "res_stasis_recording.so", "res_stasis_snoop.so",
)  # fmt: skip
# one of them; without any, calls are answered and no audio ever comes
TIMERS: tuple[str, ...] = ("res_timing_timerfd.so", "res_timing_pthread.so", "res_timing_dahdi.so")
PROBE = "followup-doctor"
# canceled sooner, a recording may leave its file
RECORDED_SECONDS = 0.3


def trunk_of(dial: str) -> str | None:
    """The endpoint that PJSIP/{number}@trunk or PJSIP/trunk/sip:{number}@host goes through; None without one."""
    tech, _, target = dial.partition("/")
    name = target.partition("/")[0].rpartition("@")[2]
    return None if not name or "{" in name else f"{tech}/{name}"


async def inspect(
    rest: Rest, endpoint: str | None = "PJSIP/followup-trunk", desk: str | None = None
) -> list[Finding]:
    """Version, contract, modules, recording directory, the `endpoint` that dials patients, the nurses' `desk`.

    Raises Refused and Unavailable as every call does: then there is nothing more to find.
    """
    server = AsteriskServer(rest)
    found = check_version(await _version(server))
    if any(each.fatal for each in found):
        return found  # an older API: to compare it tells nothing more
    found += compare({resource: await server.swagger(f"{resource}.json") for resource in RESOURCES})
    found += missing_modules(await server.listModules())
    found += await _check_recording(server, rest)
    if endpoint:
        found += await _check_trunk(server, Endpoints(rest), endpoint)
    return found + (await _check_desk(Endpoints(rest), desk) if desk else [])


async def _version(server: AsteriskServer) -> str:
    try:
        return str((await server.getInfo())["system"]["version"])
    except NotFound:
        raise Unavailable(
            "an HTTP server answers there, but it has no ARI",
            mend="set enabled=yes in [general] of ari.conf, load res_ari.so and res_ari_asterisk.so",
        ) from None


def missing_modules(modules: list[Json]) -> list[Finding]:
    """The modules that a call needs and that are not running."""
    running = {one["name"] for one in modules if one.get("status") == "Running"}
    missing = [name for name in MODULES if name not in running]
    if not running.intersection(TIMERS):
        missing.append(TIMERS[0])
    return [
        Finding(
            "module_missing",
            f"Asterisk runs without {name}",
            f"'module load {name}', and load={name} in modules.conf so that it stays",
            fatal=True,
        )
        for name in missing
    ]


async def _check_recording(server: AsteriskServer, rest: Rest) -> list[Finding]:
    """Record an empty bridge for a moment: only so does Asterisk tell that it cannot."""
    name = f"{PROBE}-{secrets.token_hex(4)}"
    bridge = await Bridges(rest).create(type="mixing", bridgeId=name)
    try:
        recording = await bridge.record(name, "wav")
        # a missing directory is refused at once; one that cannot be written ends the recording unheard
        await asyncio.sleep(RECORDED_SECONDS)
        await Recordings(rest).getLive(name)
        await recording.cancel()
    except AppError as failed:
        return [
            Finding(
                "recording_impossible",
                f"Asterisk cannot record: {failed.message}",
                f"make the directory {await _recording_dir(server)}, and let Asterisk's account write there",
                fatal=True,
            )
        ]
    finally:
        await bridge.destroy()
    return []


async def _recording_dir(server: AsteriskServer) -> str:
    return f"{await server.getGlobalVar('ASTSPOOLDIR') or 'astspooldir (asterisk.conf)'}/recording"


async def _check_trunk(server: AsteriskServer, endpoints: Endpoints, endpoint: str) -> list[Finding]:
    tech, _, name = endpoint.partition("/")
    try:
        state = (await endpoints.get(tech, name)).get("state")
    except NotFound:
        text = f"Asterisk has no endpoint {endpoint}"
        mend = "correct asterisk.dial, or include pjsip_followup.conf: docs/pbx.md"
        return [Finding("trunk_missing", text, mend, fatal=True)]
    found = []
    if state == "offline":
        text = f"the trunk {endpoint} is offline"
        found.append(Finding("trunk_offline", text, f"see 'pjsip show endpoint {name}'", fatal=True))
    if tech == "PJSIP" and (await server.getObject("res_pjsip", "endpoint", name)).get("from_user"):
        text = f"from_user of {endpoint} erases the name that patients would see"
        found.append(Finding("trunk_from_user", text, f"remove from_user from [{name}]", fatal=False))
    return found


async def _check_desk(endpoints: Endpoints, desk: str) -> list[Finding]:
    tech, _, name = (trunk_of(desk) or desk).partition("/")
    try:
        state = (await endpoints.get(tech, name)).get("state")
    except NotFound:
        text = f"Asterisk has no endpoint {tech}/{name}, the nurses' desk"
        return [Finding("desk_missing", text, "correct call.agent, or leave it out", fatal=False)]
    if state != "offline":
        return []
    text = f"the nurses' desk {tech}/{name} is offline: nobody can take over a call"
    return [Finding("desk_offline", text, f"see 'pjsip show endpoint {name}'", fatal=False)]
