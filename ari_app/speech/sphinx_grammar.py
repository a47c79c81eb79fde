"""What may be said to a question, as a JSGF grammar in the words of a PocketSphinx dictionary."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ari_app.core.vocabulary import QType
from ari_app.dialogue.commands import Expectation
from ari_app.language.expectation import danger_phrases, expected_phrases

_LONGEST_WORD = 6
_BEFORE = ("大概", "应该", "差不多", "我觉得", "是", "就是")
_AFTER = ("吧", "了", "啊", "呢", "左右")
_DIGITS = "零一二三四五六七八九幺"
_TAIL_DIGITS = 4
_MONTHS = "一 二 三 四 五 六 七 八 九 十 十一 十二".split()
_TENS = ("", "十", "二十", "三十")


@dataclass(frozen=True, slots=True)
class Grammar:
    """A question's grammar: its JSGF text, and what in it are answers and signs of danger.

    The text is empty when the dictionary knows no word of it.
    """

    jsgf: str
    answers: frozenset[str]
    dangers: frozenset[str]
    takes_digits: bool

    def is_whole(self, text: str) -> bool:
        """Whether `text` is a whole sentence of the grammar: a decoder also gives the beginning of one."""
        said = "".join(text.split())
        return said in self.dangers or any(self._is_answer(core) for core in _cores(said))

    def is_danger(self, text: str) -> bool:
        """Whether `text` is a sign of danger."""
        return "".join(text.split()) in self.dangers

    def _is_answer(self, text: str) -> bool:
        digits = self.takes_digits and len(text) == _TAIL_DIGITS and set(text) <= set(_DIGITS)
        return digits or text in self.answers


def grammar_for(expectation: Expectation | None, vocabulary: frozenset[str]) -> Grammar:
    """The grammar of the open question; danger and the wishes of any moment are always in it.

    Phrases with a word that the dictionary lacks are left out.
    """
    phrases = expected_phrases(QType.GLOBAL, {})
    if expectation is not None:
        phrases = (*expectation.phrases, *_birthdays(expectation.qtype))
    answers = _in_words(phrases, vocabulary)
    dangers = _in_words(danger_phrases(), vocabulary)
    takes_digits = expectation is not None and expectation.qtype is QType.ID_TAIL
    digits = _rule(_in_words(_DIGITS, vocabulary)) if takes_digits else ""
    tail = " | " + " ".join(["<digit>"] * _TAIL_DIGITS) if digits else ""
    before, after = (_optional(words, vocabulary) for words in (_BEFORE, _AFTER))
    # an alternative that is void would void its whole sentence here, so what is empty is left out
    rules = {"digit": digits, "answer": _rule(answers) + tail, "danger": _rule(dangers)}
    said = " | ".join(
        part
        for name, part in (("answer", f"{before} <answer> {after}"), ("danger", "<danger>"))
        if rules[name]
    )
    lines = ["#JSGF V1.0;", "grammar open;", *(f"<{name}> = {rule};" for name, rule in rules.items() if rule)]
    jsgf = "\n".join([*lines, f"public <said> = {said};", ""]) if said else ""
    return Grammar(jsgf, _joined(answers), _joined(dangers), bool(digits))


def words_of_phrase(phrase: str, vocabulary: frozenset[str]) -> tuple[str, ...] | None:
    """A phrase in the dictionary's words, the longest first; None when the dictionary lacks one."""
    found: list[str] = []
    for part in phrase.split():
        at = 0
        while at < len(part):
            size = next((s for s in _sizes(part, at) if part[at : at + s] in vocabulary), 0)
            if not size:
                return None
            found.append(part[at : at + size])
            at += size
    return tuple(found) or None


def _sizes(part: str, at: int) -> Iterable[int]:
    """How long the next word may be. Words of scripts with blanks are whole words."""
    left = len(part) - at
    return (left,) if part.isascii() else range(min(left, _LONGEST_WORD), 0, -1)


def _cores(said: str) -> Iterable[str]:
    """`said` with and without the words that may stand before and after an answer."""
    for before in ("", *_BEFORE):
        for after in ("", *_AFTER):
            if said.startswith(before) and said.endswith(after):
                yield said[len(before) : len(said) - len(after)]


def _birthdays(qtype: QType) -> Iterable[str]:
    """The days of a year as they are said; other recognizers need no list for them."""
    if qtype is not QType.BIRTH_MD:
        return ()
    days = [f"{tens}{unit}" for tens in _TENS for unit in ("", *_MONTHS[:9]) if tens or unit][:31]
    return (f"{month}月{day}{end}" for month in _MONTHS for day in days for end in "号日")


def _in_words(phrases: Iterable[str], vocabulary: frozenset[str]) -> list[tuple[str, ...]]:
    split = (words_of_phrase(phrase, vocabulary) for phrase in dict.fromkeys(phrases))
    return [words for words in split if words]


def _rule(phrases: Iterable[tuple[str, ...]]) -> str:
    return " | ".join(" ".join(words) for words in phrases)


def _joined(phrases: Iterable[tuple[str, ...]]) -> frozenset[str]:
    return frozenset("".join(words) for words in phrases)


def _optional(words: Iterable[str], vocabulary: frozenset[str]) -> str:
    rule = _rule(_in_words(words, vocabulary))
    return f"[{rule}]" if rule else ""
