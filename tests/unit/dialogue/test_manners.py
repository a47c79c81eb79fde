"""How the robot deals with a person: moods, halves of answers, the same as last time, the telephone changing hands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ari_app.core.vocabulary import AnswerStatus, Disposition
from ari_app.dialogue.commands import Say
from ari_app.dialogue.events import KeysPressed
from ari_app.dialogue.facts import AnswerRecorded
from ari_app.dialogue.mood import mood_in
from ari_app.dialogue.script import Patient
from ari_app.dialogue.stages import verify
from ari_app.dialogue.state import Stage
from ari_app.wiring.instruments import questionnaire
from tests.unit.dialogue.talking import AT, FRONT, heard, listened, make_script, play, said


@pytest.mark.req("M06-018")
@pytest.mark.req("M06-010")
@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("我有点担心 会不会感染", "worried"),
        ("我不担心", None),
        ("没担心", None),
        ("别担心", None),
        ("没难过", None),
        ("别生气", None),
        ("没人管我", "angry"),
        ("疼得睡不着", "pain"),
        ("心情不太好", "low"),
        ("气死我了", "angry"),
        ("烦死了 老打电话", "angry"),
        ("谢谢 好多了", "glad"),
        ("不难受", None),
        ("三十六度八", None),
    ],
)
def test_moods(text: str, mood: str | None) -> None:
    assert mood_in(text) == mood


@pytest.mark.req("M06-010")
def test_a_mood_is_answered_once() -> None:
    steps = play(make_script(), *FRONT, "三分", "我很担心 三十六度八", "我很担心 挺干的")
    assert said(steps[-2]).startswith("您的担心我明白。")
    assert "您的担心我明白" not in said(steps[-1])


@pytest.mark.req("M06-010")
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("气死我了", "真对不起"),
        ("疼得睡不着", "受苦"),
        ("心情不太好", "不好受"),
        ("好多了 谢谢", "真好"),
    ],
)
def test_each_mood_is_answered_in_its_own_words(text: str, words: str) -> None:
    assert words in said(play(make_script(), *FRONT, "三分", text)[-1])


@pytest.mark.req("M06-012")
@pytest.mark.parametrize(
    ("half", "asked", "rest"),
    [("高压一百四", "那低压是多少", "低压九十"), ("低压九十", "那高压是多少", "高压一百四")],
)
def test_the_lacking_half_of_a_blood_pressure_is_asked_for(half: str, asked: str, rest: str) -> None:
    script = replace(make_script(), questionnaire=questionnaire("q_chronic_v1"))
    steps = play(script, *FRONT, "一次都没漏", "没有", half, rest)
    assert asked in said(steps[-2])
    assert not any(isinstance(fact, AnswerRecorded) for fact in steps[-2].facts)
    (answer,) = [fact for fact in steps[-1].facts if isinstance(fact, AnswerRecorded)]
    assert answer.value == {"sys": 140, "dia": 90}


@pytest.mark.req("M06-012")
def test_the_same_as_last_time_is_read_back_and_only_then_counts() -> None:
    patient = Patient(name="李秀英", age=58, last_answers={"pain_vas": 4}, history={"pain_vas": (4.0,)})
    steps = play(make_script(patient=patient), *FRONT, "跟上次一样", "对")
    assert said(steps[-2]) == "上次您说的是四分对吗？"
    assert not any(isinstance(fact, AnswerRecorded) for fact in steps[-2].facts)
    (answer,) = [fact for fact in steps[-1].facts if isinstance(fact, AnswerRecorded)]
    assert (answer.value, answer.unit, answer.status) == (4, "/10", AnswerStatus.CONFIRMED)


def test_one_key_is_no_yes_to_a_read_back() -> None:
    steps = play(make_script(), *FRONT, heard("八分", 0.4), KeysPressed(AT, "1"))
    assert not any(isinstance(fact, AnswerRecorded) for fact in steps[-1].facts)
    assert listened(steps[-1]) == "pain_vas"


@pytest.mark.req("M15-009")
def test_whoever_takes_the_phone_over_is_identified_anew() -> None:
    steps = play(make_script(), *FRONT, "三分", "我让我老伴跟你说", "喂")
    assert steps[-2].state.stage is Stage.HANDOVER
    assert not steps[-1].state.verified
    assert listened(steps[-1]) == "consent"
    assert [each.link_id for each in steps[-1].state.answers] == ["pain_vas"]


def test_a_verified_patient_who_speaks_of_another_is_not_absent() -> None:
    steps = play(make_script(), *FRONT, "三分", "三十六度八", "挺干的", "我老伴不在家 没人做饭")
    assert steps[-1].state.disposition is None
    assert listened(steps[-1]) == "diet"


def test_a_patient_who_says_it_twice_is_believed_to_be_somebody_else() -> None:
    steps = play(make_script(), *FRONT, "他上个月去世了", "他去世了")
    assert steps[-2].state.disposition is None
    assert steps[-1].state.disposition is Disposition.DECEASED


@pytest.mark.parametrize("text", ["四四一七 八月二号", "八月二号 四四一七", "四四一七", "八月二号"])
def test_either_factor_or_both_in_one_breath(text: str) -> None:
    _, factors = verify.read("", text)
    assert {value for _, value in factors} <= {"4417", "08-02"}
    assert factors


@pytest.mark.req("M15-002")
def test_a_relative_is_not_told_what_the_patient_was_treated_for() -> None:
    patient = Patient(name="李秀英", age=70, relatives_allowed=frozenset({"daughter"}))
    steps = play(make_script(patient=patient), "可以", "我是她女儿", "四四一七")
    assert "手术" not in said(steps[-1])
    assert listened(steps[-1]) == "data_consent"


def test_of_a_minor_only_the_guardian_is_asked() -> None:
    child = Patient(name="李小明", age=9, guardian_relation="mother")
    assert listened(play(make_script(patient=child), "可以", "我是他妈妈")[-1]) == "verify"
    other = play(make_script(patient=child), "可以", "我是他爸爸", "我是他爸爸")
    assert other[-1].state.disposition is Disposition.PATIENT_UNAVAILABLE


def test_of_a_minor_without_a_recorded_guardian_a_parent_is_asked() -> None:
    child = Patient(name="李小明", age=9)
    assert listened(play(make_script(patient=child), "可以", "我是他妈妈")[-1]) == "verify"
    assert play(make_script(patient=child), "可以", "我是他", "我是他哥哥")[-1].state.verified is False


@pytest.mark.parametrize(
    ("relation", "said_first", "then", "stage"),
    [
        ("grandmother", "我是他奶奶", "", Stage.VERIFY),
        ("mother", "我是他的监护人", "我是他妈妈", Stage.VERIFY),
        ("mother", "我是孩子家长", "我是他姐姐", Stage.PERSON),
        ("mother", "我是他奶奶", "", Stage.PERSON),
    ],
)
def test_a_guardian_by_his_own_word(relation: str, said_first: str, then: str, stage: Stage) -> None:
    child = Patient(name="李小明", age=9, guardian_relation=relation)
    steps = play(make_script(patient=child), *(text for text in ("可以", said_first, then) if text))
    assert steps[-1].state.stage is stage


@pytest.mark.req("M06-019")
def test_what_was_not_understood_over_the_prompt_is_asked_again() -> None:
    steps = play(make_script(), *FRONT, "三分", "啊吧啊吧")
    assert listened(steps[-1]) == "temp"
    assert any(isinstance(each, Say) for each in steps[-1].commands)
    assert steps[-1].state.times_asked == 2
