"""Which question was asked, from what was heard of it: compared by sound, since a recognizer errs in characters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pypinyin import lazy_pinyin

from ari_app.dialogue.spoken_value import spoken_number

FLOOR: Final = 0.55
"""The least share of a cue that must have been heard."""

_NUMBER: Final = re.compile(r"\d{1,3}(?:\.\d)?")
_SILENT: Final = re.compile(r"[^\w]+")

Sound = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionCue:
    """A sentence by which a question can be told."""

    code: str
    text: str


def sound(text: str) -> Sound:
    """The syllables of a text, without tones; figures are read as numbers, punctuation is silent."""
    words = _NUMBER.sub(lambda number: spoken_number(float(number[0])), text)
    return tuple(lazy_pinyin(_SILENT.sub("", words)))


def recognize_question(text: str, cues: Iterable[QuestionCue]) -> str | None:
    """The code whose cue is best heard in `text`; None when no cue reaches the floor.

    What several questions share ("please say yes or no") weighs less than what is one's own. Of two that are
    heard equally well, the one that was asked last counts.
    """
    sounds = [(cue.code, _pairs(sound(cue.text))) for cue in cues]
    codes_with = Counter(pair for code, pair in {(code, pair) for code, pairs in sounds for pair in pairs})
    heard = _pairs(sound(text))
    last_at = {pair: at for at, pair in enumerate(heard)}
    best: tuple[float, int, str] | None = None
    for code, pairs in sounds:
        weights = {pair: 1 / codes_with[pair] ** 2 for pair in pairs}
        found = [pair for pair in weights if pair in last_at]
        share = sum(weights[pair] for pair in found) / (sum(weights.values()) or 1.0)
        if share >= FLOOR:
            candidate = (round(share, 1), max(last_at[pair] for pair in found), code)
            best = max(best, candidate) if best else candidate
    return best[2] if best else None


def read_back_in(text: str) -> Sound | None:
    """The sound of the value that is read back ("您说的是……对吗"), or None when nothing is."""
    heard = sound(text)
    ends = [at for at in range(len(heard) - 1) if heard[at : at + 2] == ("dui", "ma")]
    leads = [at for at in range(len(heard) - 1) if heard[at : at + 2] in (("de", "shi"), ("shuo", "de"))]
    if not ends or ends[-1] < len(heard) - 4:
        return None
    starts = [at for at in leads if at < ends[-1]]
    return heard[starts[-1] + 2 : ends[-1]] if starts else None


def means_one_of(heard: Sound, forms: Iterable[str]) -> bool:
    """Whether a value that was read back is one of these spoken forms."""
    return any(_bare(heard) == _bare(sound(form)) for form in forms)


def _bare(value: Sound) -> Sound:
    """Without the copula that a recognizer may have put at the edge."""
    return value[1:] if value[:1] == ("shi",) and len(value) > 1 and value[1] != "yi" else value


def _pairs(syllables: Sound) -> list[tuple[str, str]]:
    return list(zip(syllables, syllables[1:], strict=False))
