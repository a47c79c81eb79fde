"""Which question was asked, told from what was heard: by sound, since a recognizer errs in characters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pypinyin import lazy_pinyin

from ari_app.dialogue.prompt_book import sentences_of
from ari_app.dialogue.prompt_text import PromptTexts
from ari_app.dialogue.spoken_value import spoken_number
from ari_app.questionnaire.questionnaire import Questionnaire

FLOOR: Final = 0.55
"""The least share of a cue that must have been heard."""

FRONT_CODES: Final = ("consent", "person", "verify", "data_consent", "later")
AGAIN: Final = "<again>"

_WAYS_TO_ASK: Final = ("ask", "again", "lunar", "fetch")

_NUMBER: Final = re.compile(r"\d{1,3}(?:\.\d)?")
_SILENT: Final = re.compile(r"[^\w]+")
_PLACEHOLDER: Final = re.compile(r"\{\w+\}")

Sound = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionCue:
    """Words by which a question can be told."""

    code: str
    text: str


def cues_of(prompts: PromptTexts, questionnaire: Questionnaire) -> tuple[QuestionCue, ...]:
    """The cues of everything a call can ask: the last sentence, and last two, of each way to ask it.

    A sentence that several questions end with is no cue. The wording that only asks for the open question
    again ("I did not hear you") has the code `AGAIN`.
    """
    ways: list[tuple[str, tuple[str, ...]]] = []
    for key, prompt in prompts.prompts.items():
        code, _, way = key.partition(".")
        if code in FRONT_CODES and way in _WAYS_TO_ASK:
            ways.append((code, prompt.sentences))
        elif way == "keys" or code == "reask":
            ways.append((AGAIN, prompt.sentences))
    for item in questionnaire.items:
        ways += [(item.link_id, sentences_of(item.text)), (item.link_id, sentences_of(item.reask_text))]
        ways.append((AGAIN, sentences_of(item.key_text)))
    cues = dict.fromkeys(
        QuestionCue(code, _PLACEHOLDER.sub("", "".join(sentences[-count:])))
        for code, sentences in ways
        for count in range(1, min(2, len(sentences)) + 1)
    )
    times = Counter(cue.text for cue in cues)
    return tuple(cue for cue in cues if times[cue.text] == 1)


@lru_cache(maxsize=4_096)
def sound(text: str) -> Sound:
    """The syllables of a text, without tones; figures are read as numbers, punctuation is silent."""
    words = _NUMBER.sub(lambda number: spoken_number(float(number[0])), text)
    return tuple(lazy_pinyin(_SILENT.sub("", words)))


def recognize_question(text: str, cues: Iterable[QuestionCue]) -> str | None:
    """The code whose cue is best heard in `text`; None when no cue reaches the floor.

    What several questions share ("please say yes or no") weighs less than what is one's own. Of two that are
    heard equally well, the one that was asked last counts; `AGAIN` counts only when no question was heard.
    """
    sounds = [(cue.code, _pairs(sound(cue.text))) for cue in cues]
    codes_with = Counter(pair for _, pair in {(code, pair) for code, pairs in sounds for pair in pairs})
    last_at = {pair: at for at, pair in enumerate(_pairs(sound(text)))}
    best: tuple[bool, float, int, str] | None = None
    for code, pairs in sounds:
        weights = {pair: 1 / codes_with[pair] ** 2 for pair in pairs}
        found = [pair for pair in weights if pair in last_at]
        share = sum(weights[pair] for pair in found) / (sum(weights.values()) or 1.0)
        if share >= FLOOR:
            candidate = (code != AGAIN, round(share, 1), max(last_at[pair] for pair in found), code)
            best = max(best, candidate) if best else candidate
    return best[3] if best else None


def read_back_in(text: str) -> Sound | None:
    """The sound of the value that is read back ("您说的是……对吗"), or None when nothing is."""
    heard = sound(text)
    pairs = _pairs(heard)
    ends = [at for at, pair in enumerate(pairs) if pair == ("dui", "ma")]
    leads = [at for at, pair in enumerate(pairs) if pair in (("de", "shi"), ("shuo", "de"))]
    if not ends or ends[-1] < len(heard) - 4:
        return None
    starts = [at for at in leads if at < ends[-1]]
    return heard[starts[-1] + 2 : ends[-1]] if starts else None


def means_one_of(heard: Sound, forms: Iterable[str]) -> bool:
    """Whether a value that was read back is one of these spoken forms."""
    return any(heard == sound(form) for form in forms)


def says_goodbye(text: str) -> bool:
    """Whether the last words are a goodbye."""
    return ("zai", "jian") in _pairs(sound(text)[-4:])


def _pairs(syllables: Sound) -> list[tuple[str, str]]:
    return list(zip(syllables, syllables[1:], strict=False))
