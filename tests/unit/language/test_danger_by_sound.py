"""The net by sound: recognizers' own words of real calls, what it leaves alone, and the line that it learned over."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ari_app.core.vocabulary import Flag
from ari_app.language.danger_by_sound import sounds_like
from ari_app.language.sound_grams import rows_of, sounds_of
from tests.training.heard_sounds import Line, aligned, count

# as they were heard, and what had been said
AT_RISK = (
    "我雄口这儿腾得厉害想压得快失头似的",  # 我胸口这儿疼得厉害 像压了块石头似的
    "我把那平安棉友全吃下去了",  # 我把那瓶安眠药全吃下去了
    "我却反彼心指突然动不了了",  # 我这半边身子突然动不了了
    "他都在地上步行人事了",  # 他倒在地上 不省人事了
    "刀口那儿续止不住换了好几块毛巾了",  # 刀口那儿血止不住
)
ORDINARY = (
    "商务那会尔侧的三十六点吧",
    "伤口长得挺好干干净净的",
    "没有都挺好的",
    "药都按时吃了一顿没落",
    "我们家那只猫前几天跑丢了又自己回来了",
    "三分",
    "",
)


@pytest.mark.parametrize("text", AT_RISK)
def test_an_emergency_in_wrong_characters_is_heard(text: str) -> None:
    assert sounds_like(text) == (Flag.EMERGENCY,)


def test_a_wish_to_die_in_wrong_characters_is_heard() -> None:
    assert sounds_like("有时候想想还不如此的干净") == (Flag.SELF_HARM,)


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_words_sound_like_nothing_grave(text: str) -> None:
    assert sounds_like(text) == ()


@given(st.text(max_size=120))
def test_any_text_is_judged(text: str) -> None:
    assert set(sounds_like(text)) <= {Flag.SELF_HARM, Flag.EMERGENCY}


def test_homophones_sound_alike_and_spacing_is_no_sound() -> None:
    assert sounds_of("雄口腾") == sounds_of("胸 口，疼")
    assert rows_of(sounds_of("三十六度八")) == rows_of(sounds_of("三十七度六"))


def test_what_was_said_and_heard_is_put_side_by_side() -> None:
    pairs = list(aligned(("xion", "kou", "ten"), ("xion", "tou", "le", "ten")))
    assert pairs == [("ten", "ten"), (None, "le"), ("kou", "tou"), ("xion", "xion")]
    assert count([("口", "头")])["initial", "k", "t"] == 1


def test_the_line_changes_only_what_it_was_seen_to_change() -> None:
    line = Line(Counter({("initial", "k", "t"): 9, ("final", "ou", "ou"): 9, ("syllable", "", "kept"): 9}))
    assert line.carry(("kou", "#", "xion"), random.Random(1)) == ("tou", "#", "xion")
