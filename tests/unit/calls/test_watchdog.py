"""A call in which nothing is under way and nothing is waited for is noticed, and goes on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import cast

import pytest

from ari_app.calls import talk
from ari_app.calls.conversation import Conversation
from ari_app.calls.ears import Ears
from ari_app.calls.observer import CallObserver
from ari_app.calls.patience import Patience
from ari_app.calls.recorder import Recorder
from ari_app.calls.signals import BackInReach, OutOfReach, TimerFired, TimerKind
from ari_app.calls.speaker import Speaker
from ari_app.calls.talk import Talk, TalkParts
from ari_app.calls.timers import Timers
from ari_app.dialogue.commands import Command, Say
from ari_app.dialogue.events import Event, NoInput
from ari_app.media.echo import NoEcho
from ari_app.wiring.system import SystemClock
from tests.fakes.fake_media import FakeMedia
from tests.fakes.scripted_recognizer import ScriptedRecognizer
from tests.unit.calls.test_ears_speech import PROMPT, VOICE, Loudness

SENTENCE = VOICE * 200


class LostDialogue:
    """A dialogue that forgot to say or to wait for anything."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    async def handle(self, event: Event) -> list[Command]:
        self.events.append(event)
        return []

    async def filler(self) -> None:
        return None

    async def apology(self) -> None:
        return None


class Watched:
    """A talk on a line without a telephone."""

    def __init__(self, media: FakeMedia) -> None:
        self.dialogue = LostDialogue()
        self.fired: asyncio.Queue[TimerFired] = asyncio.Queue()
        self.timers = Timers(self.fired.put_nowait)
        self.speaker = Speaker(media, {PROMPT: SENTENCE})
        now = asyncio.get_running_loop().time
        ears = Ears(
            media, ScriptedRecognizer({}), self.speaker, Loudness(), NoEcho(), lambda signal: None, now
        )
        parts = TalkParts(
            conversation=cast(Conversation, self.dialogue),
            speaker=self.speaker,
            ears=ears,
            recorder=cast(Recorder, None),
            timers=self.timers,
            patience=Patience(ears, self.speaker, self.timers, self.dialogue),
            clock=SystemClock(),
            observer=cast(CallObserver, None),
        )
        self.talk = Talk(parts, self._nothing, self._nothing, self._nothing, self._nothing)

    async def _nothing(self) -> None:
        raise AssertionError("nothing is to be done")


@pytest.fixture
async def watched(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Watched]:
    monkeypatch.setattr(talk, "WATCHDOG_SECONDS", 0.02)
    async with FakeMedia() as media:
        opened = Watched(media)
        yield opened
        opened.timers.stop_all()


async def test_a_talk_in_which_nothing_is_under_way_is_told_to_the_dialogue(watched: Watched) -> None:
    await watched.talk.handle(BackInReach(0.0))
    async with asyncio.timeout(2):
        fired = await watched.fired.get()
    assert fired.kind is TimerKind.WATCHDOG
    await watched.talk.handle(fired)
    assert [type(event) for event in watched.dialogue.events] == [NoInput]
    assert watched.timers.is_running(TimerKind.WATCHDOG), "and again, if nothing came of it"


async def test_while_a_prompt_sounds_nobody_has_to_watch(watched: Watched) -> None:
    await watched.speaker.say(Say("s:1", "reask", (PROMPT,)))
    await watched.talk.handle(BackInReach(0.0))
    assert not watched.timers.is_running(TimerKind.WATCHDOG)


async def test_while_an_answer_is_waited_for_nobody_has_to_watch(watched: Watched) -> None:
    await watched.talk.handle(BackInReach(0.0))
    watched.timers.start(TimerKind.NO_INPUT, 60)
    await watched.talk.handle(BackInReach(0.0))
    assert not watched.timers.is_running(TimerKind.WATCHDOG)


async def test_while_asterisk_is_out_of_reach_nobody_has_to_watch(watched: Watched) -> None:
    await watched.talk.handle(BackInReach(0.0))
    await watched.talk.handle(OutOfReach(0.0))
    assert not watched.timers.is_running(TimerKind.WATCHDOG)
