"""Which question an utterance belongs to: the one that was open when it began, and none under a notice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from ari_app.calls.ears import Ears
from ari_app.calls.signals import Keyed, PromptOver, Signal, Spoke
from ari_app.calls.speaker import Speaker
from ari_app.core.vocabulary import QType
from ari_app.dialogue.commands import Expectation, Say
from ari_app.media.echo import NoEcho
from ari_app.media.port import FRAME_BYTES
from tests.fakes.fake_media import FakeMedia
from tests.fakes.scripted_recognizer import ScriptedRecognizer

PAIN = Expectation("pain_vas", QType.NRS, "您现在是几分？", key_digits=2)
CALLBACK = Expectation("wants_callback", QType.YES_NO, "需要医生回电话吗？", key_digits=1)
VOICE = b"\x00\x40" * (FRAME_BYTES // 2)
NOTICE = "通话会录音。"
PROMPT = "您现在是几分？"


class Loudness:
    """A voice detector that takes everything that is not silence for a voice."""

    def feed(self, pcm: bytes) -> list[float]:
        return [float(any(pcm))]

    def reset(self) -> None:
        return None


class Hearing:
    """Ears on a call without a telephone, and what they told."""

    def __init__(self, media: FakeMedia) -> None:
        self.media = media
        self.signals: list[Signal] = []
        self.speaker = Speaker(media, {NOTICE: bytes(60 * FRAME_BYTES), PROMPT: bytes(200 * FRAME_BYTES)})
        now = asyncio.get_running_loop().time
        self.recognizer = ScriptedRecognizer({"pain_vas": "八分", "wants_callback": "对", "consent": "可以"})
        self.ears = Ears(media, self.recognizer, self.speaker, Loudness(), NoEcho(), self.signals.append, now)
        self.ears.open()

    async def spoke(self) -> Spoke:
        """The next finished utterance."""
        async with asyncio.timeout(4):
            while True:
                for signal in self.signals:
                    if isinstance(signal, Spoke):
                        self.signals.remove(signal)
                        return signal
                await asyncio.sleep(0.02)


@pytest.fixture
async def hearing() -> AsyncIterator[Hearing]:
    async with FakeMedia() as media:
        opened = Hearing(media)
        running = asyncio.create_task(opened.ears.run())
        yield opened
        media.hang_up()
        await running


async def test_what_began_before_the_question_changed_belongs_to_the_old_one(hearing: Hearing) -> None:
    hearing.ears.expect(PAIN)
    hearing.media.say(VOICE * 25)
    await asyncio.sleep(0.3)
    hearing.ears.expect(CALLBACK)
    assert (await hearing.spoke()).code == "pain_vas"
    hearing.media.say(VOICE * 15)
    assert (await hearing.spoke()).code == "wants_callback"


async def test_what_ends_under_a_notice_answers_nothing(hearing: Hearing) -> None:
    hearing.ears.expect(Expectation("consent", QType.CONSENT, "可以吗？", key_digits=1))
    await hearing.speaker.say(Say("s:1", "consent", (NOTICE,), interruptible=False))
    hearing.media.say(VOICE * 15)
    assert (await hearing.spoke()).code == ""


async def test_what_goes_on_after_the_notice_is_an_answer(hearing: Hearing) -> None:
    hearing.ears.expect(Expectation("consent", QType.CONSENT, "可以吗？", key_digits=1))
    await hearing.speaker.say(Say("s:1", "consent", (NOTICE,), interruptible=False))
    await asyncio.sleep(1.0)
    hearing.media.say(VOICE * 25)
    assert (await hearing.spoke()).code == "consent"


async def test_when_the_line_goes_what_was_said_and_keyed_is_taken(hearing: Hearing) -> None:
    hearing.ears.expect(PAIN)
    await asyncio.sleep(1.0)
    hearing.media.press("8")
    hearing.media.say(VOICE * 25)
    await asyncio.sleep(0.4)
    hearing.ears.finish()
    assert (await hearing.spoke()).code == "pain_vas"
    assert [signal.digits for signal in hearing.signals if isinstance(signal, Keyed)] == ["8"]
    assert not hearing.ears.is_hearing


async def asked(hearing: Hearing) -> None:
    """The question is on its way and may be interrupted."""
    hearing.ears.expect(PAIN)
    await hearing.speaker.say(Say("s:1", "pain_vas", (PROMPT,)))
    await asyncio.sleep(0.2)


@pytest.mark.req("M06-011")
async def test_a_short_sound_lets_the_prompt_go_on_and_a_long_one_stops_it(hearing: Hearing) -> None:
    await asked(hearing)
    hearing.media.say(VOICE * 6)
    await hearing.spoke()
    assert not any(isinstance(each, PromptOver) for each in hearing.signals)
    hearing.media.say(VOICE * 25)
    await hearing.spoke()
    stopped = next(each for each in hearing.signals if isinstance(each, PromptOver))
    assert not stopped.completed


async def test_a_sound_of_listening_under_a_prompt_answers_nothing(hearing: Hearing) -> None:
    hearing.recognizer.texts["pain_vas"] = "嗯"
    await asked(hearing)
    hearing.media.say(VOICE * 6)
    assert (await hearing.spoke()).code == ""


async def test_a_short_answer_under_a_prompt_is_an_answer(hearing: Hearing) -> None:
    await asked(hearing)
    hearing.media.say(VOICE * 6)
    assert (await hearing.spoke()).code == "pain_vas"
