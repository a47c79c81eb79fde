"""Announcements, mailboxes and assistants are told by full phrases; people who mention them are people."""

from __future__ import annotations

import pytest

from ari_app.core.vocabulary import Disposition
from ari_app.language.announcement import announcement_in, announcement_over, may_be_machine, speaks_as_person


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("对不起您拨打的号码是空号请核对后再拨", "vacant"),
        ("您拨打的号码有误", "invalid"),
        ("您所拨打的电话已停机", "suspended"),
        ("您拨打的用户已关机", "power_off"),
        ("您拨打的电话暂时无法接通请稍后再拨", "unreachable"),
        ("您拨打的用户正在通话中", "busy"),
        ("您拨打的电话暂时无人接听", "no_answer"),
        ("您拨打的用户暂时不方便接听您的电话", "rejected"),
        ("该用户已设置呼入限制", "barred"),
        ("您拨打的地区线路繁忙", "network"),
        ("您的电话已欠费", "trunk_error"),
        ("您拨打的用户正在通话中请在嘀声后留言", "voicemail"),
        ("我是机主的智能助理请问您有什么事", "call_assistant"),
    ],
)
def test_each_class_by_its_phrase(text: str, kind: str) -> None:
    found = announcement_in(text)
    assert found is not None
    assert (found.kind, found.is_final) == (Disposition(kind), True)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("您波打的号码是控号", "vacant"),
        ("您所播打的电话已听机", "suspended"),
        ("您拨打的用户一关机", "power_off"),
        ("您 拨打的，电话暂时 无法接通。", "unreachable"),
        ("请在低声后留言", "voicemail"),
    ],
)
def test_homophones_and_spaces_change_nothing(text: str, kind: str) -> None:
    found = announcement_in(text)
    assert found is not None and found.kind == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Sorry, the number you dialed does not exist, please check it and dial again.", "vacant"),
        ("The subscriber you dialed is powered off.", "power_off"),
        ("Sorry! The subscriber you have dialed can not be connected for the moment", "unreachable"),
        ("the subscriber you dialed is busy now", "busy"),
        ("The number you dialed is out of service", "suspended"),
    ],
)
def test_the_english_half(text: str, kind: str) -> None:
    found = announcement_in(text)
    assert found is not None and found.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "",
        "关机",
        "空号",
        "手机欠费停机怎么办充值快人一步",
        "关机睡觉多陪陪家人",
        "他手机关机了你打他另外一个号码",
        "请留言是什么意思啊",
        "powered off",
        "我是他的秘书有什么事我可以转达",
        "欢迎致电宏达贸易有限公司电话正在接通中请稍候",
    ],
)
def test_half_a_phrase_tells_nothing(text: str) -> None:
    assert announcement_in(text) is None


@pytest.mark.parametrize("text", ["请不要挂机您拨打的电话正在通话中", "您拨打的用户正在通话中请稍候片刻"])
def test_a_call_that_waits_is_not_given_up(text: str) -> None:
    found = announcement_in(text)
    assert found is not None and found.kind is Disposition.BUSY and not found.is_final


def test_a_forwarded_call_is_not_given_up() -> None:
    found = announcement_in("您拨打的用户已启用呼叫转移正在为您转接")
    assert found is not None and found.kind is Disposition.FORWARDING and not found.is_final


@pytest.mark.parametrize(
    "text",
    [
        "喂你好",
        "请留言是什么意思啊",
        "他手机关机了",
        "您好我是王主任的秘书请问您哪里",
        "是不是语音信箱啊",
        "我正在开会",
        "喂我是他女儿他的电话停机了",
    ],
)
def test_people_speak_as_people(text: str) -> None:
    assert speaks_as_person(text)


@pytest.mark.parametrize(
    "text",
    ["我现在不方便接听电话请在滴的一声之后留下您的姓名", "您好机主在忙我是他的智能助理请问您找他有什么事吗"],
)
def test_a_full_phrase_outweighs_the_manner_of_a_person(text: str) -> None:
    assert not speaks_as_person(text)


MISHEARD = (
    ("对不起您的柏大利浩马时恐嚎进和对后再过", "vacant"),
    ("您好您做柏大利用户一停起请少喝灾伯", "suspended"),
    ("您好您不大的电话再是无法接通请稍后再播", "unreachable"),
    ("民布大的用户正盲请稍后再播", "busy"),
    ("宁果交替受寂意管及庆少喉灾波", "power_off"),
)


@pytest.mark.parametrize(("text", "kind"), MISHEARD)
def test_before_the_answer_a_part_of_the_frame_is_enough(text: str, kind: str) -> None:
    found = announcement_in(text, before_answer=True)
    assert found is not None and found.kind == kind and found.is_final


@pytest.mark.parametrize("text", ["喂我手机已关机了", "他那个电话已停机你请稍后再拨", "用户已关机"])
def test_after_the_answer_a_part_of_the_frame_is_nothing(text: str) -> None:
    assert announcement_in(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "停机不怕空号不收快来办理亲情套餐",
        "感谢致电和平大药房客服正在为您接听",
        "关机睡觉放下您的手机多陪家人",
    ],
)
def test_an_advertisement_tells_nothing_before_the_answer(text: str) -> None:
    assert announcement_in(text, before_answer=True) is None


def test_a_call_that_waits_is_known_however_badly_it_is_heard() -> None:
    found = announcement_in("您好请不要忘记您多打的电话正在同化中请稍后", before_answer=True)
    assert found is not None and not found.is_final


def test_a_word_alone_is_no_machine() -> None:
    assert speaks_as_person("请留言室审问一子")


@pytest.mark.req("M04-015")
@pytest.mark.parametrize(
    ("heard", "kind"),
    [
        (("好", "是机主的智能助理", "基础现在不方便接电话", "请问您有什么事我帮您转达"), "call_assistant"),
        (("好去基础能助理", "基础现在不方便即电话", "请问你有什么事"), "call_assistant"),
        (("您好", "机主现在不方便接听", "请在嘀声后留言"), "voicemail"),
        (("您好", "您拨打的用户", "暂时无法接听您的电话"), "unreachable"),
        (("您好我是小爱同学", "机主正在开车", "请问您是哪位"), "call_assistant"),
    ],
)
def test_what_pauses_cut_apart_is_looked_at_together(heard: tuple[str, ...], kind: str) -> None:
    assert all(announcement_over(heard[:end]) is None for end in range(len(heard)))
    found = announcement_over(heard)
    assert found is not None and found.kind == kind


@pytest.mark.parametrize(
    "heard",
    [
        ("你是智能机器人吧", "请问你是谁"),
        ("这是智能语音吗", "请问您是哪位"),
        ("喂", "你们那个智能助理又打来了", "请问您有什么事"),
        ("他的电话打不通", "我帮您转告"),
        ("我妈是机主", "请问您找谁"),
        ("喂你好", "他手机关机了", "请问您有什么事"),
        ("您好", "请问您有什么事"),
        ("我现在不方便", "请问您有什么事"),
        ("其实现在不方便接电话", "请问您有什么事"),
        ("叔叔现在不方便", "请问您找谁"),
    ],
)
def test_a_person_who_asks_about_machines_is_none(heard: tuple[str, ...]) -> None:
    assert announcement_over(heard) is None
    assert not may_be_machine(heard)
