"""Whose value it is: 我孙子三十九度 我没量 tells of the grandson."""

from __future__ import annotations

import re

from ari_app.language.numerals import find_numerals
from ari_app.language.phrases import compile_phrases

_KIN = compile_phrases(
    (
        "孙子", "孙女", "外孙女?", "孙儿", "儿子", "女儿", "闺女", "(大|二|小)?姑娘", "丫头", "儿媳妇?", "媳妇",
        "女婿", "爱人", "老公", "老婆", "丈夫", "妻子", "太太", "先生", "老伴", "那口子", "老头子?", "老太婆",
        "妈妈?", "爸爸?", "母亲", "父亲", "娘", "爹", "奶奶", "爷爷", "外公", "外婆", "公公", "婆婆",
        "(大|二|三|小)?(哥哥?|弟弟?|姐姐?|妹妹?)", "邻居", "隔壁", "病友", "同事", "他", "她", "孩子", "娃",
    )
).pattern  # fmt: skip
# With these in front, or a telling or helping verb behind, the relative is not the one of whom it is told.
_COMPANY = r"(?<![跟和同给让叫找带陪帮问像比由请是])"
_STATE = (
    "跳楼|自杀|走了|去世|没了|死了?|摔|住院|开刀|(?:做)?手术|中风|心梗|脑梗|得了?[^，]{0,2}(?:病|癌)|晕|感冒|咳|"
    "病了|发烧|发热|高烧|低烧|烧|体温|血压|高压|低压|血糖|空腹|餐后|疼|痛|吃药|吃了?(?=[零一二两三四五六七八九十0-9百全都])|忘|漏|比我"
    "|也?是?有?(?=[零一二两三四五六七八九十0-9])"
)
_TIME = (
    "(?:去年|前年|上个?(?:月|周|星期|礼拜)|前几天|前两天|前阵子|今天|昨天|前天|昨晚|早上|晚上|刚才|上次|现在|这两天"
    "|最近|那天|最高|的|他|她|也|都|才|就|倒|家|那个)*"
)
_OTHERS = re.compile(rf"{_COMPANY}(?:我们家?|我家?|俺|咱家?)?(?:的)?(?:{_KIN}){_TIME}(?:{_STATE})")
_BACK = re.compile(rf"我(?!们|家|的?(?:{_KIN}))|俺|自己|本人")
_BLANK = "\ue021"

_OPINION = re.compile(
    rf"(?:我们?家?的?)?(?:{_KIN}|屋里人|家里人?|护士|医生|大夫|人家|他们|大家)[也都就老还刚才]*(?:说|讲|看|觉得|问|"
    rf"猜|估|打|给)"
    r"(?P<theirs>.{2,}?)(?P<mine>(?:但|可|不过|其实)?(?:我|俺)(?:自己)?[也就倒可]?(?:觉得|感觉|看|说|讲|认为|寻思|"
    r"打|给|估|想))"
)


# 三分吧 医生说五分以下就算好: where a bound lies for others.
_BOUND = re.compile(
    rf"(?:{_KIN}|护士|医生|大夫|人家|他们|书上|网上)[也都就老还]*(?:说|讲|写)"
    rf"[^，]{{0,6}}?[零一二两三四五六七八九十0-9]+[分度]?[^，]{{0,3}}?(?:以下|以上|以内|才|就|都).*$"
)


def without_opinions(text: str) -> str:
    """`text` with a blank for what others think of the speaker where he says himself what he thinks."""
    bound = _BOUND.search(text)
    if bound is not None and find_numerals(text[: bound.start()]):
        text = text[: bound.start()] + _BLANK * len(bound.group())
    return _OPINION.sub(
        lambda found: _BLANK * len(found.group()[: -len(found["mine"])]) + found["mine"], text
    )


def own_part(text: str) -> str:
    """`text` with a blank for what is told of a relative, until the speaker comes back to himself; same length."""
    out, at = text, 0
    while (found := _OTHERS.search(text, at)) is not None:
        back = _BACK.search(text, found.end())
        end = len(text) if back is None else back.start()
        out = out[: found.start()] + _BLANK * (end - found.start()) + out[end:]
        at = end
    return out
