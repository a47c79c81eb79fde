"""What the robot's sentences mean to a simulated patient: which question, which value read back, a goodbye."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from ari_app.dialogue.prompt_book import prompt, sentences_of
from ari_app.dialogue.script import Script
from ari_app.dialogue.suspecting import CODES as SUSPECTED

SUSPECTED_CODES: Final = tuple(SUSPECTED.values())
FRONT_CODES: Final = (
    "consent", "person", "verify", "data_consent", "later", "calls_wish", *SUSPECTED_CODES,
)  # fmt: skip
AGAIN: Final = "<again>"
"""The code of what only asks for the open question once more."""

_WAYS_TO_ASK: Final = ("ask", "again", "keys", "lunar", "fetch")
_GOODBYE: Final = "再见。"


class QuestionCues:
    """The sentences of one call by which its questions can be told."""

    def __init__(self, script: Script) -> None:
        self._lead = prompt(script, "confirm.lead").sentences
        self._tail = prompt(script, "confirm.tail").sentences
        self._codes = _codes(script)

    def asked(self, sentences: Sequence[str]) -> str | None:
        """The code of the question that was asked last; `AGAIN` only when no question was."""
        codes = [self._codes[each] for each in sentences if each in self._codes]
        asked = [code for code in codes if code != AGAIN]
        return asked[-1] if asked else next(iter(codes), None)

    def read_back(self, sentences: Sequence[str]) -> str | None:
        """The value that is read back ("您说的是", …, "对吗？") at the end, None when nothing is."""
        said = tuple(sentences)
        if said[-len(self._tail) :] != self._tail:
            return None
        body = said[: -len(self._tail)]
        starts = [at for at in range(len(body)) if body[at : at + len(self._lead)] == self._lead]
        return "".join(body[starts[-1] + len(self._lead) :]) if starts else None


def says_goodbye(sentences: Sequence[str]) -> bool:
    """Whether the last sentence is a goodbye."""
    return bool(sentences) and sentences[-1].endswith(_GOODBYE)


def _codes(script: Script) -> Mapping[str, str]:
    """Sentence to code; one that several questions share tells none."""
    pairs: set[tuple[str, str]] = set()
    for key in script.prompts.prompts:
        code, _, way = key.partition(".")
        if code in FRONT_CODES and way in _WAYS_TO_ASK:
            pairs |= {(sentence, code) for sentence in prompt(script, key).sentences}
        elif code == "reask":
            pairs |= {(each, AGAIN) for wording in prompt(script, key).wordings for each in wording}
    for item in script.questionnaire.items:
        for text in (item.text, item.reask_text, item.key_text):
            pairs |= {(sentence, item.link_id) for sentence in sentences_of(text)}
    times = Counter(sentence for sentence, _ in pairs)
    return {sentence: code for sentence, code in pairs if times[sentence] == 1}
