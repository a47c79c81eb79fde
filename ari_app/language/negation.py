"""Whether a mention is denied, asked about, or only imagined."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ari_app.language.phrases import Concept, Mention, compile_phrases

_NEGATOR = compile_phrases(
    ["没有", "没", "没什么", "没啥", "没怎么", "没再", "并没有", "从来没", "从没",
     "不", "不怎么", "不太", "不再", "未", "无",
     "不会", "不觉得", "没觉得", "没感觉", "不是", "没出现",
     "没发生", "没发现", "未见", "没想过", "没有想过", "没说", "别说", "不至于",
     "不存在", "哪有", "哪会", "不能说", "谈不上", "算不上"],
)  # fmt: skip
# What may stand between a negator and the mention it denies.
_TRANSPARENT = re.compile(
    r"有|什么|任何|觉得|感觉|感到|出现|发生|发现|过|再|怎么|那么|这么|这种|那种|这些|那些|太|很|和|跟|或者|或|以及|"
    r"还有没有|也没有|也没|也不|也|都|[、,]"
    r"|伤口|刀口|胸口|胸|心口|腿|身上|现在|今天|最近|什么的|的|情况|症状|现象|问题|呀|啊|啥|想|要|说|去|大|发|打|"
    r"得|了|又|红|肿|疼|痛|又|冒|一直|特别|往外"
    r"|出|起|有过|明显"
)
_DENIED_AFTER = re.compile(
    r"(?:过|的|了|啊|这些|那些|什么的|的情况|的症状|这种情况|症状|情况)?"
    r"(?:都没有|也没有|倒没有|倒是没有|没有|都没|倒没|没发生|没出现|是没有|不存在|都不)"
)
# 不能说没有胸痛 denies the denial.
_DOUBTS = ("不能说", "不是说", "不敢说")
_RESOLVED = re.compile(
    r"(?:已经|现在|今天|后来|都)*(?:好了|没了|不疼了|不痛了|退了|没事了|消失|缓解了|过去了|止住了|不流了)"
)
_IMAGINED = compile_phrases(
    ["会不会", "是不是会", "如果", "要是", "万一", "假如", "怕", "害怕", "担心", "才会", "会引起",
     "什么叫", "什么是", "有没有",
     "听说", "以前", "去年", "小时候", "前年", "几年前", "年轻的时候", "预防", "防止", "电视", "新闻", "邻居"]
)  # fmt: skip


def affirmed(text: str, mention: Mention[Concept], others: Iterable[Mention[Concept]]) -> bool:
    """Whether `mention` is said to be there: not denied in front or behind, not over, not merely imagined."""
    lead = text[: mention.start]
    if _denied_before(lead, others) or _DENIED_AFTER.match(text, mention.end):
        return False
    return not _resolved_after(text, mention.end) and not is_imagined(lead)


def is_imagined(lead: str) -> bool:
    """Whether the words right in front make it a question, a fear or an old story."""
    return any(len(lead) - found.end() <= 4 for found in _IMAGINED.finditer(lead))


def _resolved_after(text: str, end: int) -> bool:
    found = _RESOLVED.search(text, end)
    return found is not None and found.start() - end <= 2


def _denied_before(lead: str, others: Iterable[Mention[Concept]]) -> bool:
    for found in _NEGATOR.finditer(lead):
        if lead[: found.start()].endswith(_DOUBTS):
            continue
        between = lead[found.end() :]
        if _reaches(between, found.end(), others):
            return True
    return False


def _reaches(between: str, offset: int, others: Iterable[Mention[Concept]]) -> bool:
    """Whether a negation carries over `between`: only list words and other signs may stand there."""
    chars = list(between)
    for other in others:
        for i in range(max(0, other.start - offset), min(len(chars), other.end - offset)):
            chars[i] = "\n"
    rest = "".join(chars).replace("\n", "")
    if "现在" in rest and not rest.startswith("现在"):
        return False
    return not _TRANSPARENT.sub("", rest)
