"""Whether something is as it should be (睡得好吗, 大便正常吗, 能自己走吗), answered as a choice of states."""

from __future__ import annotations

import re
from dataclasses import replace

from ari_app.core.vocabulary import Action, Intent
from ari_app.language.choice import parse_choice
from ari_app.language.options_meant import STATES, options_meant
from ari_app.language.readings import Asked, accept, reask
from ari_app.language.understanding import Understanding

_JUDGED = re.compile(
    r"(好|正常|顺利|通畅|顺畅|规律|稳定|稳|香|踏实|不错|可以|满意|清楚|舒服|习惯)(?:不\1|吗|么)|(?:有没有)?恢复(正常)[吗了]"
)
_SUFFERS = re.compile("有没有(便秘|腹泻|拉肚子|失眠|尿频|尿痛|漏尿)")
_WALKS = re.compile(r"能.{0,3}(?:自己|独立).{0,4}(?:下床|下地|走|活动|行走)|能(?:下床|下地|走路|活动)")
_ON_HIS_OWN = {"yes": "能自己走", "no": "要人扶着走", "no_bed": "下不了床"}


def state_answer(asked: Asked) -> Understanding | None:
    """Yes, no, or so-so asked again; None where the question asks for no state or none of it is said."""
    options = _options(asked.question)
    while options is not None and not _of_a_state(asked.question, options):
        # Of bowels nobody says 一般.
        options = (
            {code: label for code, label in options.items() if code != "fair"} if "fair" in options else None
        )
    if options is None:
        return None
    meant = parse_choice(replace(asked, context=replace(asked.context, options=options)))
    if meant is None or meant.action is not Action.ACCEPT:
        return None
    if meant.value == "fair":
        return reask(Intent.AMBIGUOUS)
    return accept("yes" if meant.value == "yes" else "no", confidence=meant.confidence)


def _of_a_state(question: str, options: dict[str, str]) -> bool:
    meant = options_meant(question, tuple(options.items()))
    return meant.topic == "quality" or (meant.asked and meant.topic in STATES)


def _options(question: str) -> dict[str, str] | None:
    if _WALKS.search(question):
        return _ON_HIS_OWN
    suffers = _SUFFERS.search(question)
    if suffers is not None:
        return {"yes": suffers[1], "no": "正常"}
    judged = _JUDGED.search(question)
    if judged is None:
        return None
    word = judged[1] or judged[2]
    return {"yes": word, "fair": "一般", "no": f"不{word}"}
