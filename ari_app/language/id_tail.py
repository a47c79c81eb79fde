"""The last four characters of an identity number."""

from __future__ import annotations

import re

from ari_app.core.vocabulary import Intent
from ari_app.language.corrections import CORRECTS
from ari_app.language.digit_strings import LETTER_X, REPEATED, SPOKEN_DIGITS, id_characters
from ari_app.language.phrases import Phrases
from ari_app.language.readings import CERTAIN, LIKELY, Asked, accept, missing, reask
from ari_app.language.understanding import Understanding

FULL_LENGTH = 18
_AROUND = Phrases(
    "身份证[号码]*", "(后|最后|末|尾)(面)?(四|4)位(数)?[字]?", "尾号", "号码", "谢谢", "吗", "尾数", "嗯", "啊", "呃",
    "哦", "额", "那个", "是", "我的", "我", "就", "应该", "的", "了", "吧", "呢", "字母", "大写", "小写",
    "报一下", "好的", "好", "行",
    "你记一下", "听好", "记一下", "最后(一位)?", "分别", "一个", "然后", "再", "和", "末尾", "后", "哈", "对", "嘛",
    "哎", "诶", "说", "没错", "您好", "你", "我想想", "等", "我看(看|一下)?", "看(看|一下)", "念给你听",
    "给你念", "数字", "结尾", "证件",
    "号", "带", "那", "英文", "记得", "好像", "喂", "呀", "嘞", "咱", "俺", "您", "听着", "给你", "报", "告诉",
    "再说一遍", "重复一遍", "还是",
    "上面", "上", "写着", "写的", "也", "前面", "稍", "一下", "里", "头", "有", "呐", "这个", "就是", "位", 
    "跟你", "后头", "后边",
    "尾巴", "末了", "个",
)  # fmt: skip
_FRAME = re.compile(
    r"(?:最后|后面|后|末|尾|这)(?:面|边|头)?的?[四4](?:位|个)(?:数字|数|号码|号|字)?|[四4]位(?:数字|数|号码)"
    r"|(?:最后|末|末尾|最末|最后面)(?:的)?[一1]?(?:位|个)(?:数字|字母|数|字|是)?|一个字母|一共[四4]位|(?:再?[说念报]|重复)一遍|[看想念听等报]?一[下看想]"
)


_NOT_AT_HAND = Phrases(
    "(身份证|证件|证|本本)[也都现在又还]*(不在|没在|没带|不晓得|找不|忘|丢|锁|没有?拿|放)", 
    "(没带|没拿|忘带)[着了]?(身份证|证件|证)",
)  # fmt: skip


def parse_id_tail(asked: Asked) -> Understanding | None:
    """Four characters, the last perhaps X. The last correction wins."""
    if _NOT_AT_HAND.within(asked.text) and not id_characters(asked.text):
        return missing(Intent.DONT_KNOW)
    text = _without_frame(asked.text)
    for part in reversed(CORRECTS.pattern.split(text)):
        if id_characters(part):
            text = part
            break
    found = id_characters(text)
    if not found:
        return None
    rest = _AROUND.stripped(REPEATED.sub("", LETTER_X.pattern.sub("", text)))
    rest = re.sub(rf"[{SPOKEN_DIGITS}\s]", "", rest)
    if rest:
        return reask(Intent.NOT_UNDERSTOOD)
    return _checked(found)


def _without_frame(text: str) -> str:
    """Drop 后四位, 最后一位 and the like, whose numbers are no digits of the number."""
    return _FRAME.sub("", text)


def _checked(found: str) -> Understanding:
    if "X" in found[:-1]:
        return reask(Intent.INVALID)
    if len(found) == 4:
        return accept(found, confidence=CERTAIN)
    if len(found) == FULL_LENGTH:
        return accept(found[-4:], confidence=LIKELY)
    if len(found) == 8 and found[:4] == found[4:]:
        return accept(found[:4], confidence=CERTAIN)
    return reask(Intent.PARTIAL if len(found) < 4 else Intent.INVALID)
