"""Pause marks and numbers in a prompt's text."""

from __future__ import annotations

import pytest

from ari_app.core.errors import WrongInput
from ari_app.speech.spoken_text import Stretch, stretches


@pytest.mark.req("M06-025")
def test_pause_marks_split_the_text() -> None:
    assert stretches("您好<pause:300>请讲。") == (Stretch("您好", 300), Stretch("请讲。", 0))
    assert stretches("<pause:200>您好<pause:0>") == (Stretch("", 200), Stretch("您好", 0))


def test_emergency_numbers_are_read_digit_by_digit() -> None:
    assert stretches("请拨打120，或者12356。")[0].text == "请拨打幺二零，或者幺二三五六。"
    assert stretches("一共1200元")[0].text == "一共1200元"


def test_letters_are_spelled() -> None:
    assert stretches("AI助手")[0].text == "诶爱助手"


@pytest.mark.parametrize("text", ["", "  ", "<pause:300>", "您好<b>", "您好<pause:9999>", "您好<pause>"])
def test_what_cannot_be_spoken_is_refused(text: str) -> None:
    with pytest.raises(WrongInput):
        stretches(text)
