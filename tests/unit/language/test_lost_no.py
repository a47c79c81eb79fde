"""What may have lost its 不 is asked, and what is answered to that is understood, a second loss included."""

from __future__ import annotations

import pytest

from ari_app.core.vocabulary import QType
from ari_app.language.lost_no import CallsWish, may_have_lost_no, wish_about_calls

WISHES = {
    "以后不再接到电话": CallsWish.NEVER,
    "不要再打了": CallsWish.NEVER,
    "我是说以后不想接到电话": CallsWish.NEVER,
    "前面那个": CallsWish.NEVER,
    "换个时间再打": CallsWish.ANOTHER_TIME,
    "后面那个": CallsWish.ANOTHER_TIME,
    "晚点吧": CallsWish.ANOTHER_TIME,
    "都不是": CallsWish.NEITHER,
    "你听错了 你问吧": CallsWish.NEITHER,
    "再接到电话": None,
    "以后再接到电话": None,
    "不是不接 换个时间": CallsWish.ANOTHER_TIME,
    "是的": None,
    "": None,
}
REQUESTS = (
    "等会儿再打",
    "你再打过来吧",
    "明天再给我打电话",
    "我在忙 再打吧",
    "以后再说",
    "下午打给我",
    "打电话给我吧",
)


@pytest.mark.parametrize(("said", "wish"), WISHES.items())
def test_the_answer_is_taken_only_where_it_is_clear(said: str, wish: CallsWish | None) -> None:
    assert wish_about_calls(said) is wish


@pytest.mark.parametrize("said", REQUESTS)
@pytest.mark.parametrize("qtype", [QType.CONSENT, QType.PERSON_CONFIRM, QType.NRS])
def test_a_request_that_is_put_as_one_is_none_of_these(said: str, qtype: QType) -> None:
    assert not may_have_lost_no(said, qtype)
