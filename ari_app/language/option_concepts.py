"""What an option may mean: concepts of a topic, found in the option's text and named in the patient's words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from ari_app.language.negation import affirmed
from ari_app.language.phrases import Lexicon, Phrases, compile_phrases

Words = tuple[str, ...]


@dataclass(frozen=True)
class Concept:
    """One meaning: `labels` name it in an option's text, `codes` in its code, `said` in a patient's mouth.

    Where no option means it, its words count for the first of `otherwise` that one does mean.
    """

    name: str
    labels: Words
    said: Words
    codes: Words = ()
    otherwise: Words = ()

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds what is said for it."""
        return compile_phrases(self.said)


@dataclass(frozen=True)
class Topic:
    """What a question asks about: `about` names it there, `concepts` are what its options may mean.

    `grave`: groups of concepts; of several of one group said together the first counts.
    `lasting`: what was said of yesterday answers it.
    """

    name: str
    about: Words
    concepts: tuple[Concept, ...]
    grave: tuple[Words, ...] = ()
    lasting: bool = False

    @cached_property
    def _about(self) -> Phrases:
        return Phrases(*(self.about or ("(?!)",)))

    @cached_property
    def _labels(self) -> Lexicon[str]:
        return Lexicon({one.name: one.labels for one in self.concepts if one.labels})

    def asked_in(self, question: str) -> bool:
        """Whether the question is about this."""
        return self._about.within(question)

    def meant_by(self, code: str, label: str) -> frozenset[str]:
        """The concepts that an option means, by its text, else by its code; none when it is about something else."""
        return self.named_in(label) or frozenset(one.name for one in self.concepts if code in one.codes)

    def named_in(self, label: str) -> frozenset[str]:
        """The concepts that an option's text names."""
        mentions = self._labels.mentions(label)
        longest = [
            one
            for one in mentions
            if not any(
                other.concept != one.concept
                and other.start <= one.start
                and one.end <= other.end
                and other.end - other.start > one.end - one.start
                for other in mentions
            )
        ]
        return frozenset(
            one.concept for one in longest if label[one.start] in "不没无未" or affirmed(label, one, mentions)
        )
