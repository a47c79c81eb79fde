"""A node in this process, for calls of tests: on a given Asterisk and database, with tones for its voice."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
from pydantic import SecretStr

from ari_app.ari.client import Client
from ari_app.ari.inspection import look_at_media
from ari_app.config.settings import (
    AsteriskSettings,
    CallSettings,
    DatabaseSettings,
    HospitalSettings,
    SecuritySettings,
    Settings,
    SpeechSettings,
    WorkerSettings,
)
from ari_app.media.vad import VoiceActivityPool
from ari_app.speech.port import Recognizer
from ari_app.speech.prompt_cache import PromptCache
from ari_app.speech.routed_recognizer import RoutedRecognizer
from ari_app.wiring.media_source import open_media_source
from ari_app.wiring.node import Node, open_store
from ari_app.wiring.system import SystemClock, SystemIds
from tests.fakes.tone_voice import ToneVoice
from tests.support.asterisk import APP, Pbx


@asynccontextmanager
async def open_node(
    settings: Settings,
    client: Client,
    hears_with: Callable[[aiohttp.ClientSession], Recognizer],
    folder: Path,
    languages: Mapping[str, Recognizer],
) -> AsyncIterator[Node]:
    """A node whose prompts are tones kept beside `folder`; `languages` are further recognizers, by tag."""
    ids = SystemIds()
    store = await open_store(settings, ids)
    try:
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
            prompts = PromptCache(folder.parent / "tones", ToneVoice(), name="tone", speed=1.0, parallel=1)
            detectors = VoiceActivityPool()
            await detectors.warm(1)
            _, choice = await look_at_media(client.asterisk, settings.asterisk.media)
            named = {tag: tag for tag in languages}
            recognizer = RoutedRecognizer(hears_with(session), languages, {}, named)
            async with open_media_source(settings.asterisk, choice, session, ids) as media:
                yield Node(settings, SystemClock(), ids, store, client, recognizer, prompts, detectors, media)
    finally:
        await store.close()


def private_reach(asterisk: Pbx, **further: Any) -> AsteriskSettings:
    """How a private Asterisk is reached; `further` settings of the section [asterisk] as wanted."""
    return AsteriskSettings(
        url=asterisk.ari_url,
        user=asterisk.ari_user,
        password=SecretStr(asterisk.ari_password),
        **further,
    )


def ward_settings(
    asterisk: AsteriskSettings,
    database: str,
    folder: Path,
    agent: bool,
    longest_seconds: float,
    ring_seconds: float,
) -> Settings:
    """The settings of such a node; `agent` says whether there is one to hand a call to."""
    return Settings(
        hospital=HospitalSettings(name="仁和医院", time_zone="Asia/Shanghai"),
        database=DatabaseSettings(dsn=SecretStr(database), pool_size=6),
        asterisk=asterisk,
        worker=WorkerSettings(id=APP),
        call=CallSettings(
            recordings=folder / "recordings",
            ring_seconds=ring_seconds,
            longest_seconds=longest_seconds,
            agent="PJSIP/agent1" if agent else None,
            agent_ring_seconds=2.0,
        ),
        speech=SpeechSettings(),
        security=SecuritySettings(
            field_keys=SecretStr(f"test1:{base64.b64encode(bytes(range(32))).decode()}")
        ),
    )
