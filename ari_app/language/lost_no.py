"""Words about calls from which a recognizer may have lost the 别, 不 or 没, and with it their sense.

再给我打电话了 is what is left of 别再给我打电话了, 要打了 of 不要打了, 愿意了 of 不愿意了. Nobody asks to be called
back like that: he names a time, or says 晚点 or 吧. What may mean its own opposite is asked again, never taken.
"""

from __future__ import annotations

from enum import StrEnum

from ari_app.core.vocabulary import QType
from ari_app.language.phrases import Phrases
from ari_app.language.spoken import read


class CallsWish(StrEnum):
    """What somebody wants who said something about being called."""

    NEVER = "never"
    ANOTHER_TIME = "another_time"
    NEITHER = "neither"


_LEAD = (
    "(喂|您好|你好|嗯|啊|哎|唉|好的?|行|请|麻烦|<你>|啊呀|哎呀|烦死了|以后|今后|往后|都|也|跟<你>说|<我>说)*"
)
_TAIL = "(啊|呀|吧|哈|啦|嘛|好吗|好吧|谢谢<你>?|再见)*"
_TO_ME = "(给我们?|跟我们?|往我这[里儿]?)?"
_CALL = (
    "(打|打来|拨|来(?=.{0,4}电)|联系|骚扰|打扰|回访|烦)(我们?|给我们?)?(这种|这个|那个)?(电话|来电)?"
    "(过来|进来|来|给我们?)?"
)
# what stands behind the lost word: (不)要, (不)用, (不)许, (别)再, (别)老
_AGAIN = "(要|用|许|准|必|需要)?(再|在)"
_NEED = "(要|用|许|准|必|需要|老|总|一直)"
_NO_MORE_CALLS = Phrases(
    f"^{_LEAD}({_AGAIN}|{_NEED}){_TO_ME}{_CALL}了{_TAIL}$",
    # without 了: 再打给我, 要再打电话, 再打来 (吧 and 好吗 make it a request)
    f"^(喂|您好|你好|嗯|啊|哎|唉|请|以后|今后|往后)*{_AGAIN}{_TO_ME}(打|联系|骚扰|打扰|烦|来电)(我们?|给我们?)?(电话)?(过?来)?$",
)
# at the front of a call nothing else is talked about: (别)打了, (不)可以打了
_CALLED = Phrases(
    f"^{_LEAD}((可以|可|能|能够|让|许|准|同意|愿意|允许|接受)再?)?{_TO_ME}"
    f"(打|打来|联系|骚扰|打扰)(我们?|给我们?)?(电话)?(过来|来)?了{_TAIL}$"
)
_FRONT = frozenset({QType.CONSENT, QType.PERSON_CONFIRM, QType.ID_TAIL, QType.BIRTH_MD})
# (不)愿意了 (别)录了: an agreement needs no 了
_AGREED_NO_MORE = Phrases(
    f"^{_LEAD}我?(愿意|乐意|方便|允许|接受|配合|录音?|(要|用|可以|能|让|同意|愿意|允许)录音?)了{_TAIL}$"
)

_MERE_NO = Phrases("[啊哎唉嗯哦呃]*不+[啊哎唉嗯哦呃呀]*")

_CALLED_ON = (
    "(打(?!断|岔|紧|针|盹|牌|住|听|点滴|呼|招呼|扰<你>)|接(?!受|触|着|不)|拨|来(电|过?电话)|联系|骚扰|打扰(?!<你>)|回访|烦|"
    "(收|听)到)"
)
_NOT = (
    "(?<!要)(?<!是)(?<!能)"
    "(不|别|甭|莫|勿|休|不要|不想|不用|不愿意?|不希望|不需要|不许|不准|不必|不打算|没必要|用不着)"
)
# 特别 and 别急 are no 别, 不要紧 no 不要
_NEVER = Phrases(
    f"(?<![特分区差性级]){_NOT}[再也在老总给跟和往找我们你您这里边一直天]{{0,6}}{_CALLED_ON}",
    "^[我是那就以后请你们您嗯啊]*(不要|不用|不想|不需要|不必|不再|别)(了|再|啦)*[啊吧呀谢你您]*$",
    "不再(?!疼|痛|说)", "莫再", "再也不", "永远(不|别)", "拒绝(?!换)", "拉黑", "删(掉|除|了)",
    "^[是我要选]*(前|上)(面|边|一|头)[那这]?[一]?(个|种)?的?$", "(第|头)一(个|种)",
)  # fmt: skip
_ANOTHER_TIME = Phrases(
    "(换|改|另外?|找)[个一别的]*(时间|日子|天|时候)", "别的(时间|时候|日子|天)", "第二(个|种)",
    "^[是我要选]*后(面|边|一|头)[那这]?[一]?(个|种)?的?$", "(晚|迟)(点|些)", "(等|待|过)[一]?会", "改天", "回头",
    "[今明后]天", "早上", "上午", "中午", "下午", "晚上", "夜里", "半夜", "睡觉", "上班", "吃饭", "开会", "周末",
    "(下|这)(周|个?(星期|礼拜)|次|回)", "过(一|两|几)天", "有空再", "(现在|这会儿?|那会儿?|时候)",
)  # fmt: skip

_NEITHER = Phrases(
    "^(都)?不是(的|啊|呀)*$",
    "都不是",
    "没有",
    "没说",
    "听错",
    "继续",
    "接着(问|说)",
    "<你>(问|说)吧",
    "误会",
    "(不是|没)[有这那个]*意思",
)
# 没说不让打 denies what was asked; 不是不打 denies it too, or begins with a no
_DENIED = Phrases(
    "(没有?|不是)(说|讲)(不|别)[再让许准要想<你>]*(打|接|联系)?", "没(有)?不让<你>?们?(打|联系)?",
    "不是(不|别)[再让许准要想]*(打|接|联系)?", "不是(说)?(换|改)[个一]*(时间|日子)",
    "(别|不要?|不用|不想|不需要)(换|改)[个一]*(时间|日子)?",
)  # fmt: skip
_CLEARLY_DENIED = Phrases("(没有?|不是)(说|讲)(不|别)", "没(有)?不让")
_ASKS = Phrases("(什么|啥)(意思|叫)", "什么叫", "为(什么|啥)")


def may_have_lost_no(text: str, qtype: QType) -> bool:
    """Whether `text`, said while a question of `qtype` is open, may be a wish for no more calls, or its opposite."""
    said = read(text).text
    if _NO_MORE_CALLS.within(said):
        return True
    return qtype in _FRONT and _CALLED.within(said)


def agrees_doubtfully(text: str) -> bool:
    """Whether a consent may have lost its 不: asked again, it costs one sentence."""
    return _AGREED_NO_MORE.within(read(text).text)


def is_mere_no(text: str) -> bool:
    """Whether no more than 不 was heard: the whole refusal, or the beginning of 不客气 and 不要紧."""
    return _MERE_NO.whole(read(text).text)


def wish_about_calls(text: str) -> CallsWish | None:
    """What is answered to whether no more calls are wanted or one at another time; None where it is unclear."""
    said = read(text).text
    if _ASKS.within(said):
        return None
    rest = _DENIED.stripped(said)
    never, another = _NEVER.within(rest), _ANOTHER_TIME.within(rest)
    if never != another:
        return CallsWish.NEVER if never else CallsWish.ANOTHER_TIME
    is_denied = rest == said and _NEITHER.within(said) or _CLEARLY_DENIED.within(said)
    return CallsWish.NEITHER if is_denied and not never else None
