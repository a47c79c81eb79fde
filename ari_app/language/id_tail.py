"""The last four characters of an identity number."""

from __future__ import annotations

import re

from ari_app.core.vocabulary import Intent
from ari_app.language.corrections import begun_anew, without_hesitation
from ari_app.language.digit_strings import LETTER_X, REPEATED, SPOKEN_DIGITS, id_characters
from ari_app.language.phrases import Phrases
from ari_app.language.readings import CERTAIN, LIKELY, Asked, accept, missing, reask
from ari_app.language.understanding import Understanding
from ari_app.language.words_person import SAID_LIGHTLY, TAKEN_FOR

FULL_LENGTH = 18
_WANTED = 4
_PIECE = re.compile(r"[0-9xX]+")
_SPOKEN = re.compile(f"[{SPOKEN_DIGITS}]+")
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
    "尾巴", "末了", "个", SAID_LIGHTLY, TAKEN_FOR, "还以为[^，0-9]{1,8}",
)  # fmt: skip
_FRAME = re.compile(
    r"(?:最后|后面|后|末|尾|这)(?:面|边|头)?的?[四4](?:位|个)(?:数字|数|号码|号|字)?|[四4]位(?:数字|数|号码)"
    r"|(?:最后|末|末尾|最末|最后面|后头|后面|后边|末了|尾巴上?)(?:的|还有)?[一1]?(?:位|个)(?:数字|字母|英文|数|字|"
    r"是)?|一个(?:字母|英文)"
    r"|(?:最后|后头|后面|后边|末尾)(?:还有|再加|加|是)[一1]?个|(?:前面|前头|头里?|开头)的?[一二两三123](?:位|个)"
    r"(?:数字|数|字|是)?"
    r"|一共[四4]位|(?:再?[说念报]|重复)一遍|[看想念听等报]?一[下看想]"
)
# 二幺零叉 最后是个叉: the last one said again
_LAST_AGAIN = re.compile(
    rf"(?:最后|末尾?|尾巴|后头|后面)[^{SPOKEN_DIGITS}x叉]{{0,4}}[一1]?(?:位|个)?(?:就|也)?(?:是|为)?个?"
    rf"(?:叉|x|艾克斯|[{SPOKEN_DIGITS}])[啊的呢吧哈]*$"
)
_LAST_ONE = re.compile(r"(?:最后|末|末尾|最末|后头|后面)的?[一1]?(?:位|个)")
_NOT_AT_HAND = Phrases(
    "(身份证|证件|证|本本)[也都现在又还]*(不在|没在|没带|不晓得|找不|忘|丢|锁|没有?拿|放|落|收)",
    "(没带|没拿|忘带)[着了]?(身份证|证件|证)",
    "(身份证|证件|证)[我都还也就]*(在|给|让)[^，]{1,5}(那|手|家|里|收|拿|管|保管)",
    "(号码?|身份证|后四位)[我可也都真还就]*(背|记)不", "(没|不)(背|记)过?[这那]?(个|身份证|号码)",
)  # fmt: skip
# Digits said with these are none of the number, or are not given.
_WITHHELD = Phrases(
    "不是", "错", "乱说", "随便", "骗", "假", "凭什么", "为(什么|啥)", "干(嘛|什么|啥)",
    "不(想|能|方便|愿|告诉|说|报|会)", "别", "吗",
    "保密", "隐私", "怎么", "号楼", "电话", "手机", "住",
)  # fmt: skip
_UNSETTLED = Phrases("不", "没", "错", "还是", "或者", "哪")


def parse_id_tail(asked: Asked) -> Understanding | None:
    """Four characters, the last perhaps X. The last correction wins."""
    if _NOT_AT_HAND.within(asked.text) and len(id_characters(asked.text)) <= 1:
        return missing(Intent.DONT_KNOW)
    text = _said_last(asked.text)
    found = id_characters(text)
    if not found:
        return None
    if not _alone(text):
        return reask(Intent.NOT_UNDERSTOOD)
    if len(found) == _WANTED + 1 and found[-1] == found[-2] and _LAST_AGAIN.search(asked.text):
        found = found[:-1]
    return _checked(found)


def _said_last(text: str) -> str:
    """What stands once corrections are done, without 后四位 and the like, whose numbers are no digits of the number."""
    said = [part for part in begun_anew(text) if id_characters(_FRAME.sub("", part))]
    if not said:
        return ""
    last = _FRAME.sub("", said[-1])
    if len(said) > 1 and len(id_characters(last)) == 1 and _LAST_ONE.search(said[-1]):
        # 四四一七 不对 最后一位是九
        return id_characters(_FRAME.sub("", said[-2]))[:-1] + last
    after_looking = without_hesitation(last)[-1]
    return after_looking if len(id_characters(after_looking)) == _WANTED else last


def _alone(text: str) -> bool:
    """Whether the characters are said in one piece, and nothing around them leaves them in doubt."""
    plain = _AROUND.stripped(_written_out(text))
    pieces = _PIECE.findall(plain)
    if len(pieces) != 1:
        return False
    lead, _, tail = plain.partition(pieces[0])
    return not (_WITHHELD.within(lead) or _WITHHELD.within(tail) or _UNSETTLED.within(tail))


def _written_out(text: str) -> str:
    """`text` with digits for the spoken ones; 两个四 is 44, 艾克斯 is X."""
    text = REPEATED.sub(lambda found: id_characters(found.group()), LETTER_X.pattern.sub("x", text))
    return _SPOKEN.sub(lambda found: id_characters(found.group()), text).replace(" ", "")


def _checked(found: str) -> Understanding:
    if "X" in found[:-1]:
        return reask(Intent.INVALID)
    if len(found) == 4:
        return accept(found, confidence=CERTAIN)
    if len(found) == FULL_LENGTH:
        return accept(found[-4:], confidence=LIKELY)
    begun = found[:-_WANTED]
    if 2 <= len(begun) <= _WANTED and found[-_WANTED:].startswith(begun):
        # 七七幺 七七幺四: said again from the start.
        return accept(found[-_WANTED:], confidence=CERTAIN)
    return reask(Intent.PARTIAL if len(found) < 4 else Intent.INVALID)
