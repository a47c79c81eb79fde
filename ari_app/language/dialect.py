"""Dialect words said in Mandarin calls (Cantonese, Sichuan, Beijing), written as standard ones of the same length."""

from __future__ import annotations

import re

# Each replacement is as long as what it replaces: places in the text stay valid.
_WORDS = {
    "唔使": "不用", "唔该": "谢谢", "而家": "现在", "今日": "今天", "昨日": "昨天", "明日": "明天", "寻日": "昨天",
    "琴日": "昨天", "听日": "明天", "昨儿": "昨天", "前儿": "前天", "啱啱": "刚刚", "头先": "刚才", "没得": "没有",
    "莫得": "没有", "不消": "不用", "搞忘": "忘记", "晓得": "知道", "冇": "没", "咗": "了", "啲": "点", "喺": "在",
    "佢": "他", "嘅": "的", "嚟": "来", "谂": "想", "瞓": "睡", "啱": "刚", "屙": "拉", "乜": "啥", "冻": "冷",
    "噻": "啊", "嘞": "啊", "咧": "啊",
}  # fmt: skip
_AFTER_A_SOUND = "可好对行嗯唔就我你您那这有没啊噢哦呃零一二两三四五六七八九十百0-9大差现今还应挺正都吧呀的"
_MARKED = (
    (re.compile(r"唔好(?=[^的啊吧呀了好])"), "不要"),
    # Before these 唔 is the sound of listening, else 不.
    (re.compile(rf"唔(?![{_AFTER_A_SOUND}]|$)"), "不"),
    (re.compile(r"(?<![关联体心星派维干嫡语院母])系(?![统列数带住])"), "是"),
    (re.compile(r"(?<![饮零主面禁流膳粮伙])食(?![欲物堂品指道管疗谱用])"), "吃"),
    (re.compile(r"(?<=[吃饮服])晒"), "完"),
    (re.compile(r"(?<=[一二两三四五六七八九十几0-9])日(?=没)"), "天"),
    (re.compile(r"咯(?![血痰])"), "啊"),
)
_ANY = re.compile("|".join((*_WORDS, "[唔系食晒日咯]")))
_PLAIN = re.compile("|".join(_WORDS))


def standard(text: str) -> str:
    """`text` with the dialect words it holds in their standard form; its length does not change."""
    if _ANY.search(text) is None:
        return text
    text = _PLAIN.sub(lambda found: _WORDS[found.group()], text)
    for pattern, word in _MARKED:
        text = pattern.sub(word, text)
    return text
