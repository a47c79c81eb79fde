"""The danger net: which signs an utterance raises, whatever the question was."""

from __future__ import annotations

from ari_app.core.vocabulary import Flag, Intent, QType
from ari_app.language.danger_sounds import mended
from ari_app.language.danger_sense import sensed
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
_LONGING = frozenset({Flag.SELF_HARM, Flag.PLAN_OR_ATTEMPT})
_SATISFACTION = frozenset(
    {Flag.DISSATISFIED, Flag.VERY_DISSATISFIED} | {f for f in Flag if f.startswith("theme_")}
)
_WOUND = frozenset(
    {Flag.WOUND_REDNESS, Flag.WOUND_EXUDATE, Flag.WOUND_SMELL, Flag.WOUND_PUS, Flag.WOUND_DEHISCENCE}
)
_WOUND_WORDS = ("伤口", "刀口", "切口", "口子", "纱布", "敷料", "脓", "肠子", "崩开")
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
        return signs
    left = signs_in(told, qtype, question)
    if gravest(left) is None:
        left |= sensed(of_nobody_else(told, longing=longing))
    return left


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
    if mention.concept is Flag.DYSPNEA and after_exertion(text[: mention.start]):
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
