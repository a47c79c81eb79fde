"""Wording filled in for one call, and every sentence that the call could say."""

from __future__ import annotations

from collections.abc import Mapping

from ari_app.core.vocabulary import QType
from ari_app.dialogue.moment_words import moment_in_words
from ari_app.dialogue.prompt_text import Knowledge, Prompt
from ari_app.dialogue.script import Script
from ari_app.dialogue.spoken_value import all_spoken_values, spoken_value
from ari_app.language.understanding import Value
from ari_app.questionnaire.questionnaire import Item
from ari_app.questionnaire.wording_checks import sentences

# wording that only questionnaires with such an item can come to
_ONLY_FOR: Mapping[str, tuple[QType, ...]] = {
    "probe.lower": (QType.BLOOD_PRESSURE,),
    "probe.upper": (QType.BLOOD_PRESSURE,),
    "probe.time": (QType.RESCHEDULE,),
    "appointment.moved": (QType.RESCHEDULE,),
    "appointment.outside": (QType.RESCHEDULE,),
    "closing.cancelled": (QType.RESCHEDULE,),
}


def prompt(script: Script, key: str) -> Prompt:
    """The prompt `key`, in the variant that fits this call, filled in. Raises KeyError for an unknown key."""
    known = script.prompts.prompts
    name = next((each for variant in script.variants if (each := f"{key}@{variant}") in known), key)
    found = known[name]
    return Prompt(_fill(script, found.sentences), found.protected)


def reply_from_knowledge(script: Script, text: str, *, clinical: bool) -> tuple[str, ...] | None:
    """The approved reply to a question, None where there is none; never a medical one unless `clinical`."""
    for entry in script.prompts.knowledge:
        if (clinical or not entry.clinical) and _is_about(text, entry):
            return _fill(script, entry.sentences)
    return None


def has_prompt(script: Script, key: str) -> bool:
    """Whether there is wording under `key`."""
    return key in script.prompts.prompts


def item_sentences(script: Script, text: str) -> tuple[str, ...]:
    """An item's text, filled in and cut into sentences."""
    return _fill(script, sentences_of(text))


def sentences_of(text: str) -> tuple[str, ...]:
    """A text cut after each full stop, question mark or exclamation mark: what is synthesized at a time."""
    return sentences(text)


def read_back(script: Script, item: Item, value: Value, lead: str = "confirm.lead") -> tuple[str, ...] | None:
    """The sentences that read a value back and ask for a yes, or None when it is not read back."""
    spoken = spoken_value(item.qtype, value, _spoken_options(script, item))
    if spoken is None:
        return None
    return (*prompt(script, lead).sentences, *spoken, *prompt(script, "confirm.tail").sentences)


def all_sentences(script: Script) -> frozenset[str]:
    """Every sentence that this call could say, so that each is synthesized before dialing."""
    asked = {item.qtype for item in script.questionnaire.items}
    keys = [
        key for key in script.prompts.prompts if "@" not in key and asked.issuperset(_ONLY_FOR.get(key, ()))
    ]
    sentences = {sentence for key in keys for sentence in prompt(script, key).sentences}
    for entry in script.prompts.knowledge:
        sentences.update(_fill(script, entry.sentences))
    for item in script.questionnaire.items:
        for text in (item.text, item.reask_text, item.key_text):
            sentences.update(item_sentences(script, text))
        sentences.update(all_spoken_values(item.qtype, _spoken_options(script, item)))
    return frozenset(sentences)


def _spoken_options(script: Script, item: Item) -> Mapping[str, str]:
    return script.prompts.values.get(item.link_id) or item.option_texts


def _is_about(text: str, entry: Knowledge) -> bool:
    words = "".join(text.split())
    return all(any(word in words for word in group) for group in entry.words)


def _fill(script: Script, sentences: tuple[str, ...]) -> tuple[str, ...]:
    if not any("{" in sentence for sentence in sentences):
        return sentences
    purposes = script.prompts.purposes
    words = {
        "hospital": script.hospital,
        "name": script.patient.name,
        "purpose": next(
            (purposes[each] for each in script.variants if each in purposes), purposes["default"]
        ),
        "appointment": moment_in_words(script.appointment) if script.appointment else "时间",
    }
    return tuple(sentence.format_map(words) if "{" in sentence else sentence for sentence in sentences)
