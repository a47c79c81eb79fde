"""Which topic a question with options is about, and what patients say for each of its options."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ari_app.language.option_concepts import Concept, Topic
from ari_app.language.phrases import Lexicon
from ari_app.language.topic_of_places import PLACE
from ari_app.language.topics_of_degree import DEGREES
from ari_app.language.topics_of_healing import HEALING
from ari_app.language.topics_of_living import LIVING

Options = tuple[tuple[str, str], ...]
TOPICS: tuple[Topic, ...] = (*HEALING, *LIVING, PLACE, *DEGREES)
_NOTHING = "\ue020"
_ASKED = 1.5
_CLAIMED = 2.0


@dataclass(frozen=True, slots=True)
class Meant:
    """The words for each code; `grave`: of several of these codes said together the first counts."""

    lexicon: Lexicon[str]
    grave: tuple[str, ...] = ()
    topic: str = ""
    lasting: bool = True


@lru_cache(maxsize=256)
def options_meant(question: str, options: Options) -> Meant:
    """What the options mean in the light of the question; the question may be empty."""
    topic = _topic(question, options)
    if topic is None:
        return Meant(Lexicon({code: parts_of_label(label) for code, label in options}))
    claims = {code: topic.meant_by(code, label) for code, label in options}
    words = {
        code: (*_own_words(label, bool(claims[code])), *_words(topic, claims, code)) or (_NOTHING,)
        for code, label in options
    }
    grave = tuple(code for name in topic.grave for code, names in claims.items() if name in names)
    return Meant(Lexicon(words), tuple(dict.fromkeys(grave)), topic.name, topic.lasting)


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
    claims = [topic.meant_by(code, label) for code, label in options]
    asked = topic.asked_in(question)
    told = [one for one in claims if one]
    distinct = {name for one in told for name in one}
    own = sum(bool(one) and sum(one == other for other in claims) == 1 for one in claims)
    if not told or (own < 2 and not asked) or len(distinct) < min(2, len(told)):
        return 0.0
    return _CLAIMED * own / len(options) + _ASKED * asked


def _words(topic: Topic, claims: dict[str, frozenset[str]], code: str) -> tuple[str, ...]:
    """The words of the concepts that the option means, and of those that no option means and fall to it."""
    claimed = {name for names in claims.values() for name in names}
    return tuple(
        phrase
        for concept in topic.concepts
        if concept.name in claims[code] or (concept.name not in claimed and _falls_to(concept, claimed) in claims[code])
        for phrase in concept.said
    )


def _falls_to(concept: Concept, claimed: set[str]) -> str | None:
    return next((name for name in concept.otherwise if name in claimed), None)
