"""Which topic a question with options is about, and what patients say for each of its options."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ari_app.language.option_concepts import Concept, Topic
from ari_app.language.phrases import Mention
from ari_app.language.topics import TOPICS

Options = tuple[tuple[str, str], ...]
STATES = frozenset(
    {
        "wound", "diet", "appetite", "bowel", "urine", "breath", "sleep", "mobility", "function", "mood", "fever",
        "quality",
    }
)  # fmt: skip
"""Topics where one option says that all is well."""
_NOTHING = "\ue020"
_ASKED, _ELSEWHERE, _CLAIMED, _LOOSE, _BY_CODE = 1.5, 0.2, 2.0, 0.1, 4
_BESIDES = re.compile("其他|其它|以上|不清楚|不知道|说不清|不确定|不适用")


@dataclass(frozen=True, slots=True)
class Meant:
    """What is said for each code.

    `grave`: of several codes of one group said together the first counts. `fine`: all is well.
    """

    said: tuple[tuple[str, tuple[str, ...], tuple[re.Pattern[str], ...]], ...]
    grave: tuple[tuple[str, ...], ...] = ()
    fine: frozenset[str] = frozenset()
    topic: str = ""
    asked: bool = False
    lasting: bool = True

    def mentions(self, text: str) -> list[Mention[str]]:
        """Every place where something is said for a code: words of its label, then of what it means."""
        return [
            Mention(code, start, end)
            for code, own, patterns in self.said
            for start, end in _spans(text, own, patterns)
        ]


def _spans(text: str, own: Iterable[str], patterns: Iterable[re.Pattern[str]]) -> Iterator[tuple[int, int]]:
    for word in own:
        at = text.find(word)
        while at >= 0:
            yield at, at + len(word)
            at = text.find(word, at + len(word))
    for pattern in patterns:
        for found in pattern.finditer(text):
            yield found.span()


@lru_cache(maxsize=256)
def options_meant(question: str, options: Options) -> Meant:
    """What the options mean in the light of the question; the question may be empty."""
    topic = _topic(question, options)
    if topic is None:
        return Meant(tuple((code, parts_of_label(label), ()) for code, label in options))
    claims = {code: topic.meant_by(code, label) for code, label in options}
    said = tuple(
        (code, _own_words(label, bool(claims[code])), tuple(_patterns(topic, claims, code)))
        for code, label in options
    )
    fine = frozenset(code for code, names in claims.items() if topic.concepts[0].name in names)
    grave = tuple(
        tuple(dict.fromkeys(code for name in group for code, names in claims.items() if name in names))
        for group in topic.grave
    )
    return Meant(said, grave, fine, topic.name, topic.asked_in(question), topic.lasting)


def parts_of_label(label: str) -> tuple[str, ...]:
    """The option's own words, and its parts around 或 and 、."""
    clean = re.sub(r"[\[\]()|<>~?*+.]", "", label)
    parts = [part for part in re.split(r"[或、，,/\s]", clean) if len(part) >= 2]
    return (clean, *parts) if clean else tuple(parts) or (_NOTHING,)


def _own_words(label: str, claimed: bool) -> tuple[str, ...]:
    """The label's words; a single character says nothing where the concept's words say it better."""
    return tuple(part for part in parts_of_label(label) if len(part) > 1 or not claimed)


def _topic(question: str, options: Options) -> Topic | None:
    scored = [(_score(topic, question, options), topic) for topic in TOPICS]
    best = max(score for score, _ in scored)
    return next(topic for score, topic in scored if score == best) if best else None


def _score(topic: Topic, question: str, options: Options) -> float:
    """How well a topic fits; nothing when an option is left over, for the words of another would be taken for it."""
    proper = [(code, label) for code, label in options if not _BESIDES.search(label)]
    claims = [topic.meant_by(code, label) for code, label in proper]
    if len(claims) < 2 or not all(claims) or len(set(claims)) < len(claims):
        return 0.0
    loose = sum(len(one) - 1 for one in claims) + _BY_CODE * sum(
        not topic.named_in(label) for _, label in proper
    )
    return _CLAIMED + _asked(topic, question) - _LOOSE * loose


def _asked(topic: Topic, question: str) -> float:
    if topic.asked_in(question):
        return _ASKED
    # What may be asked of anything fits better than what is asked of something else.
    return -_ELSEWHERE if topic.about else 0.0


def _patterns(topic: Topic, claims: dict[str, frozenset[str]], code: str) -> Iterator[re.Pattern[str]]:
    """What is said for the concepts that the option means, and for those that no option means and fall to it."""
    claimed = {name for names in claims.values() for name in names}
    for concept in topic.concepts:
        falls = concept.name not in claimed and _falls_to(concept, claimed) in claims[code]
        if concept.name in claims[code] or falls:
            yield concept.pattern


def _falls_to(concept: Concept, claimed: set[str]) -> str | None:
    return next((name for name in concept.otherwise if name in claimed), None)
