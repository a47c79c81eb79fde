"""The identity check and the pain question, answer by answer."""

from __future__ import annotations

import pytest

from ari_app.core.vocabulary import AlertCode, Disposition, FollowUpAction, IdentityFactor, Priority
from ari_app.dialogue.facts import ActionRequested, AlertRaised, AnswerRecorded, IdentityChecked
from ari_app.dialogue.prompt_book import all_sentences
from ari_app.dialogue.script import Patient
from ari_app.dialogue.state import Stage
from tests.unit.dialogue.talking import FRONT, facts_of, listened, make_script, play, said

KNOWN = ("可以", "我是")


@pytest.mark.req("M07-006")
def test_the_name_is_asked_first_and_then_one_of_two_factors() -> None:
    steps = play(make_script(), *KNOWN)
    assert "李秀英本人吗" in said(steps[1])
    assert [word for word in ("身份证", "后四位", "出生") if word not in said(steps[2])] == []


@pytest.mark.req("M07-006")
@pytest.mark.parametrize(
    ("words", "factor"),
    [
        ("四四一七", IdentityFactor.ID_TAIL),
        ("4417", IdentityFactor.ID_TAIL),
        ("后四位是四四幺七", IdentityFactor.ID_TAIL),
        ("八月二号", IdentityFactor.BIRTH_MD),
        ("一九六七年八月二号", IdentityFactor.BIRTH_MD),
    ],
)
def test_either_factor_opens(words: str, factor: IdentityFactor) -> None:
    steps = play(make_script(), *KNOWN, words)
    assert steps[-1].state.verified
    assert [(each.factor, each.matched) for each in facts_of(steps, IdentityChecked)][-1] == (factor, True)


@pytest.mark.req("M07-006")
@pytest.mark.parametrize("words", ["四四一八", "八月三号", "七四一四"])
def test_a_wrong_one_does_not(words: str) -> None:
    step = play(make_script(), *KNOWN, words)[-1]
    assert not step.state.verified
    assert listened(step) == "verify"


@pytest.mark.req("M07-006")
@pytest.mark.parametrize("words", ["四四一", "一七", "八月", "记不清了"])
def test_a_part_of_one_is_asked_for_whole_and_counts_as_no_match(words: str) -> None:
    steps = play(make_script(), *KNOWN, words)
    assert not steps[-1].state.verified
    assert listened(steps[-1]) == "verify"
    assert not any(check.matched for check in facts_of([steps[-1]], IdentityChecked))


@pytest.mark.req("M07-006")
def test_three_wrong_ones_end_the_call_before_anything_clinical() -> None:
    steps = play(make_script(), *KNOWN, "一一一一", "二二二二", "三三三三")
    assert steps[-1].state.disposition is Disposition.VERIFY_FAILED
    assert steps[-1].state.stage is Stage.OVER
    assert facts_of(steps, AnswerRecorded) == []
    assert "手术" not in "".join(said(step) for step in steps)


@pytest.mark.req("M15-010")
@pytest.mark.parametrize("age", [40, 80])
def test_nothing_that_could_be_said_holds_what_the_identity_is_checked_with(age: int) -> None:
    script = make_script(patient=Patient("李秀英", age=age))
    every = "".join(all_sentences(script))
    assert [
        words for words in ("四四一七", "四四幺七", "4417", "八月二号", "身份证号码") if words in every
    ] == []


@pytest.mark.req("M07-007")
@pytest.mark.parametrize("words", ["零分", "一点不疼", "十分", "五分吧"])
def test_pain_is_a_whole_number_from_nought_to_ten(words: str) -> None:
    steps = play(make_script(), *FRONT, words)
    assert "零分是一点不疼" in said(steps[len(FRONT)])
    (pain,) = facts_of(steps, AnswerRecorded)
    assert isinstance(pain, AnswerRecorded)
    assert pain.value == {"零分": 0, "一点不疼": 0, "十分": 10, "五分吧": 5}[words]


@pytest.mark.req("M07-007")
@pytest.mark.parametrize("words", ["十一分", "二十分", "六七分", "疼得厉害"])
def test_what_is_out_of_range_or_no_number_is_asked_again(words: str) -> None:
    steps = play(make_script(), *FRONT, words)
    assert facts_of(steps, AnswerRecorded) == []
    assert listened(steps[-1]) == "pain_vas"


@pytest.mark.req("M07-008", "M10-010")
@pytest.mark.parametrize(("words", "advised"), [("六分", False), ("七分", True), ("八分", True)])
def test_from_seven_on_the_patient_is_advised_to_be_seen(words: str, advised: bool) -> None:
    step = play(make_script(), *FRONT, words)[-1]
    assert ("急诊" in said(step)) is advised
    assert (listened(step) == "wants_callback") is advised
    assert ("医生给您回个电话" in said(step)) is advised


@pytest.mark.req("M07-010")
@pytest.mark.parametrize(("words", "stored"), [("要的", "yes"), ("不用了", "no")])
def test_a_call_back_is_offered_and_the_alert_stands_either_way(words: str, stored: str) -> None:
    steps = play(make_script(), *FRONT, "八分", words)
    answers = {fact.link_id: fact.value for fact in facts_of(steps, AnswerRecorded)}
    assert answers == {"pain_vas": 8, "wants_callback": stored}
    (alert,) = facts_of(steps, AlertRaised)
    assert isinstance(alert, AlertRaised)
    assert (alert.code, alert.priority) == (AlertCode.PAIN_HIGH, Priority.P1)
    asked = {fact.action for fact in facts_of(steps, ActionRequested)}
    assert FollowUpAction.CALLBACK_TASK in asked
