"""What the engine keeps of a conversation: alerts, scores, the note, the transcript, and what it keeps nowhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ari_app.core.errors import Damaged
from ari_app.core.vocabulary import (
    AlertCode,
    Disposition,
)
from ari_app.dialogue.commands import Listen
from ari_app.dialogue.engine import advance
from ari_app.dialogue.events import (
    Answered,
    Event,
    HeardPartial,
)
from ari_app.dialogue.facts import (
    AlertRaised,
    ConsentRecorded,
    NoteWritten,
    PatientSaid,
    ScoreComputed,
)
from ari_app.dialogue.state import State
from ari_app.dialogue.turn import Step
from ari_app.wiring.instruments import questionnaire
from tests.unit.dialogue.talking import AT, FRONT, facts_of, heard, listened, make_script, play, said


@pytest.mark.req("M15-010")
def test_a_full_identity_number_is_kept_nowhere() -> None:
    number = "110101196808024417"
    steps = play(make_script(), *FRONT[:2], f"身份证是{number}")
    for fact in (each for step in steps for each in step.facts):
        assert number not in repr(fact)
    assert number not in steps[-1].state.to_json()


@pytest.mark.req("M09-028")
@pytest.mark.req("M10-010", "M10-012", "M10-014")
@pytest.mark.parametrize(
    ("name", "replies", "code", "minutes", "advice"),
    [
        ("q_postop_v1", ("七分",), AlertCode.PAIN_HIGH, 10, "急诊"),
        ("q_postop_v1", ("三分", "三十八度五"), AlertCode.FEVER, 120, "尽快到医院"),
        (
            "q_phq9_v1",
            ("几乎每天", "几乎每天", "几乎每天", "有几天", *["完全没有"] * 5),
            AlertCode.PHQ9_GE10,
            120,
            "心理科",
        ),
    ],
)
def test_an_alert_is_due_in_time_and_the_patient_hears_the_advice(
    name: str, replies: tuple[str, ...], code: AlertCode, minutes: int, advice: str
) -> None:
    step = play(replace(make_script(), questionnaire=questionnaire(name)), *FRONT, *replies)[-1]
    (alert,) = [fact for fact in step.facts if isinstance(fact, AlertRaised)]
    assert (alert.code, alert.due_at - alert.at) == (code, timedelta(minutes=minutes))
    assert advice in said(step)


@pytest.mark.req("M08-016")
@pytest.mark.parametrize("doubtful", [(heard("有几天", 0.4),) * 3, ("不想说",)])
def test_a_scale_with_an_item_in_doubt_or_refused_has_no_total(doubtful: tuple[Event | str, ...]) -> None:
    script = replace(make_script(), questionnaire=questionnaire("q_phq9_v1"))
    steps = play(script, *FRONT, *doubtful, *["完全没有"] * 8)
    assert steps[-1].state.disposition is Disposition.COMPLETED
    assert facts_of(steps, ScoreComputed) == []


@pytest.mark.req("M09-014")
def test_the_note_rests_on_the_answers() -> None:
    steps = play(
        make_script(), *FRONT, "八分", "要的", "三十七度二", "挺干的", "正常", "正常", "都吃了", "没有"
    )
    notes = [fact for fact in facts_of(steps, NoteWritten) if isinstance(fact, NoteWritten)]
    assert [each.style for each in notes] == ["soap", "sbar"]
    note, handing_over = notes
    assert {sentence.section for sentence in handing_over.sentences} == {"S", "B", "A", "R"}
    assert all(sentence.sources for each in notes for sentence in each.sentences)
    assert note.risk_level == "P1"
    assert note.key_findings == ("疼痛控制欠佳",)
    assert {sentence.section for sentence in note.sentences} == {"S", "O", "A", "P"}
    for each in notes:
        sources = {source for sentence in each.sentences for source in sentence.sources}
        assert sources == {
            "pain_vas",
            "wants_callback",
            "temp",
            "wound",
            "diet",
            "bowel",
            "med_adherence",
            "abnormal",
        }


def test_no_note_about_somebody_who_was_not_identified() -> None:
    steps = play(make_script(), "可以", "我不是", "他不在家")
    assert facts_of(steps, NoteWritten) == []


@pytest.mark.req("M15-009")
def test_what_was_said_is_stored_under_the_open_code() -> None:
    steps = play(make_script(), *FRONT, "三分")
    codes = [fact.code for fact in facts_of(steps, PatientSaid) if isinstance(fact, PatientSaid)]
    assert codes == ["consent", "person", "verify", "data_consent", "pain_vas"]


def test_an_unfinished_harmless_utterance_changes_nothing() -> None:
    script = make_script()
    steps = play(script, *FRONT)
    step = advance(script, steps[-1].state, HeardPartial(AT, "三"))
    assert step == Step(steps[-1].state)


def test_a_second_pick_up_is_no_new_call() -> None:
    steps = play(make_script(), *FRONT, Answered(AT))
    assert steps[-1] == Step(steps[-2].state)


def test_a_listen_always_tells_what_fits() -> None:
    steps = play(make_script(), *FRONT, "三分", "三十六度八")
    listens = [each for step in steps for each in step.commands if isinstance(each, Listen)]
    assert all(each.no_input_seconds > 0 and each.expectation.phrases for each in listens)
    wound = listens[-1].expectation
    assert dict(wound.options).keys() == {"dry", "red", "exudate", "pus"}
    assert wound.key_digits == 1


@pytest.mark.parametrize("text", ["", "{}", '{"schema":0}', "[1]", '{"schema":1,"stage":"nowhere"}'])
def test_a_damaged_state_is_named_so(text: str) -> None:
    with pytest.raises(Damaged):
        State.from_json(text)


@pytest.mark.parametrize("hello", ["喂", "喂 你好", "您好", "喂，你好啊", "哎喂"])
def test_a_hello_agrees_to_nothing(hello: str) -> None:
    steps = play(make_script(), hello)
    assert facts_of(steps, ConsentRecorded) == []
    assert listened(steps[-1]) == "consent"
    assert steps[-1].state.times_asked == 1
