"""Is it the patient who speaks?"""

from __future__ import annotations

import re

from ari_app.core.vocabulary import Intent
from ari_app.language import words_person as words
from ari_app.language.phrases import Phrases
from ari_app.language.readings import CERTAIN, LIKELY, Asked, accept, reask, route
from ari_app.language.relations import named, relation_in
from ari_app.language.understanding import Understanding
from ari_app.language.words_control import STEERING

_YES = Phrases(*words.YES)
_SAYS_YES = Phrases(*words.SAYS_YES)
_CLAIMS = Phrases(*words.CLAIMS)
_BEFORE_CLAIM = Phrases(*words.YES, *words.BEFORE_CLAIM)
_SAID_ASIDE = Phrases(words.SAID_LIGHTLY, words.TAKEN_FOR)
_COMPANY = Phrases(*words.COMPANY)
_DOUBTS = Phrases(*words.DOUBTS)
_RHETORICAL = Phrases(*words.RHETORICAL_YES)
_NO = Phrases(*words.NO)
_UNSURE = Phrases(*words.UNSURE)
_STANDS_IN = Phrases(*words.STANDS_IN)
_IN_SERVICE = Phrases(*words.IN_SERVICE)
_IN_CARE = Phrases(*words.IN_CARE)
_AWAY = Phrases(*words.AWAY, *STEERING[Intent.PATIENT_UNAVAILABLE])
_AWAY_HIMSELF = Phrases(*words.AWAY_HIMSELF)
_CANNOT_TALK = Phrases(*words.CANNOT_TALK)
_HANDS_OVER = Phrases(*STEERING[Intent.HANDOVER])
_HE = re.compile("|".join(("[他她]", "本人", "老人", "病人", *words.RELATIVES)))
_I = re.compile("[我俺](?!们|家|的?(?:" + "|".join(words.RELATIVES) + "))")
_SELF = re.compile(r"(.{0,2}?)(?:是我本人|我本人)[的了]?")
_SOMEBODY = re.compile(
    r"[不部布步捕补没非别未无吗谁找哪他她它家接替代给帮说打陪照管像前人主员什怎咋啥要如果若假可能或]"
)
_RELATED = Phrases(*words.RELATIVES)
_ANOTHER_NAME = re.compile(words.ANOTHER_NAME)
_LONGEST_TALK = 24
"""Characters of talk beside a clear yes; a longer story is asked again."""


def parse_person(asked: Asked) -> Understanding | None:
    """`yes`, or who else it is."""
    text = asked.text
    name = asked.context.name
    told = named(text, name, "他")
    if _claims_to_be(_RHETORICAL.pattern.sub("是", named(text, name, words.NAME))):
        return accept("yes", confidence=LIKELY if _YES.stripped(text) else CERTAIN)
    relation = relation_in(told)
    if relation is not None and (told != text or "是" in text):
        return route(Intent.PROXY, relation)
    if _STANDS_IN.within(text):
        return route(Intent.PROXY, confidence=LIKELY)
    if _picks_up_for_him(told):
        return route(Intent.PROXY, "caregiver") if _IN_CARE.within(told) else route(Intent.NOT_SELF)
    if _is_away(told):
        return route(Intent.PATIENT_UNAVAILABLE)
    # 我爸耳朵背 tells of the patient; what it asks for is heard by who steers the call.
    return None if relation is not None else _of_a_stranger(asked)


def _claims_to_be(text: str) -> bool:
    """Whether the speaker says clearly that it is he, and nothing beside it speaks against it."""
    text = _SAID_ASIDE.stripped(text)
    found = _CLAIMS.pattern.search(text)
    if found is None or _BEFORE_CLAIM.stripped(text[: found.start()]):
        return False
    rest = _YES.stripped(_COMPANY.stripped(_CLAIMS.stripped(text[found.start() :])))
    return len(rest) <= _LONGEST_TALK and not _DOUBTS.within(rest)


def _picks_up_for_him(told: str) -> bool:
    """我是村卫生室的 他没得手机: one of a place or a trade, who tells of the patient and does not claim to be he."""
    if _HE.search(told) is None or re.search("就是他|是他$", told) is not None:
        return False
    return _IN_CARE.within(told) or _IN_SERVICE.within(told)


def _is_away(told: str) -> bool:
    if _HANDS_OVER.within(told):
        return False
    he_is_named = _HE.search(told) is not None
    if _CANNOT_TALK.within(told) or (he_is_named and _AWAY_HIMSELF.within(told)):
        return True
    return (he_is_named or _I.search(told) is None) and _AWAY.within(told)


def _of_a_stranger(asked: Asked) -> Understanding | None:
    text, name = asked.text, asked.context.name
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
    of_him = re.search("我是(?:[他她]|捡|替|帮|代|路过|借)", rest) is not None
    if "是我" in rest or "我是" in rest and not of_him and not _ANOTHER_NAME.search(rest):
        return reask(Intent.AMBIGUOUS)
    return route(Intent.NOT_SELF, confidence=LIKELY)


def _ends_in_self(bare: str) -> bool:
    """是我本人 at the end of a few words that name or deny nobody: a garbled start (所以是我本人) does not matter."""
    found = _SELF.fullmatch(bare)
    if found is None:
        return False
    lead = found[1]
    return lead[:1] not in words.SURNAMES and not _SOMEBODY.search(lead) and not _RELATED.within(lead)


def _with_name(text: str, name: str) -> Understanding | None:
    rest = text.replace(name, "")
    if _ANOTHER_NAME.search(rest):
        return route(Intent.NOT_SELF, confidence=LIKELY)
    if _NO.within(rest) or "不" in rest or "没" in rest:
        return None if "没" in rest else route(Intent.NOT_SELF, confidence=LIKELY)
    if "吗" in rest or "找" in rest or not rest:
        return reask(Intent.AMBIGUOUS)
    if _YES.covers(rest) and _SAYS_YES.within(rest):
        return accept("yes", confidence=CERTAIN)
    return reask(Intent.AMBIGUOUS)
