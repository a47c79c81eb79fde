"""The danger net: which signs an utterance raises, whatever the question was."""

from __future__ import annotations

import re

from ari_app.core.vocabulary import Flag, Intent, QType
from ari_app.language.danger_sense import sensed
from ari_app.language.danger_sounds import mended
from ari_app.language.frames import after_exertion
from ari_app.language.negation import affirmed
from ari_app.language.phrases import Lexicon, Mention, Phrases
from ari_app.language.sign_frames import frame_mentions, is_habit
from ari_app.language.signs import HEAVY_BLEEDING, LIFE_AT_RISK, SIGNS
from ari_app.language.stories import of_nobody_else, of_today

_LEXICON = Lexicon(SIGNS)
_HEAVY_BLEEDING = Phrases(*HEAVY_BLEEDING)
_BY_SOUND = LIFE_AT_RISK | {
    Flag.SELF_HARM, Flag.PLAN_OR_ATTEMPT, Flag.EMERGENCY, Flag.WOUND_BLEEDING, Flag.WOUND_DEHISCENCE,
    Flag.BLOOD_IN_STOOL,
}  # fmt: skip
_MEANS = Phrases(
    "(喝|呷|灌|端|拧开|买|备|倒)[^，]{0,4}(农药|百草枯|敌敌畏|毒药|老鼠药)",
    "(农药|百草枯|敌敌畏|毒药|老鼠药)[^，]{0,8}(喝|呷|灌|端|拧开|买|备|倒|放)",
    "绳子?[^，]{0,4}(备|买|找|系|挂|拴)",
    "(要|想|喊着要|去|准备)(上吊|跳[河楼江桥井]{1}|割腕)",
    "割过?腕",
    "遗书",
    "(刀|刀片)[^，]{0,4}(架|搁|放|磨|买|藏|备)",
    "(攒|存|囤|藏)[^，]{0,6}(吞|一块吃|药|片|够)",
    "跨[到过出]*(阳台|窗|栏杆)",
    "(楼顶|天台|水库边?|大桥|桥|窗户)[^，]{0,6}(往下|上去过|跳|栽|走)",
    "(吞|吃)了?[^，]{0,4}(一|半|整)瓶",
    "(把自己|活活)饿死",
    "后事[^，]{0,4}交代",
    "自己了断",
    "煤气[^，]{0,4}开",
)
_LONGING = frozenset({Flag.SELF_HARM, Flag.PLAN_OR_ATTEMPT})
_SATISFACTION = frozenset(
    {Flag.DISSATISFIED, Flag.VERY_DISSATISFIED} | {f for f in Flag if f.startswith("theme_")}
)
_WOUND = frozenset(
    {Flag.WOUND_REDNESS, Flag.WOUND_EXUDATE, Flag.WOUND_SMELL, Flag.WOUND_PUS, Flag.WOUND_DEHISCENCE}
)
_WOUND_WORDS = ("伤口", "刀口", "切口", "口子", "纱布", "敷料", "脓", "肠子", "崩开")
# 几天没拉出来 憋得难受 is told of the bowels, not of the breath.
_OF_THE_BOWELS = re.compile("(?:拉(?!肚)|解|排|尿|(?<![方随顺])便)(?:不|没)?[^气喘胸吸我]{0,6}$")
_SATISFACTION_ASKED = frozenset({QType.RATING_1_10, QType.OPEN_TEXT, QType.GLOBAL})
# A bedside denial of one sign does not reach over the sign it is a part of.
_HOLDS = {Flag.LEG_SWELLING: Flag.WOUND_REDNESS, Flag.ADR_SWELLING: Flag.WOUND_REDNESS}


def dangers_in(text: str, qtype: QType, question: str = "") -> frozenset[Flag]:
    """The signs of `text`, the learned net asked where the written one finds nothing grave.

    What stops being grave once figures of speech, old stories and those of others are left out was no danger.
    """
    signs = _by_both_nets(text, qtype, question)
    grave = gravest(signs)
    if grave is None:
        return signs
    longing = grave is Intent.SELF_HARM
    told = of_today(text, longing=longing)
    if told == text and gravest(signs_in(text, qtype, question)) is not None:
        return _with_plan(text, signs)
    # 等死个人 is no wish to die, but still complains
    left = signs_in(told, qtype, question) | (signs & _SATISFACTION)
    if gravest(left) is None:
        left |= sensed(of_nobody_else(told, longing=longing))
    return _with_plan(told, left)


def _with_plan(text: str, signs: frozenset[Flag]) -> frozenset[Flag]:
    """A wish to die beside the means to it, or beside an overdose, is a plan or an attempt."""
    if Flag.SELF_HARM in signs and (Flag.OVERDOSE in signs or _MEANS.within(text)):
        return signs | {Flag.PLAN_OR_ATTEMPT}
    return signs


def _by_both_nets(text: str, qtype: QType, question: str) -> frozenset[Flag]:
    signs = signs_in(text, qtype, question)
    return signs if gravest(signs) is not None else signs | sensed(text)


def signs_in(text: str, qtype: QType, question: str = "") -> frozenset[Flag]:
    """The signs that `text` affirms, with `emergency` added where life may be at risk.

    Grave ones count by their sound as well.
    """
    signs = _signs_in(text, qtype, question)
    heard = mended(text)
    return signs if heard == text else signs | (_signs_in(heard, qtype, question) & _BY_SOUND)


def _signs_in(text: str, qtype: QType, question: str) -> frozenset[Flag]:
    mentions = _LEXICON.mentions(text) + frame_mentions(text)
    if not mentions:
        return frozenset()
    kept = {one.concept for one in mentions if _counts(text, one, mentions)}
    if qtype not in _SATISFACTION_ASKED:
        kept -= _SATISFACTION
    if not _about_wound(text, question):
        kept -= _WOUND
    if "大便" in question and Flag.WOUND_BLEEDING in kept and not _about_wound(text, ""):
        kept = (kept - {Flag.WOUND_BLEEDING}) | {Flag.BLOOD_IN_STOOL}
    if "伤口" not in text:
        kept -= {wound for sign, wound in _HOLDS.items() if sign in kept}
    kept = _with_consequences(text, kept)
    # 大便带血 is told of the bowels alone.
    if Flag.BLOOD_IN_STOOL in kept and not _about_wound(text, ""):
        kept -= {Flag.WOUND_BLEEDING}
    return frozenset(kept)


def _counts(text: str, mention: Mention[Flag], mentions: list[Mention[Flag]]) -> bool:
    if mention.concept is Flag.DYSPNEA and (
        after_exertion(text[: mention.start]) or _OF_THE_BOWELS.search(text[: mention.start])
    ):
        return False
    if mention.concept is Flag.OVERDOSE and is_habit(text):
        return False
    return affirmed(text, mention, mentions, longing=mention.concept in _LONGING, signs=True)


def _about_wound(text: str, question: str) -> bool:
    return any(word in text or word in question for word in _WOUND_WORDS)


def _with_consequences(text: str, kept: set[Flag]) -> set[Flag]:
    if Flag.PLAN_OR_ATTEMPT in kept:
        kept.add(Flag.SELF_HARM)
    if kept & LIFE_AT_RISK or (Flag.WOUND_BLEEDING in kept and _HEAVY_BLEEDING.within(text)):
        kept.add(Flag.EMERGENCY)
    return kept


def gravest(flags: frozenset[Flag]) -> Intent | None:
    """Where the signs alone steer the call: self-harm first, then an emergency."""
    if Flag.SELF_HARM in flags:
        return Intent.SELF_HARM
    if Flag.EMERGENCY in flags:
        return Intent.EMERGENCY
    return None
