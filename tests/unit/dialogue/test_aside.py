"""What was said to a question that is settled by now answers no later one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ari_app.core.vocabulary import AnswerStatus, Disposition, Flag
from ari_app.dialogue.aside import UNDER_A_NOTICE
from ari_app.dialogue.engine import advance
from ari_app.dialogue.events import Heard, KeysPressed
from ari_app.dialogue.facts import AlertRaised, PatientSaid
from ari_app.dialogue.state import Stage, State
from ari_app.dialogue.turn import Step
from tests.unit.dialogue.talking import AT, FRONT, make_script, play

SCRIPT = make_script()


def heard(state: State, text: str, code: str | None = None) -> Step:
    return advance(SCRIPT, state, Heard(AT, text, text, 0.95, code=code))


def answers(state: State) -> dict[str, object]:
    return {each.link_id: each.value for each in state.answers}


@pytest.fixture
def pain_is_eight() -> State:
    state = play(SCRIPT, *FRONT, "八分")[-1].state
    assert (state.open_code, answers(state)) == ("wants_callback", {"pain_vas": 8})
    return state


@pytest.mark.parametrize("text", ["对", "八分", "嗯八分吧", "好的", "要的"])
def test_a_late_word_is_no_answer_to_what_was_not_heard_yet(pain_is_eight: State, text: str) -> None:
    step = heard(pain_is_eight, text, "pain_vas")
    assert answers(step.state) == {"pain_vas": 8}
    assert step.state.open_code == "wants_callback"
    assert step.commands == ()
    assert [fact.code for fact in step.facts if isinstance(fact, PatientSaid)] == ["pain_vas"]


def test_a_late_key_is_none_either(pain_is_eight: State) -> None:
    step = advance(SCRIPT, pain_is_eight, KeysPressed(AT, "1", code="pain_vas"))
    assert answers(step.state) == {"pain_vas": 8}
    step = advance(SCRIPT, pain_is_eight, KeysPressed(AT, "1", code="wants_callback"))
    assert answers(step.state)["wants_callback"] == "yes"


def test_another_value_puts_the_item_back(pain_is_eight: State) -> None:
    state = heard(pain_is_eight, "不对 是六分", "pain_vas").state
    (pain,) = state.answers
    assert (pain.value, pain.status) == (6, AnswerStatus.FOR_REVIEW)
    state = heard(state, "要的", "wants_callback").state
    assert state.open_code == "pain_vas"
    state = heard(state, "六分", "pain_vas").state
    assert answers(state)["pain_vas"] == 6
    assert state.open_code == "temp"


def test_danger_is_acted_on_wherever_it_was_said(pain_is_eight: State) -> None:
    for code in ("pain_vas", ""):
        step = heard(pain_is_eight, "我胸口疼喘不上气", code)
        assert "EMERGENCY" in [fact.code for fact in step.facts if isinstance(fact, AlertRaised)]
        assert step.state.stage is not Stage.ITEMS


def test_a_late_no_to_the_consent_is_heard(pain_is_eight: State) -> None:
    state = heard(replace(pain_is_eight, turn=9), "不行 我不同意", "data_consent").state
    assert (state.stage, state.open_code) == (Stage.DATA_CONSENT, "data_consent")


def test_the_open_question_is_answered_as_ever(pain_is_eight: State) -> None:
    for code in ("wants_callback", None):
        assert answers(heard(pain_is_eight, "要的", code).state)["wants_callback"] == "yes"


MAILBOX = "我用无法机听你的电话请在迪生后留言留言结束请挂机"


def test_a_mailbox_that_speaks_into_the_greeting_is_left() -> None:
    asked = play(SCRIPT)[-1].state
    late = Heard(AT, MAILBOX, MAILBOX, 0.9, code=UNDER_A_NOTICE, by_sound=(Flag.SELF_HARM,))
    step = advance(SCRIPT, asked, late)
    assert step.state.disposition is Disposition.VOICEMAIL
    assert not [fact for fact in step.facts if isinstance(fact, AlertRaised)]


def test_danger_beside_a_word_about_mailboxes_is_acted_on() -> None:
    asked = play(SCRIPT)[-1].state
    step = heard(asked, "什么留言啊 我胸口疼喘不上气", UNDER_A_NOTICE)
    assert step.state.disposition is Disposition.EMERGENCY_ESCALATED
    assert "EMERGENCY" in [fact.code for fact in step.facts if isinstance(fact, AlertRaised)]


def test_a_late_no_to_the_health_questions_leads_no_stranger_to_them() -> None:
    late = Heard(AT, "不用了", "不用了", 0.95, code="data_consent")
    for steps in (
        play(make_script(), *FRONT[:3], "我让他接", late, KeysPressed(AT, "1")),
        play(make_script(), "可以", late, "可以"),
    ):
        assert steps[-1].state.stage is not Stage.ITEMS
        assert not steps[-1].state.verified
