"""The spoken wording as versioned data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ari_app.core.errors import WrongInput
from ari_app.dialogue.commands import USUAL_PAUSE_MS, Pace

SCHEMA = 1
_KEYS = frozenset({"say", "protected", "variants", "pause_ms", "pace", "stress"})


@dataclass(frozen=True, slots=True)
class Manner:
    """How a prompt is spoken: the silence between its sentences, its pace, and the words that bear weight.

    A sentence that holds a word of `stress` is spoken slowly, after a longer silence.
    """

    pause_ms: int = USUAL_PAUSE_MS
    pace: Pace = Pace.USUAL
    stress: tuple[str, ...] = ()

    def is_slow(self, sentence: str) -> bool:
        """Whether this sentence is spoken slowly in any call."""
        return self.pace is Pace.SLOW or self.stresses(sentence)

    def stresses(self, sentence: str) -> bool:
        """Whether this sentence bears weight."""
        return any(word in sentence for word in self.stress)


USUAL = Manner()


@dataclass(frozen=True, slots=True)
class Prompt:
    """Sentences spoken together. A protected prompt plays to its end whatever is heard.

    `variants` are other wordings of the same meaning, for what a patient hears more than once in a call.
    """

    sentences: tuple[str, ...]
    protected: bool = False
    variants: tuple[tuple[str, ...], ...] = ()
    manner: Manner = USUAL

    @property
    def wordings(self) -> tuple[tuple[str, ...], ...]:
        """The usual wording and its variants."""
        return (self.sentences, *self.variants)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """An approved reply to a frequent question, which is known by a word from every group of `words`.

    `source` names who approved the reply. Medical ones are `clinical`: they are given to the identified alone.
    """

    id: str
    words: tuple[tuple[str, ...], ...]
    sentences: tuple[str, ...]
    source: str
    clinical: bool


@dataclass(frozen=True, slots=True)
class PromptTexts:
    """All wording of one version; sentences may hold {hospital}, {name}, {purpose}, {appointment}
    and {reach}.

    A key with `@` is the variant of a prompt for a family of questionnaires or for elderly patients. `values`
    says how an item's codes are read back: link_id to code to words. The items' own questions stand in the
    questionnaire.
    """

    version: str
    prompts: Mapping[str, Prompt]
    values: Mapping[str, Mapping[str, str]]
    purposes: Mapping[str, str]
    knowledge: tuple[Knowledge, ...] = ()


def load(text: str) -> PromptTexts:
    """Read a prompt file. Raises WrongInput when it cannot be used."""
    try:
        data = json.loads(text)
        if data["schema"] != SCHEMA:
            raise WrongInput(f"prompts of schema {data['schema']!r} cannot be read", mend=f"use {SCHEMA}")
        return PromptTexts(
            version=str(data["version"]),
            prompts={key: _prompt(each) for key, each in data["prompts"].items()},
            values={code: _words(each) for code, each in data["values"].items()},
            purposes={key: str(words) for key, words in data["purposes"].items()},
            knowledge=tuple(_knowledge(each) for each in data.get("knowledge", [])),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WrongInput(f"the prompt file cannot be used: {error!r}") from error


def _prompt(data: Mapping[str, Any]) -> Prompt:
    unknown = sorted(set(data) - _KEYS)
    if unknown:
        raise WrongInput(
            f"a prompt has unknown keys: {', '.join(unknown)}", mend=f"use {', '.join(sorted(_KEYS))}"
        )
    return Prompt(
        sentences=_sentences(data["say"]),
        protected=bool(data.get("protected", False)),
        variants=tuple(_sentences(each) for each in data.get("variants", [])),
        manner=Manner(
            pause_ms=int(data.get("pause_ms", USUAL_PAUSE_MS)),
            pace=Pace(data.get("pace", Pace.USUAL)),
            stress=_sentences(data.get("stress", [])),
        ),
    )


def _sentences(data: object) -> tuple[str, ...]:
    if not isinstance(data, list) or not all(isinstance(each, str) for each in data):
        raise TypeError(f"a list of texts is wanted, not {data!r}")
    return tuple(data)


def _knowledge(data: Mapping[str, Any]) -> Knowledge:
    return Knowledge(
        id=str(data["id"]),
        words=tuple(tuple(str(word) for word in group) for group in data["words"]),
        sentences=_sentences(data["say"]),
        source=str(data["source"]),
        clinical=bool(data.get("clinical", False)),
    )


def _words(data: Mapping[str, Any]) -> Mapping[str, str]:
    return {str(code): str(words) for code, words in data.items()}
