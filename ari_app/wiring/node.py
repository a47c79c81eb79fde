"""A node's open resources: database, Asterisk, recognizer, voice. Opened together, closed in reverse."""

from __future__ import annotations

import asyncio
import base64
import binascii
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import structlog

from ari_app.ari.client import Client, connect, rest_session
from ari_app.ari.faults import NotFound
from ari_app.ari.inspection import look_at_media, trunk_of
from ari_app.ari.media_choice import MediaChoice
from ari_app.ari.server import AsteriskServer, Endpoints
from ari_app.config.settings import Settings, SpeechSettings
from ari_app.core.clock import Clock
from ari_app.core.errors import ConfigError, Refused, Unavailable
from ari_app.core.ids import IdSource
from ari_app.media.echo import WebRtcEcho
from ari_app.media.link import MediaSource
from ari_app.media.vad import VoiceActivityPool
from ari_app.speech.espeak_voice import EspeakVoice
from ari_app.speech.kokoro_voice import KokoroVoice
from ari_app.speech.model_files import KOKORO_FILES, check_model
from ari_app.speech.prompt_cache import PromptCache
from ari_app.speech.remote_recognizer import RemoteRecognizer
from ari_app.speech.routed_recognizer import RoutedRecognizer
from ari_app.speech.voice_chain import VoiceChain
from ari_app.speech.voices import ESPEAK_VOICES, PromptVoice
from ari_app.speech.wav_folder_voice import WavFolderVoice
from ari_app.store.encryption import FieldCipher
from ari_app.store.pool import Store, StoreSettings
from ari_app.wiring.media_source import open_media_source
from ari_app.wiring.system import SystemClock, SystemIds
from ari_app.wiring.wordings import ONE_WORDING, Wordings, open_wordings

_log = structlog.get_logger()

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Node:
    """What commands and calls of one node work with."""

    settings: Settings
    clock: Clock
    ids: IdSource
    store: Store
    client: Client
    recognizer: RoutedRecognizer
    prompts: PromptCache
    detectors: VoiceActivityPool
    media: MediaSource
    wordings: Wordings = ONE_WORDING


@asynccontextmanager
async def open_node(settings: Settings) -> AsyncIterator[Node]:
    """Open everything. Raises one AppError that names the first part that is not there, and its mend."""
    clock, ids = SystemClock(), SystemIds()
    wordings = open_wordings(settings.wording)
    async with AsyncExitStack() as stack:
        store = await open_store(settings, ids)
        stack.push_async_callback(store.close)
        # every call holds two connections for its whole length: media and recognizer
        connector = aiohttp.TCPConnector(limit=0)
        session = await stack.enter_async_context(aiohttp.ClientSession(connector=connector))
        recognizer = await open_recognizer(session, settings.speech)
        prompts = await _open_prompts(settings, stack)
        choice = await _check_asterisk(settings)
        media = await stack.enter_async_context(open_media_source(settings.asterisk, choice, session, ids))
        client = await stack.enter_async_context(_connect(settings))
        detectors = VoiceActivityPool()
        await detectors.warm(1)
        # loads its native library ahead of the first call
        await asyncio.to_thread(WebRtcEcho)
        yield Node(settings, clock, ids, store, client, recognizer, prompts, detectors, media, wordings)


def recognizer_of(session: aiohttp.ClientSession, speech: SpeechSettings) -> RemoteRecognizer:
    """The default recognizer of these settings, spoken to in the protocol that they name."""
    return RemoteRecognizer(
        session,
        speech.asr_url,
        deadline_s=speech.asr_deadline_seconds,
        extended=speech.asr_protocol == "extended",
    )


def further_engines(session: aiohttp.ClientSession, speech: SpeechSettings) -> dict[str, RemoteRecognizer]:
    """The other recognizers of these settings, by name."""
    return {
        name: RemoteRecognizer(
            session,
            engine.url,
            deadline_s=engine.deadline_seconds or speech.asr_deadline_seconds,
            extended=engine.protocol == "extended",
        )
        for name, engine in speech.engines.items()
    }


async def open_recognizer(session: aiohttp.ClientSession, speech: SpeechSettings) -> RoutedRecognizer:
    """The recognizers of these settings as one. Raises Unavailable unless the default one answers.

    Of the others one that is away is passed over until it answers.
    """
    default, engines = recognizer_of(session, speech), further_engines(session, speech)
    await default.check()
    for name, engine in engines.items():
        try:
            await engine.check()
        except Unavailable as error:
            _log.warning("engine_away", engine=name, reason=error.message)
    return RoutedRecognizer(default, engines, speech.engine_for.routes, speech.engine_for_language)


async def open_store(settings: Settings, ids: IdSource) -> Store:
    """The database of these settings. Raises Unavailable, Refused or ConfigError."""
    return await Store.open(store_settings(settings), field_cipher(settings), ids)


def store_settings(settings: Settings) -> StoreSettings:
    """How the store reaches the database."""
    database = settings.database
    return StoreSettings(
        dsn=database.dsn.get_secret_value(),
        connections=database.pool_size,
        connect_seconds=database.connect_seconds,
        statement_seconds=database.statement_seconds,
    )


def field_cipher(settings: Settings) -> FieldCipher:
    """The cipher of the encrypted columns. Raises ConfigError for keys that are none."""
    keys: dict[str, bytes] = {}
    for entry in settings.security.field_keys.get_secret_value().split(","):
        key_id, _, encoded = entry.strip().partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            key = b""
        if not key_id or len(key) != KEY_BYTES:
            raise ConfigError(
                "security.field_keys: each entry must be id:key with a base64 key of 32 bytes",
                mend="make one with: openssl rand -base64 32",
            )
        keys[key_id] = key
    return FieldCipher(keys, active=next(iter(keys)))


@asynccontextmanager
async def _connect(settings: Settings) -> AsyncIterator[Client]:
    asterisk = settings.asterisk
    async with connect(
        asterisk.url,
        asterisk.user,
        asterisk.password.get_secret_value(),
        app=settings.worker.id,
        jitter=random.random,
        deadline=asterisk.request_seconds,
    ) as client:
        yield client


async def _check_asterisk(settings: Settings) -> MediaChoice:
    """How the audio of calls goes. Raises Refused when it cannot, or there is no such trunk: no call could succeed."""
    asterisk = settings.asterisk
    async with rest_session(
        asterisk.url, asterisk.user, asterisk.password.get_secret_value(), deadline=asterisk.request_seconds
    ) as (_, rest):
        found, media = await look_at_media(AsteriskServer(rest), asterisk.media)
        for finding in found:
            if finding.fatal:
                raise Refused(finding.message, mend=finding.mend, code=finding.code)
        tech, _, name = (trunk_of(asterisk.dial) or "").partition("/")
        if tech == "PJSIP" and name:
            try:
                await Endpoints(rest).get(tech, name)
            except NotFound:
                raise Refused(
                    f"Asterisk has no endpoint {tech}/{name}, through which patients are dialed",
                    mend="include pjsip_followup.conf (docs/pbx.md) or correct asterisk.dial",
                ) from None
    return media


async def _open_prompts(settings: Settings, stack: AsyncExitStack) -> PromptCache:
    speech = settings.speech
    await asyncio.to_thread(check_voice, speech.voice, speech.models)
    voices: list[PromptVoice] = []
    if speech.recorded_voice is not None:
        voices.append(WavFolderVoice(speech.recorded_voice))
    voices.append(synthetic_voice(speech.voice, speech.models))
    chain = VoiceChain(tuple(voices))
    stack.push_async_callback(chain.close)
    return PromptCache(speech.prompts, chain, name=speech.voice, speed=speech.speed)


def synthetic_voice(name: str, models: Path) -> PromptVoice:
    """The engine of the voice `name`; its processes start when something is to be said."""
    return EspeakVoice() if _is_espeak(name) else KokoroVoice(models / "kokoro")


def check_voice(name: str, models: Path) -> None:
    """See that the files of the voice `name` are there. Raises Unavailable or Damaged."""
    if not _is_espeak(name):
        check_model(models / "kokoro", KOKORO_FILES)


def _is_espeak(name: str) -> bool:
    return any(voice.name == name for voice in ESPEAK_VOICES)
