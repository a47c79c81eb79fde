"""A score from 1 to 10 for one thing among several: 大夫九分 护士十分."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ari_app.core.vocabulary import Intent
from ari_app.language.phrases import Lexicon, Phrases
from ari_app.language.quantities import Quantity
from ari_app.language.readings import LIKELY, Asked, accept, reask
from ari_app.language.scores import UNIT, parse_score
from ari_app.language.understanding import Understanding

_FULL = Phrases("满分", "打满", "给满", "最高分", "顶格", "拉满")
_NOT_FULL = Phrases(
    "(不|没|差|别|哪能|难|够不上|称不上|到不了)[给打是能到够值配出个了]*(满分|打满|给满|最高分|顶格|拉满)",
    "(满分|打满|给满|最高分|顶格|拉满)[^，]{0,4}(扣|吗|不|没有|差|太满|别)",
    "扣",
    "太满",
    "哪能",
    "吗",
)
_QUALITY = Phrases(
    "满意", "好", "不错", "还行", "一般", "凑合", "差", "可以", "还可以", "不行", "高", "低", "没得说", "没说的"
    , "到位", "中",
    "没意见", "糟", "将就", "马马虎虎", "说得过去",
)  # fmt: skip
_RATED = Lexicon(
    {
        "overall": ("总体", "整体", "总的", "综合", "全部", "总分", "合起来", "总归", "平均"),
        "doctor": ("医生", "大夫", "主任", "主治"),
        "nurse": ("护士", "护理", "护工", "小护士"),
        "environment": ("环境", "卫生", "整洁", "病房", "厕所"),
        "cost": ("费用", "收费", "价钱", "价格", "花费"),
        "waiting": ("等候", "等待", "排队", "候诊"),
        "food": ("食堂", "饭菜", "伙食"),
    }
)  # fmt: skip
_TEN = 10
_TAKEN_OFF = re.compile(r"(?:扣|减|刨|去)(?:掉|下来?|去|了|的|在|个|那|这|你们|他们|它|着|就)*$")
_LEFT_OUT = re.compile(
    r"(?:少|差|留|剩|缺|丢|欠|省|没给|不给|还有)(?:掉|下来?|去|了|的|个|那|这|你们|他们|着|就|余|给|打|有)*$|(?:那|这|另外?|其[他余])(?:的)?$"
)
_NEAR = 7
"""Characters between the thing rated and its score."""


def parse_rating(asked: Asked) -> Understanding | None:
    """1..10; praise without a number is asked again."""
    rated = _RATED.first(asked.question)
    scored = parse_score(asked, low=1, meant=lambda found: _of(rated, _without_deductions(found)))
    if scored is not None:
        return scored
    if _FULL.within(asked.text) and not _NOT_FULL.within(asked.text):
        return accept(10, UNIT, LIKELY)
    return reask(Intent.QUALITATIVE) if _QUALITY.within(asked.text) else None


def _of(rated: str | None, found: Sequence[Quantity]) -> Sequence[Quantity]:
    """The scores given to `rated`, else those given to nothing by name."""
    named = [_named(one.lead) for one in found]
    own = [one for one, names in zip(found, named, strict=True) if (rated or "overall") in names]
    if rated is None:
        return own or found
    return own or [one for one, names in zip(found, named, strict=True) if not names]


def _without_deductions(found: Sequence[Quantity]) -> Sequence[Quantity]:
    """给九分 扣那一分是食堂: what is taken off ten is no score; from a ten itself it leaves what nobody has said."""
    off = [one for one in found if _TAKEN_OFF.search(one.lead)]
    left = [one for one in found if one not in off and _LEFT_OUT.search(one.lead)]
    kept = [one for one in found if one not in off and one not in left]
    if left and len({one.low for one in kept}) != 1:
        return found
    if left and kept[0].low + sum(one.low for one in (*off, *left)) != _TEN:
        return found
    return [] if off and kept and kept[-1].low == _TEN else kept


def _named(lead: str) -> set[str]:
    return {mention.concept for mention in _RATED.mentions(lead[-_NEAR:])}
