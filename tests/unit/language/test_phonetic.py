"""Homophones of the recognizer are mended toward the type of answer, never toward a stored value."""

from __future__ import annotations

import pytest

from ari_app.core.vocabulary import QType
from ari_app.language.expectation import danger_phrases, expected_phrases, is_complete, is_unfinished
from ari_app.language.phonetic import LEAST_MARGIN, nearest, repair

NOTHING: dict[str, str] = {}


@pytest.mark.parametrize(
    ("qtype", "heard", "meant"),
    [
        (QType.NRS, "林芬", "零分"),
        (QType.NRS, "巴芬", "八分"),
        (QType.NRS, "债演工", "转人工"),
        (QType.NRS, "我觉得是林芬", "零分"),
        (QType.TEMPERATURE, "三十其度而", "三十七度二"),
        (QType.TEMPERATURE, "三是六度五", "三十六度五"),
        (QType.CONSENT, "可已", "可以"),
        (QType.PERSON_CONFIRM, "是窝", "是我"),
        (QType.ID_TAIL, "是是妖其", "四四幺七"),
        (QType.ADHERENCE_PCT, "权吃了", "全吃了"),
    ],
)
def test_mended(qtype: QType, heard: str, meant: str) -> None:
    mended = repair(qtype, heard, expected_phrases(qtype, NOTHING))
    assert (mended.text, mended.repaired) == (meant, True)


@pytest.mark.parametrize(
    ("qtype", "heard"),
    [
        (QType.NRS, "今天天气很好啊"),
        (QType.NRS, "七八分"),
        (QType.NRS, "有点疼"),
        (QType.NRS, "麻烦"),
        (QType.NRS, "麻烦你"),
        (QType.NRS, "答应"),
        (QType.NRS, "衣服"),
        (QType.NRS, "师父"),
        (QType.NRS, "是啊"),
        (QType.RATING_1_10, "打扰"),
        (QType.CONSENT, "我考虑考虑再说"),
        (QType.PERSON_CONFIRM, "王秀岚"),
        (QType.ID_TAIL, "我记不得了"),
        (QType.TEMPERATURE, "三十七度二"),
    ],
)
def test_left_alone(qtype: QType, heard: str) -> None:
    mended = repair(qtype, heard, expected_phrases(qtype, NOTHING))
    assert (mended.text, mended.repaired) == (heard, False)


def test_a_minimal_pair_has_a_small_margin() -> None:
    four = repair(QType.NRS, "四分", expected_phrases(QType.NRS, NOTHING))
    eight = repair(QType.NRS, "八分", expected_phrases(QType.NRS, NOTHING))
    assert LEAST_MARGIN <= four.margin < 0.1 < eight.margin


def test_danger_is_near_its_homophone() -> None:
    match = nearest("熊口疼", danger_phrases())
    assert match is not None and match.phrase == "胸口疼"
    assert nearest("今天吃了两碗面条", danger_phrases()) is None


@pytest.mark.parametrize("qtype", list(QType))
def test_the_expected_phrases_are_few_and_understood(qtype: QType) -> None:
    phrases = expected_phrases(qtype, {"normal": "正常", "reduced": "比平时少", "none": "几乎吃不下"})
    assert len(phrases) == len(set(phrases)) <= (400 if qtype is QType.TEMPERATURE else 60)
    assert "转人工" in phrases


@pytest.mark.parametrize(
    ("qtype", "text", "complete"),
    [
        (QType.NRS, "七分", True),
        (QType.NRS, "疼", False),
        (QType.TEMPERATURE, "三十七", False),
        (QType.TEMPERATURE, "三十七点", False),
        (QType.TEMPERATURE, "三十七度二", True),
        (QType.TEMPERATURE, "三十七二", True),
        (QType.ID_TAIL, "四四一", False),
        (QType.ID_TAIL, "四四一七", True),
        (QType.ID_TAIL, "三月十五号", True),
        (QType.ID_TAIL, "三月十", False),
        (QType.OPEN_TEXT, "头晕", False),
        (QType.CONSENT, "可以", True),
        (QType.CONSENT, "同意", True),
        (QType.CONSENT, "好的", True),
        (QType.CONSENT, "好", False),
        (QType.CONSENT, "喂您好", False),
        (QType.CONSENT, "不", False),
        (QType.CONSENT, "不同意", False),
        (QType.CONSENT, "不要录音", False),
        (QType.PERSON_CONFIRM, "是我", True),
        (QType.PERSON_CONFIRM, "我是本人", True),
        (QType.PERSON_CONFIRM, "是", False),
        (QType.PERSON_CONFIRM, "对", False),
        (QType.PERSON_CONFIRM, "我是", True),
        (QType.YES_NO, "不用", True),
    ],
)
def test_completeness(qtype: QType, text: str, complete: bool) -> None:
    assert is_complete(qtype, text, NOTHING) is complete


def test_whether_there_is_any_is_whole_by_the_words_of_the_question() -> None:
    assert is_complete(QType.YES_NO, "有一点", NOTHING, "您有没有发冷、打寒战？")
    assert not is_complete(QType.YES_NO, "有一点", NOTHING)


@pytest.mark.parametrize(
    ("qtype", "text", "unfinished"),
    [
        (QType.TEMPERATURE, "三十七点", True),
        (QType.TEMPERATURE, "三十七度二", False),
        (QType.NRS, "嗯", True),
        (QType.NRS, "我想想", True),
        (QType.NRS, "三分", False),
        (QType.NRS, "发射", False),
    ],
)
def test_more_is_to_come(qtype: QType, text: str, unfinished: bool) -> None:
    assert is_unfinished(qtype, text, NOTHING) is unfinished
