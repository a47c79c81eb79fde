"""A score from 1 to 10."""

from __future__ import annotations

from ari_app.core.vocabulary import Intent
from ari_app.language.nrs import parse_score
from ari_app.language.phrases import Phrases
from ari_app.language.readings import LIKELY, Asked, accept, reask
from ari_app.language.understanding import Understanding

UNIT = "/10"
_FULL = Phrases("满分", "打满")
_QUALITY = Phrases("满意", "好", "不错", "还行", "一般", "凑合", "差", "可以", "还可以", "不行", "高", "低")


def parse_rating(asked: Asked) -> Understanding | None:
    """1..10; praise without a number is asked again."""
    scored = parse_score(asked, low=1)
    if scored is not None:
        return scored
    if _FULL.within(asked.text) and "不" not in asked.text:
        return accept(10, UNIT, LIKELY)
    return reask(Intent.QUALITATIVE) if _QUALITY.within(asked.text) else None
