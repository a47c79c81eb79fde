"""A look at a live Asterisk before it is trusted with calls: `doctor` prints what this finds."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass

from ari_app.ari.bridge import Bridges
from ari_app.ari.contract import OPERATIONS, RESOURCES, compare, operations_with
from ari_app.ari.faults import NotFound
from ari_app.ari.findings import Finding
from ari_app.ari.media_choice import MediaChoice, MediaKind, MediaWish, choose, running
from ari_app.ari.recording import Recordings
from ari_app.ari.rest import Rest
from ari_app.ari.server import AsteriskServer, Endpoints
from ari_app.ari.versions import check_version
from ari_app.core.errors import AppError, Unavailable

MODULES: tuple[str, ...] = (
    "app_stasis.so", "bridge_simple.so", "bridge_softmix.so", "chan_bridge_media.so", "chan_pjsip.so",
    "codec_alaw.so", "codec_resample.so", "codec_ulaw.so", "format_wav.so", "func_callerid.so",
    "res_ari_applications.so", "res_ari_asterisk.so", "res_ari_bridges.so", "res_ari_channels.so",
    "res_ari_endpoints.so", "res_ari_events.so", "res_ari_playbacks.so", "res_ari_recordings.so",
    "res_http_websocket.so", "res_pjsip_caller_id.so", "res_pjsip_sdp_rtp.so", "res_rtp_asterisk.so",
    "res_stasis_playback.so", "res_stasis_recording.so", "res_stasis_snoop.so",
)  # fmt: skip
# one of them; without any, calls are answered and no audio ever comes
TIMERS: tuple[str, ...] = ("res_timing_timerfd.so", "res_timing_pthread.so", "res_timing_dahdi.so")
PROBE = "followup-doctor"
TOO_OLD = MediaChoice(None, "the version is too old")
# canceled sooner, a recording may leave its file
RECORDED_SECONDS = 0.3


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
    rest: Rest,
    endpoint: str | None = "PJSIP/followup-trunk",
    *,
    wish: MediaWish = "auto",
    desk: str | None = None,
) -> Inspection:
    """Version, audio, contract, modules, recording directory, the `endpoint` that dials patients, the nurses' `desk`.

    Raises Refused and Unavailable as every call does: then there is nothing more to find.
    """
    server = AsteriskServer(rest)
    found, media = await look_at_media(server, wish)
    if media is TOO_OLD:
        return Inspection(found, media)  # an older API: to compare it tells nothing more
    swagger = {resource: await server.swagger(f"{resource}.json") for resource in RESOURCES}
    found += compare(swagger, OPERATIONS if media.kind is None else operations_with(media.kind))
    found += missing_modules(running(await server.listModules()))
    found += await _check_recording(server, rest)
    if endpoint:
        found += await _check_trunk(server, Endpoints(rest), endpoint)
    if desk:
        found += await _check_desk(Endpoints(rest), desk)
    return Inspection(found, media)


async def look_at_media(server: AsteriskServer, wish: MediaWish) -> tuple[list[Finding], MediaChoice]:
    """How `wish` is met, and what is to be said about that and about the version."""
    version = await _version(server)
    too_old = [each for each in check_version(version) if each.fatal]
    if too_old:
        return too_old, TOO_OLD
    media = choose(wish, version, running(await server.listModules()))
    is_audiosocket = media.kind is MediaKind.AUDIOSOCKET
    return [*check_version(version, audiosocket=is_audiosocket), *media.findings], media


async def _version(server: AsteriskServer) -> str:
    try:
        return str((await server.getInfo())["system"]["version"])
    except NotFound:
        raise Unavailable(
            "an HTTP server answers there, but it has no ARI",
            mend="set enabled=yes in [general] of ari.conf, load res_ari.so and res_ari_asterisk.so",
        ) from None


def missing_modules(modules: frozenset[str]) -> list[Finding]:
    """What every call needs and is not among the running modules; what carries its audio is the media choice's."""
    missing = [name for name in MODULES if name not in modules]
    if not modules.intersection(TIMERS):
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
