"""Whole calls for tests: a node on a real Asterisk and a real PostgreSQL, a real SIP phone, a scripted recognizer.

Use it in a test: `async with open_ward(asterisk, database, folder) as ward`.
"""

from __future__ import annotations

import asyncio
import base64
import os
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import aiohttp
import numpy as np
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
from ari_app.core.phone import PhoneNumber
from ari_app.core.vocabulary import Disposition
from ari_app.lab.g711 import SAMPLE_RATE as LINE_RATE
from ari_app.lab.g711 import Pcm
from ari_app.lab.rtp import PlayHandle
from ari_app.lab.sip_phone import Answering, Call, Headers, SipPhone, always_answer
from ari_app.media.echo import WebRtcEcho
from ari_app.media.vad import VoiceActivityPool
from ari_app.speech.port import Recognizer
from ari_app.speech.prompt_cache import PromptCache
from ari_app.speech.routed_recognizer import RoutedRecognizer
from ari_app.store.pool import Store
from ari_app.store.results import read_call_of_attempt
from ari_app.store.stored_result import StoredResult
from ari_app.wiring.call_requests import CallRequest, enqueue
from ari_app.wiring.media_source import open_media_source
from ari_app.wiring.node import Node, open_store
from ari_app.wiring.placing import carry
from ari_app.wiring.system import SystemClock, SystemIds
from tests.fakes.scripted_recognizer import ScriptedRecognizer
from tests.fakes.tone_voice import ToneVoice
from tests.fakes.vowels import vowels
from tests.support.asterisk import APP, Pbx, open_client
from tests.support.desk_phone import OutgoingCall

PHONE = "13800000000"
NAME = "李秀英"
LOUD = 1_500
QUIET_SECONDS = 0.45
VOICE_SECONDS = 0.6
# digital silence is no telephone line: after it the voice detector is late for a synthetic vowel by a syllable
LINE_NOISE = 20.0
USUAL = {
    "consent": "可以",
    "person": "我是",
    "verify": "四四一七",
    "data_consent": "可以",
    "pain_vas": "三分",
    "temp": "三十六度八",
    "wound": "挺干的",
    "diet": "正常",
    "bowel": "正常",
    "med_adherence": "都吃了",
    "abnormal": "没有",
}
USUAL_KEYS = ("1", "1", "4417", "1", "5#", "369", "1", "1", "1", "90#", "2")


@dataclass
class Ward:
    """A node, the patients' phone, and the database's rows."""

    node: Node
    phone: SipPhone
    recognizer: ScriptedRecognizer
    asterisk: Pbx
    _carrying: set[asyncio.Task[Disposition]] = field(default_factory=set)
    # what the PBX has beside our calls: a hospital's own
    _others: frozenset[str] = frozenset()

    async def place(
        self, phone: str = PHONE, questionnaire: str = "q_postop_v1", language: str | None = None
    ) -> Placed:
        """Place a call; it runs in a task of its own."""
        request = CallRequest(
            phone=PhoneNumber.parse(phone),
            questionnaire=questionnaire,
            name=NAME,
            id_tail="4417",
            birth_md="08-02",
            patient_id=f"p-{phone}",
            encounter_id=None,
            language=language,
        )
        store, hospital = self.node.store, self.node.settings.hospital
        attempt = await enqueue(store, hospital, request, self.node.clock.now())
        carrying = carry(self.node, attempt, observer=Printed())
        task = asyncio.create_task(carrying, name=f"placed-{attempt}")
        self._carrying.add(task)
        return Placed(store, attempt, task)

    async def answered(self) -> Patient:
        """The patient of the next call, who has picked up."""
        call = await self.phone.next_call()
        async with asyncio.timeout(5):
            await call.acknowledged.wait()
        return Patient(call)

    async def end_calls(self) -> None:
        """Wait for calls that a failed test left running."""
        for task in self._carrying:
            task.cancel()
        await asyncio.gather(*self._carrying, return_exceptions=True)

    async def assert_nothing_left(self, tasks_before: set[asyncio.Task[object]]) -> None:
        """No channel, bridge, live recording, live row or task of any call is left."""
        left: list[str] = []
        for _ in range(40):
            left = sorted(await _seen_in_asterisk(self.node.client) - self._others) + _new_tasks(tasks_before)
            if not left:
                break
            await asyncio.sleep(0.05)
        assert left == []
        async with self.node.store.unit_of_work() as uow:
            assert await uow.all("attempts.live", worker=self.node.settings.worker.id) == []


@dataclass
class Placed:
    """A call under way."""

    store: Store
    attempt: UUID
    task: asyncio.Task[Disposition]

    async def ended(self, seconds: float = 20.0) -> Disposition:
        """Its disposition. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            return await asyncio.shield(self.task)

    async def result(self) -> StoredResult:
        """What is stored of it."""
        async with self.store.unit_of_work() as uow:
            return await read_call_of_attempt(uow, self.attempt)


class Printed:
    """Shows what happens in a call, for whoever reads why a test failed."""

    def phase(self, name: str, detail: str = "") -> None:
        """Print it."""
        self._print(name, detail)

    def robot_said(self, text: str) -> None:
        """Print it."""
        self._print("robot", text)

    def patient_said(self, text: str, confidence: float, heard_ms: int, source: str) -> None:
        """Print it."""
        self._print("patient", f"{text} ({source})")

    def alert_raised(self, code: str, priority: str) -> None:
        """Print it."""
        self._print("alert", code)

    def _print(self, what: str, detail: str) -> None:
        print(f"{time.monotonic():.2f} {what}: {detail}")


class FarEnd:
    """The test's end of an answered call: listens until the robot is silent, then speaks or keys."""

    def __init__(self, line: Call | OutgoingCall) -> None:
        self._line = line
        self._line.set_background(np.random.default_rng(1).normal(0, LINE_NOISE, LINE_RATE).astype(np.int16))
        self._seen = 0

    async def listen(self, seconds: float = 8.0) -> None:
        """Wait until the robot has said something and has been silent for a moment."""
        last_loud = None
        async with asyncio.timeout(seconds):
            while last_loud is None or time.monotonic() - last_loud < QUIET_SECONDS:
                await asyncio.sleep(0.02)
                fresh = self._line.heard()[self._seen :]
                self._seen += len(fresh)
                last_loud = max((at for at, pcm in fresh if is_loud(pcm)), default=last_loud)

    async def hears_within(self, seconds: float) -> None:
        """Wait for a sound. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            async for _, pcm in self._line.frames():
                if is_loud(pcm):
                    return

    async def speak(self, marker_hertz: float = 3_000.0) -> PlayHandle:
        """Say something that sounds like a voice, with a faint tone of its own in it; returns when it is said."""
        handle = self._line.play(marked_voice(marker_hertz))
        await handle.done.wait()
        return handle

    async def speaks_after_prompt(self, times: int = 1) -> None:
        """Let the robot finish and speak, so many times."""
        for _ in range(times):
            await self.listen()
            await self.speak()


class Patient(FarEnd):
    """The patient of a call that we placed."""

    def __init__(self, call: Call) -> None:
        super().__init__(call)
        self.call = call


def marked_voice(marker_hertz: float) -> Pcm:
    """Vowels for the voice detector, and a tone by which a test tells one utterance from another. 8 kHz."""
    voice = vowels(VOICE_SECONDS, LINE_RATE).astype(np.int32)
    at = np.arange(len(voice)) / LINE_RATE
    marked: Pcm = (voice + 200 * np.sin(2 * np.pi * marker_hertz * at)).astype(np.int16)
    return marked


def is_loud(pcm: Pcm) -> bool:
    """Whether something sounds in it."""
    return len(pcm) > 0 and int(np.abs(pcm.astype(np.int32)).max()) >= LOUD


@asynccontextmanager
async def open_ward(
    asterisk: Pbx,
    database: str,
    folder: Path,
    *,
    texts: dict[str, str] | None = None,
    answering: Callable[[str, Headers], Answering] = always_answer,
    agent: bool = False,
    longest_seconds: float = 900.0,
    ring_seconds: float = 2.0,
    hears_with: Callable[[aiohttp.ClientSession], Recognizer] | None = None,
    reach: AsteriskSettings | None = None,
    far_end: str = "127.0.0.1",
    url: str | None = None,
    languages: Mapping[str, Recognizer] | None = None,
) -> AsyncIterator[Ward]:
    """Open everything; in the end assert that nothing of the calls is left, in the process or outside.

    `hears_with` makes another recognizer than the scripted one. `reach` is how Asterisk and its trunk are reached,
    by default `private_reach`; `far_end` is the address at which the trunk has its far end. `url` is where the node
    reaches Asterisk, when something stands between them. `languages` are recognizers for what patients speak, by tag.
    """
    WebRtcEcho()  # its library opens descriptors of its own, the first time
    files_before, every_task_before = _open_files(), asyncio.all_tasks()
    reach = reach or private_reach(asterisk)
    if url is not None:
        reach = reach.model_copy(update={"url": url})
    settings = _settings(reach, database, folder, agent, longest_seconds, ring_seconds)
    recognizer = ScriptedRecognizer(texts or USUAL)
    async with (
        SipPhone.open(far_end, asterisk.trunk_port, answering) as phone,
        open_client(asterisk, url) as client,
        _open_node(settings, client, hears_with or (lambda _: recognizer), folder, languages or {}) as node,
    ):
        tasks_before = asyncio.all_tasks()
        ward = Ward(node, phone, recognizer, asterisk, _others=await _seen_in_asterisk(client))
        try:
            yield ward
            await ward.assert_nothing_left(tasks_before)
        except BaseException:
            for entry in phone.log:
                print(f"{entry.at:.3f} {'phone' if entry.outgoing else 'pbx'}: {entry.what} {entry.call_id}")
            raise
        finally:
            await ward.end_calls()
    await asyncio.sleep(0.1)
    assert _new_tasks(every_task_before) == []
    assert sorted(_open_files() - files_before) == []


@asynccontextmanager
async def _open_node(
    settings: Settings,
    client: Client,
    hears_with: Callable[[aiohttp.ClientSession], Recognizer],
    folder: Path,
    languages: Mapping[str, Recognizer],
) -> AsyncIterator[Node]:
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


def _settings(
    asterisk: AsteriskSettings,
    database: str,
    folder: Path,
    agent: bool,
    longest_seconds: float,
    ring_seconds: float,
) -> Settings:
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


async def _seen_in_asterisk(client: Client) -> frozenset[str]:
    channels = [f"channel {one.name}" for one in await client.channels.list()]
    return frozenset([*channels, *(f"bridge {one.id}" for one in await client.bridges.list())])


def _new_tasks(before: set[asyncio.Task[object]]) -> list[str]:
    """What a call's end left running; a proxy between node and Asterisk is the test's own."""
    names = [task.get_name() for task in asyncio.all_tasks() - before if not task.done()]
    return [name for name in names if name != "gate-pump"]


def _open_files() -> set[str]:
    """What each descriptor of ours leads to; a closed socket's number never comes again."""
    found = set()
    for each in Path("/proc/self/fd").iterdir():
        try:
            found.add(f"{each.name} {os.readlink(each)}")
        except FileNotFoundError:
            continue
    return {entry for entry in found if "/proc/" not in entry}
