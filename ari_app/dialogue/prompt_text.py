"""The spoken wording as versioned data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from ari_app.core.errors import WrongInput

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Prompt:
    """Sentences spoken together. A protected prompt plays to its end whatever is heard."""

    sentences: tuple[str, ...]
    protected: bool = False


@dataclass(frozen=True, slots=True)
class ItemWording:
    """How one item is asked, asked again, offered on the key pad, and how its codes are read back."""

    ask: tuple[str, ...]
    again: tuple[str, ...]
    keys: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PromptTexts:
    """All wording of one version; sentences may hold {hospital}, {name} and {purpose}."""

    version: str
    prompts: Mapping[str, Prompt]
    items: Mapping[str, ItemWording]
    purposes: Mapping[str, str]


def load(text: str) -> PromptTexts:
    """Read a prompt file. Raises WrongInput when it cannot be used."""
    try:
        data = json.loads(text)
        if data["schema"] != SCHEMA:
            raise WrongInput(f"prompts of schema {data['schema']!r} cannot be read", mend=f"use {SCHEMA}")
        return PromptTexts(
            version=str(data["version"]),
            prompts={key: _prompt(each) for key, each in data["prompts"].items()},
            items={code: _wording(each) for code, each in data["items"].items()},
            purposes={key: str(words) for key, words in data["purposes"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WrongInput(f"the prompt file cannot be used: {error!r}") from error


def _prompt(data: Mapping[str, list[str]]) -> Prompt:
    return Prompt(tuple(data["say"]), protected=bool(data.get("protected", False)))


def _wording(data: Mapping[str, list[str]]) -> ItemWording:
    values = data.get("values", {})
    if not isinstance(values, dict):
        raise TypeError("values must be an object")
    return ItemWording(tuple(data["ask"]), tuple(data["again"]), tuple(data.get("keys", ())), values)
