"""Dialect words become standard ones without moving anything in the text."""

from __future__ import annotations

import pytest

from ari_app.language.dialect import standard
from ari_app.language.dialect_words import WORDS


def test_no_word_changes_its_length() -> None:
    assert {word: other for word, other in WORDS.items() if len(word) != len(other)} == {}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("冇得", "没有"),
        ("冒得", "没有"),
        ("莫得", "没有"),
        ("木有", "没有"),
        ("呒没", "没有"),
        ("都莫落下", "都没落下"),
        ("莫打了", "别打了"),
        ("他在困觉", "他在睡觉"),
        ("困勿着", "睡不着"),
        ("吃不下好多", "吃不下多少"),
        ("要好久嘛", "要多久嘛"),
        ("呷药", "吃药"),
        ("伊勿来", "他不来"),
        ("佢瞓紧觉", "他睡着觉"),
        ("没么事", "没什么"),
        ("不得推荐", "不会推荐"),
    ],
)
def test_the_words_of_a_region(said: str, meant: str) -> None:
    assert standard(said) == meant


@pytest.mark.parametrize(
    "text",
    [
        "感冒了",
        "困难",
        "木头",
        "什么事",
        "怎么事",
        "恰好",
        "伊朗",
        "好多了",
        "好久没量",
        "舍不得去",
        "联系我",
        "食堂",
        "冒血",
        "莫名其妙",
    ],
)
def test_what_only_looks_like_dialect_stays(text: str) -> None:
    assert standard(text) == text
