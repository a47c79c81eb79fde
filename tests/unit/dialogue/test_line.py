"""What happens to the call itself: the longest time, a call taken up after an interrupted one, its goodbye."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from ari_app.core.vocabulary import AlertCode, Disposition, Flag, FollowUpAction, MissingReason
from ari_app.dialogue.commands import DestroyRecording, HangUp, Listen, Pace, Say, Transfer
from ari_app.dialogue.engine import advance, start
from ari_app.dialogue.events import (
    Answered,
    Event,
    HeardPartial,
    HungUp,
    KeysPressed,
    NoInput,
    TimeIsUp,
    TransferEnded,
)
from ari_app.dialogue.facts import ActionRequested, AlertRaised, AnswerMissing, CallConcluded
from ari_app.dialogue.script import Patient
from ari_app.dialogue.state import Stage, State
from tests.unit.dialogue.talking import AT, FRONT, heard, listened, make_script, play, said

REST = ("三分", "三十六度八", "挺干的", "正常", "正常", "都吃了", "没有")


def test_at_the_longest_time_the_robot_says_goodbye_and_calls_again() -> None:
    steps = play(make_script(), *FRONT, "三分", TimeIsUp(AT))
    assert steps[-1].state.disposition is Disposition.PARTIAL
    assert said(steps[-1]).endswith("再见。")
    assert isinstance(steps[-1].commands[-1], HangUp)
    assert "redial_scheduled" in steps[-1].state.actions
    gaps = {fact.reason for fact in steps[-1].facts if isinstance(fact, AnswerMissing)}
    assert gaps == {MissingReason.NOT_REACHED}


@pytest.mark.parametrize(
    ("agents", "events"),
    [
        (False, ("我不想活了",)),
        (True, ("我不想活了",)),
        (True, ("我喘不上气",)),
        (True, ("转人工",)),
    ],
)
def test_the_longest_time_ends_no_crisis_and_no_hand_over(agents: bool, events: tuple[str, ...]) -> None:
    steps = play(make_script(agents_available=agents), *FRONT, *events, TimeIsUp(AT))
    assert steps[-1].commands == ()
    assert steps[-1].state == steps[-2].state


def test_the_longest_time_says_nothing_to_one_who_never_picked_up() -> None:
    script = make_script()
    step = advance(script, start(script, "s", AT), TimeIsUp(AT))
    assert step.commands == ()
    assert step.state.stage is Stage.RINGING


def interrupted() -> State:
    """A call in which the patient hung up after two answers, the first of them alarming."""
    return play(make_script(), *FRONT, "八分", "要的", "三十六度八", HungUp(AT))[-1].state


def test_an_interrupted_questionnaire_goes_on_at_its_open_item() -> None:
    script, state = make_script(), start(make_script(), "s2", AT, interrupted())
    raised = []
    events: list[Event] = [Answered(AT), *(heard(text) for text in FRONT)]
    for event in events:
        step = advance(script, State.from_json(state.to_json()), event)
        raised += [fact for fact in step.facts if isinstance(fact, AlertRaised)]
        state = step.state
    assert "上次我们说到一半" in said(step)
    assert listened(step) == "wound"
    assert raised == []
    assert [each.code for each in state.raised] == [AlertCode.PAIN_HIGH]
    for text in REST[2:]:
        step = advance(script, step.state, heard(text))
    assert step.state.disposition is Disposition.COMPLETED
    assert {each.link_id for each in step.state.answers} >= {"pain_vas", "temp", "wound", "abnormal"}


def test_of_an_interrupted_call_only_the_patients_own_reasons_stand() -> None:
    before = play(make_script(), *FRONT, "三分", "没量", NoInput(AT), HungUp(AT))[-1].state
    state = start(make_script(), "s2", AT, before)
    assert [(gap.link_id, gap.reason) for gap in state.gaps] == [("temp", MissingReason.NOT_MEASURED)]
    assert state.disposition is None
    assert state.stage is Stage.RINGING


def test_danger_over_the_goodbye_is_raised_once_and_the_outcome_stands() -> None:
    script = make_script(agents_available=True)
    steps = play(
        script,
        *FRONT,
        *REST,
        HeardPartial(AT, "我喘不上气"),
        heard("我喘不上气"),
        TransferEnded(AT, "no_agent"),
    )
    assert isinstance(steps[-3].commands[-1], Transfer)
    assert steps[-2].commands == ()
    assert isinstance(steps[-1].commands[-1], HangUp)
    assert steps[-1].state.disposition is Disposition.COMPLETED
    facts = [fact for step in steps for fact in step.facts]
    assert sum(isinstance(fact, CallConcluded) for fact in facts) == 1
    assert [fact.code for fact in facts if isinstance(fact, AlertRaised)] == [AlertCode.EMERGENCY]


def test_self_harm_over_the_goodbye_keeps_the_robot_on_the_line() -> None:
    steps = play(make_script(), *FRONT, *REST, heard("我不想活了"))
    assert steps[-1].state.stage is Stage.CRISIS
    assert isinstance(steps[-1].commands[-1], Listen)
    assert "幺二三五六" in said(steps[-1])


def test_nothing_follows_a_goodbye_that_nobody_speaks_over() -> None:
    steps = play(make_script(), *FRONT, *REST, heard("好的谢谢"), HeardPartial(AT, "再见"), NoInput(AT))
    assert all(step.commands == () and step.facts == () for step in steps[-3:])


def test_after_a_hang_up_nothing_is_heard() -> None:
    steps = play(make_script(), *FRONT, HungUp(AT), heard("我不想活了"))
    assert steps[-1].facts == ()


@pytest.mark.req("M06-032")
def test_an_elderly_patient_is_given_time_and_a_slow_voice() -> None:
    usual = play(make_script(), *FRONT)[-1]
    elder = play(make_script(patient=Patient(name="李秀英", age=80)), *FRONT)[-1]
    pace = {each.pace for each in elder.commands if isinstance(each, Say)}
    assert pace == {Pace.SLOW}
    waits = [
        each.no_input_seconds for step in (usual, elder) for each in step.commands if isinstance(each, Listen)
    ]
    assert waits[1] > waits[0]


@pytest.mark.req("M06-032")
@pytest.mark.parametrize(("age", "is_elder"), [(64, False), (65, True), (80, True), (None, False)])
def test_who_is_elderly_is_greeted_in_simpler_words(age: int | None, is_elder: bool) -> None:
    script = make_script(patient=Patient(name="李秀英", age=age))
    simple = "".join(script.prompts.prompts["consent.ask@elder"].sentences).format(hospital="仁和医院")
    assert (said(play(script)[-1]) == simple) is is_elder


def test_who_asks_to_be_spoken_to_slowly_is() -> None:
    steps = play(make_script(), *FRONT, "你说慢一点")
    assert {each.pace for each in steps[-1].commands if isinstance(each, Say)} == {Pace.SLOW}


def test_what_else_a_cry_for_help_told_still_counts() -> None:
    steps = play(make_script(), *FRONT, HeardPartial(AT, "我不想活了"), heard("伤口流脓了 我不想活了"))
    assert Flag.WOUND_PUS in steps[-1].state.flags
    assert AlertCode.WOUND in {each.code for each in steps[-1].state.raised}
    assert steps[-1].state.stage is Stage.CRISIS
    assert steps[-1].commands == ()


def test_sensitive_questions_wait_for_somebody_who_can_take_over() -> None:
    night = datetime.fromisoformat("2026-03-10T21:30:00+08:00")
    script = make_script()
    asks = replace(script, rules=replace(script.rules, needs_person=frozenset({"pain_vas"})))
    state = start(asks, "s", night)
    events: list[Event] = [Answered(night), *(replace(heard(text), at=night) for text in FRONT[:3])]
    for event in events:
        state = advance(asks, state, event).state
    assert state.disposition is Disposition.CALLBACK_SCHEDULED
    assert "pain_vas" not in state.asked


@pytest.mark.req("M07-005")
@pytest.mark.parametrize("age", [58, 80])
def test_a_call_begins_with_the_notice_and_asks_for_consent(age: int) -> None:
    (greeting,) = play(make_script(patient=Patient(name="李秀英", age=age)))
    assert "录音" in said(greeting)
    assert "人工智能" in said(greeting)
    assert listened(greeting) == "consent"


@pytest.mark.req("M07-014")
@pytest.mark.parametrize("age", [58, 80])
def test_a_finished_call_tells_how_to_reach_the_center(age: int) -> None:
    steps = play(make_script(patient=Patient(name="李秀英", age=age)), *FRONT, *REST)
    assert steps[-1].state.disposition is Disposition.COMPLETED
    assert "随访中心电话" in said(steps[-1])
    assert said(steps[-1]).endswith("祝您早日康复，再见。")


@pytest.mark.req("M15-009")
@pytest.mark.parametrize("wrong", ["一二三四", "九月九号"])
def test_a_wrong_factor_opens_no_item(wrong: str) -> None:
    steps = play(make_script(), "可以", "我是", wrong, wrong, wrong)
    assert steps[-1].state.disposition is Disposition.VERIFY_FAILED
    assert not steps[-1].state.verified
    assert set(steps[-1].state.asked) == {"consent", "person", "verify"}


@pytest.mark.req("M15-009")
@pytest.mark.parametrize("reply", [heard("我不想说"), KeysPressed(AT, "9999")])
def test_who_does_not_pass_the_check_is_asked_nothing(reply: Event) -> None:
    steps = play(make_script(), "可以", "我是", reply, reply, reply)
    assert steps[-1].state.disposition is Disposition.VERIFY_FAILED
    assert set(steps[-1].state.asked) == {"consent", "person", "verify"}


@pytest.mark.req("M15-009")
def test_a_relative_who_may_answer_passes_the_check_first() -> None:
    script = make_script(patient=Patient("李秀英", age=58, relatives_allowed=frozenset({"daughter"})))
    assert listened(play(script, "可以", "我是她女儿")[-1]) == "verify"
    steps = play(script, "可以", "我是她女儿", *["一二三四"] * 3)
    assert steps[-1].state.disposition is Disposition.VERIFY_FAILED
    assert set(steps[-1].state.asked) == {"consent", "person", "verify"}


@pytest.mark.req("M07-005")
@pytest.mark.parametrize("no", ["不可以", "不同意", "别打了"])
def test_without_consent_nothing_is_asked(no: str) -> None:
    step = play(make_script(), no)[-1]
    assert step.state.asked == ("consent",)
    assert isinstance(step.commands[-1], HangUp)


@pytest.mark.req("M07-005")
def test_who_wants_no_recording_goes_on_without_one() -> None:
    step = play(make_script(), "不要录音")[-1]
    assert any(isinstance(each, DestroyRecording) for each in step.commands)
    assert listened(step) == "person"


@pytest.mark.req("M07-012")
@pytest.mark.parametrize("age", [58, 80])
def test_a_finished_call_promises_the_notes_and_asks_for_them(age: int) -> None:
    step = play(make_script(patient=Patient("李秀英", age=age)), *FRONT, *REST)[-1]
    assert "注意事项会用短信发给您" in said(step)
    assert [fact.action for fact in step.facts if isinstance(fact, ActionRequested)] == [
        FollowUpAction.SMS_GUIDANCE
    ]
