"""The telephones of the whole town behind one SIP port, and the patients' own log of what rang and was asked."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from ari_app.calls.stall import STALL_SENTENCES
from ari_app.lab.g711 import Pcm
from ari_app.lab.question_cue import AGAIN, QuestionCues, says_goodbye
from ari_app.lab.sip_call import first_of
from ari_app.lab.sip_phone import Call, SipPhone
from tests.dialing_chaos.carrier import Carrier
from tests.dialing_chaos.prompt_code import PromptReader
from tests.dialing_chaos.town import kind_of

QUIET_SECONDS = 0.7
"""The robot pauses less between two sentences."""
PATIENCE_SECONDS = 9.0
LEAVES_AFTER = range(1, 6)
_TICK_SECONDS = 0.05
_KEYS = {
    "consent": "1",
    "person": "1",
    "verify": "4417",
    "data_consent": "1",
    "pain_vas": "3#",
    "wants_callback": "2",
    "phq1": "1",
    "phq2": "1",
}
_YES_KEY = "1"


@dataclass
class Rung:
    """One INVITE and what came of it. Times are wall seconds; `asked` and `said` are codes of questions."""

    number: str
    call_id: str
    node: int
    invited_at: float
    answered_at: float | None = None
    ended_at: float | None = None
    end_reason: str | None = None
    asked: list[tuple[float, str]] = field(default_factory=list)
    said: list[tuple[float, str]] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)

    @property
    def left_behind(self) -> list[str]:
        """Questions that the patient answered and after which another one, or the goodbye, began.

        After an apology for a fault of ours the last answer counts as not taken.
        """
        said = {code for _, code in self.said}
        order = list(dict.fromkeys(code for _, code in self.asked))
        is_whole = says_goodbye(self.heard) and STALL_SENTENCES.isdisjoint(self.heard)
        return [code for code in (order if is_whole else order[:-1]) if code in said]


class Farm:
    """Lives the patients' side of every call. `voice` is what a patient says aloud, whatever he means by it."""

    def __init__(
        self,
        seed: int,
        numbered: Mapping[int, str],
        cues: Collection[QuestionCues],
        voice: Pcm,
        carrier: Carrier,
    ) -> None:
        self._chance = random.Random(f"farm {seed}")
        self._numbered, self._cues, self._voice = numbered, cues, voice
        self._carrier = carrier
        self._wall = time.time() - time.monotonic()
        self.rung: list[Rung] = []
        self._calls: dict[str, tuple[Call, Rung]] = {}

    @asynccontextmanager
    async def open(self, ports: Sequence[int]) -> AsyncIterator[None]:
        """Take calls on the port of each node's trunk until the block ends."""
        async with AsyncExitStack() as stack:
            phones = [
                await stack.enter_async_context(SipPhone.open("127.0.0.1", port, self._carrier.meet))
                for port in ports
            ]
            serving = [
                asyncio.create_task(self._serve(phone, node), name=f"town-{node}")
                for node, phone in enumerate(phones)
            ]
            try:
                yield
            finally:
                for task in serving:
                    task.cancel()
                await asyncio.gather(*serving, return_exceptions=True)
                self._note_times()

    def under_way(self) -> list[Rung]:
        """Calls that ring or talk at this moment."""
        self._note_times()
        return [rung for _, rung in self._calls.values() if rung.ended_at is None]

    def drop_dead_calls(self, node: int) -> None:
        """An Asterisk that died says no BYE; its telephones notice that nobody is there."""
        for call, rung in self._calls.values():
            if not call.ended.is_set() and rung.node == node:
                call.close()

    def _note_times(self) -> None:
        for call, rung in self._calls.values():
            rung.answered_at = None if call.answered_at is None else self._wall + call.answered_at
            rung.ended_at = None if call.ended_at is None else self._wall + call.ended_at
            rung.end_reason = call.end_reason

    async def _serve(self, phone: SipPhone, node: int) -> None:
        async with asyncio.TaskGroup() as tasks:
            while True:
                call = await phone.next_call(86_400)
                rung = Rung(call.called, call.call_id, node, self._wall + call.invited_at)
                self.rung.append(rung)
                self._calls[f"{call.call_id} {call.tag}"] = (call, rung)
                if not kind_of(call.called).answering.reject:
                    tasks.create_task(self._live(call, rung), name=f"patient-{call.called}")

    async def _live(self, call: Call, rung: Rung) -> None:
        kind = kind_of(call.called)
        leaves_after = self._chance.choice(LEAVES_AFTER) if kind.leaves else None
        await first_of(call.answered, call.ended)
        ear = _Ear(self._numbered)
        listening = asyncio.create_task(self._listen(call, ear, rung), name=f"ear-{call.called}")
        try:
            while not call.ended.is_set():
                await asyncio.sleep(_TICK_SECONDS)
                if kind.talks == "no" or not ear.is_his_turn(time.monotonic()):
                    continue
                await asyncio.sleep(self._chance.uniform(0.05, 0.3))
                if leaves_after is not None and len(rung.said) >= leaves_after:
                    await call.hang_up()
                elif not call.ended.is_set():
                    self._speak(call, kind.talks, ear.take(self._cues), rung)
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)

    def _speak(self, call: Call, talks: str, asked: str | None, rung: Rung) -> None:
        if asked == AGAIN:
            asked = rung.asked[-1][1] if rung.asked else None
        elif asked is not None:
            rung.asked.append((time.time(), asked))
        if talks == "keys":
            call.send_digits(_KEYS.get(asked or "", _YES_KEY))
        else:
            call.play(self._voice)
        if asked is not None:
            rung.said.append((time.time(), asked))

    async def _listen(self, call: Call, ear: _Ear, rung: Rung) -> None:
        async for at, pcm in call.frames():
            sentence = ear.feed(at, pcm)
            if sentence is not None:
                rung.heard.append(sentence)


class _Ear:
    """What was said since the patient spoke last, and when that was over."""

    def __init__(self, numbered: Mapping[int, str]) -> None:
        self._reader = PromptReader(numbered)
        self._sentences: list[str] = []
        self._quiet_since = time.monotonic()

    def feed(self, at: float, pcm: Pcm) -> str | None:
        sentence = self._reader.feed(pcm)
        if sentence is not None:
            self._sentences.append(sentence)
            self._quiet_since = at
        return sentence

    def is_his_turn(self, now: float) -> bool:
        """After a sentence that is no goodbye; and now and then when nothing is said at all."""
        quiet = now - self._quiet_since
        if says_goodbye(self._sentences):
            return False
        return quiet > (QUIET_SECONDS if self._sentences else PATIENCE_SECONDS)

    def take(self, cues: Collection[QuestionCues]) -> str | None:
        """The question that was asked, and forget it."""
        found = [code for each in cues if (code := each.asked(self._sentences)) is not None]
        self._sentences = []
        self._quiet_since = time.monotonic()
        return found[0] if found else None
