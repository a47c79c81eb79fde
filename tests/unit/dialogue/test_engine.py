"""The engine, event by event: order of events, danger, hang-ups, breaks, transfers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ari_app.core.vocabulary import (
    AlertCode,
    AnswerStatus,
    ConsentKind,
    Disposition,
    Flag,
    IdentityFactor,
    MissingReason,
)
from ari_app.dialogue.commands import HangUp, Say, Transfer
from ari_app.dialogue.engine import advance, start
from ari_app.dialogue.events import (
    Heard,
    HeardPartial,
    HungUp,
    NoInput,
    PromptEnded,
    Reopened,
    Span,
    TransferEnded,
)
from ari_app.dialogue.facts import (
    AlertRaised,
    AnswerMissing,
    AnswerRecorded,
    CallConcluded,
    ConsentRecorded,
    IdentityChecked,
    PromptHeard,
)
from ari_app.dialogue.state import Stage
from tests.unit.dialogue.talking import AT, FRONT, facts_of, heard, listened, make_script, play, said


def test_the_greeting_comes_at_pick_up_and_cannot_be_interrupted() -> None:
    (step,) = play(make_script())
    greeting = step.commands[0]
    assert isinstance(greeting, Say)
    assert not greeting.interruptible
    assert listened(step) == "consent"
    assert greeting.id == "s:1:0"


def test_both_consents_are_stored_apart_with_their_words_and_spans() -> None:
    span = Span(1000, 1800)
    steps = play(make_script(), Heard(AT, "可以", "可以", 0.9, span), *FRONT[1:])
    consents = [fact for fact in facts_of(steps, ConsentRecorded) if isinstance(fact, ConsentRecorded)]
    assert [(each.kind, each.granted, each.text) for each in consents] == [
        (ConsentKind.RECORDING, True, "可以"),
        (ConsentKind.HEALTH_QUESTIONS, True, "可以"),
    ]
    assert consents[0].span == span


def test_two_factors_are_checked_and_the_digits_are_not_kept() -> None:
    steps = play(make_script(), *FRONT)
    checks = [fact for fact in facts_of(steps, IdentityChecked) if isinstance(fact, IdentityChecked)]
    assert [(each.factor, each.matched) for each in checks] == [
        (IdentityFactor.NAME, True),
        (IdentityFactor.ID_TAIL, True),
    ]
    for fact in (each for step in steps for each in step.facts):
        assert "四四一七" not in repr(fact)
        assert "4417" not in repr(fact)
    assert "4417" not in steps[-1].state.to_json()


def test_an_answer_before_the_prompt_ended_is_taken() -> None:
    steps = play(make_script(), *FRONT, "三分")
    prompt = next(each for each in steps[-2].commands if isinstance(each, Say))
    late = advance(make_script(), steps[-1].state, PromptEnded(AT, prompt.id, 400, False, Span(0, 400)))
    assert late.facts == (PromptHeard(AT, prompt.id, 400, False, Span(0, 400)),)
    assert late.state == replace(steps[-1].state, turn=steps[-1].state.turn + 1)
    assert late.commands == ()
    after = advance(make_script(), late.state, heard("三十六度八"))
    assert {each.id for each in after.commands}.isdisjoint(
        each.id for step in steps for each in step.commands
    )
    assert listened(after) == "wound"


def test_an_answer_carries_its_evidence() -> None:
    span = Span(9000, 9700)
    steps = play(make_script(), *FRONT, Heard(AT, "三分", "三份", 0.88, span))
    (answer,) = facts_of(steps, AnswerRecorded)
    assert isinstance(answer, AnswerRecorded)
    assert (answer.link_id, answer.value, answer.unit) == ("pain_vas", 3, "/10")
    assert (answer.confidence, answer.span, answer.times_asked) == (0.88, span, 1)
    assert answer.status is AnswerStatus.ACCEPTED


@pytest.mark.req("M15-015")
@pytest.mark.req("M10-025")
@pytest.mark.req("M06-015")
def test_danger_in_an_unfinished_utterance_is_acted_on_at_once_and_once() -> None:
    script = make_script()
    steps = play(script, *FRONT, "三分", HeardPartial(AT, "我喘不上气"), heard("我喘不上气 胸口疼"))
    assert "幺二零" in said(steps[-2])
    assert steps[-2].state.disposition is Disposition.EMERGENCY_ESCALATED
    raised = [fact for fact in facts_of(steps, AlertRaised) if isinstance(fact, AlertRaised)]
    assert [(each.code, each.due_at - each.at) for each in raised] == [
        (AlertCode.EMERGENCY, timedelta(minutes=10))
    ]
    assert steps[-1].commands == ()


def test_a_caught_utterance_is_not_taken_for_a_reply() -> None:
    steps = play(
        make_script(),
        *FRONT,
        HeardPartial(AT, "我不想活了"),
        HeardPartial(AT, "我不想活了 没"),
        heard("我不想活了 没意思"),
    )
    assert steps[-3].state.stage is Stage.CRISIS
    assert steps[-2].commands == ()
    assert steps[-1].commands == ()
    assert steps[-1].state.stage is Stage.CRISIS
    again = advance(make_script(), steps[-1].state, heard("没有人"))
    assert "让他过来陪您" in said(again)


@pytest.mark.req("M15-015")
def test_no_routine_question_after_self_harm_words() -> None:
    steps = play(make_script(), *FRONT, "我不想活了", "没有人", "很难受", NoInput(AT), NoInput(AT))
    assert {listened(step) for step in steps[5:] if step.commands} == {"crisis"}
    assert "幺二三五六" in said(steps[5])


def test_a_wound_sign_is_noticed_at_another_question() -> None:
    steps = play(make_script(agents_available=True), *FRONT, "疼得厉害 伤口还流血了")
    assert steps[-1].state.stage is Stage.TRANSFER
    assert Flag.WOUND_BLEEDING in steps[-1].state.flags
    assert any(isinstance(each, Transfer) for each in steps[-1].commands)


def test_a_transfer_that_finds_nobody_goes_on_with_the_next_item() -> None:
    steps = play(
        make_script(agents_available=True),
        *FRONT,
        "三分",
        "三十六度八",
        "有点红肿",
        TransferEnded(AT, "no_agent"),
    )
    assert "没有空闲" in said(steps[-1])
    assert listened(steps[-1]) == "diet"


def test_a_transfer_that_was_taken_ends_the_dialogue_without_hanging_up() -> None:
    steps = play(
        make_script(agents_available=True),
        *FRONT,
        "三分",
        "三十六度八",
        "有点红肿",
        TransferEnded(AT, "connected"),
    )
    assert steps[-1].state.disposition is Disposition.TRANSFERRED
    assert steps[-1].commands == ()


@pytest.mark.parametrize("spoken", [(), FRONT[:1], FRONT[:3], FRONT, (*FRONT, "三分")])
def test_a_hang_up_concludes_exactly_once(spoken: tuple[str, ...]) -> None:
    steps = play(make_script(), *spoken, HungUp(AT), HungUp(AT), heard("喂"), NoInput(AT), Reopened(AT))
    assert facts_of(steps, CallConcluded) == [CallConcluded(AT, Disposition.PARTIAL)]
    assert all(step.commands == () and step.facts == () for step in steps[-4:])
    gaps = [fact for fact in facts_of(steps, AnswerMissing) if isinstance(fact, AnswerMissing)]
    assert {gap.reason for gap in gaps} == {MissingReason.HANGUP}
    assert "wants_callback" not in {gap.link_id for gap in gaps}


def test_a_phone_that_was_never_picked_up() -> None:
    script = make_script()
    step = advance(script, start(script, "s", AT), HungUp(AT))
    assert step.state.disposition is Disposition.NO_ANSWER


def test_after_a_break_the_open_item_is_asked_again_and_it_does_not_count() -> None:
    steps = play(make_script(), *FRONT, "三分", Reopened(AT))
    assert said(steps[-1]).startswith("抱歉，刚才线路断了一下。")
    assert listened(steps[-1]) == "temp"
    assert steps[-1].state.times_asked == 1


def test_after_a_break_in_the_greeting_the_whole_notice_is_said_again() -> None:
    steps = play(make_script(), Reopened(AT))
    assert "录音" in said(steps[-1])
    assert "人工智能" in said(steps[-1])


def test_a_call_taken_up_just_after_the_answer_is_greeted() -> None:
    script = make_script()
    step = advance(script, start(script, "s", AT), Reopened(AT))
    assert "录音" in said(step)
    assert listened(step) == "consent"


def test_a_goodbye_that_was_cut_off_is_said_again_and_the_outcome_stands() -> None:
    over = play(make_script(), "我不想做了，不同意")[-1]
    assert over.state.disposition is Disposition.REFUSED
    step = advance(make_script(), over.state, Reopened(AT))
    assert said(step).endswith("再见。")
    assert isinstance(step.commands[-1], HangUp)
    assert step.state.disposition is Disposition.REFUSED
    assert facts_of([step], CallConcluded) == []
    danger = advance(make_script(), step.state, heard("我胸口疼得喘不上气"))
    assert AlertCode.EMERGENCY in {each.code for each in danger.state.raised}


def test_the_advice_of_a_finished_call_is_said_again_after_a_break() -> None:
    over = replace(
        start(make_script(), "s", AT), stage=Stage.OVER, parting=True, disposition=Disposition.COMPLETED
    )
    assert "幺二零" in said(advance(make_script(), over, Reopened(AT)))


def test_a_machine_is_only_hung_up_on_after_a_break() -> None:
    over = replace(
        start(make_script(), "s", AT), stage=Stage.OVER, parting=True, disposition=Disposition.VOICEMAIL
    )
    step = advance(make_script(), over, Reopened(AT))
    assert [type(each) for each in step.commands] == [HangUp]


def test_the_key_pad_is_offered_after_silence() -> None:
    steps = play(make_script(), *FRONT, NoInput(AT))
    assert "数字键" in said(steps[-1])
    assert listened(steps[-1]) == "pain_vas"


def test_an_unsure_value_is_never_used_before_it_is_confirmed() -> None:
    span = Span(5000, 5600)
    steps = play(make_script(), *FRONT, Heard(AT, "八分", "八分", 0.4, span))
    assert said(steps[-1]) == "您说的是八分对吗？"
    assert facts_of(steps, AnswerRecorded) == []
    assert facts_of(steps, AlertRaised) == []
    done = advance(make_script(), steps[-1].state, heard("对的"))
    (answer,) = [fact for fact in done.facts if isinstance(fact, AnswerRecorded)]
    assert (answer.value, answer.status) == (8, AnswerStatus.CONFIRMED)
    assert (answer.text, answer.confidence, answer.span) == ("八分", 0.4, span)


def test_what_stays_unsure_waits_for_review_and_counts_nowhere() -> None:
    steps = play(make_script(), *FRONT, heard("八分", 0.4), heard("八分", 0.4), heard("八分", 0.4))
    (answer,) = facts_of(steps, AnswerRecorded)
    assert isinstance(answer, AnswerRecorded)
    assert answer.status is AnswerStatus.FOR_REVIEW
    assert facts_of(steps, AlertRaised) == []
    assert listened(steps[-1]) == "temp"


def test_a_low_yes_to_a_wish_never_to_be_called_is_asked_again() -> None:
    steps = play(make_script(), heard("不要再打了", 0.3))
    assert steps[-1].state.disposition is None
    assert listened(steps[-1]) == "consent"


@pytest.mark.parametrize("ready", range(4))
def test_an_unsure_answer_of_the_front_is_asked_again_and_never_read_back(ready: int) -> None:
    script = make_script()
    steps = play(script, *FRONT[:ready], heard(FRONT[ready], 0.59))
    code = ("consent", "person", "verify", "data_consent")[ready]
    assert listened(steps[-1]) == code
    assert said(steps[-1]).startswith("抱歉，我没有听清。")
    assert "您说的是" not in said(steps[-1])
    assert steps[-1].state.pending is None
    assert [fact for fact in steps[-1].facts if isinstance(fact, ConsentRecorded | IdentityChecked)] == []
    sure = advance(script, steps[-1].state, heard(FRONT[ready], 0.60))
    assert listened(sure) == ("person", "verify", "data_consent", "pain_vas")[ready]


@pytest.mark.parametrize(
    ("ready", "disposition"),
    [
        (0, Disposition.CALLBACK_SCHEDULED),
        (1, Disposition.CALLBACK_SCHEDULED),
        (2, Disposition.VERIFY_FAILED),
        (3, Disposition.CALLBACK_SCHEDULED),
    ],
)
def test_a_front_answer_that_stays_unsure_is_left_to_a_person(ready: int, disposition: Disposition) -> None:
    steps = play(make_script(), *FRONT[:ready], *[heard(FRONT[ready], 0.4)] * 3)
    assert steps[-1].state.disposition is disposition
    assert "再见" in said(steps[-1])
