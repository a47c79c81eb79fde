"""When to call again, or what to do with an appointment."""

from __future__ import annotations

from ari_app.core.vocabulary import Intent
from ari_app.language.moments import moment_in
from ari_app.language.phrases import Phrases
from ari_app.language.readings import CERTAIN, LIKELY, Asked, accept, reask
from ari_app.language.understanding import Understanding

_CANCEL = Phrases("取消", "不去了", "不来了", "不复诊", "不看了", "退(了|号|掉)")
_KEEP = Phrases(
    "不(用|需要)?改",
    "(按|照)(原来|原定|时|约定)",
    "方便",
    "没问题",
    "准时",
    "能(去|到|来)",
    "可以(去|来|的)?$",
    "按时",
    "就这(个)?时间",
    "^(好|行|可以|好的|行的|对|嗯好)$",
    "不变",
    "会(去|到|来)",
)
_ANY = Phrases("随便", "什么时候都", "啥时候都", "都可以", "都行", "任何时间", "随时")
_VAGUE = Phrases(
    "过几天",
    "过两天",
    "以后",
    "改天",
    "回头",
    "再说",
    "有空",
    "到时候",
    "晚点",
    "过阵子",
    "几天后",
    "下次",
    "下个月",
    "过段时间",
)
_CANNOT = Phrases(
    "不方便", "去不了", "来不了", "没空", "没时间", "不行", "要改", "改期", "换个时间", "改个时间"
)


def parse_reschedule(asked: Asked) -> Understanding | None:
    """A time, a day and its part, or keep / cancel / any."""
    text, context = asked.text, asked.context
    if _CANCEL.within(text) and "不取消" not in text:
        return accept({"cancel": True}, confidence=LIKELY)
    moment = None if context.now is None else moment_in(text, context.now)
    if moment is not None:
        if "dt" not in moment and "part" not in moment and _VAGUE.within(text):
            return reask(Intent.AMBIGUOUS)
        return accept(moment, confidence=CERTAIN)
    if _CANNOT.within(text) or _VAGUE.within(text):
        return reask(Intent.AMBIGUOUS)
    if _ANY.within(text):
        return accept({"any": True}, confidence=LIKELY)
    if context.appointment is not None and _KEEP.within(text):
        return accept({"keep": True}, confidence=LIKELY)
    return None
