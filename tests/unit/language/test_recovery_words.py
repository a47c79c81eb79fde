"""What patients say to the recovery questionnaires' choices."""

from __future__ import annotations

import pytest

from ari_app.core.vocabulary import Action
from ari_app.language.parser import understand
from ari_app.language.understanding import Context
from ari_app.wiring.instruments import questionnaire


@pytest.mark.parametrize(
    ("code", "link_id", "said", "value"),
    [
        ("q_postop_t1_v1", "sleep", "睡得挺好", "good"),
        ("q_postop_t1_v1", "sleep", "还行", "fair"),
        ("q_postop_t1_v1", "sleep", "睡得不好", "poor"),
        ("q_postop_t1_v1", "sleep", "一夜没合眼", "poor"),
        ("q_postop_t1_v1", "urination", "挺顺畅", "normal"),
        ("q_postop_t1_v1", "urination", "不太顺", "difficult"),
        ("q_postop_t1_v1", "urination", "尿不出来", "none"),
        ("q_postop_t7_v1", "exercise", "天天都做", "daily"),
        ("q_postop_t7_v1", "exercise", "偶尔做做", "sometimes"),
        ("q_postop_t7_v1", "exercise", "没怎么做", "none"),
        ("q_postop_t7_v1", "exercise", "不敢动", "none"),
        ("q_postop_t7_v1", "sutures", "已经拆了", "removed"),
        ("q_postop_t7_v1", "sutures", "还没拆", "not_yet"),
        ("q_postop_t7_v1", "sutures", "不用拆", "not_needed"),
        ("q_postop_t30_v1", "recovered", "都能做", "full"),
        ("q_postop_t30_v1", "recovered", "能做一点", "partial"),
        ("q_postop_t30_v1", "recovered", "要家里人照顾", "help"),
        ("q_postop_t30_v1", "recovered", "都不能做", "help"),
    ],
)
def test_an_option_is_understood(code: str, link_id: str, said: str, value: str) -> None:
    item = questionnaire(code).item(link_id)
    meant = understand(item.qtype, item.text, said, Context(options=item.option_texts))
    assert (meant.action, meant.value) == (Action.ACCEPT, value)


@pytest.mark.parametrize(
    ("code", "link_id", "said", "wrong"),
    [
        ("q_postop_t1_v1", "sleep", "不是很好", "good"),
        ("q_postop_t1_v1", "urination", "不正常", "normal"),
        ("q_postop_t7_v1", "exercise", "没有每天做", "daily"),
        ("q_postop_t7_v1", "sutures", "不知道拆没拆", "removed"),
        ("q_postop_t30_v1", "recovered", "不是都能做", "full"),
    ],
)
def test_a_denied_option_is_never_taken(code: str, link_id: str, said: str, wrong: str) -> None:
    item = questionnaire(code).item(link_id)
    meant = understand(item.qtype, item.text, said, Context(options=item.option_texts))
    assert (meant.action, meant.value) != (Action.ACCEPT, wrong)
