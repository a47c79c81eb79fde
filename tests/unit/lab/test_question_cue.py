"""Telling questions, read-back values and goodbyes from the robot's sentences."""

from __future__ import annotations

import pytest

from ari_app.dialogue.prompt_book import prompt, read_back, sentences_of
from ari_app.lab.question_cue import AGAIN, QuestionCues, says_goodbye
from ari_app.wiring import instruments

SCRIPT = instruments.script_to_render("q_postop_v1", "仁和医院", "李秀英")
CUES = QuestionCues(SCRIPT)
SORRY = "抱歉，我没有听清。"
FRONT = ("consent", "person", "verify", "data_consent", "later")


@pytest.mark.parametrize("code", [item.link_id for item in SCRIPT.questionnaire.items])
def test_every_item_is_told_however_it_is_asked(code: str) -> None:
    item = SCRIPT.questionnaire.item(code)
    assert CUES.asked(sentences_of(item.text)) == code
    assert CUES.asked((SORRY, *sentences_of(item.reask_text))) == code
    assert CUES.asked((*prompt(SCRIPT, "advice.pain_high").sentences, *sentences_of(item.text))) == code


@pytest.mark.parametrize("code", FRONT)
@pytest.mark.parametrize("way", ["ask", "again"])
def test_the_front_is_told(code: str, way: str) -> None:
    assert CUES.asked(prompt(SCRIPT, f"{code}.{way}").sentences) == code


@pytest.mark.parametrize("key", ["advice.fever", "emergency.ask", "transfer.start", "control.hold"])
def test_what_asks_nothing_is_no_question(key: str) -> None:
    assert CUES.asked(prompt(SCRIPT, key).sentences) is None


def test_the_question_asked_last_counts_and_being_asked_again_only_without_one() -> None:
    assert CUES.asked(("您现在是几分？", "您今天量体温了吗？")) == "temp"
    assert CUES.asked((SORRY,)) == AGAIN
    assert CUES.asked((SORRY, "您现在是几分？")) == "pain_vas"
    assert CUES.asked(()) is None


@pytest.mark.parametrize(
    ("code", "value", "said"),
    [
        ("pain_vas", 8, "八分"),
        ("temp", 37.6, "三十七度六"),
        ("temp", 37.0, "三十七度"),
        ("abnormal", "no", "没有别的不舒服"),
    ],
)
def test_a_value_read_back_is_told_whole(code: str, value: float | str, said: str) -> None:
    sentences = read_back(SCRIPT, SCRIPT.questionnaire.item(code), value)
    assert sentences is not None
    assert CUES.read_back(sentences) == said
    assert CUES.read_back((SORRY, *sentences)) == said


@pytest.mark.parametrize(
    "sentences", [("您现在是几分？",), ("对吗？",), ("您说的是", "八分", "对吗？", "我想确认一下。"), ()]
)
def test_no_value_is_read_back(sentences: tuple[str, ...]) -> None:
    assert CUES.read_back(sentences) is None


def test_goodbye_is_the_last_sentence() -> None:
    assert says_goodbye(prompt(SCRIPT, "closing.completed").sentences)
    assert not says_goodbye(("打扰您了，再见。", "您现在是几分？"))
    assert not says_goodbye(())
