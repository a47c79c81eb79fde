"""All that `doctor` asks a live Asterisk: what it offers, the way to it, and one audio path on which nobody speaks."""

from __future__ import annotations

import os
import random

import aiohttp

from ari_app.ari.access import ConfFiles, check_address, check_listening, check_password, check_sessions
from ari_app.ari.channel import Channel
from ari_app.ari.client import Client, authorization, connect, rest_session
from ari_app.ari.findings import Finding
from ari_app.ari.inspection import PROBE, inspect, trunk_of
from ari_app.config.settings import AsteriskSettings, Settings
from ari_app.core.errors import AppError
from ari_app.media.websocket_media import FORMAT, WebsocketMedia

READERS = ("func_config.so", "func_dialplan.so")


async def examine_pbx(settings: Settings) -> list[Finding]:
    """Everything that is not as it should be. Raises AppError when Asterisk cannot be asked at all."""
    asterisk = settings.asterisk
    password = asterisk.password.get_secret_value()
    account = (asterisk.url, asterisk.user, password)
    trunk = trunk_of(asterisk.dial)
    found = check_address(asterisk.url) + check_password(asterisk.user, password)
    async with rest_session(*account, deadline=asterisk.request_seconds) as (_, rest):
        found += await inspect(rest, trunk, settings.call.agent)
    if any(each.fatal for each in found):
        return found
    app = f"{PROBE}-{os.getpid()}"
    try:
        async with connect(
            *account, app=app, jitter=random.random, deadline=asterisk.request_seconds
        ) as client:
            return found + await _look_inside(client, settings, trunk)
    except AppError as failed:
        return [*found, _stopped("events_impossible", "no events come from Asterisk", failed)]


async def _look_inside(client: Client, settings: Settings, trunk: str | None) -> list[Finding]:
    channel = await client.channels.externalMedia(
        client.app, FORMAT, channelId=client.app, external_host="INCOMING", encapsulation="none",
        transport="websocket", connection_type="server", transport_data="f(json)",
    )  # fmt: skip
    try:
        found = await _read_conf(client, channel, settings, trunk)
        return found + await _listen(channel, settings.asterisk)
    finally:
        await channel.hangup()


async def _read_conf(
    client: Client, channel: Channel, settings: Settings, trunk: str | None
) -> list[Finding]:
    running = {one["name"] for one in await client.asterisk.listModules() if one.get("status") == "Running"}
    if lacking := [name for name in READERS if name not in running]:
        text = f"http.conf, ari.conf and the dialplan were not looked at: {' and '.join(lacking)} not loaded"
        return [Finding("conf_unread", text, "load them, or look yourself: docs/pbx.md", fatal=False)]
    conf = ConfFiles(channel)
    found = await check_listening(conf, settings.asterisk.user)
    found += await check_sessions(conf, settings.worker.concurrency)
    return found + await _check_context(client, conf, trunk)


async def _check_context(client: Client, conf: ConfFiles, trunk: str | None) -> list[Finding]:
    """Whether the context exists that calls from the trunk are sent to."""
    tech, _, name = (trunk or "").partition("/")
    if tech != "PJSIP":
        return []
    context = (await client.asterisk.getObject("res_pjsip", "endpoint", name)).get("context", "")
    if await conf.has_context(context):
        return []
    text = f"calls from {trunk} are sent to the context {context}, which the dialplan does not have"
    mend = "include extensions_followup.conf (docs/pbx.md), then 'dialplan reload'"
    return [Finding("context_missing", text, mend, fatal=False)]


async def _listen(channel: Channel, asterisk: AsteriskSettings) -> list[Finding]:
    """Open the audio path: REST may pass where a proxy or a firewall stops a websocket."""
    header = authorization(asterisk.user, asterisk.password.get_secret_value())["Authorization"]
    url = media_url(asterisk.url, channel.channelvars["MEDIA_WEBSOCKET_CONNECTION_ID"])
    try:
        async with aiohttp.ClientSession() as session:
            async with await WebsocketMedia.connect(session, url, header, deadline=asterisk.request_seconds):
                return []
    except AppError as failed:
        return [_stopped("audio_impossible", "no audio can be exchanged with Asterisk", failed)]


def _stopped(code: str, what: str, failed: AppError) -> Finding:
    mend = "whatever stands between (proxy, firewall, an ACL) must let websockets at /ari/events and /media through"
    return Finding(code, f"{what}: {failed.message}", mend, fatal=True)


def media_url(base: str, connection_id: str) -> str:
    """The address of a media channel's audio, on the same port as ARI at `base`."""
    return f"{base.rstrip('/').replace('http', 'ws', 1)}/media/{connection_id}"
