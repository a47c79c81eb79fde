"""Wording filled in for one call, and every sentence that the call could say."""

from __future__ import annotations

from collections.abc import Mapping

from ari_app.dialogue.prompt_text import Prompt
from ari_app.dialogue.script import Script
from ari_app.dialogue.spoken_value import all_spoken_values, spoken_value
from ari_app.language.understanding import Value
from ari_app.questionnaire.questionnaire import Item
from ari_app.questionnaire.wording_checks import sentences


def prompt(script: Script, key: str) -> Prompt:
    """The prompt `key` with hospital, name and purpose filled in. Raises KeyError for an unknown key."""
    found = script.prompts.prompts[key]
    return Prompt(_fill(script, found.sentences), found.protected)


def has_prompt(script: Script, key: str) -> bool:
    """Whether there is wording under `key`."""
    return key in script.prompts.prompts


def sentences_of(text: str) -> tuple[str, ...]:
    """A text cut after each full stop, question mark or exclamation mark: what is synthesized at a time."""
    return sentences(text)


def read_back(script: Script, item: Item, value: Value) -> tuple[str, ...] | None:
    """The sentences that read a value back and ask for a yes, or None when it is not read back."""
    spoken = spoken_value(item.qtype, value, _spoken_options(script, item))
    if spoken is None:
        return None
    return (*prompt(script, "confirm.lead").sentences, *spoken, *prompt(script, "confirm.tail").sentences)


def all_sentences(script: Script) -> frozenset[str]:
    """Every sentence that this call could say, so that each is synthesized before dialing."""
    sentences = {sentence for key in script.prompts.prompts for sentence in prompt(script, key).sentences}
    for item in script.questionnaire.items:
        for text in (item.text, item.reask_text, item.key_text):
            sentences.update(sentences_of(text))
        sentences.update(all_spoken_values(item.qtype, _spoken_options(script, item)))
    return frozenset(sentences)


def _spoken_options(script: Script, item: Item) -> Mapping[str, str]:
    return script.prompts.values.get(item.link_id) or item.option_texts


def _fill(script: Script, sentences: tuple[str, ...]) -> tuple[str, ...]:
    purposes = script.prompts.purposes
    family = script.questionnaire.id.rsplit("_v", 1)[0]
    words = {
        "hospital": script.hospital,
        "name": script.patient.name,
        "purpose": purposes.get(family, purposes["default"]),
    }
    return tuple(sentence.format_map(words) if "{" in sentence else sentence for sentence in sentences)
