"""Utterances that name more than one answer, and those that only seem to."""

from __future__ import annotations

import pytest

from ari_app.core.vocabulary import QType
from ari_app.language.several import names_several

DIET = {"normal": "正常", "reduced": "比平时少", "none": "几乎吃不下"}
SEVERAL = (
    (QType.CHOICE, "正常 哦不 比平时少点"),
    (QType.CHOICE, "正常王不比平时少点"),
    (QType.TEMPERATURE, "三十七度二 不是 三十八度二"),
    (QType.TEMPERATURE, "昨天三十七度五今天三十八度"),
    (QType.NRS, "五分 说错了 四分"),
    (QType.ADHERENCE_PCT, "百分之九十不对百分之百"),
    (QType.NRS, "四分部第五份"),
    (QType.YES_NO, "没有 哎不对 有的"),
    (QType.YES_NO, "没有爱不对有的早上发冷了"),
    (QType.CHOICES, "头晕我心"),
    (QType.CHOICES, "头晕"),
    (QType.CHOICES, "没有头晕 就是恶心"),
)
ONE = (
    (QType.CHOICE, "比平时少一点"),
    (QType.CHOICE, "吃饭挺正常的"),
    (QType.TEMPERATURE, "三十八度二"),
    (QType.TEMPERATURE, "三十六点五度"),
    (QType.NRS, "大概四分吧"),
    (QType.NRS, "第一天三分"),
    (QType.ADHERENCE_PCT, "百分之九十五"),
    (QType.YES_NO, "没有没有"),
    (QType.YES_NO, "有的"),
    (QType.YES_NO, "没有了 都挺好"),
    (QType.CHOICES, "都没有"),
    (QType.CHOICES, "什么都没有"),
    (QType.OPEN_TEXT, "三楼和五楼"),
)


@pytest.mark.parametrize(("qtype", "text"), SEVERAL)
def test_more_than_one_answer_is_named(qtype: QType, text: str) -> None:
    assert names_several(qtype, text, DIET)


@pytest.mark.parametrize(("qtype", "text"), ONE)
def test_one_answer_is_named(qtype: QType, text: str) -> None:
    assert not names_several(qtype, text, DIET)
