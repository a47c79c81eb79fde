"""Mending a recognizer's homophones: 林芬 was 零分, 债演工 was 转人工. Sound only, never a stored value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ari_app.core.vocabulary import Action, Intent, QType
from ari_app.language.parser import understand
from ari_app.language.spoken import read
from ari_app.language.syllables import difference, distance, syllables
from ari_app.language.understanding import Context

LIMIT = 0.4
"""Farther than this from every phrase, nothing is mended (accepts 83 % of answers, 3.5 % of other speech)."""
LIMIT_FRONT = 0.15
"""For identity and consent only a plain homophone is mended."""
LEAST_MARGIN = 0.06
"""How much farther the nearest phrase of another meaning must be."""

_FRONT = frozenset({QType.PERSON_CONFIRM, QType.CONSENT})
_DIGIT_TYPES = frozenset({QType.ID_TAIL, QType.BIRTH_MD})
_SCORES = frozenset({QType.NRS, QType.RATING_1_10})
SAME_SOUND = 0.02
"""Nearer than this the phrase was said, only written otherwise."""

_LEADS = re.compile(r"^(?:我觉得|大概|应该|差不多|现在|也就|就是|可能)+(?:是)?(?=..)")
_STATED = frozenset(
    {
        Intent.RANGE, Intent.BOUND, Intent.QUALITATIVE, Intent.MULTIPLE, Intent.LUNAR, Intent.BACKCHANNEL,
        Intent.AMBIGUOUS,
    }
)  # fmt: skip
_DIGIT_SOUNDS = {
    "ling": "零", "lin": "零", "dong": "零", "yi": "一", "yao": "幺", "er": "二", "liang": "两", "san": "三",
    "shan": "三", "si": "四", "shi": "四", "wu": "五", "liu": "六", "niu": "六", "qi": "七", "ba": "八", "jiu": "九",
}  # fmt: skip
_DATE_SOUNDS = _DIGIT_SOUNDS | {"yue": "月", "hao": "号", "ri": "日", "shi": "十"}


@dataclass(frozen=True, slots=True)
class Match:
    """The phrase nearest in sound, how far it is, and how far the second one is (1.0 when there is none)."""

    phrase: str
    distance: float
    runner_up_distance: float


@dataclass(frozen=True, slots=True)
class Repair:
    """`text` to go on with. `distance` to the nearest expected phrase; `margin` to one that means something else.

    A small margin (四分 and 十分) says that the hearing deserves less trust, even when nothing was repaired.
    """

    text: str
    distance: float
    margin: float
    repaired: bool


def nearest(text: str, phrases: tuple[str, ...], *, limit: float = LIMIT) -> Match | None:
    """The phrase of `phrases` that sounds most like `text`; None when none is within `limit`."""
    ranked = _ranked(text, phrases)
    if not ranked or ranked[0][0] > limit:
        return None
    return Match(ranked[0][1], ranked[0][0], ranked[1][0] if len(ranked) > 1 else 1.0)


@lru_cache(maxsize=64)
def _sounds(phrases: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((phrase, syllables(phrase)) for phrase in phrases)


def _ranked(text: str, phrases: tuple[str, ...]) -> list[tuple[float, str]]:
    heard = syllables(text)
    if not heard:
        return []
    return sorted((distance(heard, sound), phrase) for phrase, sound in _sounds(phrases))


@lru_cache(maxsize=64)
def _meanings(
    qtype: QType, phrases: tuple[str, ...], options: tuple[tuple[str, str], ...]
) -> Mapping[str, str]:
    context = Context(options=dict(options))
    return {phrase: _meaning(qtype, phrase, context) for phrase in phrases}


def _meaning(qtype: QType, text: str, context: Context) -> str:
    meant = understand(qtype, "", text, context)
    return f"{meant.action}:{meant.intent}:{meant.value}"


def repair(
    qtype: QType, text: str, phrases: tuple[str, ...], options: Mapping[str, str] | None = None
) -> Repair:
    """`text` as heard when it makes sense already, else the expected phrase that sounds like it.

    Digits for an identity tail or a date are mended digit by digit; for identity and consent only a plain
    homophone of a yes or no of the type is taken.
    """
    spoken = read(text)
    context = Context(options=options or {})
    makes_sense = _makes_sense(qtype, text, context)
    if qtype in _DIGIT_TYPES:
        return Repair(text, 0.0, 1.0, False) if makes_sense else _digits(qtype, text, spoken.bare)
    core = _LEADS.sub("", spoken.bare) or spoken.text
    ranked = _ranked(core, phrases)
    if not ranked:
        return Repair(text, 1.0, 0.0, False)
    meanings = _meanings(qtype, phrases, tuple((options or {}).items()))
    near, phrase = ranked[0]
    if near <= SAME_SOUND and not _is_answer(qtype, text, context):
        makes_sense = False
    own = _meaning(qtype, text, context) if makes_sense else meanings[phrase]
    margin = next((other for other, one in ranked if meanings[one] != own), 1.0) - near
    limit = LIMIT_FRONT if qtype in _FRONT else LIMIT
    unfit = qtype in _SCORES and meanings[phrase].startswith("accept") and not _fits_score(core, phrase, near)
    if makes_sense or unfit or near > limit or margin < LEAST_MARGIN or _is_unknown(meanings[phrase]):
        return Repair(text, near, max(margin, 0.0), False)
    return Repair(phrase, near, margin, True)


def _fits_score(heard: str, phrase: str, near: float) -> bool:
    """A score is mended only where 分 itself was heard: 麻烦 is no 八分, 衣服 no 一分, a lone 是 no 十."""
    sounds = syllables(heard)
    if phrase.endswith("分"):
        return len(sounds) > 1 and difference(sounds[-1], "fen") <= LIMIT_FRONT
    return len(sounds) > 1 and near <= LIMIT_FRONT


def _makes_sense(qtype: QType, text: str, context: Context) -> bool:
    """Whether the raw text is understood: an answer, a reason, a route, or a reask that rests on its words."""
    meant = understand(qtype, "", text, context)
    return meant.action is not Action.REASK or meant.intent in _STATED


def _is_answer(qtype: QType, text: str, context: Context) -> bool:
    return understand(qtype, "", text, context).action is not Action.REASK


def _is_unknown(meaning: str) -> bool:
    return meaning.startswith("reask:not_understood")


def _digits(qtype: QType, text: str, bare: str) -> Repair:
    sounds = _DATE_SOUNDS if qtype is QType.BIRTH_MD else _DIGIT_SOUNDS
    heard = syllables(bare)
    if not heard or any(sound not in sounds for sound in heard):
        return Repair(text, 1.0, 0.0, False)
    mended = "".join(sounds[sound] for sound in heard)
    cost = sum(min(difference(sound, pure) for pure in sounds) for sound in heard)
    return Repair(mended, cost / len(heard), LEAST_MARGIN, mended != bare)
