"""Which other things an utterance may have been: a short closed set for the recognizer to weigh."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ari_app.core.vocabulary import QType
from ari_app.language.syllables import difference, distance, syllables

MAX_CANDIDATES = 16
SCORE_TYPES = frozenset({QType.NRS, QType.RATING_1_10})
NUMBER_TYPES = SCORE_TYPES | {
    QType.TEMPERATURE,
    QType.ADHERENCE_PCT,
    QType.COUNT_WEEK,
    QType.BLOOD_PRESSURE,
    QType.GLUCOSE,
    QType.ID_TAIL,
    QType.BIRTH_MD,
}
# Numerals that a telephone line makes alike: the band ends below the sound of s, and finals lose their end.
_ALIKE = {
    "一": "七",
    "七": "一",
    "二": "一八",
    "两": "零",
    "三": "八",
    "四": "十",
    "五": "六",
    "六": "九五",
    "八": "三",
    "九": "六",
    "十": "四",
    "零": "六",
}
_SCORES = tuple(f"{digit}分" for digit in "零一两三四五六七八九十")
_FAR_FROM_FEN = 0.6
_TENTHS = "一二三四五六七八九"
_PARTICLES = "吧了多左右呢整啊"
_NEAREST = 8
_FARTHEST = 0.75
_NEAREST_DANGER = 6
# Farther than this the audio cannot vouch: 上午那会儿 once fitted as 上不来气 (0.44); what is said is mostly nearer.
_FARTHEST_DANGER = 0.3
_ALMOST_DANGER = 0.2


def candidates(qtype: QType, raw: str, settled: str, phrases: tuple[str, ...]) -> tuple[str, ...]:
    """The raw text first, then the settled one, then what sounds like them, at most MAX_CANDIDATES."""
    found = [raw, settled]
    if qtype in SCORE_TYPES:
        found.extend(_with_scores(settled))
    elif qtype in NUMBER_TYPES:
        found.extend(_variants(settled))
    if qtype is QType.TEMPERATURE:
        found.extend(with_tenths(settled))
    found.extend(nearest_phrases(settled, phrases))
    return tuple(dict.fromkeys(text for text in found if text))[:MAX_CANDIDATES]


def nearest_phrases(text: str, phrases: tuple[str, ...]) -> list[str]:
    """Up to eight phrases by sound, the nearest first, none that has little in common with `text`."""
    heard = syllables(text)
    ranked = sorted((distance(heard, syllables(phrase)), phrase) for phrase in phrases)
    return [phrase for far, phrase in ranked[:_NEAREST] if far <= _FARTHEST]


def near_danger(
    texts: Iterable[str], phrases: tuple[str, ...], most: int = _NEAREST_DANGER
) -> dict[str, str]:
    """What each of `texts` would be if a danger phrase had been said in it: that text, and the phrase in it.

    At most `most`, the nearest in sound first.
    """
    near = sorted(
        (far, text[:at] + phrase + text[end:], phrase)
        for text in texts
        for far, at, end, phrase in _places(text, phrases)
        if far <= _FARTHEST_DANGER
    )
    return {spliced: phrase for _, spliced, phrase in near[:most]}


def sounds_near_danger(raw: str, phrases: tuple[str, ...]) -> bool:
    """Whether a part of `raw` sounds almost like a danger phrase, and is not that phrase itself."""
    return any(0.0 < far <= _ALMOST_DANGER for far, _, _, _ in _places(raw, phrases))


def _places(raw: str, phrases: tuple[str, ...]) -> Iterator[tuple[float, int, int, str]]:
    """Where each phrase fits `raw` best: how far it is, from which character to which, the phrase."""
    heard = syllables(raw)
    for phrase in phrases:
        wanted = syllables(phrase)
        size = len(wanted)
        windows = range(max(1, len(heard) - size + 1))
        far, at = min((distance(heard[start : start + size], wanted), start) for start in windows)
        yield far, at, at + size, phrase


def _with_scores(text: str) -> list[str]:
    """`text` with each score where it seems to hold one: at the syllable nearest to 分 and the one before."""
    heard = syllables(text)
    if len(heard) != len(text) or len(text) < 2:
        return list(_SCORES)
    places = [place for place in range(1, len(heard)) if difference(heard[place], "fen") <= _FAR_FROM_FEN]
    if not places and len(text) > 2:
        return list(_SCORES)
    at = places[0] if places else 1
    return [text[: at - 1] + score + text[at + 1 :] for score in _SCORES]


def is_whole_degree(text: str) -> bool:
    """Whether a temperature ends with its degrees: the tenth may have been swallowed (度五 sounds like 度)."""
    endings = ("半", *(mark + tenth for mark in "度点" for tenth in _TENTHS))
    return not text.rstrip("吧了呢啊").endswith(endings)


def ends_with_degrees(text: str) -> bool:
    """Whether nothing but degrees was heard last: 段 for 度 holds the sound of a tenth as well (度二)."""
    heard = syllables(text.rstrip(_PARTICLES))
    return bool(heard) and heard[-1] == "du"


def _variants(text: str) -> list[str]:
    """`text` with one numeral changed for one that sounds like it, the last numeral first."""
    found = [text.replace("十月", "十一月")] if "十月" in text else []
    for at in range(len(text) - 1, -1, -1):
        others = _ALIKE.get(text[at], "")
        before = text[at - 1] if at else ""
        if before and before in "度点":
            others = others.replace("十", "")
        if text[at] == "十" and before and before in _TENTHS:
            continue
        found.extend(text[:at] + other + text[at + 1 :] for other in others)
    return found


def with_tenths(text: str) -> tuple[str, ...]:
    """What a temperature that ends with its degrees would be with each tenth; nothing for any other text."""
    at = text.find("十")
    if at < 1 or at + 1 >= len(text) or not is_whole_degree(text):
        return ()
    degrees = text[: at + 2] if text[at + 1] in _TENTHS else text[: at + 1]
    return tuple(f"{degrees}度{tenth}" for tenth in _TENTHS)


def has_dangling_sound(text: str) -> bool:
    """Whether one more syllable follows the degrees: most likely a tenth that was written as another word."""
    return len(text) > 2 and text[-2] == "度" and text[-1] not in _TENTHS + "半"
