"""Spoken Chinese is told from written Chinese."""

from __future__ import annotations

import pytest

from ari_app.questionnaire.checks import check
from ari_app.questionnaire.spoken_checks import MISREAD_NUMBERS, WRITTEN_WORDS, spoken_findings
from tests.unit.questionnaire.shipped import CODES, PAIN, shipped, small


@pytest.mark.parametrize("code", CODES)
def test_what_is_shipped_is_spoken_chinese(code: str) -> None:
    for item in shipped(code).items:
        for text in (item.text, item.reask_text, item.key_text):
            assert spoken_findings(item.link_id, text) == [], text


@pytest.mark.parametrize("word", WRITTEN_WORDS)
def test_a_written_word_is_found_with_what_is_said_instead(word: str) -> None:
    (found,) = [each for each in spoken_findings("x", f"您{word}好。") if word in each.message]
    assert found.code == "written_word"
    assert found.mend == f"say {WRITTEN_WORDS[word]}"


@pytest.mark.parametrize("number", MISREAD_NUMBERS)
def test_a_number_that_is_said_otherwise_is_found(number: str) -> None:
    assert "misread_number" in [each.code for each in spoken_findings("x", f"请拨{number}。")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "您大便怎么样？是正常，便秘，拉肚子，还是三天以上没有排便？",
        "要不要医生给您回电话？要，还是不要？",
        "您今天量体温了吗？请告诉我是多少度。",
        "有没有发冷、打寒战？请说有，或者没有。",
        "请拨打幺二零。",
        "高压一百二十，低压八十。",
        "医生沟通，请您说一个整数，从一到十，打几分？",
        "甲请按一，乙请按二，丙请按三，丁请按四，戊请按五。",
    ],
)
def test_what_is_well_said_is_let_through(text: str) -> None:
    assert spoken_findings("x", text) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"text": "您的疼痛是否有几分？"}, "written_word"),
        ({"text": "您现在（伤口）疼几分？"}, "not_speakable"),
        ({"text": "伤口疼不疼，伤口热不热，伤口肿不肿，您说几分？"}, "several_ideas"),
        ({"text": "疼几分？几点疼？"}, "double_question"),
        ({"reaskText": "你现在疼几分？"}, "impolite"),
        ({"keyText": "按键即可，按完再按井号键。"}, "written_word"),
    ],
)
def test_the_check_of_a_questionnaire_reads_every_text(changes: dict[str, str], code: str) -> None:
    found = [each for each in check(small(PAIN | changes)) if each.code == code]
    assert {(each.place, bool(each.mend)) for each in found} == {("pain", True)}
