"""Pain on the 0-10 verbal scale."""

from __future__ import annotations

import re

from ari_app.core.vocabulary import Intent
from ari_app.language.settling import settle
from ari_app.language.numerals import find_numerals
from ari_app.language.phrases import Phrases
from ari_app.language.quantities import Measure, quantities
from ari_app.language.readings import CERTAIN, WEAK, Asked, accept, reask
from ari_app.language.understanding import Understanding

UNIT = "/10"
FOREIGN = re.compile(
    r"[天日次回遍级个月号岁年周楼床块元斤片粒颗度成点种样刀针]|小时|分钟|星期|礼拜|公斤|毫|厘|百|千|万|分之(?!间)|口"
)
_MEASURE = Measure(re.compile(r"分(?!钟|之(?!间))"), FOREIGN)
_SCALE = re.compile(r"(?:[零一]|(?<![0-9])[01])分?到(?:十|10)分?")
_NO_PAIN = Phrases(
    "(一点|一点儿|一点点|根本|现在|完全|基本|已经|都|早就|也|倒)?[都也]?(不|没有|没)(怎么)?<痛>[了的]*",
    "没[有](感觉|觉得|觉出)[到]?(疼|痛)", "(不|没)[有]什么(疼|痛)", "没疼痛", "零分", "无痛",
)  # fmt: skip
_SLIGHT = Phrases("不怎么", "不太", "不大", "没怎么", "基本", "没什么", "没多", "不算", "不是")
_PAIN = Phrases(
    "<痛>", "难受", "受不了", "严重", "厉害", "轻微", "还好", "还行", "一般", "凑合", "能忍", "忍得住"
)


def parse_nrs(asked: Asked) -> Understanding | None:
    """An integer 0..10; a quality, a range or a comparison is asked again."""
    return parse_score(asked, low=0) or _from_words(asked)


def parse_score(asked: Asked, *, low: int) -> Understanding | None:
    """A whole number `low`..10 said with or without 分."""
    text = _without_scale(asked.text)
    numerals = find_numerals(text)
    found = quantities(text, numerals, _MEASURE)
    with_half = re.search(r"分半|个半", text) is not None
    if not found:
        return None
    if any(number.cut for number in numerals):
        return reask(Intent.PARTIAL)
    chosen = settle(text, found)
    if isinstance(chosen, Understanding):
        return chosen
    if with_half or chosen.low != int(chosen.low):
        return reask(Intent.INVALID)
    if not low <= chosen.low <= 10:
        return reask(Intent.OUT_OF_RANGE, int(chosen.low))
    return accept(int(chosen.low), UNIT, CERTAIN if chosen.unit or len(found) == 1 else WEAK)


def _without_scale(text: str) -> str:
    """零到十啊 那我选五分: the scale repeated is no answer when another number follows."""
    rest = _SCALE.sub(lambda found: "\ue010" * len(found.group()), text)
    return rest if find_numerals(rest) else text


def _from_words(asked: Asked) -> Understanding | None:
    text = asked.text
    if _NO_PAIN.within(text):
        rest = _NO_PAIN.stripped(text)
        if _SLIGHT.within(text) or _PAIN.within(rest) or "有" in rest or "吗" in rest:
            return reask(Intent.QUALITATIVE, "none_or_slight")
        return accept(0, UNIT, WEAK + 0.15)
    if _PAIN.within(text):
        return reask(Intent.QUALITATIVE, "pain")
    return None
