"""Dangers that are worth a question: told in what else may have been said."""

from __future__ import annotations

import pytest

from ari_app.core.vocabulary import Flag, QType
from ari_app.language.danger import dangers_in, gravest
from ari_app.language.danger_suspected import suspected_in
from ari_app.language.expectation import danger_phrases
from ari_app.language.suspected_phrases import suspected_phrases


def test_a_danger_in_another_hearing_is_suspected() -> None:
    assert suspected_in(("我刚才出写了", "我刚才吐血了")) == (Flag.EMERGENCY,)
    assert suspected_in(("我不想活了",)) == (Flag.SELF_HARM,)


@pytest.mark.parametrize("denied", ["没有胸口疼", "医生说要是胸口疼就赶紧去医院"])
def test_what_another_hearing_denies_or_only_tells_of_is_not(denied: str) -> None:
    assert suspected_in((denied,)) == ()


@pytest.mark.parametrize("plain", ["三十六度八", "今天天气真不错", "跟上回一样", "", "嗯"])
def test_plain_talk_is_not(plain: str) -> None:
    assert suspected_in((plain, plain)) == ()


def test_each_phrase_tells_of_a_danger_by_itself() -> None:
    unclear = [
        phrase
        for phrase in set(suspected_phrases()) - set(danger_phrases())
        if gravest(dangers_in(phrase, QType.GLOBAL)) is None
        and gravest(dangers_in(f"我{phrase}", QType.GLOBAL)) is None
    ]
    assert unclear == []
