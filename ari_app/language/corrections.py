"""Words that take back what was said before them."""

from __future__ import annotations

import re

from ari_app.language.phrases import Phrases

CORRECTS = Phrases(
    "不对", "不是", "不不", "说错", "错了", "记错", "搞错", "弄错", "看错", "应该是", "更正", "改成", "纠正", "哦不",
    "啊不", "噢不",
    "口误", "算错", "等等", "重说", "准确说", "确切", "说反", "记反", "说多了", "说少了", "讲错",
)  # fmt: skip
_BARE_NO = Phrases("(哦|啊|噢|嗯|诶|哎)不[啊]", "不[,]")

# 哦不用了 takes nothing back: what follows 不 must not be a word that 不 itself denies.
_RETRACTION = re.compile(
    r"(?:不对(?![劲头称付])|不是(?=是)|[说讲记搞弄看算](?:错|反|岔)了?|口误|更正"
    r"|(?:[哦啊噢哎唉诶呃欸喔]不+|不不+)[是对]?(?![用要行可好需会想愿同太怎必得舒疼痛方发冷清知记红肿吃成去来说了吧是对]))+"
)
_PARTICLES = "了啊吧呀哦嗯呢,"


def retracted(text: str) -> tuple[str, str] | None:
    """What stood before and after the last word that takes something back; None when nothing is taken back."""
    found = list(_RETRACTION.finditer(text))
    if not found:
        return None
    last = found[-1]
    if not text[: last.start()] or not text[last.end() :].strip(_PARTICLES):
        return None
    return text[: last.start()], text[last.end() :]


def corrects(between: str) -> bool:
    """Whether the words between two statements take the first one back."""
    bare = between.strip()
    return CORRECTS.within(bare) or _BARE_NO.whole(bare) or bare in ("不", "还是", "算", "吧不")
