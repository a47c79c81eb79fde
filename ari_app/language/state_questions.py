"""Questions whether something is as it should be (睡得好吗, 大便正常吗, 能自己走吗), answered like a choice of states."""

from __future__ import annotations

import re
from dataclasses import replace

from ari_app.core.vocabulary import Action, Intent
from ari_app.language.choice import parse_choice
from ari_app.language.options_meant import options_meant
from ari_app.language.readings import Asked, accept, reask
from ari_app.language.understanding import Understanding

_JUDGED = re.compile(r"(好|正常|顺利|通畅|顺畅|规律|稳定|稳|香|踏实|不错|可以)(?:不\1|吗|么)|(?:有没有)?恢复(正常)[吗了]")
_WALKS = re.compile(r"能.{0,3}(?:自己|独立).{0,4}(?:下床|下地|走|活动|行走)|能(?:下床|下地|走路|活动)")
_ON_HIS_OWN = {"yes": "能自己走", "no": "要人扶着走", "no_bed": "下不了床"}
_STATES = frozenset(
    {"wound", "diet", "appetite", "bowel", "urine", "breath", "sleep", "mobility", "function", "mood", "quality", "fever"}
)


def state_answer(asked: Asked) -> Understanding | None:
    """Yes, no, or so-so asked again; None where the question asks for no state or none of it is said."""
    options = _options(asked.question)
    if options is None or options_meant(asked.question, tuple(options.items())).topic not in _STATES:
        return None
    meant = parse_choice(replace(asked, context=replace(asked.context, options=options)))
    if meant is None or meant.action is not Action.ACCEPT:
        return None
    if meant.value == "fair":
        return reask(Intent.AMBIGUOUS)
    return accept("yes" if meant.value == "yes" else "no", confidence=meant.confidence)


def _options(question: str) -> dict[str, str] | None:
    if _WALKS.search(question):
        return _ON_HIS_OWN
    judged = _JUDGED.search(question)
    if judged is None:
        return None
    word = judged[1] or judged[2]
    return {"yes": word, "fair": "一般", "no": f"不{word}"}
