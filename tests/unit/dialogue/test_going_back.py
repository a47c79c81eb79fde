"""What a pause cut in two is one answer: half of it agrees to nothing and identifies nobody."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from ari_app.core.vocabulary import AlertCode, ConsentKind, Disposition, IdentityFactor
from ari_app.dialogue.engine import advance
from ari_app.dialogue.events import Before, Heard, NoInput
from ari_app.dialogue.facts import (
    AlertRaised,
    ConsentRecorded,
    ConsentTakenBack,
    IdentityChecked,
    PatientSaid,
)
from ari_app.dialogue.state import Stage, State
from ari_app.dialogue.turn import Step
from tests.unit.dialogue.talking import AT, FRONT, facts_of, make_script, play, said

SCRIPT = make_script()


@dataclass(frozen=True)
class Cut:
    """An answer in two parts, and what becomes of it."""

    code: str
    first: str
    then: str
    stage: Stage


CODES = ("consent", "person", "verify", "data_consent")
TAKEN_BACK = (
    Cut("consent", "好", "什么事", Stage.CONSENT),
    Cut("consent", "嗯好", "你是哪里", Stage.CONSENT),
    Cut("consent", "好", "你先说清楚你是谁", Stage.CONSENT),
    Cut("consent", "好", "不用了", Stage.CONSENT),
    Cut("consent", "可以", "不可以", Stage.CONSENT),
    Cut("consent", "可以", "不过别录音", Stage.PERSON),
    Cut("consent", "您好", "我不需要回访", Stage.OVER),
    Cut("consent", "可以", "吗", Stage.CONSENT),
    Cut("consent", "同意", "才怪", Stage.CONSENT),
    Cut("consent", "可以", "等我老伴来", Stage.CONSENT),
    # 不 alone ends no call before it is known what it began
    Cut("consent", "不", "可以", Stage.OVER),
    Cut("consent", "不", "用了", Stage.OVER),
    Cut("data_consent", "不", "可以", Stage.OVER),
    Cut("consent", "不", "录音", Stage.PERSON),
    Cut("data_consent", "可以", "等我老伴来", Stage.DATA_CONSENT),
    Cut("person", "是", "他女儿", Stage.PERSON),
    Cut("person", "我是", "他女儿", Stage.PERSON),
    Cut("person", "对", "不是我", Stage.PERSON),
    Cut("data_consent", "好", "算了不说了", Stage.OVER),
)
STANDING = (
    Cut("consent", "好", "的", Stage.PERSON),
    Cut("consent", "好", "可以的", Stage.PERSON),
    Cut("consent", "可以", "可以", Stage.PERSON),
    Cut("person", "是", "我是本人", Stage.VERIFY),
    Cut("person", "我是", "李秀英", Stage.VERIFY),
    Cut("person", "我是", "怎么了", Stage.VERIFY),
    Cut("data_consent", "好", "你问吧", Stage.ITEMS),
)


def after(cut: Cut) -> tuple[State, Step]:
    """The state when the first part was acted on, and what the second leads to."""
    acted_on = play(SCRIPT, *FRONT[: CODES.index(cut.code)], cut.first)[-1].state
    then = Heard(
        AT, cut.then, cut.then, 0.95, code=acted_on.open_code, before=Before(cut.code, cut.first, 0.95)
    )
    return acted_on, advance(SCRIPT, acted_on, then)


@pytest.mark.parametrize("cut", TAKEN_BACK, ids=lambda cut: f"{cut.code}-{cut.first}-{cut.then}")
def test_half_an_answer_is_taken_back(cut: Cut) -> None:
    _, step = after(cut)
    assert step.state.stage is cut.stage
    assert not step.state.verified or cut.code == "data_consent"
    assert said(step)
    assert step.facts
    assert not any(isinstance(fact, ConsentRecorded) and fact.granted for fact in step.facts)
    (words,) = (fact for fact in step.facts if isinstance(fact, PatientSaid))
    assert (words.code, words.text) == (cut.code, f"{cut.first}，{cut.then}")


@pytest.mark.parametrize("cut", STANDING, ids=lambda cut: f"{cut.code}-{cut.first}-{cut.then}")
def test_what_goes_on_with_the_same_answer_changes_nothing(cut: Cut) -> None:
    acted_on, step = after(cut)
    assert step.state.stage is cut.stage is acted_on.stage
    assert step.state.open_code == acted_on.open_code


@pytest.mark.parametrize(
    "cut",
    [
        Cut("consent", "不", "客气可以", Stage.PERSON),
        Cut("consent", "不", "用客气 行", Stage.PERSON),
        Cut("data_consent", "不", "用这么客气 问吧", Stage.ITEMS),
    ],
    ids=lambda cut: f"{cut.code}-{cut.then}",
)
def test_a_no_that_began_a_courtesy_is_none(cut: Cut) -> None:
    _, step = after(cut)
    assert step.state.stage is cut.stage
    assert any(isinstance(fact, ConsentRecorded) and fact.granted for fact in step.facts)


def test_an_identity_that_was_taken_back_is_stored_as_none() -> None:
    _, step = after(Cut("person", "是", "他女儿", Stage.PERSON))
    checks = [(fact.factor, fact.matched) for fact in step.facts if isinstance(fact, IdentityChecked)]
    assert checks == [(IdentityFactor.NAME, False)]


def test_a_consent_that_was_taken_back_is_stored_as_none() -> None:
    _, step = after(Cut("consent", "好", "什么事", Stage.CONSENT))
    assert [fact.kind for fact in step.facts if isinstance(fact, ConsentTakenBack)] == [ConsentKind.RECORDING]


def test_a_refusal_in_the_second_breath_ends_the_call() -> None:
    _, step = after(Cut("consent", "您好", "我不需要回访", Stage.OVER))
    assert step.state.disposition is Disposition.REFUSED


def test_what_was_said_to_something_long_settled_takes_nothing_back() -> None:
    state = play(SCRIPT, *FRONT)[-1].state
    step = advance(SCRIPT, state, Heard(AT, "五分", "五分", 0.95, before=Before("consent", "好", 0.95)))
    assert [each.value for each in step.state.answers] == [5]


def test_what_answers_the_next_question_takes_no_consent_back() -> None:
    _, step = after(Cut("consent", "可以", "我是", Stage.VERIFY))
    assert step.state.stage is Stage.VERIFY


def test_digits_behind_a_name_are_the_second_factor() -> None:
    _, step = after(Cut("person", "我是", "四四一七", Stage.DATA_CONSENT))
    assert step.state.verified


def test_who_ends_his_own_name_is_not_asked_again_for_the_second_factor() -> None:
    _, step = after(Cut("person", "我是", "李秀英", Stage.VERIFY))
    assert (said(step), step.state.times_asked) == ("", 1)


@pytest.mark.parametrize("words", ["胸口疼", "我喘不上气", "晕倒了"])
def test_a_no_before_it_denies_no_danger(words: str) -> None:
    whole = Heard(AT, words, words, 0.95, before=Before("consent", "不", 0.95))
    raised = [each.code for each in facts_of(play(make_script(), "不", whole), AlertRaised)]
    assert raised == [AlertCode.EMERGENCY]


def test_a_no_before_it_denies_no_lone_cry() -> None:
    whole = Heard(AT, "救命", "救命", 0.3, before=Before("consent", "不", 0.95))
    raised = [each.code for each in facts_of(play(make_script(), "不", whole, NoInput(AT)), AlertRaised)]
    assert raised == [AlertCode.EMERGENCY]
