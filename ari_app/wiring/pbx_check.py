"""All that `doctor` asks a live Asterisk: what it offers, the way to it, and one audio path on which nobody speaks."""

from __future__ import annotations

import os
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from ari_app.ari.access import ConfFiles, check_address, check_listening, check_password, check_sessions
from ari_app.ari.client import Client, connect, rest_session
from ari_app.ari.findings import Finding
from ari_app.ari.inspection import PROBE, inspect, trunk_of
from ari_app.ari.media_choice import MediaChoice, MediaKind, running
from ari_app.config.settings import Settings
from ari_app.core.errors import AppError
from ari_app.wiring.media_probe import LET_THROUGH, AudioTrial, try_audio
from ari_app.wiring.system import SystemIds

READERS = ("func_config.so", "func_dialplan.so")


@dataclass(frozen=True, slots=True)
class PbxReport:
    """What is not as it should be in Asterisk and on the way to it.

    `audio` is None where no call could be made anyway, and so no audio was tried.
    """

    findings: list[Finding]
    audio: AudioTrial | None = None


async def examine_pbx(settings: Settings) -> PbxReport:
    """Look at everything. Raises AppError when Asterisk cannot be asked at all."""
    asterisk = settings.asterisk
    password = asterisk.password.get_secret_value()
    account = (asterisk.url, asterisk.user, password)
    trunk = trunk_of(asterisk.dial)
    found = check_address(asterisk.url) + check_password(asterisk.user, password)
    async with rest_session(*account, deadline=asterisk.request_seconds) as (_, rest):
        seen = await inspect(rest, trunk, wish=asterisk.media, desk=settings.call.agent)
    found += seen.findings
    if any(each.fatal for each in found):
        return PbxReport(found)
    app = f"{PROBE}-{os.getpid()}"
    try:
        async with connect(
            *account, app=app, jitter=random.random, deadline=asterisk.request_seconds
        ) as client:
            found += await _read_conf(client, settings, seen.media, trunk)
            return PbxReport(found, await try_audio(client, asterisk, seen.media, SystemIds()))
    except AppError as failed:
        text = f"no events come from Asterisk: {failed.message}"
        return PbxReport([*found, Finding("events_impossible", text, LET_THROUGH, fatal=True)])


async def _read_conf(
    client: Client, settings: Settings, media: MediaChoice, trunk: str | None
) -> list[Finding]:
    runs = running(await client.asterisk.listModules())
    if lacking := [name for name in READERS if name not in runs]:
        text = f"http.conf, ari.conf and the dialplan were not looked at: {' and '.join(lacking)} not loaded"
        return [Finding("conf_unread", text, "load them, or look yourself: docs/pbx.md", fatal=False)]
    # over AudioSocket the audio of a call takes no connection of the HTTP server
    calls = settings.worker.concurrency if media.kind is MediaKind.WEBSOCKET else 0
    async with _conf_files(client) as conf:
        found = await check_listening(conf, settings.asterisk.user)
        found += await check_sessions(conf, calls)
        return found + await _check_context(client, conf, trunk)


@asynccontextmanager
async def _conf_files(client: Client) -> AsyncIterator[ConfFiles]:
    """Read by way of a channel that is made and never dialed: Local is in every Asterisk, and runs no dialplan then."""
    channel = await client.channels.create(
        f"Local/{PROBE}@{PROBE}", client.app, channelId=f"{client.app}-conf"
    )
    try:
        yield ConfFiles(channel)
    finally:
        await channel.hangup()


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
