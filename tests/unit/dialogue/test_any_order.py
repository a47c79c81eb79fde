"""Whatever happens in whatever order: no crash, no dead end, one end, state equal after JSON."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ari_app.core.vocabulary import AlertCode, AnswerStatus, Flag
from ari_app.dialogue.commands import HangUp, Listen, Say, Transfer
from ari_app.dialogue.engine import advance, start
from ari_app.dialogue.events import (
    Answered,
    Event,
    Heard,
    HeardPartial,
    HungUp,
    KeysPressed,
    NoInput,
    PromptEnded,
    Reopened,
    TimeIsUp,
    TransferEnded,
)
from ari_app.dialogue.facts import AlertRaised, CallConcluded
from ari_app.dialogue.prompt_book import all_sentences
from ari_app.dialogue.script import Script
from ari_app.dialogue.state import Stage, State
from ari_app.dialogue.turn import Step
from ari_app.wiring.instruments import names, questionnaire
from tests.unit.dialogue.talking import AT, make_script

WORDS = (
    "可以 我是 四四一七 八月二号 三分 八分 六七分 疼得厉害 三十七度二 三十八度五 没量 挺干的 有点红肿 正常 都吃了 一半 "
    "有 没有 要的 不用了 对 不对 嗯 喂 请再说一遍 大声点 等一下 我要人工 明天再打 打错了 我是他爱人 他不在家 我让他接 "
    "不要再打了 我不想说了 不知道 不想说 我喘不上气 我不想活了 伤口流血了 你是谁 这药能停吗 我要投诉 今天天气不错 "
    "有几天 几乎每天 完全没有 取消吧 改到二十号 高压一百四 九十 三点九 跟上次一样 我担心 "
    "不要录音 他去世了 一二三四 110101196808024417"
).split()

texts = st.sampled_from([*WORDS, "", "啊吧啊吧"])
events: st.SearchStrategy[Event] = st.one_of(
    st.builds(lambda text, sure: Heard(AT, text, text, sure), texts, st.sampled_from([0.2, 0.6, 0.95])),
    st.builds(lambda text: HeardPartial(AT, text), texts),
    st.builds(lambda digits: KeysPressed(AT, digits), st.text("0123456789*#", max_size=5)),
    st.sampled_from(
        [NoInput(AT), PromptEnded(AT, "s:1:0", 10, False), Reopened(AT), Answered(AT), TimeIsUp(AT)]
    ),
    st.builds(lambda result: TransferEnded(AT, result), st.sampled_from(["connected", "no_agent", "failed"])),
)
happy = st.sampled_from(
    [Heard(AT, text, text, 0.95) for text in ("可以", "我是", "四四一七", "三分", "正常")]
)
MOST_REPLIES = 40
talks = st.tuples(
    st.integers(0, 8), st.lists(st.one_of(events, happy), max_size=40), st.booleans(), st.booleans()
)
FRONT = [
    Heard(AT, text, text, 0.95)
    for text in ("可以", "我是", "四四一七", "可以", "三分", "三十六度八", "挺干的", "正常")
]


@settings(max_examples=150, deadline=None)
@given(talks)
def test_every_conversation_holds_its_rules(talk: tuple[int, list[Event], bool, bool]) -> None:
    hold_rules(make_script(agents_available=talk[2]), talk)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(names()), talks)
def test_so_does_every_questionnaire(name: str, talk: tuple[int, list[Event], bool, bool]) -> None:
    usual = make_script(agents_available=talk[2])
    hold_rules(replace(usual, questionnaire=questionnaire(name)), talk)


def hold_rules(script: Script, talk: tuple[int, list[Event], bool, bool]) -> None:
    """Play events and check every step."""
    ready, rest, _, gone = talk
    sentences = all_sentences(script)
    state, concluded, ids = start(script, "s", AT), 0, set[str]()
    for event in [Answered(AT), *FRONT[:ready], *rest, *([HungUp(AT)] if gone else [])]:
        step = advance(script, State.from_json(state.to_json()), event)
        assert State.from_json(step.state.to_json()) == step.state
        assert_leads_on(state, event, step)
        for command in step.commands:
            assert command.id not in ids
            ids.add(command.id)
            if isinstance(command, Say):
                assert set(command.sentences) <= sentences
        concluded += sum(isinstance(fact, CallConcluded) for fact in step.facts)
        assert_alerts_are_founded(step)
        state = step.state
    assert concluded == (1 if state.disposition is not None else 0)
    assert state.disposition is not None or not gone


def assert_leads_on(before: State, event: Event, step: Step) -> None:
    """A step that says something also waits, hands over, or hangs up; after the end only danger leads on.

    A goodbye that a break cut off is said again, and nothing else comes of that.
    """
    if before.stage is Stage.OVER and not raises_danger(step):
        assert step.state == replace(before, turn=step.state.turn)
        if before.parting and isinstance(event, Reopened):
            assert isinstance(step.commands[-1], HangUp)
        else:
            assert step.commands == ()
    if before.disposition is not None:
        assert step.state.disposition is before.disposition
    assert step.state.turn - before.turn == (1 if step.facts or step.commands or step.state != before else 0)
    if any(isinstance(command, Say) for command in step.commands):
        assert isinstance(step.commands[-1], Listen | Transfer | HangUp)
    if step.state.stage is not before.stage and step.state.stage not in {Stage.OVER}:
        assert step.commands
    if not step.state.identified:
        assert step.state.answers == ()
    if not step.state.verified:
        assert step.state.stage is not Stage.ITEMS
        assert len(step.state.answers) == len(before.answers)


def raises_danger(step: Step) -> bool:
    """Whether a danger to life was raised, which outranks even the goodbye."""
    grave = {AlertCode.EMERGENCY, AlertCode.SELF_HARM}
    return any(isinstance(fact, AlertRaised) and fact.code in grave for fact in step.facts)


def assert_alerts_are_founded(step: Step) -> None:
    """No clinical alert from somebody unidentified or from an answer that waits for review."""
    for fact in step.facts:
        if isinstance(fact, AlertRaised) and not step.state.verified:
            assert Flag.EMERGENCY in step.state.flags or Flag.SELF_HARM in step.state.flags
        if isinstance(fact, AlertRaised) and fact.link_id is not None:
            sources = [each for each in step.state.answers if each.link_id == fact.link_id]
            assert all(each.status is not AnswerStatus.FOR_REVIEW for each in sources)


@pytest.mark.parametrize("ready", [0, 1, 2, 4, 6])
@pytest.mark.parametrize("word", [*WORDS, ""])
def test_one_who_says_the_same_for_ever_comes_to_an_end(word: str, ready: int) -> None:
    script = make_script(agents_available=bool(ready % 2))
    state = advance(script, start(script, "s", AT), Answered(AT)).state
    for event in [*FRONT[:ready], *[Heard(AT, word, word, 0.95)] * MOST_REPLIES]:
        step = advance(script, state, event)
        state = step.state
        if any(isinstance(command, Transfer) for command in step.commands):
            state = advance(script, state, TransferEnded(AT, "no_agent")).state
        if state.disposition is not None:
            return
    pytest.fail(f"{state.stage} {state.open_code}")
