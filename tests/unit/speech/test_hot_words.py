"""Names that a hospital lists reach the recognizer with a free answer, put it right there, and go nowhere else."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from pydantic import ValidationError

from ari_app.config.settings import SpeechSettings
from ari_app.core.vocabulary import QType
from ari_app.dialogue.commands import Expectation, Listen
from ari_app.language.hot_words import with_hot_words
from ari_app.speech import protocol
from ari_app.speech.port import Word
from ari_app.speech.settling import settle
from ari_app.speech.whisper_engine import Decoding
from ari_app.speech.word_settling import transcript_of_words
from tests.unit.dialogue.talking import FRONT, make_script, play

NAMES = (
    "阿司匹林",
    "培哚普利",
    "铝碳酸镁",
    "华法林",
    "碳酸钙",
    "呋塞米",
    "甲钴胺",
    "王建国主任",
    "心内科",
    "李伟",
)


@pytest.mark.req("M06-022")
@pytest.mark.parametrize(
    "heard, text",
    [
        ("我现在再吃滑法林", "我现在再吃华法林"),
        ("我现在在吃里探酸美", "我现在在吃铝碳酸镁"),
        ("我现在在吃阿斯提林和滑法林", "我现在在吃阿司匹林和华法林"),
        ("我想挂新内科王建国主任的号", "我想挂心内科王建国主任的号"),
        ("我吃的是碳酸钙", "我吃的是碳酸钙"),
        ("我要找里伟", "我要找李伟"),
        ("我要找李美", "我要找李美"),
        ("上次抽血的结果出来没有", "上次抽血的结果出来没有"),
        ("我那里要早就吃完了", "我那里要早就吃完了"),
        ("伤口有点痒", "伤口有点痒"),
        ("", ""),
    ],
)
def test_what_sounds_like_a_name_is_written_as_the_name(heard: str, text: str) -> None:
    assert with_hot_words(heard, NAMES) == text


def test_without_names_and_with_odd_text_all_stays() -> None:
    assert with_hot_words("我吃滑法林", ()) == "我吃滑法林"
    for odd in ("abc", "我吃a", "，。", "吃"):
        assert with_hot_words(odd, NAMES) == odd


def asked(qtype: QType) -> Expectation:
    return Expectation("notes", qtype, "请您说一下。", hot_words=NAMES)


def nothing(phrases: tuple[str, ...]) -> tuple[float, ...]:
    return (0.0,) * len(phrases)


@pytest.mark.parametrize("qtype", list(QType))
def test_only_a_free_answer_is_put_right(qtype: QType) -> None:
    """Also by an engine whose client sends the names with another question: they help nobody to be who he is not."""
    decoding = Decoding("我吃滑法林", -0.1, 0.0, looped=False, encoded=np.zeros((1, 1), np.float32))
    settled = settle(decoding, asked(qtype), nothing, nothing)
    words = [Word(one, 0, 100, 0.9) for one in "我吃滑法林"]
    transcript = transcript_of_words(words, asked(qtype), final=True)
    assert ("华法林" in settled.text, "华法林" in transcript.text) == ((qtype is QType.OPEN_TEXT),) * 2
    assert transcript.raw_text == "我吃滑法林"


@pytest.mark.req("M06-022")
def test_they_travel_to_the_recognizer() -> None:
    sent = json.loads(protocol.config_message(16_000, asked(QType.OPEN_TEXT), 4000))["config"]
    received = protocol.parse_config(sent).expectation
    assert received is not None
    assert received.hot_words == NAMES
    del sent["expectation"]["hot_words"]
    older = protocol.parse_config(sent).expectation
    assert older is not None
    assert older.hot_words == ()


def test_a_call_sends_them_with_free_answers_only() -> None:
    script = replace(make_script(), hot_words=NAMES)
    rest = ("三分", "三十六度八", "挺干的", "正常", "正常", "都吃了", "有")
    steps = play(script, *FRONT, *rest, "吃了滑法林以后头晕")
    found = [one.expectation for step in steps for one in step.commands if isinstance(one, Listen)]
    assert {one.qtype for one in found if one.hot_words} == {QType.OPEN_TEXT}
    assert {one.code for one in found} >= {"consent", "person", "verify", "data_consent"}
    assert all(one.hot_words == NAMES for one in found if one.qtype is QType.OPEN_TEXT)


def test_they_are_listed_for_all_or_for_one_questionnaire() -> None:
    speech = SpeechSettings.model_validate(
        {"hot_words": {"all": ["心内科", "王建国"], "q_chronic_v1": ["阿司匹林", "心内科"]}}
    )
    assert speech.hot_words_of("q_chronic_v1") == ("心内科", "王建国", "阿司匹林")
    assert speech.hot_words_of("q_risk_v1") == ("心内科", "王建国")
    assert SpeechSettings().hot_words_of("q_risk_v1") == ()


@pytest.mark.parametrize("names", [["Aspirin"], ["药"], [""], ["阿司匹林片100毫克"], ["药名"] * 201])
def test_what_is_no_name_is_told_before_any_call(names: list[str]) -> None:
    with pytest.raises(ValidationError):
        SpeechSettings.model_validate({"hot_words": {"q_chronic_v1": names}})


def test_an_english_name_that_the_hospital_lists_with_its_sound_is_written_in_letters() -> None:
    words = ("aspirin=阿斯本", "insulin=因斯林", "阿司匹林")
    assert with_hot_words("我现在在吃阿斯本一天一片", words) == "我现在在吃aspirin一天一片"
    assert with_hot_words("因斯能打完了还要不要接着打", words) == "insulin打完了还要不要接着打"
    assert with_hot_words("我在吃阿斯匹林", words) == "我在吃阿司匹林"
    assert with_hot_words("今天天气不错", words) == "今天天气不错"
