"""What Vosk answers, as JSON of its library or of any vosk-server: read, cleaned, joined to Mandarin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ari_app.speech.port import Word

UNTOLD_CONFIDENCE = 0.5
"""For words whose confidence a server does not tell: below the limit, so that they are read back."""

# what the models write for a sound that is no word of theirs
_NO_WORD = re.compile(r"^(?:\[[^\]]*\]|<[^>]*>)$")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff〇]")


def words_of(result: Mapping[str, object]) -> tuple[Word, ...]:
    """The words of a result, with `max_alternatives` those of its best one; unknown sounds left out."""
    best = _best(result)
    told = [one for one in _list(best.get("result")) if isinstance(one, Mapping)]
    if told:
        return tuple(_word(one) for one in told if _is_word(str(one.get("word", ""))))
    text = str(best.get("text", ""))
    return tuple(Word(one, 0, 0, UNTOLD_CONFIDENCE) for one in text.split() if _is_word(one))


def is_result(reply: Mapping[str, object]) -> bool:
    """Whether a reply ends a piece of speech, and is no partial."""
    return "text" in reply or "alternatives" in reply


def joined_words(words: Iterable[str]) -> str:
    """Words put together: Han characters stand without blanks, words of other scripts keep them."""
    out = ""
    for word in words:
        if not _is_word(word):
            continue
        apart = out and not _HAN.match(out[-1]) and not _HAN.match(word)
        out += f" {word}" if apart else word
    return out


def _best(result: Mapping[str, object]) -> Mapping[str, object]:
    alternatives = _list(result.get("alternatives"))
    first = alternatives[0] if alternatives else None
    return first if isinstance(first, Mapping) else result


def _is_word(word: str) -> bool:
    return bool(word) and not _NO_WORD.match(word)


def _word(told: Mapping[str, object]) -> Word:
    confidence = told.get("conf")
    sure = float(confidence) if isinstance(confidence, int | float) else UNTOLD_CONFIDENCE
    return Word(
        str(told["word"]),
        round(_number(told.get("start")) * 1000),
        round(_number(told.get("end")) * 1000),
        min(1.0, max(0.0, sure)),
    )


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
