"""What may have lost its 不 is asked, and what is answered to that is understood, a second loss included."""

from __future__ import annotations

import pytest

from ari_app.core.vocabulary import QType
from ari_app.language.expectation import is_unfinished
from ari_app.language.lost_no import CallsWish, is_mere_no, may_have_lost_no, wish_about_calls

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
    # 别 and 不 within words that refuse nothing
    "我特别疼": None,
    "特别忙 换个时间": CallsWish.ANOTHER_TIME,
    "别的时间": CallsWish.ANOTHER_TIME,
    "换个别的时间": CallsWish.ANOTHER_TIME,
    "别挂": None,
    "别急": None,
    "别打断我": None,
    "别人打的": None,
    "区别是什么": None,
    "不要紧": None,
    "不打紧": None,
    "不用客气": None,
    "不打扰你了": None,
    "我不想挂": None,
    # refused for a time of the day alone
    "中午别打": None,
    "现在别打 我睡觉": None,
    # denied, or asked back
    "我没说不打": CallsWish.NEITHER,
    "没有说不让打": CallsWish.NEITHER,
    "你误会了": CallsWish.NEITHER,
    "别换时间": None,
    "不再打是什么意思": None,
    "没有 不要再打了": CallsWish.NEVER,
    "不想再收到": CallsWish.NEVER,
    "甭打": CallsWish.NEVER,
    "没必要打": CallsWish.NEVER,
    "删掉我的号码": CallsWish.NEVER,
    "头一个": CallsWish.NEVER,
    "过几天再打": CallsWish.ANOTHER_TIME,
    "下周": CallsWish.ANOTHER_TIME,
}
REQUESTS = (
    "等会儿再打",
    "你再打过来吧",
    "明天再给我打电话",
    "我在忙 再打吧",
    "以后再说",
    "下午打给我",
    "打电话给我吧",
    "要来了",
)


@pytest.mark.parametrize(("said", "wish"), WISHES.items())
def test_the_answer_is_taken_only_where_it_is_clear(said: str, wish: CallsWish | None) -> None:
    assert wish_about_calls(said) is wish


@pytest.mark.parametrize("said", REQUESTS)
@pytest.mark.parametrize("qtype", [QType.CONSENT, QType.PERSON_CONFIRM, QType.NRS])
def test_a_request_that_is_put_as_one_is_none_of_these(said: str, qtype: QType) -> None:
    assert not may_have_lost_no(said, qtype)


@pytest.mark.parametrize("said", ["不", "不不", "嗯不", "哎 不啊"])
def test_a_no_that_may_go_on_is_waited_for_at_a_consent_alone(said: str) -> None:
    assert is_mere_no(said)
    assert is_unfinished(QType.CONSENT, said, {}, "您看可以吗？")
    assert not is_unfinished(QType.YES_NO, said, {}, "需要安排医生给您回电话吗？")


@pytest.mark.parametrize("said", ["不可以", "不用", "不要了", "不 不行", "", "是不"])
def test_a_whole_refusal_is_no_mere_no(said: str) -> None:
    assert not is_mere_no(said)
