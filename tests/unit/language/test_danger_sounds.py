"""Danger written by its sound is mended; what everybody says is not."""

from __future__ import annotations

import pytest

from ari_app.language.danger_sounds import mended


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        ("我真的不像活了", "我真的不想活了"),
        ("或者没意思", "活着没意思"),
        ("吐了一碗雪", "吐了一碗血"),
        ("川不上气", "喘不上气"),
        ("他晕到了", "他晕倒了"),
        ("喝弄药", "喝农药"),
        ("胸口通", "胸口痛"),
        ("雪止不住", "血止不住"),
        ("人叫不行", "人叫不醒"),
    ],
)
def test_the_sound_of_danger(heard: str, said: str) -> None:
    assert mended(heard) == said


@pytest.mark.parametrize(
    "text",
    [
        "像活的一样",
        "不像活的",
        "脚不行",
        "运到了",
        "头不过来",
        "出学校了",
        "流了汗",
        "或者明天",
        "喝浓药",
        "想不开灯",
        "最外面",
        "外面下雪",
    ],
)
def test_everyday_words_stay(text: str) -> None:
    assert mended(text) == text
