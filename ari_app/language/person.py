"""Is it the patient who speaks?"""

from __future__ import annotations

import re

from ari_app.core.vocabulary import Intent
from ari_app.language.phrases import Lexicon, Phrases
from ari_app.language.readings import CERTAIN, LIKELY, Asked, accept, reask, route
from ari_app.language.understanding import Understanding
from ari_app.language.words_person import (
    ANOTHER_NAME,
    HE_IS_MY,
    I_AM_HIS,
    NO,
    RELATIVES,
    RHETORICAL_YES,
    SAYS_YES,
    STANDS_IN,
    SURNAMES,
    UNSURE,
    YES,
)

_YES = Phrases(*YES)
_SAYS_YES = Phrases(*SAYS_YES)
_RHETORICAL = Phrases(*RHETORICAL_YES)
_NO = Phrases(*NO)
_UNSURE = Phrases(*UNSURE)
_I_AM_HIS = Lexicon(I_AM_HIS)
_HE_IS_MY = Lexicon(HE_IS_MY)
_STANDS_IN = Phrases(*STANDS_IN)
_SELF = re.compile(r"(.{0,2}?)(?:是我本人|我本人)[的了]?")
_SOMEBODY = re.compile(
    r"[不部布步捕补没非别未无吗谁找哪他她它家接替代给帮说打陪照管像前人主员什怎咋啥要如果若假可能或]"
)
_RELATED = Phrases(*RELATIVES)
_ANOTHER_NAME = re.compile(ANOTHER_NAME)


def relation_in(text: str) -> str | None:
    """How the speaker is related to the patient, when it is said."""
    who = _I_AM_HIS.first(text)
    if who is None:
        who = _HE_IS_MY.first(text)
    return None if who is None else str(who)


def parse_person(asked: Asked) -> Understanding | None:
    """`yes`, or who else it is."""
    text = asked.text
    name = asked.context.name
    told = text.replace(name, "他") if name else text
    relation = relation_in(told)
    if relation is not None:
        # 我爸去医院了 tells where the patient is; that is said by who steers the call.
        return route(Intent.PROXY, relation) if told != text or "是" in text else None
    if _STANDS_IN.within(text):
        return route(Intent.PROXY, confidence=LIKELY)
    if _UNSURE.within(text):
        return reask(Intent.AMBIGUOUS)
    text = _RHETORICAL.pattern.sub("是", text)
    if name and name in text:
        return _with_name(text, name)
    if name and f"我是{name[1:]}" in text and len(name) > 2:
        return _with_name(text.replace(name[1:], name), name)
    if _NO.within(text.replace("是不是", "")):
        return _denied(text)
    if _YES.covers(text) and _SAYS_YES.within(text):
        return accept("yes", confidence=CERTAIN)
    if _ANOTHER_NAME.search(asked.spoken.bare):
        return route(Intent.NOT_SELF, confidence=LIKELY)
    return accept("yes", confidence=LIKELY) if _ends_in_self(asked.spoken.bare) else None


def _denied(text: str) -> Understanding:
    rest = _NO.stripped(text)
    if "是我" in rest or "我是" in rest and not _ANOTHER_NAME.search(rest):
        return reask(Intent.AMBIGUOUS)
    return route(Intent.NOT_SELF, confidence=LIKELY)


def _ends_in_self(bare: str) -> bool:
    """是我本人 at the end of a few words that name or deny nobody: a garbled start (所以是我本人) does not matter."""
    found = _SELF.fullmatch(bare)
    if found is None:
        return False
    lead = found[1]
    return lead[:1] not in SURNAMES and not _SOMEBODY.search(lead) and not _RELATED.within(lead)


def _with_name(text: str, name: str) -> Understanding | None:
    rest = text.replace(name, "")
    if _NO.within(rest) or "不" in rest or "没" in rest:
        return None if "没" in rest else route(Intent.NOT_SELF, confidence=LIKELY)
    if "吗" in rest or "找" in rest or not rest:
        return reask(Intent.AMBIGUOUS)
    if _YES.covers(rest) and _SAYS_YES.within(rest):
        return accept("yes", confidence=CERTAIN)
    return reask(Intent.AMBIGUOUS)
