"""An answer that repeats the verb of the question: 按时吃了吗 – 吃了, 没吃, 哪敢不吃."""

from __future__ import annotations

import re

_TAKEN = (
    "吃(?!完(?!饭|早|午|晚|中)|光|没了|了?(?:就)?(?:心|胃|头|难受|不舒服|恶心|想吐|过敏|拉))|服|喝|用(?!不|完)|雷打不动|风雨无阻"
    "|(?:早晚|早中晚|每天|一天|一日|早上|睡前|三顿).{0,4}(?:各|[一两三半1-3][片粒颗次])"
)
# 早就停了: who has stopped does not take it any more; 不敢停 takes it.
_STOPPED = re.compile(
    "停(?!车|电|水|不|药的)|断(?=[了药掉顿过好]|$)|扔|[吃用](?:完(?!饭|早|午|晚|中)|光|没了)"
)
# Neither yes nor no to whether it is taken in time.
_NOW_AND_THEN = re.compile(
    "(?:有时候?|偶尔|经常|时不时|老是?|总是?|常常?)(?:也|还|会|就|都|我)*(?:忘|漏|落)|(?:想起来|想到|记得|记起来)(?:了|就|才|的时候)+吃|断断续续"
    "|吃吃停停|[疼痛难受晕]了?(?:才|就)吃|有一(?:顿|搭|天)没一(?:顿|搭|天)|三天打[鱼渔]|丢三落四"
)

# What the question asks whether it was done; how the answer says it; how it says the contrary.
_ACTS: tuple[tuple[str, str, str], ...] = (
    (
        "停(?!车)|断药",
        "停(?!车|电)|断(?=了|药|掉)|不吃了|没吃了|没再吃",
        "(?:一直|还|都|天天|照常|照样)[在都按时]*吃|吃着",
    ),
    ("[抽吸]烟", "抽|吸(?!氧)|来.{0,2}[根支颗]|捡起来|[一两半三]天?[一两半]?[包条]|烟瘾", "戒"),
    ("[喝饮]酒", "喝|抿|来[点一两几]*[口杯盅]", "戒|滴酒不"),
    ("摔|跌", "摔|跌|栽|绊倒|滑倒|滑了|跟头|一跤", ""),
    ("晕倒|昏倒|晕过", "晕倒|昏倒|晕(?=过|了)|晕厥", ""),
    ("拆线", "拆", ""),
    ("知道|晓得|清楚|记得|了解|明白", "知道|晓得|清楚|记得|了解|明白|有数", ""),
    ("复查|复诊|看门诊", "去|复查|复诊|看|查|做|测|量", ""),
    ("[测量查](?!不)|监测", "测|量|查|扎|验", ""),
    ("忘|漏", "忘|漏|落", "[顿次天][都也]?(?:不|没)(?:落|少|漏)|全吃|都吃"),
    ("吃|服药|用药", _TAKEN, ""),
    ("锻炼|运动|做操|练习|康复", "锻炼|练|做|活动|动(?!不)|走", ""),
    ("换药", "换", ""),
    ("洗澡", "洗", ""),
    ("能", "能|可以|行", ""),
    ("会", "会", ""),
    ("下床|下地|走路|活动", "下(?=了|过|床|地)|走|动(?!不)|活动", "躺"),
    ("去", "去", ""),
    ("拔", "拔|取", "还(?:插|留|带|挂)"),
)
_NOT = (
    "(?:没有?|还没|未|不|别|忘了|忘记|没顾上|没来得及|没法|没能|不能|不敢|懒得|舍不得|没(?:让|叫|敢|想)"
    "|不(?:让|想|敢|肯))"
)
_BETWEEN = "(?:怎么|再|去|按时|有|能|给|把|它|好好|过|去过|人|我|自己|药|得|太|都|全|接着|继续|天天)*"
_RHETORICAL_NO = re.compile(r"(?:哪里?|怎么|咋|岂)(?:还)?(?:敢|能|会|可能|舍得|有空)$")
_RHETORICAL_YES = re.compile(
    r"(?:哪里?|怎么|咋|岂|谁)(?:还)?(?:敢|能|会|可能|舍得)不$|不(?:敢|能|得|会|可能)不$|(?<!是)没不$"
)
_NOT_YET = re.compile(
    r"(?:准备|正要|马上|一会儿?|等会儿?|待会儿?|要|打算|过会儿?|明天|后天|回头|下个?(?:周|星期|礼拜|月)[一二三四五六日天]?|(?:周|星期|礼拜)[一二三四五六日天]|改天|过[几两]天|这就|刚要|正要|就要|想|该|得|应该|差点|险些|差点儿|怕|约好?了?.{0,4})(?:再|才|就|去|又|给|会|到|一)*$"
)
_DENIED = re.compile(rf"{_NOT}{_BETWEEN}$")
_FAILS = re.compile(r"(?:不(?:了(?!多)|动|成|起|着|得|下|到|上|掉|完)|没(?:有)?(?=$|[啊呢吧]))")
_FORGOT = re.compile(
    r"^[哎呀啊唉哦嗯我又给都]*(?:忙|搞|都|就|给)?忘(?:了|记了?|得|干净)(?!过?[一两几二三](?:次|顿|回|天|片))"
)
_EVER = re.compile(r"过[^，]{0,2}(?:吗|没)")
# 办了吗, 领了没有: any verb that is asked for as done.
_DEED = re.compile("([办交买领打约收签填换取装停])(?:好|到)?[了过](?:吗|没)")
_STEMS = tuple(
    (re.compile(cue), re.compile(said), re.compile(contrary) if contrary else None)
    for cue, said, contrary in _ACTS
)
_TAKING = next(said for _, said, _ in _STEMS if said.pattern == _TAKEN)


def echoed(question: str, text: str) -> tuple[bool, bool]:
    """Whether the verb asked for is affirmed in `text`, and whether it is denied."""
    found = next((one for one in _STEMS if one[0].search(question)), None)
    if found is None:
        deed = _DEED.search(question)
        if deed is None:
            return False, False
        found = (_DEED, re.compile(deed[1]), None)
    _, said, contrary = found
    yes = no = planned = False
    for mention in said.finditer(text):
        denied = _is_denied(text, mention)
        yes, no = yes or denied is False, no or denied is True
        planned = planned or denied is None
    for mention in () if contrary is None else contrary.finditer(text):
        denied = _is_denied(text, mention)
        yes, no = yes or denied is True, no or denied is False
    if said is _TAKING:
        yes, no = _still_taken(text, yes=yes, no=no)
    if not yes and not no and _asks_for_deed(question) and (planned or _FORGOT.search(text)):
        no = True
    return yes, no


def _still_taken(text: str, *, yes: bool, no: bool) -> tuple[bool, bool]:
    """停了 says no and 没停 yes, to whether the medicine is taken; both where it is now and then."""
    for mention in _STOPPED.finditer(text):
        denied = _is_denied(text, mention)
        yes, no = yes or denied is True, no or denied is False
    return (True, True) if _NOW_AND_THEN.search(text) else (yes, no)


def _is_denied(text: str, mention: re.Match[str]) -> bool | None:
    """Whether the verb is denied where it is said; None when it is only planned or feared."""
    lead = text[: mention.start()]
    if _RHETORICAL_YES.search(lead):
        return False
    if _RHETORICAL_NO.search(lead) or _DENIED.search(lead):
        return True
    if _NOT_YET.search(lead):
        return None
    if mention.group()[0] in "不没":
        return False
    return _FAILS.match(text, mention.end()) is not None


def _asks_for_deed(question: str) -> bool:
    return "了吗" in question or "按时" in question or _EVER.search(question) is not None
