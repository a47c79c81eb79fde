"""How often in a week: missed doses and the like."""

from __future__ import annotations

import re

from ari_app.core.vocabulary import Intent
from ari_app.language.settling import settle
from ari_app.language.numerals import find_numerals
from ari_app.language.phrases import Phrases
from ari_app.language.quantities import Measure, quantities
from ari_app.language.readings import CERTAIN, LIKELY, Asked, accept, reask
from ari_app.language.understanding import Understanding

UNIT = "/wk"
_MEASURE = Measure(
    re.compile(r"次|回|顿|遍|趟"),
    re.compile(r"[天个月号岁年周楼床块元斤片粒颗分度种样点]|小时|分钟|星期|礼拜|毫|千|万"),
)
_NEVER = Phrases(
    "(没|没有|从来没|从没|不)[有]?(漏|忘|落|断|少|缺)", "(一|1)(次|回|顿)[都也]?(没|没有|不)[有]?(漏|忘|落|断)?",
    "(都|全|每天都|按时|全都|一直)[按时有在]*(吃|服)", "零次", "没有$", "没有[啊的呢过]", "^没[的啊]?$",
)  # fmt: skip
_SOME = Phrases("漏", "忘", "落", "偶尔", "有时", "几次", "好几", "经常", "老是", "很多", "不少", "一些")
_HIGHEST = 21


def parse_count_week(asked: Asked) -> Understanding | None:
    """0..21 a week."""
    text = asked.text
    never = _NEVER.within(text)
    found = [] if never else quantities(text, find_numerals(text), _MEASURE)
    if found:
        chosen = settle(text, found)
        if isinstance(chosen, Understanding):
            return chosen
        if chosen.low != int(chosen.low) or not 0 <= chosen.low <= _HIGHEST:
            return reask(Intent.OUT_OF_RANGE, chosen.low)
        return accept(int(chosen.low), UNIT, CERTAIN if chosen.unit else LIKELY)
    rest = _NEVER.stripped(text)
    if never and not _SOME.within(rest):
        return accept(0, UNIT, LIKELY)
    if _SOME.within(text):
        return reask(Intent.QUALITATIVE)
    return None
