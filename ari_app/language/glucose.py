"""Blood glucose in mmol/L, with whether it was taken fasting."""

from __future__ import annotations

import re
from dataclasses import replace

from ari_app.core.vocabulary import Intent
from ari_app.language.settling import settle
from ari_app.language.numerals import find_numerals
from ari_app.language.phrases import Phrases
from ari_app.language.quantities import Measure, quantities
from ari_app.language.readings import CERTAIN, Asked, accept, missing, reask
from ari_app.language.understanding import Understanding

UNIT = "mmol/L"
LOWEST, HIGHEST = 1.0, 33.3
_MG_PER_MMOL = 18.0
_MEASURE = Measure(
    re.compile(r"(?:个)?(?:毫摩尔|毫摩)(?:每升)?|mmol(?:/?l)?|毫克(?:每分升)?|mg(?:/?dl)?|点(?=$)"),
    re.compile(r"[天次回遍月号岁年周楼床块元斤片粒颗分度种样]|小时|分钟|星期|礼拜|千|万|点钟"),
)
_MG = Phrases("毫克", "mg")
_FASTING = Phrases("空腹", "早上没吃", "饭前", "餐前", "没吃饭")
_POSTPRANDIAL = Phrases("饭后", "餐后", "吃完饭", "吃了饭", "吃过饭", "两小时")
_NOT_MEASURED = Phrases(
    "(没|没有|还没|忘了|忘记|从来没|好久没|最近没)[去]?(量|测|查|扎|验)",
    "(没|没有)(血糖仪|试纸)",
    "(血糖仪)(坏|没电)",
)
_QUALITY = Phrases("正常", "高", "低", "还行", "稳定", "还好", "挺好", "可以")


def parse_glucose(asked: Asked) -> Understanding | None:
    """1.0..33.3 mmol/L; the other condition than asked for is asked again."""
    text = asked.text
    condition = _condition(text)
    if condition and _condition(asked.question) and condition != _condition(asked.question):
        return replace(reask(Intent.WRONG_CONDITION), condition=condition)
    found = quantities(text, find_numerals(text), _MEASURE)
    if not found:
        if _NOT_MEASURED.within(text):
            return missing(Intent.NOT_MEASURED)
        return reask(Intent.QUALITATIVE) if _QUALITY.within(text) else None
    chosen = settle(text, found)
    if isinstance(chosen, Understanding):
        return chosen
    value = round(chosen.low / _MG_PER_MMOL, 1) if _MG.within(text) else chosen.low
    if not LOWEST <= value <= HIGHEST:
        return reask(Intent.OUT_OF_RANGE, value)
    return replace(accept(value, UNIT, CERTAIN), condition=condition)


def _condition(text: str) -> str | None:
    if _FASTING.within(text):
        return "fasting"
    return "postprandial" if _POSTPRANDIAL.within(text) else None
