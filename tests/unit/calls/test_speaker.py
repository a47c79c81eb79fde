"""The mouth of a call, on audio without a telephone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from ari_app.calls.speaker import Speaker
from ari_app.core.errors import Unavailable
from ari_app.dialogue.commands import Say
from ari_app.media.port import FRAME_BYTES, PlayoutEnded
from tests.fakes.fake_media import FakeMedia

SENTENCES = {"抱歉，我没有听清。": bytes(2 * FRAME_BYTES), "您现在是几分？": bytes(3 * FRAME_BYTES)}
SORRY, QUESTION = (Say(f"s:{n}", "item", (text,)) for n, text in enumerate(SENTENCES))


@pytest.fixture
async def media() -> AsyncIterator[FakeMedia]:
    async with FakeMedia() as opened:
        yield opened


async def until_over(media: FakeMedia, speaker: Speaker, count: int) -> None:
    """Tell the speaker of so many prompts that stopped."""
    async with asyncio.timeout(2):
        async for event in media.events():
            if isinstance(event, PlayoutEnded):
                speaker.prompt_over(event.utterance_id)
                count -= 1
                if not count:
                    return


async def test_after_a_false_start_all_that_was_cut_off_is_said(media: FakeMedia) -> None:
    speaker = Speaker(media, SENTENCES)
    await speaker.say(SORRY)
    await speaker.say(QUESTION)
    assert await speaker.give_way()
    await until_over(media, speaker, 2)
    await speaker.take_up_again()
    await until_over(media, speaker, 2)
    assert [(each, completed) for each, _, completed in media.heard] == [
        ("s:0", False),
        ("s:1", False),
        ("s:0", True),
        ("s:1", True),
    ]
    assert not speaker.is_sounding


async def test_an_answer_makes_the_interrupted_prompt_superfluous(media: FakeMedia) -> None:
    speaker = Speaker(media, SENTENCES)
    await speaker.say(QUESTION)
    await speaker.give_way()
    await until_over(media, speaker, 1)
    speaker.forget_interrupted()
    await speaker.take_up_again()
    assert not speaker.is_sounding


@pytest.mark.req("M06-011")
async def test_a_legal_notice_gives_no_way(media: FakeMedia) -> None:
    speaker = Speaker(media, SENTENCES)
    await speaker.say(Say("s:2", "consent.ask", QUESTION.sentences, interruptible=False))
    await speaker.say(SORRY)
    assert not await speaker.give_way()
    assert speaker.is_sounding


async def test_a_sentence_that_nobody_rendered_is_told(media: FakeMedia) -> None:
    with pytest.raises(Unavailable, match="never rendered"):
        await Speaker(media, SENTENCES).say(Say("s:3", "item", ("没有准备",)))


async def test_nobody_waits_through_the_silence_before_the_first_sound() -> None:
    lead, sound = bytes(2 * 1600), b"\x00\x40" * 3200
    async with FakeMedia() as media:
        speaker = Speaker(media, {"甲": lead + sound, "乙": lead + sound})
        await speaker.say(Say("s:1", "x", ("甲", "乙")))
        heard = speaker.audio_of("s:1")
    first = next(at for at in range(0, len(heard), 2) if heard[at : at + 2] != b"\x00\x00")
    assert first == 2 * 160
    assert sum(heard[at : at + 2] == b"\x00\x40" for at in range(0, len(heard), 2)) == 6400
