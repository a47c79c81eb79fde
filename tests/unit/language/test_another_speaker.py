"""Who says amid the talk that he is not the patient, and who only speaks of others."""

from __future__ import annotations

import pytest

from ari_app.language.another_speaker import is_another

OTHERS = (
    "我是她女儿",
    "我是她女儿你跟我说",
    "我是李秀英的女儿",
    "我是她老伴 她睡了",
    "八分 我是他大儿子",
    "我不是李秀英",
    "我不是本人",
    "我是她邻居",
    "我是护工",
    "我是病人家属",
    "俺是他闺女",
)
THE_SAME = (
    "我是李秀英",
    "我是李秀英 我女儿在旁边",
    "我是病人 我女儿说的",
    "我是女儿给我换的药",
    "我是儿子帮我量的",
    "是我女儿量的",
    "我不是很疼",
    "我不是说了吗",
    "我不是她说的那样",
    "我不是李秀英是谁",
    "我是他妈的烦死了",
    "",
)


@pytest.mark.parametrize("said", OTHERS)
def test_who_is_somebody_else(said: str) -> None:
    assert is_another(said, "李秀英", None)


@pytest.mark.parametrize("said", THE_SAME)
def test_who_only_speaks_of_others(said: str) -> None:
    assert not is_another(said, "李秀英", None)


@pytest.mark.parametrize(
    ("said", "informant", "is_other"),
    [
        ("我是她女儿", "daughter", False),
        ("我是家属", "daughter", False),
        ("我不是本人", "daughter", False),
        ("我是她邻居", "daughter", True),
        ("我是她儿子", "daughter", True),
        ("我是她妈妈", "relative", False),
        ("我是他姑姑", "aunt", False),
    ],
)
def test_who_speaks_for_the_patient_stays_the_same(said: str, informant: str, is_other: bool) -> None:
    assert is_another(said, "李秀英", informant) is is_other
