"""Somebody who says amid the talk that he is not the patient: a relative who took the phone."""

from __future__ import annotations

import re

from ari_app.core.vocabulary import Intent, QType
from ari_app.language.parser import understand
from ari_app.language.relations import named
from ari_app.language.spoken import read
from ari_app.language.understanding import Context
from ari_app.language.words_person import I_AM_HIS, RELATIVES

SOMEBODY = "relative"
"""One who does not say how he is related."""

_OF_HIM = re.compile(
    rf"[我俺]就?[是系](?:[他她佢]|患者|病人|老太太|老爷子)(?!妈的)[家的个里]*[大小二]?(?:{'|'.join(RELATIVES)})"
)
_IN_CARE = re.compile(r"[我俺]就?是(?:她|他)?的?(?:家属|护工|保姆|陪护)(?:$|[啊呀吧哈你她他])")
_NOT_HE = re.compile(r"[我俺]不是(?:[他她]|[他她]?本人|患者|病人)[啊呀哦的]*(?:$|我是)")
_EXACT = frozenset(I_AM_HIS) - {SOMEBODY, "child"}


def is_another(text: str, name: str | None, informant: str | None) -> bool:
    """Whether the speaker says that he is not the patient of `name`, nor the `informant` who speaks for him."""
    who = another_speaker(text, name)
    if who is None or informant is None:
        return who is not None
    # a relation that only the record names, or a wide one, may be this one in other words
    return informant in _EXACT and who not in {SOMEBODY, informant}


def another_speaker(text: str, name: str | None) -> str | None:
    """How the speaker is related to the patient of `name`, or `SOMEBODY`; None for one who does not say so."""
    said = named(read(text).text, name, "她")
    if _NOT_HE.search(said) is None and _OF_HIM.search(said) is None and _IN_CARE.search(said) is None:
        return None
    meant = understand(QType.PERSON_CONFIRM, "", said, Context())
    if meant.intent is Intent.PROXY:
        return meant.value if isinstance(meant.value, str) else SOMEBODY
    return SOMEBODY if _NOT_HE.search(said) is not None else None
