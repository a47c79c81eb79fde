"""The learned danger net: what it is for, what it leaves alone, and that it is what its sentences teach."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ari_app.core.vocabulary import Flag, Intent, QType
from ari_app.language.danger_sense import sensed
from ari_app.language.parser import understand
from ari_app.language.understanding import Context

# said by nobody in the sentences it learned from
LONGING = (
    "我跟你讲 我哪天一闭眼不醒了才叫好",
    "攒的那些药我数过了 够我走的",
    "昨晚上我站在楼顶边上站了半个钟头",
)
AT_RISK = (
    "血一直往外喷 毛巾都湿透三条了",
    "我爸喊不答应了 嘴角都歪到一边",
    "胸口像石头压着 出不来气 一身冷汗",
)
ORDINARY = (
    "挺好的 伤口长上了 就是还有点痒",
    "今天早上量的三十六度八",
    "药都按时吃了 一顿没落",
    "我在外面买菜呢 下午再打吧",
    "楼上装修吵死了 我听不清",
    "",
)


@pytest.mark.parametrize("text", LONGING)
def test_a_wish_to_die_that_no_frame_foresaw_is_routed(text: str) -> None:
    assert understand(QType.NRS, "疼痛几分？", text, Context()).intent is Intent.SELF_HARM


@pytest.mark.parametrize("text", AT_RISK)
def test_a_life_at_risk_in_lay_words_is_routed(text: str) -> None:
    assert understand(QType.TEMPERATURE, "多少度？", text, Context()).intent is Intent.EMERGENCY


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_answers_are_left_alone(text: str) -> None:
    assert sensed(text.replace(" ", "")) == frozenset()


def test_a_sign_in_the_midst_of_long_talk_is_found() -> None:
    talk = "今天天气不错我早上去公园走了一圈碰到老李说了会儿话回来吃了两个包子一碗粥味道挺好"
    hidden = f"{talk}就是夜里老想着从桥上跳下去一了百了{talk}"
    assert sensed(talk) == frozenset()
    assert Flag.SELF_HARM in sensed(hidden)


@given(st.text(max_size=80))
def test_any_text_gives_one_sign_at_most(text: str) -> None:
    assert len(sensed(text)) <= 1
