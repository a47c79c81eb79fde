"""Whole calls for tests: a node on a real Asterisk and a real PostgreSQL, a real SIP phone, a scripted recognizer.

Use it in a test: `async with open_ward(asterisk, database, folder) as ward`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import aiohttp

from ari_app.config.settings import AsteriskSettings
from ari_app.core.phone import PhoneNumber
from ari_app.core.vocabulary import Disposition
from ari_app.lab.sip_phone import Answering, Headers, SipPhone, always_answer
from ari_app.media.echo import WebRtcEcho
from ari_app.speech.port import Recognizer
from ari_app.store.pool import Store
from ari_app.store.results import read_call_of_attempt
from ari_app.store.stored_result import StoredResult
from ari_app.wiring.call_requests import CallRequest, enqueue
from ari_app.wiring.node import Node
from ari_app.wiring.placing import carry
from tests.fakes.scripted_recognizer import ScriptedRecognizer
from tests.support.asterisk import Pbx, open_client
from tests.support.far_end import Patient
from tests.support.leftovers import new_tasks, open_files, seen_in_asterisk
from tests.support.ward_node import open_node, private_reach, ward_settings

PHONE = "13800000000"
NAME = "李秀英"
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
            left = sorted(await seen_in_asterisk(self.node.client) - self._others) + new_tasks(tasks_before)
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
    files_before, every_task_before = open_files(), asyncio.all_tasks()
    reach = reach or private_reach(asterisk)
    if url is not None:
        reach = reach.model_copy(update={"url": url})
    settings = ward_settings(reach, database, folder, agent, longest_seconds, ring_seconds)
    recognizer = ScriptedRecognizer(texts or USUAL)
    async with (
        SipPhone.open(far_end, asterisk.trunk_port, answering) as phone,
        open_client(asterisk, url) as client,
        open_node(settings, client, hears_with or (lambda _: recognizer), folder, languages or {}) as node,
    ):
        tasks_before = asyncio.all_tasks()
        ward = Ward(node, phone, recognizer, asterisk, _others=await seen_in_asterisk(client))
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
    assert new_tasks(every_task_before) == []
    assert sorted(open_files() - files_before) == []
