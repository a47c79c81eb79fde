"""A step that the database did not take in time is owed, and nothing is committed before it."""

from __future__ import annotations

import asyncio

import pytest

from ari_app.calls import conversation
from ari_app.calls.conversation import Conversation
from ari_app.calls.observer import NoObserver
from ari_app.calls.stall import NoStallVoice
from ari_app.core.errors import Unavailable
from ari_app.core.vocabulary import AlertCode, Disposition
from ari_app.dialogue.engine import advance, start
from ari_app.dialogue.events import Answered, HungUp, PromptEnded, TransferEnded
from ari_app.dialogue.state import Stage, State
from ari_app.dialogue.turn import Step
from tests.unit.dialogue.talking import AT, heard, make_script


class Frozen:
    """A journal whose database stands still: even to give a step up takes it as long as it likes."""

    async def record(self, before: State, step: Step) -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(1)


class Pages:
    """A journal whose database can be away."""

    def __init__(self) -> None:
        self.is_away = False
        self.turns: list[int] = []

    async def record(self, before: State, step: Step) -> None:
        if self.is_away:
            raise Unavailable("away")
        assert step.state.turn == before.turn + 1
        self.turns.append(step.state.turn)


class Counting(NoStallVoice):
    """Counts what a patient would hear."""

    def __init__(self) -> None:
        self.spoke = 0

    async def filler(self) -> None:
        self.spoke += 1


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "FILLER_AFTER_SECONDS", 0.01)
    monkeypatch.setattr(conversation, "APOLOGY_AFTER_SECONDS", 0.02)
    monkeypatch.setattr(conversation, "GIVE_UP_AFTER_SECONDS", 0.03)


def opened(pages: Pages, agents: bool = False) -> Conversation:
    script = make_script(agents_available=agents)
    return Conversation(script, start(script, "s", AT), pages, NoStallVoice(), NoObserver())


async def test_an_answer_that_was_not_stored_is_stored_when_the_database_is_back() -> None:
    pages = Pages()
    talk = opened(pages)
    await talk.handle(Answered(AT))
    pages.is_away = True
    with pytest.raises(Unavailable):
        await talk.handle(heard("可以"))
    assert (talk.owes, talk.state.stage) == (True, Stage.CONSENT)
    pages.is_away = False
    await talk.settle_within(1)
    assert (talk.owes, talk.state.stage, pages.turns) == (False, Stage.PERSON, [1, 2])


async def test_what_is_owed_comes_before_the_next_step() -> None:
    pages = Pages()
    talk = opened(pages)
    pages.is_away = True
    with pytest.raises(Unavailable):
        await talk.handle(Answered(AT))
    pages.is_away = False
    await talk.settle_within(1)
    await talk.handle(HungUp(AT))
    assert (pages.turns, talk.outcome) == ([1, 2], Disposition.PARTIAL)


async def test_a_hand_over_stays_the_outcome_while_it_cannot_be_stored() -> None:
    pages = Pages()
    talk = opened(pages, agents=True)
    await talk.handle(Answered(AT))
    await talk.handle(heard("转人工"))
    assert talk.state.stage is Stage.TRANSFER
    pages.is_away = True
    with pytest.raises(Unavailable):
        await talk.handle(TransferEnded(AT, "connected"))
    with pytest.raises(Unavailable):
        await talk.handle(HungUp(AT))
    assert (talk.owes, talk.outcome) == (True, Disposition.TRANSFERRED)
    pages.is_away = False
    await talk.settle_within(1)
    await talk.handle(HungUp(AT))
    assert talk.state.disposition is Disposition.TRANSFERRED
    assert advance(talk.script, talk.state, HungUp(AT)).facts == ()


async def test_a_server_that_stands_still_does_not_keep_the_patient_waiting() -> None:
    script = make_script()
    talk = Conversation(script, start(script, "s", AT), Frozen(), NoStallVoice(), NoObserver())
    async with asyncio.timeout(0.5):
        with pytest.raises(Unavailable):
            await talk.handle(Answered(AT))
    await talk.close()


async def test_a_database_that_is_away_keeps_nobody_on_the_line_after_the_goodbye(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pages, voice = Pages(), Counting()
    script = make_script()
    talk = Conversation(script, start(script, "s", AT), pages, voice, NoObserver())
    await talk.handle(Answered(AT))
    said = await talk.handle(heard("不想说了，别再打了，再见"))
    assert talk.state.disposition is Disposition.DNC
    pages.is_away = True
    monkeypatch.setattr(conversation, "GIVE_UP_AFTER_SECONDS", 30.0)
    async with asyncio.timeout(0.5):
        assert await talk.handle(PromptEnded(AT, said[0].id, 900, True, None)) == ()
        assert await talk.handle(PromptEnded(AT, "stall:1", 900, True, None)) == ()
    assert (voice.spoke, talk.owes, talk.outcome) == (0, True, Disposition.DNC)
    await talk.close()


async def test_a_database_that_is_slow_at_the_goodbye_costs_no_danger_told_in_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pages = Pages()
    talk = opened(pages)
    await talk.handle(Answered(AT))
    said = await talk.handle(heard("不想说了，别再打了，再见"))
    pages.is_away = True
    await talk.handle(PromptEnded(AT, said[0].id, 900, True, None))
    pages.is_away = False
    monkeypatch.setattr(conversation, "GIVE_UP_AFTER_SECONDS", 1.0)
    assert await talk.handle(heard("胸口疼，喘不上气"))
    assert [raised.code for raised in talk.state.raised] == [AlertCode.EMERGENCY]
    assert pages.turns == [1, 2, 3, 4]


async def test_a_danger_in_the_goodbye_is_waited_for() -> None:
    pages, voice = Pages(), Counting()
    script = make_script()
    talk = Conversation(script, start(script, "s", AT), pages, voice, NoObserver())
    await talk.handle(Answered(AT))
    await talk.handle(heard("不想说了，别再打了，再见"))
    pages.is_away = True
    with pytest.raises(Unavailable):
        await talk.handle(heard("胸口疼，喘不上气"))
    assert voice.spoke == 1
    await talk.close()
