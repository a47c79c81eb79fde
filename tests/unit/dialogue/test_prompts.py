"""The wording: complete, short, speakable, and finite."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

import pytest

from ari_app.alerting.rule import AnyOf, Number
from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import QType
from ari_app.dialogue.prompt_book import all_sentences, prompt, reply_from_knowledge
from ari_app.dialogue.prompt_text import Knowledge, load
from ari_app.dialogue.script import Patient, Script
from ari_app.dialogue.spoken_value import all_spoken_values, spoken_number, spoken_value
from ari_app.language.understanding import Value
from ari_app.wiring.instruments import build_script, names
from tests.unit.dialogue.talking import make_script

HAN = re.compile(r"[\u4e00-\u9fff]")
MOST_HAN = 27
MOST_HAN_OF_A_PROMPT = 24
# what may be said last before the robot hangs up
LAST_WORDS = (
    "emergency.alone",
    "self_harm.end",
    "transfer.callback",
    "later.noted",
    "later.soon",
    "control.driving",
)


@pytest.mark.req("M06-013")
def test_no_sentence_is_long_or_holds_what_cannot_be_spoken() -> None:
    for sentence in all_sentences(make_script()):
        assert len(HAN.findall(sentence)) <= MOST_HAN, sentence
        assert not re.search(r"[0-9A-Za-z{}%℃~/<>]", sentence), sentence


def test_no_prompt_has_a_long_sentence_and_no_notice_is_long() -> None:
    script = make_script()
    for key in script.prompts.prompts:
        for sentence in prompt(script, key).sentences:
            assert len(HAN.findall(sentence)) <= MOST_HAN_OF_A_PROMPT, sentence
    for key, most in (("consent.ask", 52), ("data_consent.ask", 54)):
        assert len(HAN.findall("".join(prompt(script, key).sentences))) <= most, key


def test_every_ending_says_goodbye() -> None:
    script = make_script()
    for key in script.prompts.prompts:
        if key.startswith("closing.") or key in LAST_WORDS:
            assert prompt(script, key).sentences[-1].endswith("再见。"), key


@pytest.mark.req("M06-013", "M15-014")
def test_no_sentence_claims_to_know_what_a_patient_has() -> None:
    said = "".join(all_sentences(make_script()))
    assert [
        word
        for word in ("诊断", "确诊", "患有", "您得了", "抑郁症", "焦虑症", "肯定是", "保证")
        if word in said
    ] == []


@pytest.mark.req("M05-010", "M15-001", "M18-002", "M18-003")
@pytest.mark.req("M07-003")
@pytest.mark.req("M07-004")
@pytest.mark.req("M07-005")
def test_the_greeting_is_complete_and_protected() -> None:
    greeting = prompt(make_script(), "consent.ask")
    text = "".join(greeting.sentences)
    assert greeting.protected
    assert "仁和医院随访中心" in greeting.sentences[0]
    assert [word for word in ("人工智能", "录音", "医疗质量", "三分钟", "可以吗") if word not in text] == []
    assert "手术" not in text


@pytest.mark.req("M18-003")
def test_the_data_consent_is_complete_and_protected() -> None:
    notice = prompt(make_script(), "data_consent.ask")
    text = "".join(notice.sentences)
    assert notice.protected
    assert [
        word for word in ("手术以后的恢复", "只用于", "保存", "停下来", "同意回答吗") if word not in text
    ] == []


@pytest.mark.req("M07-012")
@pytest.mark.req("M07-013")
@pytest.mark.req("M07-014")
def test_the_closing_is_complete() -> None:
    text = "".join(prompt(make_script(), "closing.completed").sentences)
    wanted = ("短信", "三十八度五", "渗血", "幺二零", "随访中心电话", "早日康复")
    assert [word for word in wanted if word not in text] == []


def test_nothing_before_verification_names_an_operation() -> None:
    script = make_script()
    for key in script.prompts.prompts:
        if key.partition(".")[0] in {"consent", "person", "verify", "control", "reask"}:
            assert "手术" not in "".join(prompt(script, key).sentences)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "零"),
        (10, "十"),
        (12, "十二"),
        (38.2, "三十八点二"),
        (100, "一百"),
        (105, "一百零五"),
        (118, "一百一十八"),
        (260, "二百六十"),
    ],
)
def test_numbers_in_words(value: float, words: str) -> None:
    assert spoken_number(value) == words


@pytest.mark.parametrize(
    ("qtype", "value", "words"),
    [
        (QType.NRS, 2, ("两分",)),
        (QType.NRS, 11, None),
        (QType.NRS, 2.5, None),
        (QType.TEMPERATURE, 38.2, ("三十八度", "二")),
        (QType.TEMPERATURE, 38.0, ("三十八度",)),
        (QType.TEMPERATURE, 35.0, ("三十五度",)),
        (QType.TEMPERATURE, 34.9, None),
        (QType.TEMPERATURE, 41.1, None),
        (QType.TEMPERATURE, 50, None),
        (QType.ADHERENCE_PCT, 90, ("百分之九十",)),
        (QType.ADHERENCE_PCT, 93, None),
        (QType.BLOOD_PRESSURE, {"sys": 140, "dia": 90}, ("高压一百四十", "低压九十")),
        (QType.ID_TAIL, "4417", None),
        (QType.BIRTH_MD, "08-02", None),
        (QType.CHOICE, "dry", ("干燥",)),
        (QType.CHOICE, "unknown", None),
    ],
)
def test_values_are_read_back_in_words(qtype: QType, value: Value, words: tuple[str, ...] | None) -> None:
    assert spoken_value(qtype, value, {"dry": "干燥"}) == words


def test_every_readable_value_is_in_the_finite_set() -> None:
    assert len(all_spoken_values(QType.TEMPERATURE, {})) == 16
    assert len(all_spoken_values(QType.NRS, {})) == 11
    assert len(all_spoken_values(QType.ADHERENCE_PCT, {})) == 21
    sentences = all_sentences(make_script())
    assert {"三十八度", "二", "八分", "百分之九十", "伤口红肿", "您说的是", "对吗？"} <= sentences


def test_a_broken_prompt_file_is_named() -> None:
    with pytest.raises(WrongInput):
        load('{"schema": 1}')


@pytest.mark.req("M07-013")
def test_the_spoken_fever_is_the_rule_s() -> None:
    script = make_script()
    fever = next(rule for rule in script.rules.rules if rule.name == "FEVER")
    assert isinstance(fever.when, AnyOf)
    limit = fever.when.parts[0]
    assert isinstance(limit, Number)
    degrees = spoken_number(limit.value).replace("点", "度")
    assert degrees in "".join(prompt(script, "closing.completed").sentences)


@pytest.mark.req("M15-024")
def test_the_satisfaction_call_promises_confidence() -> None:
    script = build("q_satisfaction_v1")
    text = "".join(prompt(script, "data_consent.ask").sentences)
    assert [word for word in ("改进服务", "匿名", "保密", "保存", "停下来") if word not in text] == []


@pytest.mark.parametrize("name", names())
def test_every_questionnaire_has_its_wording(name: str) -> None:
    for age in (40, 80):
        script = build(name, age)
        for sentence in all_sentences(script):
            assert len(HAN.findall(sentence)) <= MOST_HAN + 5, sentence
            assert not re.search(r"[0-9A-Za-z{}%℃~/<>]", sentence), sentence
        assert script.prompts.purposes["default"] not in "".join(prompt(script, "data_consent.ask").sentences)


@pytest.mark.req("M16-007")
@pytest.mark.req("M06-020")
def test_only_what_is_approved_is_answered() -> None:
    script = make_script()
    assert reply_from_knowledge(script, "这个电话要钱吗", clinical=False) == ("回访不收任何费用。",)
    assert reply_from_knowledge(script, "我这个药能停吗", clinical=True) is None
    medical = Knowledge("bath", (("洗澡",),), ("伤口拆线以后再洗澡。",), "外科", clinical=True)
    taught = replace(script, prompts=replace(script.prompts, knowledge=(medical,)))
    assert reply_from_knowledge(taught, "能不能洗澡", clinical=False) is None
    assert reply_from_knowledge(taught, "能不能洗澡", clinical=True) == medical.sentences
    assert set(medical.sentences) <= all_sentences(taught)


def build(name: str, age: int = 58) -> Script:
    """A call of any questionnaire."""
    usual = make_script()
    return build_script(
        name,
        hospital=usual.hospital,
        patient=Patient(name="李秀英", age=age),
        identity=usual.identity,
        zone=usual.zone,
        agents_available=True,
        appointment=datetime(2026, 3, 17, 9, tzinfo=usual.zone),
    )
