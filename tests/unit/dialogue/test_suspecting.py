"""A danger that may have been told: nothing that was suspected is lost, or asked of somebody else."""

from __future__ import annotations

import pytest

from ari_app.core.vocabulary import AlertCode, Flag, FollowUpAction
from ari_app.dialogue.events import Event, Heard, HungUp, KeysPressed
from ari_app.dialogue.facts import ActionRequested, AlertRaised
from ari_app.dialogue.script import Patient
from tests.unit.dialogue.talking import AT, FRONT, facts_of, heard, listened, make_script, play


def suspected(flag: Flag, text: str = "星口伊镇地角藤", code: str | None = None) -> Heard:
    return Heard(AT, text, text, 0.4, code=code, suspected=(flag,))


def left_to_person(*events: Event | str) -> list[str | None]:
    asked = facts_of(play(make_script(), *FRONT, *events), ActionRequested)
    return [each.detail for each in asked if each.action is FollowUpAction.REVIEW_QUEUE]


@pytest.mark.parametrize("hand_over", [("我让他接", "喂"), ("我是她女儿",)])
def test_who_comes_to_the_phone_is_not_asked_for_what_another_may_have_told(
    hand_over: tuple[str, ...],
) -> None:
    script = make_script(patient=Patient("李秀英", 58, relatives_allowed=frozenset({"女儿"})))
    again = ("可以", "我是她女儿", "四四一七", "可以")
    steps = play(script, *FRONT, suspected(Flag.SELF_HARM), *hand_over, *again)
    assert listened(steps[-1]) == "pain_vas"
    asked = [each for each in facts_of(steps, ActionRequested) if each.detail == "suspected_self_harm"]
    assert [each.action for each in asked] == [FollowUpAction.REVIEW_QUEUE]


def test_a_second_danger_suspected_while_one_is_asked_for_goes_to_a_person() -> None:
    assert left_to_person(suspected(Flag.EMERGENCY), suspected(Flag.SELF_HARM), "没有") == [
        "suspected_self_harm"
    ]


def test_a_danger_suspected_in_words_to_a_settled_question_is_asked_for() -> None:
    steps = play(make_script(), *FRONT, "三分", suspected(Flag.SELF_HARM, code="pain_vas"), "三十六度五")
    assert listened(steps[-1]) == "suspected_self_harm"


@pytest.mark.parametrize("words", ["想过 没用", "经常想 没办法", "伤口不疼", "有过 没敢"])
def test_no_doubtful_no_rules_out_a_wish_to_die(words: str) -> None:
    steps = play(make_script(), *FRONT, suspected(Flag.SELF_HARM), words)
    raised = [each.code for each in facts_of(steps, AlertRaised)]
    assert listened(steps[-1]) == "suspected_self_harm" or raised == [AlertCode.SELF_HARM]


@pytest.mark.parametrize("words", ["没有", "没想过", "对没有", "嗯没有", "没有过"])
def test_a_plain_no_leads_back(words: str) -> None:
    assert listened(play(make_script(), *FRONT, suspected(Flag.SELF_HARM), heard(words))[-1]) == "pain_vas"


def test_what_is_suspected_beside_a_hardly_heard_cry_is_not_lost() -> None:
    cry = Heard(AT, "救命", "救命", 0.3, suspected=(Flag.SELF_HARM,))
    front = ("三分", "三十六度五", "正常", "挺干的")
    steps = play(make_script(), *FRONT, *front)
    assert listened(steps[-1]) is not None
    steps = play(make_script(), *FRONT, Heard(AT, "三分", "三分", 0.3), cry, KeysPressed(AT, "3"))
    assert listened(steps[-1]) == "suspected_self_harm"


@pytest.mark.parametrize(
    "after",
    [
        heard("疼得厉害"),
        heard("伤口流血了"),
        heard("不想说"),
        heard("您拨打的用户暂时无法接通"),
        KeysPressed(AT, "0"),
        heard("你说啥"),
    ],
)
def test_a_cry_in_answer_to_a_suspicion_is_not_left_to_a_review(after: Event) -> None:
    cry = Heard(AT, "救命", "救命", 0.2)
    steps = play(make_script(), *FRONT, suspected(Flag.SELF_HARM), cry, after, HungUp(AT))
    assert AlertCode.EMERGENCY in [each.code for each in facts_of(steps, AlertRaised)]


def test_a_cry_in_answer_to_a_suspicion_is_taken_back_by_a_plain_no() -> None:
    cry = Heard(AT, "救命", "救命", 0.2)
    steps = play(make_script(), *FRONT, suspected(Flag.SELF_HARM), cry, "没有", HungUp(AT))
    assert facts_of(steps, AlertRaised) == []
