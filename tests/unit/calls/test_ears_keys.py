"""Which question a key answers, when questions change while somebody presses."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from ari_app.calls.ears import TOO_SOON_SECONDS, Ears
from ari_app.calls.signals import Keyed, Signal
from ari_app.calls.speaker import Speaker
from ari_app.core.vocabulary import QType
from ari_app.dialogue.commands import Expectation
from ari_app.media.echo import NoEcho
from ari_app.media.keypad import SETTLE_SECONDS
from tests.fakes.fake_media import FakeMedia
from tests.fakes.scripted_recognizer import ScriptedRecognizer

CHILLS = Expectation("chills", QType.YES_NO, "您有没有发冷？", key_digits=1)
WOUND = Expectation("wound", QType.CHOICE, "伤口怎么样？", key_digits=1)
ENTRY = SETTLE_SECONDS + 0.3


class Deaf:
    """A voice detector on a line where nobody speaks."""

    def feed(self, pcm: bytes) -> list[float]:
        return []

    def reset(self) -> None:
        return None


class Keys:
    """Ears on a call without a telephone, and what was keyed by their word."""

    def __init__(self, media: FakeMedia) -> None:
        self._signals: list[Signal] = []
        self.media = media
        now: Callable[[], float] = asyncio.get_running_loop().time
        self.ears = Ears(
            media, ScriptedRecognizer({}), Speaker(media, {}), Deaf(), NoEcho(), self._signals.append, now
        )
        self.ears.open()

    @property
    def keyed(self) -> list[str]:
        return [signal.digits for signal in self._signals if isinstance(signal, Keyed)]


@pytest.fixture
async def keys() -> AsyncIterator[Keys]:
    async with FakeMedia() as media:
        opened = Keys(media)
        running = asyncio.create_task(opened.ears.run())
        yield opened
        media.hang_up()
        await running


async def test_a_key_answers_the_question_that_was_heard(keys: Keys) -> None:
    keys.ears.expect(CHILLS)
    await asyncio.sleep(TOO_SOON_SECONDS)
    keys.media.press("1")
    await asyncio.sleep(ENTRY)
    assert keys.keyed == ["1"]


async def test_a_key_right_after_the_question_changed_answers_neither(keys: Keys) -> None:
    keys.ears.expect(CHILLS)
    await asyncio.sleep(TOO_SOON_SECONDS)
    keys.ears.expect(WOUND)
    await asyncio.sleep(0.3)
    keys.media.press("1")
    await asyncio.sleep(ENTRY)
    assert keys.keyed == []
    keys.media.press("3")
    await asyncio.sleep(ENTRY)
    assert keys.keyed == ["3"]


async def test_the_same_question_asked_again_takes_keys_at_once(keys: Keys) -> None:
    keys.ears.expect(CHILLS)
    await asyncio.sleep(TOO_SOON_SECONDS)
    keys.ears.expect(CHILLS)
    keys.media.press("2")
    await asyncio.sleep(ENTRY)
    assert keys.keyed == ["2"]


async def test_an_entry_that_the_change_cut_in_two_answers_neither(keys: Keys) -> None:
    keys.ears.expect(Expectation("temp", QType.TEMPERATURE, "多少度？", key_digits=3))
    await asyncio.sleep(TOO_SOON_SECONDS)
    keys.media.press("37")
    await asyncio.sleep(0.2)
    keys.ears.expect(CHILLS)
    keys.media.press("2")
    await asyncio.sleep(ENTRY)
    assert keys.keyed == []
