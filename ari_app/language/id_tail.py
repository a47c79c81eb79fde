"""The last four characters of an identity number."""

from __future__ import annotations

import re

from ari_app.core.vocabulary import Intent
from ari_app.language.corrections import CORRECTS
from ari_app.language.digit_strings import LETTER_X, REPEATED, SPOKEN_DIGITS, id_characters
from ari_app.language.phrases import Phrases
from ari_app.language.readings import CERTAIN, LIKELY, Asked, accept, reask
from ari_app.language.understanding import Understanding

FULL_LENGTH = 18
_AROUND = Phrases(
    "身份证[号码]*", "(后|最后|末|尾)(面)?(四|4)位(数)?[字]?", "尾号", "号码", "谢谢", "吗", "尾数", "嗯", "啊", "呃",
    "哦", "额", "那个",
    "是", "我的", "我", "就", "应该", "的", "了", "吧", "呢", "字母", "大写", "报一下", "好的", "好",
    "你记一下", "听好", "记一下", "最后(一位)?", "分别", "一个", "然后", "再", "和", "末尾", "后", "哈", "对", "嘛",
    "哎", "诶", "说", "没错", "您好", "你", "小写", "我想想", "等",
)  # fmt: skip


def parse_id_tail(asked: Asked) -> Understanding | None:
    """Four characters, the last perhaps X. The last correction wins."""
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
    """Drop 后四位 and the like, whose 四 is no digit of the number."""
    return re.sub(r"(?:最后|后面|后|末|尾)(?:面)?[四4]位(?:数字|数)?", "", text)


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
