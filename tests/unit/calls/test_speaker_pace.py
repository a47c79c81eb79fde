"""Pauses and pace are heard, and neither costs the patient his turn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from ari_app.calls import speaker as speaker_module
from ari_app.calls.speaker import Speaker
from ari_app.dialogue.commands import USUAL_PAUSE_MS, Delivery, Pace, Say
from ari_app.media.port import FRAME_BYTES, SAMPLE_RATE
from ari_app.speech.slow_speech import slower
from tests.fakes.fake_media import FakeMedia
from tests.fakes.vowels import vowels

FIRST, SECOND = "您说的情况可能有危险。", "请马上拨打幺二零。"
SENTENCES = {FIRST: vowels(0.8).tobytes(), SECOND: vowels(0.6, pitch=200.0).tobytes()}
USUAL = Say("s:1", "advice", (FIRST, SECOND))
SLOW = replace(USUAL, pace=Pace.SLOW)
URGENT = replace(SLOW, id="s:2", code="emergency.ask", interruptible=False)


class Tape(FakeMedia):
    """Keeps what was to be played."""

    def __init__(self) -> None:
        super().__init__()
        self.played: list[bytes] = []

    async def play(self, utterance_id: str, pcm: bytes) -> None:
        """Queue and keep."""
        self.played.append(pcm)
        await super().play(utterance_id, pcm)


@pytest.fixture
async def tape() -> AsyncIterator[Tape]:
    async with Tape() as opened:
        yield opened


def silence(milliseconds: int) -> bytes:
    return bytes(SAMPLE_RATE * 2 * milliseconds // 1000)


def whole(pcm: bytes) -> bytes:
    return pcm + bytes(-len(pcm) % FRAME_BYTES)


async def test_without_delivery_all_is_as_usual(tape: Tape) -> None:
    await Speaker(tape, SENTENCES).say(USUAL)
    assert tape.played == [whole(SENTENCES[FIRST] + silence(USUAL_PAUSE_MS) + SENTENCES[SECOND])]


async def test_what_bears_weight_comes_after_a_longer_silence_and_slowly(tape: Tape) -> None:
    slow = {SECOND: slower(SENTENCES[SECOND])}
    speaker = Speaker(tape, SENTENCES, slow)
    await speaker.say(replace(USUAL, delivery=(Delivery(), Delivery(360, Pace.SLOW))))
    assert tape.played == [whole(SENTENCES[FIRST] + silence(360) + slow[SECOND])]
    assert speaker.seconds_queued == len(tape.played[0]) / 2 / SAMPLE_RATE
    speaker.prompt_over("s:1")
    assert speaker.seconds_queued == 0


@pytest.mark.req("M06-032")
async def test_a_slow_call_is_a_quarter_longer(tape: Tape) -> None:
    speaker = Speaker(tape, SENTENCES)
    await speaker.say(USUAL)
    await speaker.say(replace(SLOW, id="s:3", delivery=(Delivery(320, Pace.SLOW),) * 2))
    usual, slow = (len(pcm) for pcm in tape.played)
    assert 1.2 < slow / usual < 1.3


async def test_slow_sentences_are_made_once_and_the_loop_goes_on_meanwhile(
    tape: Tape, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop, made = asyncio.get_running_loop(), []

    def make(pcm: bytes) -> bytes:
        with pytest.raises(RuntimeError):
            asyncio.get_running_loop()  # not in the thread of the loop
        made.append(pcm)
        return slower(pcm)

    monkeypatch.setattr(speaker_module, "slower", make)
    speaker = Speaker(tape, SENTENCES)
    await speaker.say(SLOW)
    await speaker.say(replace(SLOW, id="s:4"))
    assert sorted(made) == sorted(SENTENCES.values())
    assert loop.is_running()


async def test_what_is_urgent_never_waits_for_its_slow_form(
    tape: Tape, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speaker_module, "slower", lambda pcm: pytest.fail("it was made"))
    speaker = Speaker(tape, SENTENCES, {SECOND: slower(SENTENCES[SECOND])})
    await speaker.prepare((SLOW, URGENT))
    await speaker.say(URGENT)
    assert tape.played == [whole(SENTENCES[FIRST] + silence(USUAL_PAUSE_MS) + slower(SENTENCES[SECOND]))]


async def test_a_slow_prompt_gives_way_as_any_other(tape: Tape) -> None:
    speaker = Speaker(tape, SENTENCES)
    await speaker.say(SLOW)
    await asyncio.sleep(0.1)
    assert await speaker.give_way()
    assert [(each, completed) for each, _, completed in tape.heard] == [("s:1", False)]
