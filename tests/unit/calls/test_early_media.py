"""What is recognized before the answer, when, and how much of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import numpy as np
import pytest

from ari_app.calls.early_budget import FIRST_SECONDS, SHARE, EarlyBudget
from ari_app.calls.early_media import LONGEST_SECONDS, EarlyMedia
from ari_app.calls.signals import Announced
from ari_app.core.vocabulary import Disposition
from ari_app.dialogue.commands import Expectation
from ari_app.media.port import FRAME_BYTES, SAMPLE_RATE, AudioIn
from ari_app.policy.early_line import Ringback
from ari_app.speech.port import Transcript
from tests.fakes.fake_media import FakeMedia

FRAME_SECONDS = 0.02
VACANT = "您拨打的号码是空号"


class Loud:
    """Whatever is not silent is a voice."""

    def feed(self, pcm: bytes) -> list[float]:
        """One window each."""
        return [1.0]

    def reset(self) -> None:
        """Nothing is kept."""


class Script:
    """A recognizer that says one text after the other and takes `seconds` of the call's clock for each."""

    def __init__(self, *texts: str, seconds: float = 0.5) -> None:
        self.given: list[float] = []
        self.seconds = seconds
        self.worked = 0.0
        self._texts: Iterator[str] = iter(texts)

    async def open(self, expectation: Expectation | None) -> Script:
        """Begin."""
        return self

    async def feed(self, pcm: bytes) -> None:
        """Note how much comes."""
        self.given.append(len(pcm) / 2 / SAMPLE_RATE)

    async def hypothesis(self) -> Transcript | None:
        """Nothing."""
        return None

    async def finish(self) -> Transcript:
        """The next text."""
        self.worked += self.seconds
        text = next(self._texts, "")
        return Transcript(text, text, 0.9, final=True)

    async def close(self) -> None:
        """Nothing is held."""


class Line:
    """The time between dialing and answer, on a clock that the audio drives."""

    def __init__(self, script: Script) -> None:
        self.now = 100.0
        self.media = FakeMedia()
        self.script = script
        self.told: list[Announced] = []
        self.early = EarlyMedia(
            self.media, script, Loud(), self.told.append, lambda: self.now + script.worked
        )

    async def plays(self, seconds: float, *, loud: bool) -> None:
        chance = np.random.default_rng(1)
        for _ in range(round(seconds / FRAME_SECONDS)):
            level = 3_000.0 if loud else 3.0
            pcm = chance.normal(0, level, FRAME_BYTES // 2).astype("<i2").tobytes()
            self.now += FRAME_SECONDS
            self.early.hear(AudioIn(pcm, self.now))
            if self.early.is_recognizing:
                await self.early.recognized()
                await asyncio.sleep(0)

    async def over(self) -> None:
        await self.early.over()
        await self.media.close()


async def test_an_announcement_is_told_once_and_nothing_is_heard_after_it() -> None:
    line = Line(Script(VACANT, "您拨打的用户已关机"))
    await line.early.begin()
    await line.plays(3.0, loud=True)
    await line.plays(1.0, loud=False)
    await line.plays(3.0, loud=True)
    await line.plays(1.0, loud=False)
    await line.over()
    assert [(each.kind, each.is_final) for each in line.told] == [(Disposition.VACANT, True)]
    assert len(line.script.given) == 1
    assert line.early.told().phrase == "是空号"


async def test_a_phrase_that_a_pause_cuts_is_whole_again() -> None:
    line = Line(Script("您拨打的号码", "是空号"))
    await line.early.begin()
    for _ in range(2):
        await line.plays(6.0, loud=True)
        await line.plays(1.0, loud=False)
    await line.over()
    assert [each.kind for each in line.told] == [Disposition.VACANT]


async def test_no_stretch_is_longer_than_eight_seconds_and_the_budget_holds() -> None:
    line = Line(Script(*["恭喜发财大家好"] * 40, seconds=1.5))
    await line.early.begin()
    began = line.now
    await line.plays(45.0, loud=True)
    spent = line.early.told().recognizing_seconds
    total = line.now + line.script.worked - began
    await line.over()
    assert max(line.script.given) <= LONGEST_SECONDS + FRAME_SECONDS
    assert 2 <= len(line.script.given)
    assert spent <= SHARE * total + FIRST_SECONDS
    assert line.told == []
    assert line.early.told().ringback is Ringback.ADVERT


async def test_what_is_recognized_after_the_answer_is_not_told() -> None:
    line = Line(Script(VACANT))
    await line.early.begin()
    await line.early.over()
    await line.plays(3.0, loud=True)
    await line.plays(1.0, loud=False)
    await line.media.close()
    assert line.told == []
    assert line.script.given == []


@pytest.mark.parametrize("seconds", [0.1, 2.0])
def test_a_budget_is_a_fifth_of_a_core(seconds: float) -> None:
    budget, now, times = EarlyBudget(0.0), 0.0, 0
    while now < 60:
        if budget.allows(now):
            budget.spend(seconds)
            times += 1
        now += 0.02
    assert times > 3
    assert budget.spent <= SHARE * now + FIRST_SECONDS
