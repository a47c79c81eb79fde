"""Telling questions and read-back values from what a recognizer heard."""

from __future__ import annotations

from importlib.resources import files

import pytest

from ari_app.dialogue import prompt_text
from ari_app.lab.question_cue import (
    AGAIN,
    cues_of,
    means_one_of,
    read_back_in,
    recognize_question,
    says_goodbye,
)
from ari_app.questionnaire import loading

PROMPTS = prompt_text.load((files("ari_app.dialogue") / "prompts" / "zh.json").read_text("utf-8"))
ITEMS = loading.load((files("ari_app.questionnaire") / "instruments" / "q_postop_v1.json").read_text("utf-8"))
CUES = cues_of(PROMPTS, ITEMS)
ADVICE = "您疼得比较厉害，请尽快联系您的主诊医生，我会请医护人员尽快给您回电话。"
FRONT = ("consent", "person", "verify", "data_consent", "later")


def filled(sentences: tuple[str, ...]) -> str:
    text = "".join(sentences)
    return text.replace("{name}", "李秀英").replace("{hospital}", "仁和医院").replace("{purpose}", "恢复情况")


@pytest.mark.parametrize("code", [item.link_id for item in ITEMS.items])
def test_every_item_is_told_however_it_is_asked(code: str) -> None:
    item = ITEMS.item(code)
    sorry = "抱歉，我没有听清。"
    for text in (item.text, sorry + item.reask_text, sorry + item.reask_text + item.key_text):
        assert recognize_question(text, CUES) == code, text
    assert recognize_question(ADVICE + item.text, CUES) == code


@pytest.mark.parametrize("code", FRONT)
def test_the_front_is_told(code: str) -> None:
    for way in ("ask", "again"):
        if f"{code}.{way}" in PROMPTS.prompts:
            text = filled(PROMPTS.prompts[f"{code}.{way}"].sentences)
            assert recognize_question(text, CUES) == code
            assert recognize_question(text[-30:], CUES) == code


@pytest.mark.parametrize(
    ("heard", "code"),
    [
        ("零分是一点不疼十分是疼得最厉害您现在是几份", "pain_vas"),
        ("您今天两体温了吗请告诉我是多少度", "temp"),
        ("需要我请医生给您会个电话吗", "wants_callback"),
        ("请问您是李秀音本人吗", "person"),
        ("还有没有别的不书服", "abnormal"),
    ],
)
def test_wrong_characters_do_not_matter(heard: str, code: str) -> None:
    assert recognize_question(heard, CUES) == code


@pytest.mark.parametrize("key", ["advice.fever", "emergency.ask", "transfer.start", "control.hold"])
def test_what_asks_nothing_is_no_question(key: str) -> None:
    assert recognize_question(filled(PROMPTS.prompts[key].sentences), CUES) is None


def test_only_being_asked_again_is_told_as_such() -> None:
    assert recognize_question("抱歉我没有听清", CUES) == AGAIN
    assert recognize_question("", CUES) is None


@pytest.mark.parametrize(
    ("heard", "forms", "right"),
    [
        ("您说的是八分对吗", ("八分",), True),
        ("我想确认一下您说的是8分,对吗?", ("八分",), True),
        ("您说的是七分对吗", ("八分",), False),
        ("您说的是十分对吗", ("四分",), False),
        ("您说的是37度6对吗", ("三十七度六",), True),
        ("您说的是三十七度九对吗", ("三十七度六",), False),
        ("您说的是十分对吗", ("十分",), True),
    ],
)
def test_a_value_read_back_is_compared_by_sound(heard: str, forms: tuple[str, ...], right: bool) -> None:
    value = read_back_in(heard)
    assert value is not None
    assert means_one_of(value, forms) is right


@pytest.mark.parametrize("heard", ["您现在是几分", "对吗", "您说的对吗这个问题我们等会再说好不好", ""])
def test_no_value_is_read_back(heard: str) -> None:
    assert read_back_in(heard) is None


def test_goodbye_is_the_last_word() -> None:
    assert says_goodbye("祝您早日康复，再见。")
    assert not says_goodbye("再见之前还有一个问题")
