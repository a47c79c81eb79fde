"""The spoken wording as versioned data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ari_app.core.errors import WrongInput

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Prompt:
    """Sentences spoken together. A protected prompt plays to its end whatever is heard."""

    sentences: tuple[str, ...]
    protected: bool = False


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
    """All wording of one version; sentences may hold {hospital}, {name}, {purpose} and {appointment}.

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
    return Prompt(tuple(data["say"]), protected=bool(data.get("protected", False)))


def _knowledge(data: Mapping[str, Any]) -> Knowledge:
    return Knowledge(
        id=str(data["id"]),
        words=tuple(tuple(str(word) for word in group) for group in data["words"]),
        sentences=tuple(data["say"]),
        source=str(data["source"]),
        clinical=bool(data.get("clinical", False)),
    )


def _words(data: Mapping[str, Any]) -> Mapping[str, str]:
    return {str(code): str(words) for code, words in data.items()}
